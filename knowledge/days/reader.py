"""Reads the days a message names, and says how sure it is. It never invents one: no word for a day, no day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from knowledge.days.folding import LIMIT
from knowledge.days.grammar import constructions, mentions
from knowledge.days.joining import joined
from knowledge.days.letters import weekdays_by_letter
from knowledge.days.lexicon import LANGUAGES, Lexicon, load_lexicons
from knowledge.days.mention import Line, Mention
from knowledge.days.moments import Moment
from knowledge.days.vocabulary import Token, Vocabulary
from knowledge.languages import language_of
from knowledge.workings import Workings

_UNREAD = ("weekday", "day", "shift", "either day", "anddayafter")
_IN_FRONT = ("on", "the", "from", "until", "between", "in", "since", "before", "after", "of")


@dataclass(frozen=True)
class Days:
    """One reading of a day or a span of days in a message."""

    first: date
    last: date
    span: tuple[int, int]
    """Character offsets in the original text that were read."""
    sure: bool
    """False: date words left unread, ambiguity, disagreement."""
    alternatives: tuple[tuple[date, date], ...]
    reason: str
    """A word for machines: "weekday", "next weekday", "tomorrow after midnight", "weekday and date disagree" ..."""
    relative: bool
    """Read from a word such as today or tomorrow, which a later question reads anew."""


@dataclass(frozen=True)
class DayReading:
    days: tuple[Days, ...]
    unread: tuple[str, ...]
    """Date-like words that nothing used."""


class DayReader:
    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._languages = tuple(lexicon.language for lexicon in lexicons)
        self._vocabulary = Vocabulary(lexicons)
        self._table = constructions()

    def read(self, text: str, *, at: datetime, after_classes: time | None = None) -> DayReading:
        """`at` is aware and in the district's zone; only the first 500 characters are read."""
        return self.read_as_of(text, Moment.of(at, after_classes=after_classes))

    def read_as_of(self, text: str, moment: Moment) -> DayReading:
        tokens = weekdays_by_letter(text, self._vocabulary.tokens(text))
        line = Line(tokens, moment, day_first=self._day_first(text, tokens))
        found = mentions(line, self._table)
        said = joined(line, _without_idle_mornings(line, found))
        unread = _unread(line, text, said)
        floors = [0, *(mention.end for mention in said)]
        days = [_days(line, mention, floor, unread=unread) for mention, floor in zip(said, floors, strict=False)]
        return DayReading(_distinct(days), unread)

    def _day_first(self, text: str, tokens: Sequence[Token]) -> bool:
        if not any(token.shape in ("slash", "dash") for token in tokens):
            return False
        return language_of(text[:LIMIT], self._languages) not in (None, "en")


def load_day_reader(languages: Sequence[str] | None = None, *, kept: Workings | None = None) -> DayReader:
    """A reader of these languages, or of all there are; English is always read along. *kept*: makes it quick."""
    chosen = LANGUAGES if languages is None else tuple(dict.fromkeys(("en", *languages)))
    return DayReader(load_lexicons(chosen, kept=kept))


def masked(text: str, reading: DayReading) -> str:
    """The text with each read stretch replaced by one blank, for the matcher."""
    for start, end in sorted({days.span for days in reading.days}, reverse=True):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    return text.strip()


def _without_idle_mornings(line: Line, found: Sequence[Mention]) -> list[Mention]:
    """ "In the morning" says no day of its own beside another day."""
    others = [mention for mention in found if mention.reason != "in the morning"]
    return others or list(found)


def _unread(line: Line, text: str, said: Sequence[Mention]) -> tuple[str, ...]:
    read = {place for mention in said for place in range(mention.start, mention.end)}
    left = [(place, place + 1) for place in range(len(line)) if place not in read and _dateish(line, place)]
    left += [stretch for stretch in line.impossible.items() if not read & set(range(*stretch))]
    return tuple(text[line.tokens[start].start : line.tokens[end - 1].end] for start, end in sorted(set(left)))


def _dateish(line: Line, at: int) -> bool:
    if line.has(at, "perhaps month"):
        before = at - 2 if line.has(at - 1, "of") else at - 1
        return any(line.shape(beside) in ("number", "nth") and _in_a_month(line, beside) for beside in (before, at + 1))
    if _is_some_month(line, at):
        return True
    return line.has(at, *_UNREAD) or (line.has(at, "workday") and line.has(at - 1, "next", "last", "coming"))


def _is_some_month(line: Line, at: int) -> bool:
    """ "23 de msro del 2022": what stands between a number and a year, whatever it is a slip of."""
    word = (
        line.shape(at) == "word" and not line.tokens[at].senses and line.has(at - 1, "of") and _in_a_month(line, at - 2)
    )
    return word and line.has(line.skip(at + 1, "of"), "year")


def _in_a_month(line: Line, at: int) -> bool:
    return 1 <= (line.value(at, "number", "nth") or 0) <= 31


def _days(line: Line, said: Mention, floor: int, *, unread: Sequence[str]) -> Days:
    start, reason, sure = said.start, said.reason, said.sure and not unread
    alternatives = said.alternatives
    for kinds in (("the",), _IN_FRONT):
        if start > floor and line.has(start - 1, *kinds):
            start -= 1
    around = range(start, said.start + 1)
    if any(line.has(place, "until") for place in around) and said.single:
        reason = f"until {reason}"
    for kind, step in (("after", 1), ("before", -1)):
        if line.has(said.start - 1, kind) and said.single and said.kind != "span":
            beside = said.first + timedelta(days=step)
            reason, sure, alternatives = f"{kind} {reason}", False, (*alternatives, (beside, beside))
    if line.has(said.end, "after", "before") and said.weekday is not None:
        sure = False  # "Monday after spring break": what follows was not read
    span = (line.tokens[start].start, line.tokens[said.end - 1].end)
    return Days(said.first, said.last, span, sure and not alternatives, alternatives, reason, said.relative)


def _distinct(days: Sequence[Days]) -> tuple[Days, ...]:
    """The same day said twice is one, as sure as its surest; its later words stay unmasked."""
    kept: dict[tuple[date, date], Days] = {}
    for day in days:
        before = kept.setdefault((day.first, day.last), day)
        if day.sure and not before.sure:
            kept[(day.first, day.last)] = replace(day, span=before.span)
    return tuple(kept.values())
