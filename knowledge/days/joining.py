"""Mentions side by side: ranges, lists, a weekday with its date, "this Friday or next"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.days.mention import Line, Mention
from knowledge.days.moments import calendar_day
from knowledge.days.named import disagreeing

_APPOSED = frozenset({",", "(", ")", "-", "/", ".", ":"})
_BETWEEN = ("the", "on", "of", "dom", "from", "in")
_OF_SOMETHING = ("of", "event", "workday", "weekday", "day", "month", "after", "number", "nth", "ordinal")
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def joined(line: Line, found: Sequence[Mention]) -> list[Mention]:
    said = _with_the_next(line, list(found))
    said = _shared_weeks(line, said)
    result: list[Mention] = []
    for following in said:
        together = _together(line, result[-1], following) if result else None
        if together is None:
            result.append(following)
        else:
            result[-1] = together
    return result


def _together(line: Line, before: Mention, following: Mention) -> Mention | None:
    """One mention out of two neighbours, or None when they are two days."""
    gap = range(before.end, following.start)
    led = range(before.end, following.start + line.has(following.start, "to"))  # "al 25" is to and the at once
    if before.single and _is_range(line, led):
        if following.reason == before.reason == "date":
            following = _same_year_on(line, before, following)
        if following.last > before.first:
            return _range(before, following)
    if any(line.has(place, "and") or line.word(place) in ("&", "+") for place in gap):
        return None
    if not all(line.word(place) in _APPOSED or line.has(place, *_BETWEEN) for place in gap):
        return None
    return _apposed(before, following)


def _is_range(line: Line, gap: range) -> bool:
    marks = [place for place in gap if line.has(place, "to") or line.word(place) == "-"]
    started = line.has(gap.start - 2, "between") or line.has(gap.start - 3, "between")
    marks += [place for place in gap if started and line.has(place, "and")]
    return bool(marks) and all(place in marks or line.has(place, *_BETWEEN) or line.word(place) == "," for place in gap)


def _range(before: Mention, following: Mention) -> Mention:
    sure = before.sure and following.sure
    others = tuple((first, last + (following.last - following.first)) for first, last in before.alternatives)
    return replace(
        before,
        end=following.end,
        last=following.last,
        alternatives=others if before.bare else (),
        reason="range",
        sure=sure,
        kind="span",
        relative=before.relative or following.relative,
    )


def _same_year_on(line: Line, before: Mention, following: Mention) -> Mention:
    """The end of a range without a year is the first such day after its beginning."""
    there, year = following.first, before.first.year
    for candidate in (calendar_day(year, there.month, there.day), calendar_day(year + 1, there.month, there.day)):
        if candidate is not None and candidate > before.first:
            return replace(following, first=candidate, last=candidate)
    return following


def _apposed(before: Mention, following: Mention) -> Mention | None:
    """Wednesday, March 23: one day said twice; when they differ both are kept, the date in front."""
    if "year" in (before.reason, following.reason):
        return _in_the_year(before, following)
    if before.kind == following.kind:
        return None
    if before.single and following.single:
        dated, named = (following, before) if _more_exact(following, before) else (before, following)
        agree = dated.first == named.first
        if named.weekday is not None and (named.bare or dated.kind == "date"):
            agree = dated.first.weekday() == named.weekday
        if not agree:
            return disagreeing(dated, named)
        return replace(dated, start=before.start, end=following.end, bare=False)
    outer, inner = (before, following) if not before.single else (following, before)
    if not inner.single:
        return None
    if inner.weekday is not None and outer.last - outer.first < _WEEK:
        there = outer.first + timedelta(days=(inner.weekday - outer.first.weekday()) % 7)
        if there <= outer.last:
            return replace(inner, start=before.start, end=following.end, first=there, last=there, bare=False)
        return None
    if outer.first <= inner.first <= outer.last:
        return replace(inner, start=before.start, end=following.end)
    return None


def _in_the_year(before: Mention, following: Mention) -> Mention | None:
    """April last year; April 22 of 2021."""
    year, named = (before, following) if before.reason == "year" else (following, before)
    if named.reason not in ("month", "date"):
        return None
    first = calendar_day(year.first.year, named.first.month, named.first.day)
    last = calendar_day(year.first.year, named.last.month, named.last.day)
    if first is None or last is None:
        return None
    return replace(named, start=before.start, end=following.end, first=first, last=last)


def _more_exact(one: Mention, other: Mention) -> bool:
    rank = {"date": 0, "relative": 1, "weekday": 2, "span": 3}
    return rank[one.kind] < rank[other.kind]


def _with_the_next(line: Line, found: list[Mention]) -> list[Mention]:
    """This Friday or next; this week and the next; tomorrow and the day after."""
    result: list[Mention] = []
    for index, said in enumerate(found):
        result.append(said)
        at = line.skip(said.end, "and", "the", ",")
        following = found[index + 1].start if index + 1 < len(found) else len(line)
        weekly = said.weekday is not None or said.reason.startswith("week")
        another = line.has(at, "next", "oneafter", "weekafter")
        daily = said.single and _is_the_day_after(line, at, said)
        if daily or (weekly and another and _ends(line, at + 1) and said.end < at < following):
            step = _DAY if daily else _WEEK
            first, last = said.first + step, said.last + step
            others = tuple((first + step, last + step) for first, last in said.alternatives)
            named = replace(said, start=said.end, end=at + 1, first=first, last=last, alternatives=others, bare=False)
            result.append(replace(named, weekday=None) if daily else named)
    return result


def _is_the_day_after(line: Line, at: int, said: Mention) -> bool:
    """The next day; "the day after" and "the next" where nothing follows that it may be the next of."""
    if line.has(at, "anddayafter") and said.end == at:
        return not line.has(at + 1, *_OF_SOMETHING)
    if said.end >= at:
        return False
    if line.has(at, "dayafter"):
        return not line.has(at + 1, *_OF_SOMETHING)
    next_one = line.value(at, "shift") == 1 or (said.kind == "relative" and line.has(at, "next"))
    return next_one and _ends(line, at + 1)


def _ends(line: Line, at: int) -> bool:
    return at >= len(line) or line.shape(at) == "sign" or line.has(at, "present", "past", "and")


def _shared_weeks(line: Line, found: list[Mention]) -> list[Mention]:
    """In a list or range a bare weekday follows its neighbour: "next Wed and Thu", "Monday and Tuesday next week"."""
    said = list(found)
    for index in range(len(said) - 2, -1, -1):
        here, after = said[index], said[index + 1]
        if here.bare and here.weekday is not None and after.trailing and _linked(line, here, after):
            back = timedelta(days=(after.first.weekday() - here.weekday) % 7)
            said[index] = _shifted_to(here, after, -back)
    for index in range(1, len(said)):
        before, here = said[index - 1], said[index]
        if not here.bare or here.weekday is None or not _linked(line, before, here):
            continue
        ranged = _is_range(line, range(before.end, here.start))
        if ranged or _follows(before, here, line.moment.today):
            start = before.last
            ahead = timedelta(days=(here.weekday - start.weekday()) % 7 or (7 if ranged else 0))
            said[index] = _shifted_to(here, replace(before, first=start), ahead)
    return said


def _follows(before: Mention, here: Mention, today: date) -> bool:
    """Whether the bare weekday takes its week from the one before: it was picked, or would else be today's."""
    if before.weekday is not None and not before.bare:
        return True
    return before.single and before.first > today and here.first == today


def _shifted_to(here: Mention, anchor: Mention, by: timedelta) -> Mention:
    others = tuple((first + by, first + by) for first, _ in anchor.alternatives)
    there = anchor.first + by
    return replace(
        here, first=there, last=there, alternatives=others, sure=anchor.sure, bare=anchor.bare, trailing=anchor.trailing
    )


def _linked(line: Line, before: Mention, after: Mention) -> bool:
    gap = range(before.end, after.start)
    return all(
        line.has(place, "and", "to", "the", "on", "from", "until") or line.word(place) in (",", "-", "&", "/", "+")
        for place in gap
    )
