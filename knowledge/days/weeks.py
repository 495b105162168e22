"""Weeks and weekends: this week, rest of the week, next weekend, the end of next week."""

from dataclasses import dataclass, replace
from datetime import timedelta

from knowledge.days.mention import LONGEST_RUN, Line, Mention, mention
from knowledge.days.moments import Pick

BEFORE_NOUN = ("this", "next", "coming", "last", "following", "previous")
AFTER_NOUN = ("this_after", "next_after", "coming_after", "last_after", "following_after", "previous_after")
_BEFORE_WEEK = ("rest", "all", "of", "the", "startof", "midof", "endof", "on", "in")


@dataclass(frozen=True)
class Week:
    """A week or weekend named at some tokens, counted in weeks from the current one."""

    unit: str
    weeks: int
    end: int
    modified: bool
    rest: bool
    part: str
    ambiguous: bool


def week_named(line: Line, at: int) -> Week | None:
    offset = line.value(at, "weekoff")
    if offset is not None:
        return Week("week", offset, at + 1, modified=True, rest=False, part="", ambiguous=False)
    start, rest, whole, part = at, False, False, ""
    while (
        at < start + LONGEST_RUN and line.has(at, *_BEFORE_WEEK) and not line.has(at, "week", "weekend", *BEFORE_NOUN)
    ):
        rest = rest or line.has(at, "rest")
        whole = whole or line.has(at, "all")
        part = next((name for name in ("startof", "midof", "endof") if line.has(at, name)), part)
        at += 1
    weeks = weeks_away(line, at)
    modified = weeks is not None
    next_said = line.has(at, "next")
    while at < start + LONGEST_RUN and line.has(at, *BEFORE_NOUN, "the", "all") and not line.has(at, "week", "weekend"):
        whole = whole or line.has(at, "all")
        at += 1
    unit = "weekend" if line.has(at, "weekend") else "week" if line.has(at, "week") else ""
    if not unit or (at == start and unit == "week" and not line.has(at + 1, *AFTER_NOUN, "secondnext")):
        return None
    at += 1
    if line.has(at, "secondnext"):
        weeks, modified, at = 2, True, at + 1
    elif line.has(at, *AFTER_NOUN):
        weeks, modified, next_said = weeks_away(line, at), True, line.has(at, "next_after")
        at += 1
    if unit == "week" and not (modified or rest or whole or part):
        return None
    return Week(unit, weeks or 0, at, modified, rest, part, ambiguous=next_said)


def weeks_away(line: Line, at: int) -> int | None:
    for kinds, weeks in (
        (("this", "this_after"), 0),
        (("next", "next_after", "coming", "coming_after"), 1),
        (("last", "last_after", "previous", "previous_after"), -1),
    ):
        if line.has(at, *kinds):
            return weeks
    if line.has(at, "following", "following_after"):
        return line.value(at, "following", "following_after") or 1
    return None


def week(line: Line, at: int) -> list[Mention]:
    if line.has(at, "weekafter"):
        pick = replace(line.moment.week(1), reason="week after", sure=False)
        return [mention((at, at + 1), pick, kind="span", relative=True)]
    named = week_named(line, at)
    if named is None:
        return []
    moment = line.moment
    if named.weeks == 0 and named.unit == "weekend" and moment.today.weekday() < 5 and line.tense(at) == "past":
        named = replace(named, weeks=-1)
    if named.unit == "weekend":
        if named.weeks == 1 and not named.ambiguous:
            named = replace(named, weeks=0)
        pick = moment.weekend(named.weeks, ambiguous=named.ambiguous)
    else:
        pick = moment.rest_of_week() if named.rest and named.weeks == 0 else moment.week(named.weeks)
        pick = _part_of_week(pick, named.part)
    return [mention((at, named.end), pick, kind="span", relative=True)]


def _part_of_week(pick: Pick, part: str) -> Pick:
    if part == "startof":
        return Pick(pick.first, pick.first + timedelta(days=1), (), "start of the week", sure=False)
    if part == "midof":
        middle = pick.first + timedelta(days=2)
        return Pick(middle, middle, (), "middle of the week", sure=False)
    if part == "endof":
        weekend = (pick.last + timedelta(days=1), pick.last + timedelta(days=2))
        return Pick(pick.last, pick.last, (weekend,), "end of the week", sure=False)
    return pick
