"""Taking a message apart: its sentences, and the questions that one sentence joins, each matched on its own.

Days and places are read first and blanked, so that matching never sees them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.words import ReadingWords
from knowledge.days import DayReader, Days
from knowledge.library import ASIDE, Edition
from knowledge.matching import Match, plain_words
from knowledge.places import Places
from knowledge.topics import AsideOutcome, TopicKind

DEFAULT_TOPIC = "school-open"
CLEAR_MARGIN = 0.2  # of scores, over the next topic
CLEAR_PROBABILITY = 0.3
SHORTEST_SAYING, LONGEST_SAYING = 3, 8  # words of a phrasing that may stand whole within a message
LISTED = re.compile(r"^\s*\(?\d{1,2}[).]\s+|^\s*[-*•]\s+")
SENTENCE_END = re.compile(r"(?<=[?!;\n¿¡])\s*|(?<=[.…])\s+|\s*(?=[¿¡])")


@dataclass(frozen=True)
class Segment:
    """A stretch of the message with the days and places read in it, what is left for matching, and the topic or
    aside that is sure (None: none is)."""

    text: str
    left: str
    days: tuple[Days, ...]
    places: Places
    match: Match
    meant: str | None

    @property
    def topic(self) -> str | None:
        return None if self.is_aside else self.meant

    @property
    def is_aside(self) -> bool:
        return self.meant is not None and self.meant.startswith(ASIDE)

    @property
    def names_when_or_where(self) -> bool:
        return bool(self.days or self.places.spans)


@dataclass(frozen=True)
class Segmenter:
    """Takes messages apart as of one moment, in one language, against one edition of the knowledge base."""

    days: DayReader
    words: ReadingWords
    edition: Edition
    language: str
    at: datetime

    def segments(self, text: str) -> list[Segment]:
        whole = self.segment(text)
        if whole.match.candidates and whole.match.candidates[0].exact:
            return [whole]
        sentences = [LISTED.sub("", s) for s in SENTENCE_END.split(text)]
        sentences = [s for s in sentences if any(c.isalnum() for c in s)]
        pieces = [piece for sentence in sentences for piece in self._joined(self.segment(sentence))]
        telling = [piece for piece in pieces if piece.topic]
        one_topic = len({piece.topic for piece in telling}) == 1 and len(telling) == len(pieces)
        if whole.topic and (not telling or (one_topic and whole.topic == telling[0].topic)):
            return [whole]
        return pieces

    def _joined(self, sentence: Segment) -> list[Segment]:
        """A sentence cut at its "and"s, where each side asks something else that is understood on its own."""
        for joint in self.words.joins.finditer(sentence.text):
            left, right = sentence.text[: joint.start()], sentence.text[joint.end() :]
            if not (any(c.isalnum() for c in left) and any(c.isalnum() for c in right)):
                continue
            before, after = self.segment(left), self.segment(right)
            if before.topic and after.topic and before.topic != after.topic:
                return [before, *self._joined(after)]
        return [sentence]

    def segment(self, text: str) -> Segment:
        hours = self.edition.district.hours
        days = self.days.read(text, at=self.at, after_classes=hours.end if hours else None).days
        places = self.edition.places.read(text)
        spans = [*(one.span for one in days), *places.spans]
        said = self.words.pictured(blanked(text, spans), self.language).strip()
        match, meant = self._understood(said or text, about_a_day=bool(days))
        if places.our_spans and self.language in self.words.ours:
            named = blanked(text, spans, instead=dict.fromkeys(places.our_spans, self.words.ours[self.language]))
            again, other = self._understood(named, about_a_day=bool(days))
            if other and (meant is None or again.probability > match.probability):
                match, meant = again, other
        if meant is None and days and said:
            match, meant = self._about_that_day(match, said)
        return Segment(text, said, days, places, match, meant)

    def _understood(self, said: str, *, about_a_day: bool) -> tuple[Match, str | None]:
        """First without the circumstances it is asked under, then with them."""
        whole = self._matched(said)
        bare = self.words.without_circumstances(said)
        if bare != said and not (whole.candidates and whole.candidates[0].exact):
            match, meant = self._guarded(self._matched(bare), bare, about_a_day=about_a_day)
            if meant is not None or whole.outcome != "answer":
                return match, meant
        return self._guarded(whole, said, about_a_day=about_a_day)

    def _guarded(self, match: Match, said: str, *, about_a_day: bool) -> tuple[Match, str | None]:
        """What is meant, unless the message speaks of something that the topic never does: of meals, where whether
        schools are open would be answered; of principals, where a strike of teachers would."""
        meant = self._meant(match, said, about_a_day=about_a_day)
        if meant is None or meant not in self.edition.topics or match.candidates[0].exact:
            return match, meant
        if self.words.names_a_school(said, [*match.unknown_words, *(typed for typed, _ in match.repaired)]):
            return match, None
        foreign = self._foreign(said, match, meant)
        if meant == DEFAULT_TOPIC and foreign:
            other = self._matched(said, without={DEFAULT_TOPIC})
            meant = self._meant(other, said, about_a_day=about_a_day)
            return (other, meant) if meant else (match, None)
        return match, None if foreign & self.words.actors else meant

    def _foreign(self, said: str, match: Match, topic: str) -> frozenset[str]:
        """Words of the message that tell of other topics, or that name an actor, and this topic never says."""
        repaired = dict(match.repaired)
        content = {repaired.get(word, word) for word in self.words.content(said)}
        own = self.edition.vocabulary[topic]
        actors = {word for word in content & self.words.actors if not own.issuperset(plain_words(word))}
        return frozenset(actors | {word for word in content if self.edition.is_foreign(word, topic)})

    def _matched(self, text: str, *, without: Collection[str] = ()) -> Match:
        """In the message's language; in another one only where more of its words are known and the match is surer."""
        match = self.edition.index.match(text, language=self.language, without=without)
        if match.outcome == "answer":
            return match
        for other in self.edition.district.languages:
            if other != self.language:
                foreign = self.edition.index.match(text, language=other, without=without)
                if foreign.domain > match.domain and foreign.probability > match.probability:
                    match = foreign
        return match

    def _about_that_day(self, match: Match, said: str) -> tuple[Match, str | None]:
        """What is not clear among all topics may be clear among those that a day is asked of."""
        dayless = {slug for slug, topic in self.edition.topics.items() if not topic.kind.by_day}
        asides = {ASIDE + slug for slug in self.edition.asides}
        narrowed, meant = self._guarded(self._matched(said, without=dayless | asides), said, about_a_day=True)
        if meant is None and match.candidates and match.candidates[0].topic in self.edition.topics:
            talks = self.edition.topics[match.candidates[0].topic].kind is TopicKind.TALKS
            return self._guarded(match, said, about_a_day=False) if talks else (match, None)
        return (narrowed, meant) if meant else (match, None)

    def _meant(self, match: Match, said: str, *, about_a_day: bool) -> str | None:
        """The best candidate where the gate says so, or where the gate leans to it and it stands alone.

        What is said with a day is a question about it, never a greeting; and something else that is open or closed
        ("is the bank open") is not our schools."""
        if not match.candidates:
            return None
        best, *others = match.candidates
        if best.topic.startswith(ASIDE):
            refused = self._aside(best.topic) is AsideOutcome.OUT_OF_SCOPE
            return best.topic if match.outcome == "answer" and (refused or not about_a_day) else None
        named = self.words.subjects & set(self.words.content(said))
        if best.topic == DEFAULT_TOPIC and match.unknown_words and not named:
            return None
        alone = best.score - (others[0].score if others else 0.0) >= CLEAR_MARGIN
        if match.outcome == "answer":
            return best.topic
        if about_a_day and not self.edition.topics[best.topic].kind.by_day:
            return None
        if alone and match.probability >= CLEAR_PROBABILITY:
            return best.topic
        return (self._family(match) if match.outcome == "offer" else None) or self._said_whole(match, said)

    def _said_whole(self, match: Match, said: str) -> str | None:
        """A phrasing that stands whole within a longer message ("please is there school my shift starts early")."""
        words = plain_words(said)
        sayings = self.edition.sayings.get(self.language, {})
        content = " ".join(plain_words(" ".join(self.words.content(said))))
        if content in sayings:
            return sayings[content]
        for length in range(min(len(words), LONGEST_SAYING), SHORTEST_SAYING - 1, -1):
            windows = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
            topics = {sayings[one] for one in windows if one in sayings}
            if topics:
                topic = topics.pop()
                alone = not topics and topic in self.edition.topics
                return topic if alone and len(self._foreign(said, match, topic)) <= 1 else None
        return None

    def _family(self, match: Match) -> str | None:
        """Where every candidate that counts is one topic or a detail of it, the topic is said with what it lacks."""
        best = match.candidates[0]
        near = [one for one in match.candidates[:3] if one.score >= best.score / 2]
        heads = {self._head(one.topic) for one in near}
        if len(near) < 2 or len(heads) > 1 or None in heads:
            return None
        kin = sum(one.score for one in match.candidates if self._head(one.topic) in heads)
        strangers = max((one.score for one in match.candidates if self._head(one.topic) not in heads), default=0.0)
        return best.topic if kin - strangers >= CLEAR_MARGIN and kin >= 2 * strangers else None

    def _head(self, slug: str) -> str | None:
        topic = self.edition.topics.get(slug)
        return None if topic is None else topic.parent or topic.slug

    def _aside(self, topic: str) -> AsideOutcome:
        return self.edition.asides[topic.removeprefix(ASIDE)].outcome


def blanked(text: str, spans: Iterable[tuple[int, int]], instead: Mapping[tuple[int, int], str] | None = None) -> str:
    """The text without the spans, or with other words *instead* of some of them, white space folded."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = ["", *[" "] * (end - start - 1)]
        letters[start] = f" {(instead or {}).get((start, end), '')} "
    return re.sub(r"\s+", " ", "".join(letters)).strip()
