"""Taking a message apart: its sentences, and the questions that one sentence joins, each matched on its own.

Days and places are read first and blanked, so that matching never sees them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice, pairwise

from bot.words import ReadingWords, words_of
from knowledge.days import DayReader, Days
from knowledge.library import ASIDE, Edition
from knowledge.matching import Match, plain_words
from knowledge.places import Places
from knowledge.semantic import with_semantics
from knowledge.topics import AsideOutcome, TopicKind

DEFAULT_TOPIC = "school-open"
CLEAR_MARGIN = 0.2  # of scores, over the next topic
CLEAR_PROBABILITY = 0.3
SHORTEST_SAYING, LONGEST_SAYING = 3, 8  # words of a phrasing that may stand whole within a message
MOST_SENTENCES = 8  # of a message that are read; beyond them nobody waits for an answer to each
MUCH_ELSE = 3  # words that tell of other topics
MOST_CLAUSES = 5  # of one sentence that are tried as questions of their own
LISTED = re.compile(r"^\s*\(?\d{1,2}[).]\s+|^\s*[-*•]\s+")
SENTENCE_END = re.compile(r"(?<=[?!;\n¿¡])\s*|(?<=[.…])\s+|\s*(?=[¿¡])")


@dataclass(frozen=True)
class Segment:
    """A stretch of the message with the days and places read in it, what is left for matching, and the topic or
    aside that is sure (None: none is). *courteous*: nothing in it comes nearer to a question than small talk;
    *foreign*: it speaks of more than whether school is open; *unread*: words of a day nobody could read."""

    text: str
    left: str
    days: tuple[Days, ...]
    places: Places
    match: Match
    meant: str | None
    courteous: bool = False
    foreign: bool = False
    unread: bool = False

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
    _seen: dict[str, Segment] = field(default_factory=dict)

    def segments(self, text: str) -> list[Segment]:
        whole = self.segment(text)
        if whole.match.candidates and whole.match.candidates[0].exact:
            return [whole]
        sentences = [LISTED.sub("", s) for s in SENTENCE_END.split(text)]
        sentences = [s for s in sentences if any(c.isalnum() for c in s)][:MOST_SENTENCES]
        pieces = [piece for sentence in sentences for piece in self._joined(self.segment(sentence))]
        telling = [piece for piece in pieces if piece.topic]
        one_topic = len({piece.topic for piece in telling}) == 1 and len(telling) == len(pieces)
        if whole.topic and (not telling or (one_topic and whole.topic == telling[0].topic)):
            return [whole]
        return pieces

    def _joined(self, sentence: Segment) -> list[Segment]:
        """A sentence cut at its "and"s, where both sides mean something else and one of them is a question."""
        groups: list[list[Segment]] = []
        for clause in self._clauses(sentence.text):
            piece = self.segment(clause)
            held = next((one.meant for one in groups[-1] if one.meant), None) if groups else None
            if not groups or (held and piece.meant and piece.meant != held):
                groups.append([piece])
            else:
                groups[-1].append(piece)
        cut = [self._together(group) for group in groups]
        return cut if len(cut) > 1 and any(piece.topic for piece in cut) else [sentence]

    def _clauses(self, text: str) -> list[str]:
        """The stretches between joins; a sentence of many has the rest in its last."""
        joints = list(islice(self.words.joins.finditer(text), MOST_CLAUSES - 1))
        starts, ends = [0, *(one.end() for one in joints)], [*(one.start() for one in joints), len(text)]
        clauses = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        return [clause for clause in clauses if any(c.isalnum() for c in clause)]

    def _together(self, group: Sequence[Segment]) -> Segment:
        """The clauses of one question as one stretch, where that means the same."""
        if len(group) == 1:
            return group[0]
        meaning = next((one for one in group if one.meant), group[0])
        whole = self.segment(" ".join(one.text for one in group))
        return whole if whole.meant == meaning.meant else replace(meaning, days=whole.days, places=whole.places)

    def segment(self, text: str) -> Segment:
        """The stretch as read and matched, once for each stretch of a message."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> Segment:
        hours = self.edition.district.hours
        read = self.days.read(text, at=self.at, after_classes=hours.end if hours else None)
        days = read.days
        places = self.edition.places.read(text)
        spans = [*(one.span for one in days), *places.spans]
        said = self.words.pictured(blanked(text, spans), self.language).strip()
        match, meant = self._understood(said or text, about_a_day=bool(days))
        if places.our_spans and self.language in self.words.ours:
            named = blanked(text, spans, instead=dict.fromkeys(places.our_spans, self.words.ours[self.language]))
            again, other = self._understood(named, about_a_day=bool(days))
            if other and (meant is None or again.probability > match.probability):
                match, meant = again, other
        if days and said and (meant is None or self._rather_about_that_day(match, meant, said)):
            match, meant = self._about_that_day(match, said)
        best = match.candidates[0].topic if match.candidates else None
        courteous = best is None or (best.startswith(ASIDE) and not self._refuses(best)) or match.domain == 0
        foreign = DEFAULT_TOPIC in self.edition.topics and self._speaks_of_more_than_school(said, match)
        return Segment(text, said, days, places, match, meant, courteous, foreign, bool(read.unread))

    def _understood(self, said: str, *, about_a_day: bool) -> tuple[Match, str | None]:
        """First without the circumstances it is asked under, then with them."""
        whole = self._matched(said)
        bare = self.words.without_circumstances(said)
        if bare != said and not (whole.candidates and whole.candidates[0].exact):
            match, meant = self._guarded(self._matched(bare), bare, about_a_day=about_a_day)
            if meant is not None or whole.outcome != "answer":
                return match, meant
        return self._guarded(whole, said, about_a_day=about_a_day)

    def _guarded(
        self, match: Match, said: str, *, about_a_day: bool, without: frozenset[str] = frozenset()
    ) -> tuple[Match, str | None]:
        """What is meant, unless the message speaks of something that the topic never does: of meals, where whether
        schools are open would be answered; of principals, where a strike of teachers would."""
        meant = self._meant(match, said, about_a_day=about_a_day)
        if meant is None or meant not in self.edition.topics or match.candidates[0].exact:
            return match, meant
        if self.words.names_a_school(said, [*match.unknown_words, *(typed for typed, _ in match.repaired)]):
            return match, None
        foreign = self._foreign(said, match, meant, without)
        plan = self.edition.topics[meant].kind is TopicKind.PLAN
        if plan and DEFAULT_TOPIC in self.edition.topics and self.words.asks_whether_open(said):
            return match, DEFAULT_TOPIC  # a picket never answers a question about classes
        if meant == DEFAULT_TOPIC and foreign:
            other = self._matched(said, without={DEFAULT_TOPIC, *without})
            meant = self._meant(other, said, about_a_day=about_a_day)
            return (other, meant) if meant else (match, None)
        return match, None if foreign & self.words.actors else meant

    def _foreign(self, said: str, match: Match, topic: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
        """Words of the message that tell of other topics (but for those left out), or that name an actor, and that
        this topic never says."""
        repaired = dict(match.repaired)
        content = {repaired.get(word, word) for word in self.words.content(said)}
        own = self.edition.vocabulary[topic]
        actors = {word for word in content & self.words.actors if not own.issuperset(plain_words(word))}
        return frozenset(actors | {word for word in content if self.edition.is_foreign(word, topic, without)})

    def _matched(self, text: str, *, without: Collection[str] = ()) -> Match:
        """In the message's language; in another one only where more of its words are known and the match is surer."""
        match = self.edition.index.match(text, language=self.language, without=without)
        match = with_semantics(match, text, self.language, self.edition.semantic)
        if match.outcome == "answer":
            return match
        for other in self.edition.district.languages:
            if other != self.language:
                foreign = self.edition.index.match(text, language=other, without=without)
                if foreign.domain > match.domain and foreign.probability > match.probability:
                    match = foreign
        return match

    def _speaks_of_more_than_school(self, said: str, match: Match) -> bool:
        """ "School board", "class trip", the name of a school nobody knows, or much that has nothing to do with it."""
        words = words_of(said)
        thing = any(one in self.words.opens and self._is_another_thing(after) for one, after in pairwise(words))
        named = self.words.names_a_school(said, [*match.unknown_words, *(typed for typed, _ in match.repaired)])
        return thing or named or len(self._foreign(said, match, DEFAULT_TOPIC)) >= MUCH_ELSE

    def _is_another_thing(self, word: str) -> bool:
        """Whether "school" before it makes another thing of it: school meals, school board."""
        filler = not self.words.content(word)
        return not filler and not self.edition.says(word, DEFAULT_TOPIC) and self.edition.says(word)

    def _rather_about_that_day(self, match: Match, meant: str, said: str) -> bool:
        """ "Any chance school is on tomorrow" speaks of school and of a day, not of the chances of the talks."""
        if meant not in self.edition.topics or match.candidates[0].exact:
            return False
        return not self.edition.topics[meant].kind.by_day and bool(self.words.opens & set(words_of(said)))

    def _about_that_day(self, match: Match, said: str) -> tuple[Match, str | None]:
        """What is not clear among all topics may be clear among those that a day is asked of."""
        dayless = {slug for slug, topic in self.edition.topics.items() if not topic.kind.by_day}
        courtesies = {name for slug in self.edition.asides if not self._refuses(name := ASIDE + slug)}
        without = frozenset(dayless | courtesies)
        narrowed = self._matched(said, without=without)
        narrowed, meant = self._guarded(narrowed, said, about_a_day=True, without=without)
        if meant is None and match.outcome == "answer":
            return self._guarded(match, said, about_a_day=False)
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
            kept = self._refuses(best.topic) or not about_a_day
            return best.topic if match.outcome == "answer" and kept else None
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
                more = topic == DEFAULT_TOPIC and self._speaks_of_more_than_school(said, match)
                return topic if alone and not more and len(self._foreign(said, match, topic)) <= 1 else None
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
        if kin - strangers < CLEAR_MARGIN or kin < 2 * strangers:
            return None
        head = heads.pop()
        return head if head in {one.topic for one in near} else best.topic

    def _head(self, slug: str) -> str | None:
        topic = self.edition.topics.get(slug)
        return None if topic is None else topic.parent or topic.slug

    def _refuses(self, topic: str) -> bool:
        aside = self.edition.asides.get(topic.removeprefix(ASIDE)) if topic.startswith(ASIDE) else None
        return aside is not None and aside.outcome is AsideOutcome.OUT_OF_SCOPE


def blanked(text: str, spans: Iterable[tuple[int, int]], instead: Mapping[tuple[int, int], str] | None = None) -> str:
    """The text without the spans, or with other words *instead* of some of them, white space folded."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = ["", *[" "] * (end - start - 1)]
        letters[start] = f" {(instead or {}).get((start, end), '')} "
    return re.sub(r"\s+", " ", "".join(letters)).strip()
