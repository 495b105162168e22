"""How a change reads to somebody who knew otherwise: announced now, changed, the opposite, over, or no longer so.

What they were told before is looked up as it stood then, and left out where it cannot be told for certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.catalogue import marked
from bot.choices import scope_words
from bot.questions import Attribution, Line, LineKind, Passage
from bot.wording import Wording
from knowledge.claims import Event, Firmness, Status
from knowledge.findings import Finding, FindingKind, Held
from knowledge.interest import Cell
from knowledge.meaning import HOLES, Meaning, is_bare
from knowledge.topics import Topic, TopicKind

NEW = marked("New on what you follow: {words}")
ANNOUNCED = marked("Announced now: {words}")
ADDED = marked("New: {words}")
CHANGED = marked("Changed: {words}")
OPPOSITE = marked("Changed to the opposite: {words}")
NO_LONGER = marked("No longer so. {words}")
OVER = marked("{event} is over. {words}")
HOLE = marked("{title}: nothing is announced now.")
PAST = marked("{title}: nothing current is known.")
MOST_STRUCK = 2  # lines of what was told before
OPPOSITES = frozenset({Status.OPEN, Status.CLOSED})
CUT_SHORT = frozenset({Status.EARLY_DISMISSAL, Status.DELAYED, Status.PARTLY_OPEN})


@dataclass(frozen=True)
class Turn:
    """One cell that means something else *now*; None: its topic was taken away. *before*: what they knew; *then*: when
    they were told that, None for who never was; *was*: the finding of then, None where it cannot be told again;
    *over*: the event that it was about, if that has ended since."""

    cell: Cell
    topic: Topic | None
    now: Finding | None
    before: Meaning | None = None
    then: datetime | None = None
    was: Finding | None = None
    over: Event | None = None
    followed: bool = False

    @property
    def of_school(self) -> bool:
        return self.topic is not None and self.topic.kind is TopicKind.DAY

    @property
    def weight(self) -> tuple[int, date]:
        """The one that keeps children home goes first."""
        told = [*self.now.claims, *self.now.exceptions] if self.now and self.of_school else []
        statuses = {held.claim.status for held in told if held.claim.status}
        day = self.cell.day or date.max
        if any(one.keeps_children_home for one in statuses):
            return 0, day
        if statuses & CUT_SHORT:
            return 1, day
        return (2 if self.of_school else 3), day


@dataclass(frozen=True)
class Piece:
    """One turn in words. *lead*: what it comes to; *struck*: what was told before; *must*: goes with it; *may*: is left
    out of a long message. *leading*: who says what is left without the asides."""

    lead: tuple[Line, ...]
    struck: tuple[Line, ...] = ()
    must: tuple[Line, ...] = ()
    may: tuple[Line, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    leading: tuple[Attribution, ...] | None = None
    of_school: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.lead, *self.struck, *self.must, *self.may)

    @property
    def passage(self) -> Passage:
        return Passage(self.lines, self.attributions, self.leading)


@dataclass(frozen=True)
class TurnWords:
    wording: Wording

    def piece(self, turn: Turn) -> Piece:
        if turn.now is None:
            return self._taken_away(turn)
        news = self._news(turn.now)
        struck = tuple(self._struck(turn, news))
        first, *others = news.lines
        if turn.of_school:
            spare = self._spare(turn.now)
            must = tuple(one for one in others if one.words not in spare and not _is_aside(one))
            may = tuple(one for one in others if one not in must)
            lead = [Line(LineKind.HEADLINE, self._turned(turn, turn.now, first.words), first.original)]
        else:
            lead, must, may = self._of_topic(turn, turn.now, first), (), tuple(others)
        return Piece(tuple(lead), struck, must, may, news.attributions, news.leading, turn.of_school)

    def about(self, turn: Turn, *, beside: str = "") -> str:
        """Its title, with its days and schools where it has any; without days that are said *beside* it."""
        words = self.wording.title(turn.topic) if turn.topic else turn.cell.topic
        days = self.wording.days(turn.cell.day, turn.cell.last_day) if turn.cell.day else ""
        if days and days not in beside:
            words = f"{words}, {days}"
        schools = scope_words(turn.cell.scope, self.wording.district, self.wording.say)
        return f"{words} ({schools})" if schools else words

    def moment(self, at: datetime) -> str:
        local, say = self.wording.district.local(at), self.wording.say
        return say("{day}, {hour}", day=self.wording.days(local.date(), None), hour=say.hour(local))

    # What is so now

    def _news(self, finding: Finding) -> Passage:
        """As any answer; but where only some schools have news these lead, and no hole is told as one that never was
        anything else."""
        wording, say = self.wording, self.wording.say
        passage = wording.passage(finding)
        if finding.kind is FindingKind.PAST and finding.topic.kind is TopicKind.BACKGROUND:
            return Passage(passage.lines[:1])  # what was said once is no news
        if finding.kind is not FindingKind.NOT_ANNOUNCED or finding.missing or finding.topic.kind is not TopicKind.DAY:
            return passage
        if finding.exceptions:
            said = [Line(LineKind.BODY, wording.brief(one, finding.topic)) for one in finding.exceptions]
            rest = Line(LineKind.BODY, say("Nothing is announced for the other schools."))
            return Passage((*said, rest), wording.attributions(finding.exceptions))
        if finding.reported or finding.parents:
            return passage
        asked = finding.asked
        days = wording.days(asked.day or wording.local.date(), asked.until)
        head = say("Nothing is announced now for {day}: whether schools are open then is not known.", day=days)
        lines = (Line(LineKind.HEADLINE, head), *passage.lines[1:])
        return Passage(lines, passage.attributions, passage.leading)

    def _spare(self, finding: Finding) -> set[str]:
        """What may be left out beside a status: advice, its own words, where the district itself speaks."""
        wording, claims = self.wording, [held.claim for held in finding.claims if held.claim.status]
        words = {wording.worded_firmly(one, wording.texts(one.words)) for one in claims}
        return words | {wording.advice(one) for one in claims}

    def _of_topic(self, turn: Turn, now: Finding, first: Line) -> list[Line]:
        """What it is about leads, as its words may not say it."""
        if _says_nothing(now):
            words = self.wording.say(PAST if now.kind is FindingKind.PAST else HOLE, title=self.about(turn))
            return [Line(LineKind.HEADLINE, self._turned(turn, now, words))]
        about = self._turned(turn, now, self.about(turn, beside=first.words))
        return [Line(LineKind.HEADLINE, about), Line(LineKind.BODY, first.words, first.original)]

    def _turned(self, turn: Turn, now: Finding, words: str) -> str:
        say = self.wording.say
        if turn.followed and turn.then is None:
            return say(NEW, words=words)
        if turn.over is not None:
            return say(OVER, event=self.wording.texts(turn.over.titles), words=words)
        return say(self._pattern(turn, now), words=words)

    @staticmethod
    def _pattern(turn: Turn, now: Finding) -> str:
        if _says_nothing(now):
            return NO_LONGER
        if turn.before is None or is_bare(turn.before):
            rumour = now.kind in HOLES and not now.exceptions
            return ADDED if rumour else ANNOUNCED
        return OPPOSITE if _opposite(turn.was, now) else CHANGED

    def _taken_away(self, turn: Turn) -> Piece:
        say = self.wording.say
        words = say(
            "About “{title}” nothing is kept here any more, so I cannot tell you when it changes.",
            title=self.about(turn),
        )
        return Piece((Line(LineKind.HEADLINE, words),))

    # What they were told before

    def _struck(self, turn: Turn, news: Passage) -> Iterator[Line]:
        if turn.then is None:
            return
        say, moment = self.wording.say, self.moment(turn.then)
        if turn.before is not None and is_bare(turn.before):
            yield _strike(say("Before ({moment}): nothing was announced.", moment=moment))
        elif turn.was is None:
            yield Line(LineKind.ASIDE, say("What I told you before is no longer so: {moment}.", moment=moment))
        else:
            gone = self.gone(turn.was, news)
            for words in gone[: 1 if turn.of_school else MOST_STRUCK]:
                yield _strike(say("Before ({moment}): {words}", moment=moment, words=words))

    def gone(self, was: Finding, news: Passage) -> list[str]:
        """What was told and is not told now; of what was only told along nothing."""
        now = {line.words for line in news.lines}
        told = self.wording.passage(was)
        lines = told.lines[1:] if _leads_with_nothing(was) and len(told.lines) > 1 else told.lines
        of_claims = [line for line in lines if not _is_aside(line) and not self._is_address(line)]
        return [line.words for line in of_claims if line.words not in now]

    def _is_address(self, line: Line) -> bool:
        return any(channel.address in line.words for channel in self.wording.district.channels)


def _is_aside(line: Line) -> bool:
    return line.kind is LineKind.ASIDE


def _strike(words: str) -> Line:
    return Line(LineKind.BODY, words, struck=True)


def _leads_with_nothing(finding: Finding) -> bool:
    """Whether its first line is a hole, with something told in its place."""
    return finding.kind in HOLES and not _says_nothing(finding)


def _says_nothing(finding: Finding) -> bool:
    if finding.kind not in HOLES or finding.missing is not None:
        return False
    return not (finding.exceptions or finding.parents or finding.reported)


def _opposite(was: Finding | None, now: Finding) -> bool:
    """Open turned to closed, or closed to open, both said without any condition now."""
    statuses = [_plain_status(one.claims) if one is not None else None for one in (was, now)]
    plain = not any(held.is_conditional for held in now.claims)
    return plain and set(statuses) == OPPOSITES


def _plain_status(helds: tuple[Held, ...]) -> Status | None:
    said = {held.claim.status for held in helds if held.claim.status}
    stated = all(held.claim.firmness is Firmness.STATED for held in helds)
    return said.pop() if len(said) == 1 and stated else None
