"""Days all in digits: 3/23, 2022-03-23, 20220323, 23.3. Scores, ages, hours and fractions look the same."""

import re
from datetime import date

from knowledge.days.mention import Line, Mention
from knowledge.days.moments import Pick, calendar_day

NEAR_YEARS = 10  # eight digits of another year are a number of something
_SAYS_A_DAY = ("on", "dom", "from", "to", "until", "since", "weekday", "day", "and")
_SEPARATOR = re.compile("[-/.]")


def literal(line: Line, at: int) -> list[Mention]:
    """A date in digits: ISO, month/day in the order of the United States unless only the other is possible."""
    shape = line.shape(at)
    if shape not in ("iso", "slash", "dash", "dot") or line.has(at - 1, "countbefore"):
        return []
    if shape == "iso":
        there = _year_first(line, line.word(at))
        if there is None:
            line.impossible[at] = at + 1
            return []
        sure = not line.word(at).isdigit() or at == 0 or line.has(at - 1, *_SAYS_A_DAY)
        return [Mention(at, at + 1, there, there, (), "date with year", sure)]
    parts = [int(part) for part in _SEPARATOR.split(line.word(at))]
    if len(parts) == 2 and not _reads_as_date(line, at, shape, parts):
        return []
    picks = _ordered(line, at, parts, day_first=shape == "dot" or line.has(at - 1, "daymonth"))
    if not picks:
        if shape == "slash":
            line.impossible[at] = at + 1
        return []
    pick = picks[0]
    end, last = _range_end(line, at, pick)
    others = tuple((other.first, other.last) for other in picks[1:])
    return [Mention(at, end, pick.first, last, others, "date", sure=not others)]


def _year_first(line: Line, word: str) -> date | None:
    if not word.isdigit():
        year, month, day = (int(part) for part in _SEPARATOR.split(word))
        return calendar_day(year, month, day)
    there = calendar_day(int(word[:4]), int(word[4:6]), int(word[6:]))
    return there if there and abs(there.year - line.moment.today.year) <= NEAR_YEARS else None


def _reads_as_date(line: Line, at: int, shape: str, parts: list[int]) -> bool:
    """Not 24/7, 1/2 day, ages 5-12, 1.5 hours, 8-3."""
    first, second = parts
    led = line.has(at - 1, "on", "dom", "weekday", "until") or (len(line) == 1 and line.word(at) != "10-4")
    if line.has(at + 1, "countafter"):
        return False
    if shape == "slash":
        return line.word(at) != "24/7" and not line.has(at + 1, "fractionafter")
    if line.has(at + 1, "days", "week", "months", "fractionafter") or line.word(at + 1) == "-":
        return False
    if shape == "dash":
        return (first <= 12 < second) or (led and (first <= 12 or second <= 12))
    return first > 12 or line.has(at - 1, "dom") or len(line) == 1


def _ordered(line: Line, at: int, parts: list[int], *, day_first: bool) -> list[Pick]:
    """Month first and day first, the likelier in front; the second only where the message leaves room for it."""
    year = parts[2] if len(parts) == 3 else None
    if year is not None and year < 100:
        year += 2000
    tense = line.tense(at)
    written = {"month": (parts[0], parts[1]), "day": (parts[1], parts[0])}
    order = ("day", "month") if day_first else ("month", "day")
    picks = [pick for name in order if (pick := line.moment.dated(*written[name], year, tense))]
    if line.shape(at) == "dot" or not (line.day_first or day_first):
        return picks[:1]
    return picks if parts[0] != parts[1] else picks[:1]


def _range_end(line: Line, at: int, pick: Pick) -> tuple[int, date]:
    if line.word(at + 1) == "-" and line.shape(at + 2) == "number" and line.tokens[at + 2].glued:
        last = calendar_day(pick.first.year, pick.first.month, line.value(at + 2, "number") or 0)
        if last is not None and last > pick.first:
            return at + 3, last
    return at + 1, pick.last
