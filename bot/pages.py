"""What a command gives back: a page of lines, a table, the replies families will read, and what can be done next.

No platform in it: a terminal prints it, a chat app draws tables as text and offers as buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.commands.nouns import Command, Role
from bot.questions import Reply
from knowledge.claims import Scope
from knowledge.codec import Kind
from knowledge.loudness import Loudness


class PageKind(StrEnum):
    """*preview*: nothing has happened yet, the first offer does it; *form*: values are missing; *refused*: not done."""

    SHOWN = "shown"
    PREVIEW = "preview"
    DONE = "done"
    FORM = "form"
    REFUSED = "refused"


@dataclass(frozen=True)
class Who:
    """Whoever uses a command. *person* and *place* as in a question; *granted*: a role given by whoever runs the
    program, for its own terminal only; *shared*: others read along in this room; *manages*: the platform says that
    they look after it; *fleeting*: nothing can be sent to them there later; *also*: groups of the platform that they
    are in, whose roles count for them; *apart*: the platform shows an answer there to whoever asked alone, unless the
    room is set otherwise."""

    person: str
    place: str
    language: str | None = None
    granted: Role | None = None
    shared: bool = False
    manages: bool = False
    fleeting: bool = False
    also: tuple[str, ...] = ()
    apart: bool = False

    @property
    def overheard(self) -> bool:
        """Whether others read what is shown to them here."""
        return self.shared and not self.apart


@dataclass(frozen=True)
class Invocation:
    """A command with its values as somebody wrote them. *confirmed*: the preview was seen, of what stood at
    *based_on*; *loudness*: how whom it concerns shall be told, None where nobody has said so; a page's offers carry all
    three along. *attached*: a file that came with it, which no button keeps."""

    name: str
    who: Who
    at: datetime
    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False
    based_on: Mapping[tuple[Kind, str], int] = field(default_factory=dict)
    loudness: Loudness | None = None
    attached: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Offer:
    """Something that can be done next: a button, or what to type."""

    label: str
    invocation: Invocation


@dataclass(frozen=True)
class Grid:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field; *field* empty: with the whole."""

    field: str
    words: str


@dataclass(frozen=True)
class Preview:
    """The very reply that families of a language will read to *question*."""

    language: str
    question: str
    reply: Reply


@dataclass(frozen=True)
class PlatformReach:
    """*people*: who are written to there; *rooms*: in which a message is written or rewritten."""

    platform: str
    people: int = 0
    rooms: int = 0


@dataclass(frozen=True)
class Reach:
    """Whom it concerns: people who would be told, and in how many places; *rooms*: where several read what was said,
    and a message is written or rewritten; *platforms*: the same by platform; *last*: when the last one is likely
    told."""

    people: int = 0
    places: int = 0
    rooms: int = 0
    platforms: tuple[PlatformReach, ...] = ()
    last: datetime | None = None


@dataclass(frozen=True)
class Page:
    """*command* and *problems*: of a form to fill in. *reference* stands in the log beside what went wrong. *live*:
    what shows it anew, as long as it is worth that; see `bot.telling.showing`."""

    kind: PageKind
    title: str
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    grid: Grid | None = None
    previews: tuple[Preview, ...] = ()
    reach: Reach | None = None
    reply: Reply | None = None
    offers: tuple[Offer, ...] = ()
    command: Command | None = None
    problems: tuple[Problem, ...] = ()
    scope: Scope | None = None
    change: int | None = None
    draft: int | None = None
    reference: str | None = None
    live: Invocation | None = None
