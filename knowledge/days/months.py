"""Months: in April, last April, April 2021, the end of the month."""

from collections.abc import Sequence

from knowledge.days.mention import Line, Mention, mention
from knowledge.days.moments import Pick, month_end, shifted_month
from knowledge.days.weeks import AFTER_NOUN, weeks_away
from knowledge.days.years import year_beside

LONGEST_ABBREVIATION = 4  # letters: sept.
_AROUND_MONTH = (
    "in", "since", "until", "last", "next", "this", "all", "startof", "midof", "endof", "rest", "before", "after",
)  # fmt: skip


def month(line: Line, at: int) -> list[Mention]:
    """A month counts only with a year or after "in", "last" and the like: names and verbs look the same."""
    name = line.skip(at, *_AROUND_MONTH, "of", "the", "coming")
    number = line.value(name, "month")
    if number is None:
        return _calendar_month(line, at, name)
    end = name + 1 + _abbreviated(line, name)
    after = line.skip(end, "of", ",", "years")
    year = line.value(after, "year")
    if year is None and (relative := year_beside(line, line.skip(end, "of", "in", "the", "dom"))):
        after, year = relative
    if year is None and (line.has(end, "number", "nth") or line.shape(end) == "dash"):
        return []
    said = [*range(at, name), *([name + 1] if line.has(name + 1, "endof", "startof", "midof") else [])]
    if year is None and not any(line.has(place, *_AROUND_MONTH) for place in said):
        return []
    past = any(line.has(place, "last") for place in said)
    pick = line.moment.whole_month(number, year, "past" if past else line.tense(at))
    if past and year is None and pick.last >= line.moment.today:
        pick = line.moment.whole_month(number, pick.first.year - 1, "past")
    pick = _part_of_month(line, said, pick)
    return [mention((at, after + 1 if year is not None else name + 1), pick, kind="span")]


def _abbreviated(line: Line, name: int) -> bool:
    """Whether the dot behind it belongs to it: "since Feb. 4", not "closed in March. 4 kids are home"."""
    short = len(line.word(name)) <= LONGEST_ABBREVIATION
    return short and line.word(name + 1) == "." and line.tokens[name + 1].glued


def _calendar_month(line: Line, at: int, name: int) -> list[Mention]:
    said = range(at, name)
    if not line.has(name, "months") or line.shape(name) == "number":
        return []
    end, steps = name + 1, [weeks for place in said if (weeks := weeks_away(line, place)) is not None]
    if line.has(end, *AFTER_NOUN):
        steps, end = [weeks_away(line, end) or 0], end + 1
    limited = any(line.has(place, "rest", "startof", "midof", "endof") for place in said)
    if not steps and not limited:
        return []
    start = shifted_month(line.moment.today, steps[0] if steps else 0)
    pick = _part_of_month(line, said, Pick(start, month_end(start), (), "month"))
    return [mention((at, end), pick, kind="span", relative=True)]


def _part_of_month(line: Line, said: Sequence[int], pick: Pick) -> Pick:
    start = pick.first
    for part, low, high in (("startof", 1, 10), ("midof", 11, 20), ("endof", 21, month_end(start).day)):
        if any(line.has(place, part) for place in said):
            return Pick(start.replace(day=low), start.replace(day=high), (), f"{part} a month", sure=False)
    return pick
