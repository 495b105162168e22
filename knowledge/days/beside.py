"""Days said by another day: the day after Wednesday, the week of March 28."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from knowledge.days.digits import literal
from knowledge.days.mention import Line, Mention, latest_before, mention, moved
from knowledge.days.moments import Pick, month_end, one, shifted_month
from knowledge.days.named import relative, weekday
from knowledge.days.numbered import day_first, day_of_month, month_first, month_marked

Parser = Callable[[Line, int], list[Mention]]


def shifted(line: Line, at: int) -> list[Mention]:
    days = line.value(at, "shift")
    if days is None:
        return []
    named = _first_of(line, line.skip(at + 1, "the", "on", "of"), (*_DATED, weekday, relative))
    if len(named) != 1 or not named[0].single:
        return []
    return [replace(moved(named[0], days, start=at), kind="date", reason="day beside another")]


def last_date(line: Line, at: int) -> list[Mention]:
    """Last March 23, el pasado 23 de marzo: the latest before today, if need be of another year."""
    if not line.has(at, "last"):
        return []
    named = _first_of(line, line.skip(at, "last", "the", "dom"), (literal, month_first, day_first))
    if not named or any(said.reason not in ("date", "last date") for said in named):
        return []
    passed = [said if said.reason == "last date" else latest_before(said, line.moment.today) for said in named]
    return [replace(passed[0], start=at), *passed[1:]]


def weekday_of_month(line: Line, at: int) -> list[Mention]:
    """The first Monday in April, the last Friday of the month."""
    number = line.value(at + 1, "weekday")
    count = line.value(at, "ordinal", "nth")
    if number is None or not (line.has(at, "last") or (count and count <= 5)):
        return []
    name = line.skip(at + 2, "of", "in", "the", "dom")
    month = line.value(name, "month")
    if name == at + 2:
        return []
    if month is None:
        name = name + 1 if line.has(name, "this", "next", "last") else name
        if not line.has(name, "months"):
            return []
        first = shifted_month(line.moment.today, 1 if line.has(name - 1, "next") else 0)
    else:
        first = line.moment.whole_month(month, None, line.tense(at)).first
    there = first + timedelta(days=(number - first.weekday()) % 7, weeks=(count or 1) - 1)
    if line.has(at, "last"):
        end = month_end(first)
        there = end - timedelta(days=(end.weekday() - number) % 7)
    return [mention((at, name + 1), one(there, "weekday of a month"), kind="date")]


def week_of(line: Line, at: int) -> list[Mention]:
    if not line.has(at, "weekof"):
        return []
    named = _first_of(line, line.skip(at + 1, "the", "on"), _DATED)
    if not named:
        return []
    start = named[0].first - timedelta(days=named[0].first.weekday())
    pick = Pick(start, start + timedelta(days=4), (), "week of a date")
    return [mention((at, named[-1].end), pick, kind="span")]


_DATED: tuple[Parser, ...] = (literal, month_marked, month_first, day_first, day_of_month)


def _first_of(line: Line, at: int, parsers: tuple[Parser, ...]) -> list[Mention]:
    return next((named for parser in parsers if (named := parser(line, at))), [])
