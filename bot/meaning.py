"""What a stretch of a message means: the topic that its match proposes, unless a guard speaks against it.

A guard holds where the stretch speaks of something the topic never says, of somebody else, or of a thing beside school.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.matching import Matcher
from bot.words import ReadingWords, words_of
from knowledge.library import ASIDE, Edition
from knowledge.matching import Match, plain_words
from knowledge.said import forms_of
from knowledge.topics import AsideOutcome, TopicKind

DEFAULT_TOPIC = "school-open"
CLEAR_MARGIN = 0.2  # of scores, over the next topic
CLEAR_PROBABILITY = 0.3
SHORTEST_SAYING, LONGEST_SAYING = 3, 8  # words of a phrasing that may stand whole within a message
MUCH_ELSE = 3  # words that tell of other topics
MUCH_SHARED = 2  # topics with their details that say a word; one that more of them say is the subject of none

Meant = tuple[Match, str | None]


@dataclass(frozen=True)
class Meanings:
    """Judges the stretches of one message. What is *meant* is a topic, an aside, or None where nothing is sure."""

    words: ReadingWords
    edition: Edition
    matcher: Matcher

    def understood(self, said: str, *, about_a_day: bool) -> Meant:
        """First without the circumstances it is asked under, then with them; never with a "correct?" at its end."""
        said = self.words.without_tag(said)
        whole = self.matcher.match(said)
        bare = self.words.without_circumstances(said)
        if bare != said and not (whole.candidates and whole.candidates[0].exact):
            match, meant = self._guarded(self.matcher.match(bare), bare, about_a_day=about_a_day)
            if meant is not None or whole.outcome != "answer":
                return match, meant
        return self._guarded(whole, said, about_a_day=about_a_day)

    def _guarded(self, match: Match, said: str, *, about_a_day: bool, without: frozenset[str] = frozenset()) -> Meant:
        """What is meant, unless the message speaks of something that the topic never does: of meals, where whether
        schools are open would be answered; of principals, where a strike of teachers would."""
        meant = self._meant(match, said, about_a_day=about_a_day)
        if meant is None or meant not in self.edition.topics or match.candidates[0].exact:
            return match, meant
        if self._names_a_school(said, match):
            return match, None
        foreign = self._foreign(said, match, meant, without)
        plan = self.edition.topics[meant].kind is TopicKind.PLAN
        if plan and DEFAULT_TOPIC in self.edition.topics and self.words.asks_whether_open(said):
            return match, DEFAULT_TOPIC  # a picket never answers a question about classes
        if meant == DEFAULT_TOPIC and foreign:
            other = self.matcher.match(said, without={DEFAULT_TOPIC, *without})
            meant = self._meant(other, said, about_a_day=about_a_day)
            return (other, meant) if meant else (match, None)
        against = match.outcome != "answer" and self._speaks_rather_of_others(said, meant, foreign)
        return match, None if against or foreign & self.words.actors else meant

    def _foreign(self, said: str, match: Match, topic: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
        """Words of the message that tell of other topics (but for those left out), or that name an actor, and that
        this topic never says."""
        repaired = dict(match.repaired)
        content = {repaired.get(word, word) for word in self.words.content(said)} - self.words.fillers
        own = self.edition.vocabulary[topic]
        actors = {word for word in content & self.words.actors if not own.issuperset(plain_words(word))}
        return frozenset(actors | {word for word in content if self.edition.is_foreign(word, topic, without)})

    def _speaks_rather_of_others(self, said: str, topic: str, foreign: frozenset[str]) -> bool:
        """Whether a detail, leant to, is spoken of in common words only, or others in rarer ones: "pick my kid up
        early" has no word of meals."""
        detail = self.edition.topics[topic]
        if detail.parent is None:
            return False
        told = {word: self._heads_saying(word) for word in self.words.content(said)}
        own = min((len(heads) for heads in told.values() if self._head(topic) in heads), default=MUCH_SHARED + 1)
        others = [len(heads) for word, heads in told.items() if word in foreign and self._head(topic) not in heads]
        nameless = detail.kind.by_day and own > MUCH_SHARED  # a service is asked for by what it gives
        return nameless or (bool(others) and min(others) < own)

    def _heads_saying(self, word: str) -> frozenset[str | None]:
        forms = forms_of(word)
        said = (
            name for name, words in self.edition.vocabulary.items() if name in self.edition.topics and forms & words
        )
        return frozenset(map(self._head, said))

    def speaks_of_more_than_school(self, said: str, match: Match) -> bool:
        """ "School board", "class trip", the name of a school nobody knows, or much that has nothing to do with it."""
        words = words_of(said)
        thing = any(one in self.words.opens and self._is_another_thing(after) for one, after in pairwise(words))
        named = self._names_a_school(said, match)
        return thing or named or len(self._foreign(said, match, DEFAULT_TOPIC)) >= MUCH_ELSE

    def _names_a_school(self, said: str, match: Match) -> bool:
        """Whether a word nobody knows may be a school's name; one that was meant for "there" or "what" is none."""
        small = self.words.fillers | self.words.asks
        repaired = (typed for typed, meant in match.repaired if meant not in small)
        return self.words.names_a_school(said, [*match.unknown_words, *repaired])

    def _is_another_thing(self, word: str) -> bool:
        """Whether "school" before it makes another thing of it: school meals, school board."""
        filler = not self.words.content(word)
        return not filler and not self.edition.says(word, DEFAULT_TOPIC) and self.edition.says(word)

    def rather_about_that_day(self, match: Match, meant: str, said: str) -> bool:
        """ "Any chance school is on tomorrow" speaks of school and of a day, not of the chances of the talks."""
        if meant not in self.edition.topics or match.candidates[0].exact:
            return False
        return not self.edition.topics[meant].kind.by_day and bool(self.words.opens & set(words_of(said)))

    def about_that_day(self, match: Match, said: str) -> Meant:
        """What is not clear among all topics may be clear among those that a day is asked of."""
        dayless = {slug for slug, topic in self.edition.topics.items() if not topic.kind.by_day}
        courtesies = {name for slug in self.edition.asides if not self._refuses(name := ASIDE + slug)}
        without = frozenset(dayless | courtesies)
        narrowed = self.matcher.match(said, without=without)
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
        sayings = self.edition.sayings.get(self.matcher.language, {})
        content = " ".join(plain_words(" ".join(self.words.content(said))))
        if content in sayings:
            return sayings[content]
        for length in range(min(len(words), LONGEST_SAYING), SHORTEST_SAYING - 1, -1):
            windows = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
            topics = {sayings[one] for one in windows if one in sayings}
            if topics:
                topic = topics.pop()
                alone = not topics and topic in self.edition.topics
                more = topic == DEFAULT_TOPIC and self.speaks_of_more_than_school(said, match)
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

    def is_courteous(self, match: Match) -> bool:
        """Whether nothing in a stretch comes nearer to a question than small talk."""
        best = match.candidates[0].topic if match.candidates else None
        return best is None or (best.startswith(ASIDE) and not self._refuses(best)) or match.domain == 0

    def is_courtesy(self, said: str) -> bool:
        """Whether a stretch holds nothing but words of courtesy, and asks nothing."""
        words = words_of(said)
        left = [one for one in self.words.content(said) if not self.courtesies.issuperset(plain_words(one))]
        return not left and (self.words.asks | self.words.opens).isdisjoint(words)

    def courteous(self, said: str) -> Meant:
        """What a stretch of courtesies says: the likeliest of them, else the first there is."""
        match = self.matcher.match(said)
        near = [one.topic for one in match.candidates] + [ASIDE + slug for slug in self.edition.asides]
        return match, next(filter(self.is_polite, near), None)

    def is_polite(self, topic: str | None) -> bool:
        aside = self.edition.asides.get(topic.removeprefix(ASIDE)) if topic and topic.startswith(ASIDE) else None
        return aside is not None and aside.outcome is AsideOutcome.SMALLTALK

    @property
    def courtesies(self) -> frozenset[str]:
        return self.edition.courtesies(self.matcher.language)

    def _refuses(self, topic: str) -> bool:
        aside = self.edition.asides.get(topic.removeprefix(ASIDE)) if topic.startswith(ASIDE) else None
        return aside is not None and aside.outcome is AsideOutcome.OUT_OF_SCOPE
