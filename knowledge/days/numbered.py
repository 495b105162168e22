"""Days of a month by number: March 23rd, 23 de marzo, the 22nd, 3月23日. Numbers alone are no day."""

from knowledge.days.mention import Line, Mention, latest_before, mention
from knowledge.days.moments import Pick, calendar_day, shifted_month

MOST_DAYS = 7  # in one row; nobody asks for more, and a long row of numbers is none

Listed = list[tuple[int, int, int]]
"""Days of a month as written: first token, first day, last day."""

_LEADS = ("the", "on", "dom", "from", "to", "until", "between", "every")


def month_first(line: Line, at: int) -> list[Mention]:
    month = line.value(at, "month")
    start = _past_signs(line, at + 1)
    if month is None:
        month = line.value(at, "mistyped month")
        if month is None or line.shape(at + 1) not in ("number", "nth"):
            return []
    if line.tokens[at].guards and line.has(start + 1, "countafter"):
        return []
    listed, end = _days(line, start)
    if not listed:
        return []
    listed[0] = (at, *listed[0][1:])
    return _resolved(line, listed, end, month)


def day_first(line: Line, at: int) -> list[Mention]:
    start = line.skip(at, "dom", "the") if line.has(at, "dom", "the") else at
    if line.has(start - 1, "countbefore"):
        return []
    listed, end = _days(line, start)
    if not listed:
        return []
    after = line.skip(end, "dom_after")
    after = _past_signs(line, after)
    month = line.value(after, "month")
    if month is None and (after == end or line.has(after - 1, "of")):
        month = line.value(after, "mistyped month")
    if month is None:
        return []
    listed[0] = (at, *listed[0][1:])
    return _resolved(line, listed, after + 1, month)


def month_marked(line: Line, at: int) -> list[Mention]:
    """3月23日, with or without the year in front."""
    year, start = line.value(at, "year"), at
    if line.has(at, "yearoff"):
        year = line.moment.today.year + (line.value(at, "yearoff") or 0)
    if year is not None:
        start = line.skip(at + 1, "yearmark")
    month = line.value(start, "number", "han number")
    if month is None or not line.has(start + 1, "monthmark"):
        return []
    if line.has(start + 1, "months") and line.has(start - 1, "in"):
        return []
    listed, end = _days(line, start + 2)
    if not 1 <= month <= 12:
        return []
    if not listed:
        named = year is not None or line.has(start + 2, "endof", "startof", "midof") or line.has(at - 1, "in")
        pick = line.moment.whole_month(month, year, line.tense(at))
        return [mention((at, start + 2), pick, kind="span")] if named else []
    listed[0] = (at, *listed[0][1:])
    return _resolved(line, listed, end, month, year)


def day_of_month(line: Line, at: int) -> list[Mention]:
    """The 22nd, el 22, 22号, ngày 22; but not the 3rd grade, 22 号楼 or day 3 of something."""
    start = line.skip(at, "dom", "the", "on") if line.has(at, "dom", "the", "on") else at
    if line.has(start - 1, "countbefore"):
        return []
    listed, end = _days(line, start)
    if not listed:
        return []
    tense = line.tense(at)
    month = line.skip(end, "of", "the") if line.has(end, "of") else end
    if line.has(month, "this", "next", "last") and line.has(month + 1, "months"):
        step = 1 if line.has(month, "next") else -1 if line.has(month, "last") else 0
        named = shifted_month(line.moment.today, step)
        listed[0] = (at, *listed[0][1:])
        return _resolved(line, listed, month + 2, named.month, named.year)
    if not _stands_for_a_day(line, start, end):
        return []
    listed[0] = (at, *listed[0][1:])
    passed = _passed(line, end)
    end += passed
    found = []
    for (first, low, high), last in zip(listed, [item[0] for item in listed[1:]] + [end], strict=True):
        pick = line.moment.last_day_of_month(low) if passed else line.moment.day_of_month(low, tense)
        if pick is None:
            return []
        until = calendar_day(pick.first.year, pick.first.month, high) or pick.last
        others = pick.alternatives if low == high else ()
        found.append(Mention(first, last, pick.first, until, others, pick.reason, sure=not others))
    return found


def _stands_for_a_day(line: Line, start: int, end: int) -> bool:
    if line.has(end, "countafter", "nthafter", "days", "week", "months"):
        return False
    if line.has(end, "of"):
        return False
    if line.has(end - 1, "dom_after"):
        return not line.has(end, "guardafter")
    if line.has(start - 1, "dom"):
        return True
    led = line.has(start - 1, *_LEADS)
    if not line.has(start, "nth"):
        return led and line.shape(start) == "word" and (line.value(start, "ordinal") or 0) > 12
    if not line.word(start).isascii():  # 23-го names a day by itself
        return True
    number = line.value(start, "nth") or 0
    closed = end >= len(line) or line.shape(end) == "sign" or line.has(end, "present", "past", "and", "to", "part")
    return (led and (number > 12 or closed or line.has(start - 1, "on") or line.has(start - 2, "on"))) or (
        closed and (number > 12 or len(line) <= 2)
    )


def _days(line: Line, at: int) -> tuple[Listed, int]:
    """Days of one month in a row: 23, 23-25, 23 to 25, 23rd and 24th. Returns them and the token after the last."""
    listed: Listed = []
    end = at
    while len(listed) < MOST_DAYS:
        span = _day_number(line, end)
        if span is None:
            break
        low, high, end = span
        listed.append((at, low, high))
        at = line.skip(end, "and", "to", ",", "-", "from")
        joined_by_range = any(line.has(place, "to") or line.word(place) == "-" for place in range(end, at))
        after = line.skip(at, "the", "dom", "on")
        following = _day_number(line, after)
        if following is None or not _continues(line, following[2]) or (at == end and following[0] != high + 1):
            break
        if joined_by_range:
            if following[1] <= high:
                break
            listed[-1] = (listed[-1][0], low, following[1])
            end = following[2]
            break
        end = after
    return listed, end


def _day_number(line: Line, at: int) -> tuple[int, int, int] | None:
    if line.shape(at) == "dash":
        parts = [int(part) for part in line.word(at).split("-")]
        return (parts[0], parts[1], at + 1) if len(parts) == 2 and 1 <= parts[0] < parts[1] <= 31 else None
    number = line.value(at, "nth", "ordinal", "han number")
    if number is None and line.shape(at) == "number":
        number = line.value(at, "number")
    if number is None or not 1 <= number <= 31:
        return None
    after = line.skip(at + 1, "dom_after")
    return number, number, after


def _continues(line: Line, end: int) -> bool:
    return not line.has(end, "countafter", "nthafter", "days", "week", "months", "monthmark")


def _resolved(line: Line, listed: Listed, end: int, month: int, year: int | None = None) -> list[Mention]:
    start = listed[0][0]
    if year is None:
        year, end = _year_after(line, end)
    passed = year is None and _passed(line, end)
    end += passed
    tense = line.tense(start)
    found = []
    for (first, low, high), last in zip(listed, [item[0] for item in listed[1:]] + [end], strict=True):
        pick = line.moment.dated(month, low, year, tense)
        until = line.moment.dated(month, high, pick.first.year, tense) if pick else None
        if pick is None or until is None:
            line.impossible[start] = end
            return []
        named = mention((first, last), Pick(pick.first, until.last, (), pick.reason), kind="date")
        found.append(latest_before(named, line.moment.today) if passed else named)
    return found


def _year_after(line: Line, end: int) -> tuple[int | None, int]:
    """The year behind a day and a month, and the token after it: march 23, 2023; 23-mar-2023; 23/mar/23."""
    after = line.skip(end, "of", ",")
    year = line.value(after, "year")
    if year is None and line.word(end) in ("-", "/", ".") and _glued(line, end, end + 1):
        after, year = end + 1, line.value(end + 1, "year")
        if year is None and line.word(end) == line.word(end - 2) and len(line.word(after)) == 2:
            year = 2000 + (line.value(after, "number") or -2000) or None
    return (None, end) if year is None else (year, line.skip(after + 1, "yearmark"))


def _passed(line: Line, end: int) -> bool:
    """El 23 de marzo pasado; not the Vietnamese word that is also "before"."""
    return line.has(end, "last_after") and not line.has(end, "before", "ago", "this_after", "coming_after")


def _glued(line: Line, *places: int) -> bool:
    return all(place < len(line) and line.tokens[place].glued for place in places)


def _past_signs(line: Line, at: int) -> int:
    if line.word(at) == "/" and _glued(line, at, at + 1):
        return at + 1
    return line.skip(at, "of", "the", "dom", ".", "-", ",") if not line.has(at, "month") else at
