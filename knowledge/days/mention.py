"""What the grammar works on: the tokens of a message at a moment, and the mentions of days found among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.days.moments import Moment, Pick, Spread, Tense, calendar_day
from knowledge.days.vocabulary import Token

LONGEST_RUN = 6  # "on any of the next ..."; a longer run of small words is no phrase
_SENTENCE_END = frozenset(".?!;\n")


@dataclass(frozen=True)
class Mention:
    """A stretch of tokens [start, end) and the day or span it names."""

    start: int
    end: int
    first: date
    last: date
    alternatives: tuple[Spread, ...] = ()
    reason: str = ""
    sure: bool = True
    relative: bool = False
    kind: str = "date"
    """date, weekday, relative, span"""
    weekday: int | None = None
    bare: bool = False
    """A weekday with nothing that says which one, so that a neighbour may."""
    trailing: bool = False
    """The week was named after the weekday ("Wednesday next week"), so it holds for those named before, too."""

    @property
    def single(self) -> bool:
        return self.first == self.last


def mention(span: tuple[int, int], pick: Pick, *, kind: str, relative: bool = False) -> Mention:
    return Mention(
        *span, pick.first, pick.last, pick.alternatives, pick.reason, pick.sure, relative=relative, kind=kind
    )


def moved(said: Mention, days: int, *, start: int) -> Mention:
    step = timedelta(days=days)
    others = tuple((first + step, last + step) for first, last in said.alternatives)
    return replace(
        said, start=start, first=said.first + step, last=said.last + step, alternatives=others, weekday=None, bare=False
    )


def latest_before(said: Mention, today: date) -> Mention:
    """The same day of the year (or days of a month) the last time it had been, not counting today."""
    there, length = said.first, said.last - said.first
    years = range(today.year - 8, today.year + 1)  # a 29 February may be eight years back
    past = [day for year in years if (day := calendar_day(year, there.month, there.day)) and day < today]
    first, reason = past[-1], f"last {said.reason}"
    return replace(said, first=first, last=first + length, alternatives=(), sure=True, reason=reason)


class Line:
    """The tokens of one message, asked by position; beyond either end there is nothing of any kind."""

    def __init__(self, tokens: Sequence[Token], moment: Moment, *, day_first: bool) -> None:
        self.tokens = tokens
        self.moment = moment
        self.day_first = day_first
        """Whether 3/4 may be the 3rd of April: the message is not in English."""
        self._tenses: list[Tense] = []
        self.impossible: dict[int, int] = {}
        """First token and the one after the last of words that name no day of the calendar (30 February)."""

    def __len__(self) -> int:
        return len(self.tokens)

    def has(self, at: int, *kinds: str) -> bool:
        if not 0 <= at < len(self.tokens):
            return False
        return not self.tokens[at].senses.keys().isdisjoint(kinds)

    def value(self, at: int, *kinds: str) -> int | None:
        if not 0 <= at < len(self.tokens):
            return None
        senses = self.tokens[at].senses
        return next((senses[kind] for kind in kinds if kind in senses), None)

    def word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def shape(self, at: int) -> str:
        return self.tokens[at].shape if 0 <= at < len(self.tokens) else ""

    def skip(self, at: int, *kinds: str) -> int:
        """Past the tokens of these kinds, a few at most; a kind of one sign is the sign itself."""
        end = min(at + LONGEST_RUN, len(self.tokens))
        while at < end and (not self.tokens[at].senses.keys().isdisjoint(kinds) or self.tokens[at].word in kinds):
            at += 1
        return at

    def tense(self, at: int) -> Tense:
        """By the nearest word that tells, before the mention in its sentence, else after it."""
        if not self._tenses:
            backward = _nearest(reversed(self.tokens))[::-1]
            self._tenses = [
                said if said != "unknown" else after
                for said, after in zip(_nearest(self.tokens), backward, strict=True)
            ]
        return self._tenses[at]


def _nearest(tokens: Iterable[Token]) -> list[Tense]:
    """For each token what the last token before it said of the tense; a sentence's end forgets it."""
    nearest: list[Tense] = []
    said: Tense = "unknown"
    for token in tokens:
        nearest.append(said)
        if token.word in _SENTENCE_END:
            said = "unknown"
        elif "present" in token.senses:
            said = "present"
        elif "past" in token.senses or "since" in token.senses:
            said = "past"
    return nearest
