"""What comes in and what goes out: a Question, a Reply. No platform in either; an adapter draws the Reply.

A passage that speaks of claims carries who says so, as of when and from which source; it cannot be built without.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from knowledge.claims import Scope
from knowledge.findings import Finding


class Outcome(StrEnum):
    ANSWER = "answer"
    UNKNOWN = "unknown"
    CLARIFY = "clarify"
    OUT_OF_SCOPE = "out_of_scope"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True)
class Choice:
    """One thing that may have been meant; asking it again is answering it. *topic* None: none of these."""

    label: str
    topic: str | None
    day: date | None = None
    last_day: date | None = None
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class Question:
    """*place* and *person* are opaque to the core; *language* is the platform's hint, lowest in the order of trust;
    *saved_language* the person's own choice; *chosen* answers an offer instead of *text*; *command*:
    what asks where nobody wrote a question; *scope*: the person's own schools, for what names no others;
    *written*: when it was written, if that is a while before *at*: its days are read then, and answered as of *at*;
    *origin*: what brought it: asked again under the same it is one question; *passing*: still being typed, so nothing
    of it is noted or remembered; *shared*: others read the reply, so it says nothing of the person's own schools;
    *aside*: they alone read it in a room of several, where nothing can be sent to them later."""

    text: str
    at: datetime
    place: str = "terminal"
    person: str = "terminal"
    language: str | None = None
    saved_language: str | None = None
    command: str | None = None
    scope: Scope = field(default_factory=Scope)
    chosen: Choice | None = None
    written: datetime | None = None
    origin: str | None = None
    passing: bool = False
    shared: bool = False
    aside: bool = False


class LineKind(StrEnum):
    HEADLINE = "headline"
    BODY = "body"
    ASIDE = "aside"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True)
class Line:
    """*struck*: it was said and is no longer so; where nothing can be struck through, words before it say so."""

    kind: LineKind
    words: str
    original: str | None = None
    """The language the words are in when there are none in the reply's own."""
    struck: bool = False


@dataclass(frozen=True)
class Attribution:
    """Who says so, through which source, as of which day; *address* only where the whole of it is known."""

    speakers: tuple[str, ...]
    outlet: str
    as_of: datetime
    words: str
    address: str | None = None


@dataclass(frozen=True)
class Passage:
    """One answer within a reply: its status or its first sentence leads; a passage about claims names its sources.
    *leading*: who says what is left without the asides, where that is not all of it."""

    lines: tuple[Line, ...]
    attributions: tuple[Attribution, ...] = ()
    leading: tuple[Attribution, ...] | None = None

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("a passage says something")

    @property
    def text(self) -> str:
        said = [line.words for line in self.lines]
        return "\n".join([*said, *(one.words for one in self.attributions)])


@dataclass(frozen=True)
class Reply:
    """*notes* stand above the passages (an emergency number, a message cut short). *status* and *day* are given only
    where all parts about a day agree. *reference* stands in the log beside what went wrong;
    *missed*: parts of the message that were not understood; *chosen*: of an offer, what this answers; *noted*: the
    number under which it was kept; *urgent*: somebody may be in danger, and the emergency number comes first.

    Of what is told unasked: *to*: the person it is for; *tells*: what it is about, each of which they can stop;
    *announces*: it is an announcement, all of which they can stop;
    *replaces*: the name of our message that it takes the place of, where the platform can rewrite one, else nothing is
    sent; *delivery*: its number, the same when it is sent again; *silent*: it makes no sound."""

    outcome: Outcome
    language: str
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    status: str | None = None
    day: date | None = None
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: datetime | None = None
    findings: tuple[Finding, ...] = ()
    reference: str | None = None
    missed: int = 0
    chosen: Choice | None = None
    noted: int | None = None
    urgent: bool = False
    to: str | None = None
    tells: tuple[Choice, ...] = ()
    announces: bool = False
    replaces: str | None = None
    delivery: int | None = None
    silent: bool = False
    why: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The whole reply as plain text, for platforms that draw nothing else."""
        offered = tuple(f"{number}. {one.label}" for number, one in enumerate(self.choices, 1))
        blocks = [*self.notes, *(one.text for one in self.passages)]
        return "\n\n".join([*blocks, *(("\n".join(offered),) if offered else ())])
