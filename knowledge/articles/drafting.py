"""Cutting claims out of an article for an editor to approve, edit or drop: which paragraph, topic, days, status.

Nothing here is told to anybody. A day is resolved against the instant the article speaks from, or not at all; the words
that families will read are the editor's to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.articles.article import Article, Form
from knowledge.articles.attributions import attributed
from knowledge.articles.clauses import Clause, clauses, of_the_day, only_deadlines, read_days
from knowledge.articles.conditions import Hanging, hanging
from knowledge.articles.cuts import Cut, without_repetitions
from knowledge.articles.days_meant import DaysMeant, Span
from knowledge.articles.places_meant import PlacesMeant, item_of
from knowledge.articles.sentences import Cues, load_cues, parts, sentences, without_dateline
from knowledge.articles.speaking import Speaking, Voice
from knowledge.articles.telling import (
    TELLING,
    Around,
    firmness_said,
    is_of_others,
    is_statement,
    starts_late,
    status_said,
)
from knowledge.articles.topics_meant import Ranked, TopicsMeant
from knowledge.claims import Firmness, Status
from knowledge.days import DayReader
from knowledge.district import District
from knowledge.languages import language_of
from knowledge.places import PlaceReader
from knowledge.topics import Topic

OTHER_LANGUAGE = "en"  # for an article in a language without signs
_TELLS_ITS_LANGUAGE = 60  # letters of a paragraph
_AS_OF_HOUR = re.compile(r"[\w\s.:]{3,30},\s+")
_TURNS = (Status.DELAYED, Status.EARLY_DISMISSAL, Status.REMOTE)


@dataclass(frozen=True)
class Desk:
    """What cutting needs of the knowledge base: its district, topics, readers, and a matcher of texts to topics."""

    district: District
    topics: Mapping[str, Topic]
    places: PlaceReader
    days: DayReader
    ranked: Ranked
    cues: Mapping[str, Cues] = field(default_factory=load_cues)


def cut(article: Article, desk: Desk) -> tuple[Cut, ...]:
    """In the order of the article. Without an instant it speaks from, no day is resolved."""
    cutting = _Cutting(article, desk)
    return without_repetitions(cutting.with_the_lede(cutting.all()))


class _Cutting:
    """One pass through an article; what a sentence leaves out is taken from those before it."""

    def __init__(self, article: Article, desk: Desk) -> None:
        self._article = article
        self._desk = desk
        known = article.language is not None and article.language in desk.cues
        self._language = article.language if article.language and known else OTHER_LANGUAGE
        self._cues = desk.cues[self._language]
        self._at = article.said.at if article.said else None
        self._speaking = Speaking(desk.district, self._cues)
        self._notice = self._speaking.of_notice([one.text for one in article.paragraphs])
        self._places = PlacesMeant(article, desk.places, self._cues)
        self._topics = TopicsMeant(desk.topics, desk.days, desk.ranked, self._at)
        self._days = DaysMeant(desk.district, self._at)
        self._taken_back = False
        self._new_paragraph()

    def _new_paragraph(self) -> None:
        self._days.new_paragraph()
        self._condition: str | None = None
        self._went_before = False
        self._topics_before: tuple[str, ...] = ()
        self._voice: Voice | None = None

    def _read_in(self, text: str) -> None:
        """A notice may say the same in two languages."""
        tells = len(text) > _TELLS_ITS_LANGUAGE or self._article.language is None
        told = language_of(text, tuple(self._desk.cues)) if tells else None
        if told is not None and told != self._language:
            self._language, self._cues = told, self._desk.cues[told]
            self._speaking.cues = self._places.cues = self._cues

    def all(self) -> list[Cut]:
        found: list[Cut] = []
        lead: str | None = None  # of the list that may follow
        introduced: list[Cut] = []
        for number, paragraph in enumerate(self._article.paragraphs, start=1):
            item = item_of(paragraph)
            if item is not None:
                more = list(self._of_item(item, number, lead)) if lead is not None else []
                if more and introduced:
                    found = [one for one in found if one not in introduced or self._cues.has(one.sentence, "ahead")]
                    introduced = []
                found += more
                continue
            self._read_in(paragraph.text)
            if paragraph.form is Form.HEADING:
                self._taken_back = self._taken_back or self._cues.has(paragraph.text, "earlier")
                lead, introduced = (None if self._cues.has(paragraph.text, "elsewhere") else paragraph.text), []
                continue
            self._new_paragraph()
            introduced = list(self._of_sentences(without_dateline(paragraph.text), number))
            found += introduced
            lead = paragraph.text if paragraph.text.rstrip().endswith(":") else None
        return found

    def with_the_lede(self, cuts: Sequence[Cut]) -> Iterator[Cut]:
        """What tells families what to do before the article has come to the day is meant for it."""
        lede = self._days.lede
        for one in cuts:
            waits = one.first_day is None and any(cues.has(one.sentence, "home") for cues in self._desk.cues.values())
            if waits and lede is not None:
                one = replace(one, first_day=lede[0], last_day=lede[1], sure_of_day=False)
            yield one

    def _of_item(self, item: str, number: int, lead: str) -> Iterator[Cut]:
        """Of an item of a list, what it says itself; one that only names a school belongs to the words above it."""
        yield from self._of_sentences(item, number, lead=lead)

    def _of_sentences(self, text: str, number: int, *, lead: str | None = None) -> Iterator[Cut]:
        for sentence in sentences(text):
            yield from self._of_sentence(sentence, number, lead)

    def _of_sentence(self, sentence: str, number: int, lead: str | None) -> Iterator[Cut]:
        found: list[Cut] = []
        for part in parts(sentence):
            said = attributed(self._without_its_hour(part), self._cues)
            if is_of_others(f"{said.speaker or ''} {said.words}", self._desk.places, self._cues):
                continue
            voice = self._speaking.of(said.speaker, said.words) or self._voice or self._notice or Voice(None, False)
            self._voice = voice
            hung = hanging(said.words, self._cues)
            if hung.points_back:
                found = [replace(one, condition=one.condition or hung.condition) for one in found]
                continue
            condition = hung.condition
            if condition is None and (hung.backward or self._cues.has(hung.main, "would")):
                condition = self._condition or hung.backward
            more = list(self._of_clauses(hung, condition, number, lead))
            if said.quoted and not self._counts(voice, said.words, more, hangs=hung.condition is not None):
                continue
            more = [
                replace(one, condition=self._hangs_on(one, condition)) if not hung.trailing or one is more[-1] else one
                for one in more
            ]
            self._condition = next((one.condition for one in more if one.condition), condition or self._condition)
            back = self._taken_back or self._cues.has(part, "reversed")
            found += [
                replace(one, sentence=sentence, speaker=voice.slug, official=voice.official, taken_back=back)
                for one in more
            ]
        yield from found

    def _without_its_hour(self, part: str) -> str:
        """ "As of Wednesday, …" says when it was so."""
        begun = self._cues.starts(part, "as_of")
        hour = _AS_OF_HOUR.match(part, begun.end()) if begun else None
        return part[hour.end() :] if hour else part

    def _counts(self, voice: Voice, quoted: str, found: Sequence[Cut], *, hangs: bool) -> bool:
        """Of what an official is quoted with, only what says something of a day; of anybody else who is known, a plan
        for a day that hangs on something."""
        dated = any(one.sure_of_day and one.first_day for one in found)
        if voice.official:
            return dated or self._cues.has(quoted, *TELLING)
        return dated and hangs and voice.slug is not None and self._cues.has(quoted, "plans", "proposed")

    def _hangs_on(self, one: Cut, condition: str | None) -> str | None:
        """What takes its day from a sentence before takes along what that hangs on."""
        days = (one.first_day, one.last_day)
        if condition is None and days == self._days.lede and self._cues.has(one.sentence, "same_days"):
            condition = self._days.lede_condition
        if condition is None and days == self._days.here and not one.sure_of_day:
            condition = self._condition
        told = days == self._days.lede and one.sure_of_day
        if condition is not None and told and self._days.lede_condition is None:
            self._days.lede_condition = condition
        return condition

    def _of_clauses(self, hung: Hanging, condition: str | None, number: int, lead: str | None) -> Iterator[Cut]:
        found = clauses(hung.main, self._cues, days=self._desk.days, at=self._at)
        if hung.condition and self._at and not any(one.days for one in found):
            beside = read_days(hung.condition, self._desk.days, self._at)
            by = only_deadlines(hung.condition, beside, self._cues)
            if self._days.lede is None if by else not self._cues.has(hung.condition, "plans"):
                found = tuple(
                    replace(one, days=tuple(replace(day, reason="condition") for day in beside[:1])) for one in found
                )
        for clause in found:
            one = self._of_clause(clause, number, condition=condition, lead=lead)
            if one is not None:
                yield one

    def _of_clause(self, clause: Clause, number: int, *, condition: str | None, lead: str | None) -> Cut | None:
        text, cues = clause.text, self._cues
        days = self._days.said(clause, cues)
        around = Around(
            hangs=condition is not None,
            dated=days is not None or bool(clause.days),
            over=self._days.is_over(days),
            went_on=self._went_before,
            schools=self._places.known or self._went_before,
            names_ours=self._places.are_named(text),
            listed=lead is not None,
        )
        if not is_statement(clause, around, cues):
            return None
        before = self._topics_before
        topics = self._topics.of(clause, self._language, cues, lead=lead or "", before=before) or before
        if not topics:
            return None
        self._topics_before = topics
        firmness, scope = firmness_said(text, cues), self._places.scope(text)
        named = self._places.come_first(text) or self._is_ours(text)
        on = named or any(self._topics.is_whether_school_is_on(topic) for topic in topics)
        status = status_said(clause, cues, named=named) if on and not self._places.is_of_a_part(text) else None
        if status in (None, Status.OPEN) and on and starts_late(clause, cues, self._desk.district.hours):
            status = Status.DELAYED
        if firmness is Firmness.UNDECIDED and not self._days.is_ahead(days):
            days = None
        inherited = self._inherited(clause, topics, condition) if days is None else None
        if firmness in (Firmness.UNDECIDED, Firmness.CALLED_OFF):
            inherited = None
        if status is not None:
            topics = self._topics.with_school(topics)
        if status is None and lead is not None and clause.hours:
            status = self._days.turn_of(inherited or days)
        hours = of_the_day(clause, cues, turns=status in _TURNS)
        first, last = when = days or inherited or (None, None)
        leads = status is not None or self._topics.is_whether_school_is_on(topics[0])
        self._days.remember(days, when, scope, leads=leads, status=status)
        self._went_before = True
        return Cut(
            self._places.paragraphs(number, text),
            clause.whole,
            topics,
            first_day=first,
            last_day=last,
            unresolved=() if self._at else tuple(dict.fromkeys(one[0] for one in cues.every(text, "weekdays"))),
            sure_of_day=inherited is None and all(one.sure for one in clause.days),
            at=hours.at,
            begins=hours.begins,
            closes=hours.closes,
            scope=scope,
            status=status,
            firmness=firmness,
        )

    def _is_ours(self, text: str) -> bool:
        """ "We will close early", where the district itself writes, is said of its schools."""
        ours = self._notice is not None and self._cues.starts(text, "we") is not None
        return ours and not self._cues.has(text, "services", "plans")

    def _inherited(self, clause: Clause, topics: Sequence[str], condition: str | None) -> Span | None:
        """The paragraph's day, else the lede's where all schools have the same. What hangs on a strike or a deal that
        nobody knows the day of has none."""
        undated = condition is not None and not (self._at and read_days(condition, self._desk.days, self._at))
        if condition and undated and condition != self._days.lede_condition and self._cues.has(condition, "plans"):
            return self._days.here
        if not clause.hours and not any(self._topics.by_day(one) for one in topics):
            return None
        return self._days.around
