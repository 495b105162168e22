"""What the clauses of a sentence state: for each that families could ask about, its topic, days, hours and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.articles.article import Article
from knowledge.articles.clauses import Clause, clauses, of_the_day, only_deadlines, read_days
from knowledge.articles.conditions import Hanging
from knowledge.articles.cuts import Cut
from knowledge.articles.days_meant import DaysMeant, Span
from knowledge.articles.places_meant import PlacesMeant
from knowledge.articles.sentences import Cues, load_cues
from knowledge.articles.telling import Around, firmness_said, is_statement, starts_late, status_said
from knowledge.articles.topics_meant import Ranked, TopicsMeant
from knowledge.claims import Firmness, Status
from knowledge.days import DayReader, Days
from knowledge.district import District
from knowledge.languages import language_of
from knowledge.places import PlaceReader
from knowledge.topics import Topic

OTHER_LANGUAGE = "en"  # for an article in a language without signs
_TELLS_ITS_LANGUAGE = 60  # letters of a paragraph
_MOST_CLAUSES = 30  # of one sentence, each of which is looked at beside what stands around it
_OF_NO_DAY = (Firmness.UNDECIDED, Firmness.CALLED_OFF)
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


class Statements:
    """Goes through an article clause by clause. *is_notice*: the district itself writes to families."""

    def __init__(self, article: Article, desk: Desk, days: DaysMeant) -> None:
        known = article.language is not None and article.language in desk.cues
        self._declared = article.language if known else None
        self.language = self._declared or OTHER_LANGUAGE
        self.cues = desk.cues[self.language]
        self._desk = desk
        self._at = article.said.at if article.said else None
        self._places = PlacesMeant(article, desk.places, self.cues)
        self._topics = TopicsMeant(desk.topics, desk.days, desk.ranked, self._at)
        self._days = days
        self.is_notice = False
        self.new_paragraph()

    def new_paragraph(self) -> None:
        self._days.new_paragraph()
        self._went_before = False
        self._topics_before: tuple[str, ...] = ()

    def read_in(self, text: str) -> None:
        """A notice may say the same in two languages."""
        tells = len(text) > _TELLS_ITS_LANGUAGE or self._declared is None
        told = language_of(text, tuple(self._desk.cues)) if tells else None
        if told is not None and told != self.language:
            self.language, self.cues = told, self._desk.cues[told]
            self._places.cues = self.cues

    def of(self, hung: Hanging, condition: str | None, number: int, lead: str | None) -> Iterator[Cut]:
        found = _bounded(clauses(hung.main, self.cues, days=self._desk.days, at=self._at))
        if hung.condition and self._at and not any(one.days for one in found):
            beside = tuple(replace(one, reason="condition") for one in self._days_of_condition(hung.condition)[:1])
            found = tuple(replace(one, days=beside) for one in found)
        for clause in found:
            one = self._of_clause(clause, number, condition=condition, lead=lead)
            if one is not None:
                yield one

    def _days_of_condition(self, condition: str) -> Sequence[Days]:
        """Of "if campuses close Wednesday"; not those of a strike or a deal, nor by when something must be done."""
        found = read_days(condition, self._desk.days, self._at) if self._at else []
        if only_deadlines(condition, found, self.cues):
            return found if self._days.lede is None else []
        return [] if self.cues.has(condition, "plans") else found

    def _of_clause(self, clause: Clause, number: int, *, condition: str | None, lead: str | None) -> Cut | None:
        text, cues = clause.text, self.cues
        days = self._days.said(clause, cues, hangs=condition is not None)
        topics = self._topics_told(clause, days, hangs=condition is not None, lead=lead)
        if not topics:
            return None
        firmness, scope = firmness_said(text, cues), self._places.scope(text)
        if firmness is Firmness.UNDECIDED and not self._days.is_ahead(days):
            days = None
        inherited = self._inherited(clause, topics, condition) if days is None and firmness not in _OF_NO_DAY else None
        status = self._status(clause, topics)
        if status is not None:
            topics = self._topics.with_school(topics)
        elif lead is not None and clause.hours:
            status = self._days.turn_of(inherited or days)
        hours = of_the_day(clause, cues, turns=status in _TURNS)
        first, last = when = days or inherited or (None, None)
        leads = status is not None or self._topics.is_whether_school_is_on(topics[0])
        self._days.remember(days, when, scope, leads=leads, status=status)
        self._went_before, self._topics_before = True, topics
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

    def _topics_told(self, clause: Clause, days: Span | None, *, hangs: bool, lead: str | None) -> tuple[str, ...]:
        """None where families could not ask about what it says."""
        around = Around(
            hangs=hangs,
            dated=days is not None or bool(clause.days),
            over=self._days.is_over(days),
            went_on=self._went_before,
            schools=self._places.known or self._went_before,
            names_ours=self._places.are_named(clause.text),
            listed=lead is not None,
        )
        if not is_statement(clause, around, self.cues):
            return ()
        before = self._topics_before
        return self._topics.of(clause, self.language, self.cues, lead=lead or "", before=before) or before

    def _status(self, clause: Clause, topics: Sequence[str]) -> Status | None:
        text = clause.text
        named = self._places.come_first(text) or self._is_ours(text)
        on = named or any(self._topics.is_whether_school_is_on(topic) for topic in topics)
        if not on or self._places.is_of_a_part(text):
            return None
        status = status_said(clause, self.cues, named=named)
        late = status in (None, Status.OPEN) and starts_late(clause, self.cues, self._desk.district.hours)
        return Status.DELAYED if late else status

    def _is_ours(self, text: str) -> bool:
        """ "We will close early", where the district itself writes, is said of its schools."""
        ours = self.is_notice and self.cues.starts(text, "we") is not None
        return ours and not self.cues.has(text, "services", "plans")

    def _inherited(self, clause: Clause, topics: Sequence[str], condition: str | None) -> Span | None:
        """The paragraph's day, else the lede's where all schools have the same. What hangs on a strike or a deal that
        nobody knows the day of has none."""
        undated = condition is not None and not (self._at and read_days(condition, self._desk.days, self._at))
        if condition and undated and condition != self._days.lede_condition and self.cues.has(condition, "plans"):
            return self._days.here
        if not clause.hours and not any(self._topics.by_day(one) for one in topics):
            return None
        return self._days.around


def _bounded(found: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """What goes on in an endless sentence is one clause, of no day, so that an editor still reads it."""
    if len(found) <= _MOST_CLAUSES:
        return found
    kept, left = found[:_MOST_CLAUSES], found[_MOST_CLAUSES:]
    return (*kept, Clause(" ".join(one.text for one in left), left[0].whole))
