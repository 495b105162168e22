"""Taking a message apart: its sentences, and the questions that one sentence joins, each matched on its own.

Days and places are read first and blanked, so that matching never sees them. What a message costs is bounded: what is
left once it is spent stays unread, and is handed on as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, pairwise

from bot.matching import Matcher
from bot.meaning import DEFAULT_TOPIC, Meanings
from bot.sentences import LONGEST_STRETCH, Span, blanked, sentences
from bot.wishes import is_only_wished
from bot.words import ReadingWords
from knowledge.days import DayReader, Days, Moment
from knowledge.library import ASIDE, Edition
from knowledge.matching import Match, plain_words
from knowledge.places import Places
from knowledge.topics import TopicKind

MOST_SENTENCES = 8  # of a message that are read; beyond them nobody waits for an answer to each
MOST_CLAUSES = 5  # of one sentence that are tried as questions of their own
SHORTEST_ASKED = 2  # words of a question behind courtesies
LONGEST_COURTEOUS = 160  # characters with them; what is longer is several questions
MOST_TAKEN_FOR_ONE = 3  # words of it that greetings know too: "you", "are"
MOST_EFFORT = 2600  # in characters that are matched, after which nothing new is begun
CONCLUDED = (TopicKind.DAY, TopicKind.SERVICE)  # what a rumour is said to come to
EACH_READ = 2  # a character in which days and places are read


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
class TakenApart:
    """*unread*: questions for which nothing was left."""

    segments: Sequence[Segment]
    unread: Sequence[str] = ()


@dataclass(frozen=True)
class Segmenter:
    """Takes one message apart as of one moment, in one language, against one edition of the knowledge base."""

    days: DayReader
    words: ReadingWords
    edition: Edition
    language: str
    moment: Moment
    _seen: dict[str, Segment] = field(default_factory=dict)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.edition, self.language)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.words, self.edition, self._matcher)

    def taken_apart(self, text: str) -> TakenApart:
        whole = self.segment(text) if len(text) <= LONGEST_STRETCH else None
        if whole and whole.match.candidates and whole.match.candidates[0].exact:
            return TakenApart([whole])
        days = whole.days if whole else self.days.read_as_of(text, self.moment).days
        said = sentences(text, days=[one.span for one in days])
        read = dict(self._read_in_turn(said))
        pieces = [piece for place in sorted(read) for piece in read[place]]
        unread = [one for place, one in enumerate(said) if place not in read and self.words.is_question(one)]
        if whole and self._is_one(whole, pieces):
            return TakenApart([whole], unread)
        return TakenApart(pieces, unread)

    def _read_in_turn(self, sentences: Sequence[str]) -> Iterable[tuple[int, list[Segment]]]:
        """The pieces of each sentence by its place, those that ask before those that only tell."""
        turns = sorted(enumerate(sentences), key=lambda one: not self.words.is_question(one[1]))
        for turn, (place, sentence) in enumerate(turns):
            if sentence in self._seen or (turn < MOST_SENTENCES and not self._is_spent):
                yield place, self._joined(self.segment(sentence))

    @property
    def _is_spent(self) -> bool:
        return self._matcher.effort + EACH_READ * sum(map(len, self._seen)) >= MOST_EFFORT

    def _is_one(self, whole: Segment, pieces: Sequence[Segment]) -> bool:
        """Whether the message as a whole says what its pieces say, or what none of them says."""
        telling = [piece for piece in pieces if piece.topic]
        one_topic = len({piece.topic for piece in telling}) == 1 and len(telling) == len(pieces)
        return bool(whole.topic) and (not telling or (one_topic and whole.topic == telling[0].topic))

    def _joined(self, sentence: Segment) -> list[Segment]:
        """A sentence cut at its "and"s, where both sides mean something else and one of them is a question."""
        groups: list[list[Segment]] = []
        for clause, is_joined in self._clauses(sentence.text):
            if self._is_spent and clause not in self._seen:
                return [sentence]
            piece = self.segment(clause)
            if not groups or self._is_apart(groups[-1], piece, is_joined=is_joined):
                groups.append([piece])
            else:
                groups[-1].append(piece)
        if len(groups) < 2:
            return [sentence if sentence.meant else self._concluded(groups[0]) or sentence]
        cut = self._with_its_day([self._together(group) for group in groups])
        return cut if any(piece.topic for piece in cut) else [sentence]

    def _is_apart(self, group: Sequence[Segment], piece: Segment, *, is_joined: bool) -> bool:
        """Whether it means something else, or one of the two is only a day that is asked about: "what about Friday and
        are there meals". In "meals on Monday and Friday" the day is not asked about, only listed."""
        held = next((one.meant for one in group if one.meant), None)
        if held and piece.meant:
            return piece.meant != held
        if not is_joined or not (piece.topic or any(one.topic for one in group)):
            return False
        if piece.topic is None:
            return self._is_only_a_day(piece) and self.words.asks_within(piece.left)
        asked = self.words.asks_first(piece.text) or (self.words.asks_within(group[0].left) and not piece.days)
        return asked and all(map(self._is_only_a_day, group))

    def _is_only_a_day(self, piece: Segment) -> bool:
        return bool(piece.days) and not self.words.content(piece.left)

    def _with_its_day(self, cut: Sequence[Segment]) -> list[Segment]:
        """The days asked about hold for the question that follows and names none, where days can be asked of it."""
        told = [*cut[:1]]
        for before, piece in pairwise(cut):
            by_day = piece.topic is not None and self.edition.topics[piece.topic].kind.by_day
            carried = by_day and not piece.days and self._is_only_a_day(before)
            told.append(replace(piece, days=before.days) if carried else piece)
        return told

    def _concluded(self, clauses: Sequence[Segment]) -> Segment | None:
        """ "Somebody posted they made a deal, so school is on tomorrow, right": behind what is only told, the question
        that is clear by itself."""
        *told, asked = clauses
        topic = self.edition.topics.get(asked.topic or "")
        if not told or not asked.days or topic is None or topic.parent or topic.kind not in CONCLUDED:
            return None
        questions = any(self.words.is_question(one.text) for one in told)
        return None if questions or self.words.goes_on_about_somebody(asked.text) else asked

    def _clauses(self, text: str) -> Iterator[tuple[str, bool]]:
        """The stretches between joins, and whether a word joins one to those before it, not only a comma; a sentence
        of many has the rest in its last."""
        joints = list(islice(self.words.joins.finditer(text), MOST_CLAUSES - 1))
        starts, ends = [0, *(one.end() for one in joints)], [*(one.start() for one in joints), len(text)]
        words = [False, *(one.group().strip(" ,") != "" for one in joints)]
        for start, end, is_joined in zip(starts, ends, words, strict=True):
            if any(c.isalnum() for c in text[start:end]):
                yield text[start:end], is_joined

    def _together(self, group: Sequence[Segment]) -> Segment:
        """The clauses of one question as one stretch, where that means the same."""
        if len(group) == 1:
            return group[0]
        meaning = next((one for one in group if one.meant), group[0])
        whole = self.segment(" ".join(one.text for one in group))
        if meaning.is_aside and whole.days:
            return whole  # "thanks, what about Friday"
        return whole if whole.meant == meaning.meant else replace(meaning, days=whole.days, places=whole.places)

    def segment(self, text: str) -> Segment:
        """The stretch as read and matched, once for each stretch of a message."""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> Segment:
        read = self.days.read_as_of(text, self.moment)
        places = self.edition.places.read(text)
        spans = [*(one.span for one in read.days), *places.spans]
        if read.days and not places.spans and is_only_wished(text, spans, words=self.words, meanings=self._meanings):
            return self._wish(text, spans)
        said = self.words.pictured(blanked(text, spans), self.language).strip()
        match, meant = self._understood(text, said, spans=spans, places=places, about_a_day=bool(read.days))
        meanings = self._meanings
        if read.days and said and (meant is None or meanings.rather_about_that_day(match, meant, said)):
            match, meant = meanings.about_that_day(match, said)
        if meant not in self.edition.topics and (read.days or places.spans) and len(said) <= LONGEST_COURTEOUS:
            match, meant = self._after_courtesies(said, about_a_day=bool(read.days)) or (match, meant)
        if read.days and meanings.is_polite(meant) and "?" in text and not self.words.asks_within(said):
            meant = None  # "thanks, Wednesday?"
        return Segment(
            text=text,
            left=said,
            days=read.days,
            places=places,
            match=match,
            meant=meant,
            courteous=meant not in self.edition.topics and meanings.is_courteous(match),
            foreign=DEFAULT_TOPIC in self.edition.topics and meanings.speaks_of_more_than_school(said, match),
            unread=bool(read.unread),
        )

    def _wish(self, text: str, days: Sequence[Span]) -> Segment:
        left = blanked(text, days)
        match, meant = self._meanings.courteous(left)
        return Segment(text=text, left=left, days=(), places=Places(), match=match, meant=meant, courteous=True)

    def _after_courtesies(self, said: str, *, about_a_day: bool) -> tuple[Match, str | None] | None:
        """ "Good evening, sorry to bother you, is there school": what stands behind courtesies, where that is clear."""
        words = said.split()
        courteous = self._meanings.courtesies
        polite = next((at for at, word in enumerate(words) if not courteous.issuperset(plain_words(word))), len(words))
        last = min(polite, len(words) - SHORTEST_ASKED)
        for first in range(last, max(last - MOST_TAKEN_FOR_ONE, 1), -1):
            behind, meant = self._meanings.understood(" ".join(words[first:]), about_a_day=about_a_day)
            if meant in self.edition.topics:
                return behind, meant
        return None

    def _understood(
        self, text: str, said: str, *, spans: Sequence[tuple[int, int]], places: Places, about_a_day: bool
    ) -> tuple[Match, str | None]:
        """Without the places; where our own name is among them, with what the district is called, if that is surer."""
        match, meant = self._meanings.understood(said or text, about_a_day=about_a_day)
        ours = self.words.ours.get(self.language)
        if not places.our_spans or ours is None:
            return match, meant
        named = blanked(text, spans, instead=dict.fromkeys(places.our_spans, ours))
        again, other = self._meanings.understood(named, about_a_day=about_a_day)
        return (again, other) if other and (meant is None or again.probability > match.probability) else (match, meant)
