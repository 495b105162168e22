"""Which topics a clause may be about: what the matcher proposes for its words, beside what its nouns name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from knowledge.articles.clauses import Clause
from knowledge.articles.sentences import Cues, load_cues
from knowledge.days import DayReader, masked
from knowledge.topics import Topic, TopicKind

FIRST_TOPICS = 3
Ranked = Callable[[str], Sequence[str]]
"""Topics a text may be about, the best first."""


class TopicsMeant:
    """*at*: the instant the article speaks from, None where nobody knows it."""

    def __init__(self, topics: Mapping[str, Topic], days: DayReader, ranked: Ranked, at: datetime | None) -> None:
        self._known = topics
        self._days = days
        self._rank = ranked
        self._at = at
        self._nouns = load_cues("topic_words.yaml")

    def of(
        self, clause: Clause, language: str, cues: Cues, *, lead: str = "", before: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Of the clause first, then of its whole sentence. *lead*: the words that introduce the list it stands in;
        *before*: the topics of what stands before, which a clause without a noun of its own goes on with."""
        ranked = self._ranked(f"{lead} {clause.text}".strip(), cues)[:FIRST_TOPICS]
        more = self._ranked(clause.whole, cues)[:2] if clause.is_part else []
        named = self._named(clause.text, language) or self._named(lead, language)
        if not named and not cues.has(clause.text, "schools", "plans"):
            named = [*before[:1]]
        return tuple(dict.fromkeys([*ranked[:1], *named[:1], *ranked[:2], *more, *ranked]))[:FIRST_TOPICS]

    def with_school(self, topics: Sequence[str]) -> tuple[str, ...]:
        """With the topic of whether school is on in the last place where none like it is."""
        school = self.whether_school_is_on()
        if school is None or any(self._known[one].kind is TopicKind.DAY for one in topics):
            return tuple(topics)
        return (*topics[: FIRST_TOPICS - 1], school)

    def is_whether_school_is_on(self, slug: str) -> bool:
        topic = self._known[slug]
        near = [topic, self._known.get(topic.parent or "")]
        by_title = any(one is not None and one.kind is TopicKind.DAY for one in near)
        return by_title or any(one.kind is TopicKind.DAY and slug in one.beside for one in self._known.values())

    def by_day(self, slug: str) -> bool:
        return self._known[slug].kind.by_day

    def whether_school_is_on(self) -> str | None:
        return next((slug for slug, topic in self._known.items() if topic.kind is TopicKind.DAY), None)

    def _ranked(self, text: str, cues: Cues) -> list[str]:
        return [one for one in self._rank(self._without_days(text, cues)) if one in self._known]

    def _without_days(self, text: str, cues: Cues) -> str:
        return masked(text, self._days.read(text, at=self._at)) if self._at else cues.without(text, "weekdays")

    def _named(self, text: str, language: str) -> list[str]:
        """In the order of the text, its subject first; of two words at one place the longer."""
        nouns = self._nouns[language]
        text = nouns.without(text, "not_meant")
        found = [(nouns.first(text, slug), slug) for slug in nouns.names if slug in self._known]
        places = [(noun.start(), -len(noun[0]), slug) for noun, slug in found if noun is not None]
        return [slug for _, _, slug in sorted(places)]
