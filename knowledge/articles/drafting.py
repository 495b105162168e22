"""Cutting claims out of an article for an editor to approve, edit or drop: which paragraph, topic, days, status.

Nothing here is told to anybody. A day is resolved against the instant the article speaks from, or not at all; the words
that families will read are the editor's to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.articles.article import Article, Form
from knowledge.articles.clauses import Clause, clauses, of_the_day, read_days, span_of
from knowledge.articles.cuts import Cut, without_repetitions
from knowledge.articles.places_meant import PlacesMeant
from knowledge.articles.sentences import Cues, attributed, hanging, load_cues, parts, sentences, without_dateline
from knowledge.articles.speaking import Speaking, Voice
from knowledge.articles.telling import TELLING, Around, firmness_said, is_of_others, is_statement, status_said
from knowledge.claims import Firmness, Scope, Status
from knowledge.days import DayReader, masked
from knowledge.district import District
from knowledge.places import PlaceReader
from knowledge.topics import Topic, TopicKind

FIRST_TOPICS = 3
Span = tuple[date, date]
Ranked = Callable[[str], Sequence[str]]
"""Topics a text may be about, the best first."""
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_WOULD = re.compile(r"\bwould\b", re.IGNORECASE)
_AS_OF = re.compile(r"^(?:As of|By)\s+[\w\s.:]{3,30},\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Desk:
    """What cutting needs of the knowledge base: its district, topics, readers, and a matcher of texts to topics."""

    district: District
    topics: Mapping[str, Topic]
    places: PlaceReader
    days: DayReader
    ranked: Ranked
    cues: Cues = field(default_factory=load_cues)


def cut(article: Article, desk: Desk) -> tuple[Cut, ...]:
    """In the order of the article. Without an instant it speaks from, no day is resolved."""
    cutting = _Cutting(article, desk)
    return without_repetitions(cutting.with_the_lede(list(cutting.all())))


class _Cutting:
    """One pass through an article; what a sentence leaves out is taken from those before it."""

    def __init__(self, article: Article, desk: Desk) -> None:
        self._article = article
        self._desk = desk
        self._cues = desk.cues
        self._at = article.said.at if article.said else None
        self._speaking = Speaking(desk.district, desk.cues)
        self._places = PlacesMeant(article, desk.places, desk.cues)
        self._taken_back = False
        self._lede: Span | None = None
        self._lede_condition: str | None = None
        self._status_days: dict[Scope, Span] = {}
        self._new_paragraph()

    def _new_paragraph(self) -> None:
        self._here: Span | None = None
        self._condition: str | None = None
        self._went_before = False
        self._topics_before: tuple[str, ...] = ()
        self._voice: Voice | None = None

    def all(self) -> Iterator[Cut]:
        for number, paragraph in enumerate(self._article.paragraphs, start=1):
            if paragraph.form is Form.HEADING:
                self._taken_back = self._taken_back or self._cues.has(paragraph.text, "earlier")
            if paragraph.form is not Form.TEXT:
                continue
            self._new_paragraph()
            for sentence in sentences(without_dateline(paragraph.text)):
                yield from self._of_sentence(sentence, number)

    def with_the_lede(self, cuts: Sequence[Cut]) -> Iterator[Cut]:
        """What tells families what to do before the article has come to the day is meant for it."""
        for one in cuts:
            waits = one.first_day is None and self._cues.has(one.sentence, "home")
            if waits and self._lede is not None:
                one = replace(one, first_day=self._lede[0], last_day=self._lede[1], sure_of_day=False)
            yield one

    def _of_sentence(self, sentence: str, number: int) -> Iterator[Cut]:
        found: list[Cut] = []
        for part in parts(sentence):
            said = attributed(_AS_OF.sub("", part), self._cues)
            if is_of_others(f"{said.speaker or ''} {said.words}", self._desk.places):
                continue
            voice = self._speaking.of(said.speaker, said.words) or self._voice or Voice(None, False)
            self._voice = voice
            hung = hanging(said.words, self._cues)
            if hung.points_back:
                found = [replace(one, condition=one.condition or hung.condition) for one in found]
                continue
            more = list(self._of_clauses(hung.main, hung.condition, number))
            if said.quoted and not (voice.official and self._tells(said.words, more)):
                continue
            condition = hung.condition
            if condition is None and (hung.backward or _WOULD.search(hung.main)):
                condition = self._condition or hung.backward
            more = [
                replace(one, condition=self._hangs_on(one, condition)) if not hung.trailing or one is more[-1] else one
                for one in more
            ]
            self._condition = condition or self._condition
            back = self._taken_back or self._cues.has(part, "reversed")
            found += [
                replace(one, sentence=sentence, speaker=voice.slug, official=voice.official, taken_back=back)
                for one in more
            ]
        yield from found

    def _tells(self, quoted: str, found: Sequence[Cut]) -> bool:
        """Of what an official is quoted with, only what says something of a day."""
        return self._cues.has(quoted, *TELLING) or any(one.sure_of_day and one.first_day for one in found)

    def _hangs_on(self, one: Cut, condition: str | None) -> str | None:
        """What takes its day from a sentence before takes along what that hangs on."""
        days = (one.first_day, one.last_day)
        if condition is None and days == self._lede and self._cues.has(one.sentence, "same_days"):
            condition = self._lede_condition
        if condition is None and days == self._here and not one.sure_of_day:
            condition = self._condition
        if condition is not None and days == self._lede and self._lede_condition is None:
            self._lede_condition = condition
        return condition

    def _of_clauses(self, main: str, condition: str | None, number: int) -> Iterator[Cut]:
        decides = self._cues.has(main, "decided") and self._cues.first(main, "closed") is None
        found = clauses(main, days=self._desk.days, at=self._at, of_decision=decides)
        if condition and self._at and not any(one.days for one in found):
            beside = read_days(condition, self._desk.days, self._at)
            found = tuple(
                replace(one, days=tuple(replace(day, reason="condition") for day in beside[:1])) for one in found
            )
        for clause in found:
            one = self._of_clause(clause, number, hangs=condition is not None)
            if one is not None:
                yield one

    def _of_clause(self, clause: Clause, number: int, *, hangs: bool) -> Cut | None:
        text = clause.text
        days = self._days(clause, text)
        around = Around(
            hangs=hangs,
            dated=days is not None or bool(clause.days),
            over=self._is_over(days),
            went_on=self._went_before,
            schools=self._places.known,
            names_ours=self._places.are_named(text),
        )
        if not is_statement(clause, around, self._cues):
            return None
        topics = self._topics(clause) or self._topics_before
        if not topics:
            return None
        self._topics_before = topics
        firmness, scope = firmness_said(text, self._cues), self._places.scope(text)
        on = any(self._is_whether_school_is_on(topic) for topic in topics)
        status = status_said(clause, self._cues, named=self._places.come_first(text)) if on else None
        if firmness is Firmness.UNDECIDED and not self._is_ahead(days):
            days = None
        inherited = self._inherited(clause, topics) if days is None and firmness is not Firmness.UNDECIDED else None
        hours = of_the_day(clause, turns=status in (Status.DELAYED, Status.EARLY_DISMISSAL, Status.REMOTE))
        first, last = when = days or inherited or (None, None)
        self._remember(days, when, scope, leads=status is not None or self._is_whether_school_is_on(topics[0]))
        self._went_before = True
        return Cut(
            self._places.paragraphs(number, text),
            clause.whole,
            topics,
            first_day=first,
            last_day=last,
            unresolved=() if self._at else tuple(dict.fromkeys(_WEEKDAY.findall(text))),
            sure_of_day=inherited is None and all(one.sure for one in clause.days),
            at=hours.at,
            begins=hours.begins,
            closes=hours.closes,
            scope=scope,
            status=status,
            firmness=firmness,
        )

    # Days

    def _days(self, clause: Clause, text: str) -> Span | None:
        if self._at is None:
            return None
        if self._cues.has(text, "same_days") and self._lede is not None:
            return self._lede
        if not clause.days and clause.hours and self._cues.has(text, "decided"):
            return self._at.date(), self._at.date()  # "will send an update by 7 p.m." is meant for the same day
        return span_of(clause, at=self._at, evening=self._desk.district.classes_over(self._at))

    def _inherited(self, clause: Clause, topics: Sequence[str]) -> Span | None:
        """The paragraph's day, else the lede's where all schools have the same."""
        if not clause.hours and not any(self._by_day(one) for one in topics):
            return None
        return self._here or (self._lede if len(set(self._status_days.values())) <= 1 else None)

    def _remember(self, days: Span | None, when: Span | tuple[None, None], scope: Scope, *, leads: bool) -> None:
        """*leads*: it says whether school is on, so that what says no day is meant for the same."""
        self._here = days or self._here
        if when[0] is None or self._at is None or when[0] < self._at.date():
            return
        if leads or not self._status_days:
            self._lede = self._lede if self._status_days else when
        if leads:
            self._status_days.setdefault(scope, when)

    def _is_ahead(self, days: Span | tuple[None, None] | None) -> bool:
        return days is not None and days[1] is not None and self._at is not None and days[1] > self._at.date()

    def _is_over(self, days: Span | None) -> bool:
        return days is not None and self._at is not None and days[1] < self._at.date()

    # Topics and status

    def _topics(self, clause: Clause) -> tuple[str, ...]:
        """Of the clause first, then of its whole sentence."""
        ranked = self._ranked(clause.text)[:FIRST_TOPICS]
        more = self._ranked(clause.whole)[:2] if clause.is_part else []
        return tuple(dict.fromkeys([*ranked[:2], *more, *ranked]))[:FIRST_TOPICS]

    def _ranked(self, text: str) -> list[str]:
        plain = masked(text, self._desk.days.read(text, at=self._at)) if self._at else _WEEKDAY.sub("", text)
        return [one for one in self._desk.ranked(plain) if one in self._desk.topics]

    def _by_day(self, slug: str) -> bool:
        return self._desk.topics[slug].kind.by_day

    def _is_whether_school_is_on(self, slug: str) -> bool:
        topic = self._desk.topics[slug]
        near = [topic, self._desk.topics.get(topic.parent or "")]
        by_title = any(one is not None and one.kind is TopicKind.DAY for one in near)
        return by_title or any(one.kind is TopicKind.DAY and slug in one.beside for one in self._desk.topics.values())
