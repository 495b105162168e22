"""The questions of a message: of each the topic, the days and the part of the district.

What one leaves out is taken from the question before it, else from the person's last question in that room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.meaning import DEFAULT_TOPIC
from bot.segments import Segment
from bot.words import ReadingWords, words_of
from knowledge.claims import Scope
from knowledge.findings import Detail
from knowledge.matching import Match

CARRIED_FOR = timedelta(minutes=30)
MOST_DAYS = 8  # of one question; a span of days is one
SHORT = 3  # words of content that may be small talk around a day


@dataclass(frozen=True)
class Part:
    """One question within a message. *topic* None: not understood; then *match* says what it came near to.

    *named_day*: the day stands in the message or was *carried* over, not assumed. *unread_day*: a day is spoken of
    that could not be read. *same_schools*: its part of the district is that of the person's last question."""

    text: str
    topic: str | None
    match: Match | None
    first: date | None = None
    last: date | None = None
    named_day: bool = False
    scope: Scope = field(default_factory=Scope)
    sure: bool = True
    alternatives: tuple[tuple[date, date], ...] = ()
    detail: Detail | None = None
    carried: bool = False
    unread_day: bool = False
    why: tuple[str, ...] = ()
    same_schools: bool = False


@dataclass(frozen=True)
class Last:
    """What a person last asked in a room, for the follow-up."""

    topic: str
    first: date | None
    last: date | None
    scope: Scope
    at: datetime
    by_day: bool = True

    def still_counts(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.at <= CARRIED_FOR


@dataclass(frozen=True)
class PartReader:
    """Reads the parts of a message from its segments, in their order."""

    words: ReadingWords

    def parts(self, segments: Sequence[Segment], last: Last | None, *, today: date) -> list[Part]:
        understood = any(one.topic or self._only_when_or_where(one) for one in segments)
        before: Part | None = None
        waiting: Segment | None = None
        parts: list[Part] = []
        for segment in segments:
            if segment.is_aside and not self._follows(segment, before, last):
                waiting = segment if _speaks_of_days(segment) else waiting
                continue
            if before and self._is_about_all(segment):
                before = replace(before, scope=Scope(), same_schools=False)
            part = self._part(segment, before, last and self._still_meant(segment, last, today))
            if part.topic is None and understood and not self.words.is_question(segment.text):
                waiting = segment if _speaks_of_days(segment) else waiting
                continue
            if waiting and part.topic and not part.named_day and not _speaks_of_days(segment):
                part, segment = _of_that_day(part, segment, waiting)
            waiting = None
            told = list(_day_by_day(part, segment))
            if before and parts and self._gives_the_day(segment, before):
                parts.pop()
            parts += told
            before = next((one for one in reversed(told) if one.topic), before)
        return parts

    def _gives_the_day(self, segment: Segment, before: Part) -> bool:
        """ "Do they have class? It's Tuesday": a day behind a question without one is that question's day."""
        alone = bool(segment.days) and self._only_when_or_where(segment) and not self.words.is_question(segment.text)
        return alone and not before.named_day

    def _part(self, segment: Segment, before: Part | None, last: Last | None) -> Part:
        topic, why = segment.topic, ""
        if topic is None and self._follows(segment, before, last):
            topic = (
                before.topic if before else last.topic if last and (last.by_day or not segment.days) else DEFAULT_TOPIC
            )
            why = f"names no topic of its own: {topic}"
        elif topic is None and self._speaks_of_school_that_day(segment):
            topic, why = DEFAULT_TOPIC, "speaks of school and of a day"
        part = Part(
            text=segment.text,
            topic=topic,
            match=segment.match,
            scope=segment.places.scope,
            detail=Detail.HOUR if self.words.hours.search(segment.text) else None,
            unread_day=_names_too_many_days(segment) or (not segment.days and self._leaves_a_day_unread(segment)),
            why=(why,) if why else (),
        )
        return _with_what_it_leaves_out(part, segment, before, last)

    def _leaves_a_day_unread(self, segment: Segment) -> bool:
        """Also where it asks what was, and has a word nobody knows: "auuer hubo clases"."""
        was = not self.words.past.isdisjoint(words_of(segment.text)) and bool(segment.match.unknown_words)
        return segment.unread or self.words.speaks_of_a_day(segment.left) or was

    def _still_meant(self, segment: Segment, last: Last, today: date) -> Last:
        """The last question without what a segment that is whole in itself does not go on with: its schools ("is
        preschool open", then "is school open tomorrow"), and a day that is over, unless it asks what was."""
        words = set(words_of(segment.text))
        if self._is_about_all(segment):
            last = replace(last, scope=Scope())
        if segment.topic is not None and last.last and last.last < today and not words & self.words.past:
            last = replace(last, first=None, last=None)
        return last

    def _is_about_all(self, segment: Segment) -> bool:
        """Whether it says itself what it asks about: it has a word for school, or both a topic and a day."""
        words = set(words_of(segment.text))
        whole = segment.topic is not None and bool(segment.days) and not words & self.words.refers
        return bool(words & self.words.opens) or segment.places.ours or whole

    def _follows(self, segment: Segment, before: Part | None, last: Last | None) -> bool:
        """Whether a segment takes its topic from what came before: it is only a day or a place, small talk around a
        day, or asks without naming anything. A day alone asks whether school is open."""
        if self._only_when_or_where(segment) or self._small_talk_around_a_day(segment):
            return True
        return (before is not None or last is not None) and self.words.is_bare(segment.left)

    def _speaks_of_school_that_day(self, segment: Segment) -> bool:
        """With a day and a word for school, and nothing else that leads, a family asks whether school is on."""
        if not segment.days or not self.words.opens & set(words_of(segment.left)):
            return False
        leading = segment.match.candidates[0].topic if segment.match.candidates else DEFAULT_TOPIC
        return leading == DEFAULT_TOPIC and not segment.foreign

    def _only_when_or_where(self, segment: Segment) -> bool:
        return segment.names_when_or_where and not self.words.content(segment.left)

    def _small_talk_around_a_day(self, segment: Segment) -> bool:
        short = len(self.words.content(segment.left)) <= SHORT
        return (
            bool(segment.days)
            and segment.courteous
            and short
            and not segment.is_aside
            and not segment.match.unknown_words
        )


def _with_what_it_leaves_out(part: Part, segment: Segment, before: Part | None, last: Last | None) -> Part:
    if part.scope.is_district:
        scope = before.scope if before else last.scope if last else part.scope
        same = before.same_schools if before else not scope.is_district
        part = replace(part, scope=scope, same_schools=same)
    if segment.days:
        return part
    if before is not None and before.named_day:
        return replace(part, first=before.first, last=before.last, named_day=True, carried=True)
    if before is None and last is not None and last.first:
        return replace(part, first=last.first, last=last.last, named_day=True, carried=segment.topic is not None)
    return part


def _speaks_of_days(segment: Segment) -> bool:
    return bool(segment.days or segment.unread)


def _of_that_day(part: Part, segment: Segment, waiting: Segment) -> tuple[Part, Segment]:
    """ "Ok but wht about the 24th, do we have class": a day is never dropped with words that were not understood."""
    unread = part.unread_day or not waiting.days or _names_too_many_days(waiting)
    return replace(part, unread_day=unread), replace(segment, days=waiting.days)


def _names_too_many_days(segment: Segment) -> bool:
    """Which of them is meant is asked, rather than some answered and others passed over."""
    return len(segment.days) > MOST_DAYS


def _day_by_day(part: Part, segment: Segment) -> Iterable[Part]:
    if not segment.days or _names_too_many_days(segment):
        yield part
        return
    for one in segment.days:
        yield replace(
            part,
            first=one.first,
            last=one.last,
            named_day=True,
            sure=one.sure,
            alternatives=one.alternatives,
            why=(*part.why, f"day: {one.reason}"),
        )
