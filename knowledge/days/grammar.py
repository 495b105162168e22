"""The constructions in the order they are tried, each with the kinds and shapes of token it can begin with."""

from collections.abc import Set

from knowledge.days.beside import Parser, last_date, shifted, week_of, weekday_of_month
from knowledge.days.digits import literal
from knowledge.days.mention import Line, Mention
from knowledge.days.months import month
from knowledge.days.named import counted, either_morning, in_the_morning, relative, swing, two_days, weekday
from knowledge.days.numbered import day_first, day_of_month, month_first, month_marked
from knowledge.days.seasons import season
from knowledge.days.weeks import week
from knowledge.days.years import school_year, year, year_of_event

Construction = tuple[Set[str], Parser]


def constructions() -> tuple[Construction, ...]:
    numbers = {"nth", "number", "ordinal", "han number", "dash"}
    modifiers = {"this", "next", "coming", "last", "following", "previous"}
    parts = {"rest", "all", "startof", "midof", "endof", "of", "the", "in", "on"}
    around = {"since", "until", "before", "after"}
    return (
        ({"shift"}, shifted),
        ({"weekof"}, week_of),
        ({"ordinal", "nth", "last"}, weekday_of_month),
        ({"last"}, last_date),
        ({"schoolyear", "year", "dash", "slash"}, school_year),
        ({"season", "year", "yearoff"} | parts | around | modifiers, season),
        (numbers | {"in", "ago", "next", "coming", "last", "the", "few"}, counted),
        ({"number", "han number", "year", "yearoff"}, month_marked),
        ({"month", "mistyped month"}, month_first),
        (numbers | {"dom", "the"}, day_first),
        ({"month", "months"} | parts | around | modifiers, month),
        ({"weekday", "every"} | modifiers, weekday),
        ({"in", "since", "until", "years", "schoolyear", "yearoff"} | modifiers, year),
        ({"year"}, year_of_event),
        ({"week", "weekend", "weekoff", "weekafter"} | parts | modifiers, week),
        ({"eithermorning"}, either_morning),
        ({"day"}, relative),
        ({"twodays"}, two_days),
        ({"swing"}, swing),
        ({"iso", "slash", "dash", "dot"}, literal),
        (numbers | {"dom", "the", "on"}, day_of_month),
        ({"inmorning"}, in_the_morning),
    )


def mentions(line: Line, table: tuple[Construction, ...]) -> list[Mention]:
    """Every day named in the line, from left to right; nothing is read twice."""
    found: list[Mention] = []
    at = 0
    while at < len(line):
        here = _first(line, at, table)
        found.extend(here)
        at = here[-1].end if here else line.impossible.get(at, at + 1)
    return found


def _first(line: Line, at: int, table: tuple[Construction, ...]) -> list[Mention]:
    token = line.tokens[at]
    kinds = token.senses.keys() | {token.shape}
    for starts, parser in table:
        if starts.isdisjoint(kinds):
            continue
        here = parser(line, at)
        if here or at in line.impossible:
            return here
    return []
