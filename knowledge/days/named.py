"""Days said in words: Wednesday, next Friday, tomorrow, in two days, the day after Wednesday."""

from dataclasses import replace
from datetime import timedelta

from rapidfuzz.distance import OSA

from knowledge.days.mention import Line, Mention, mention, moved
from knowledge.days.moments import Pick, calendar_day, one, shifted_month
from knowledge.days.weeks import AFTER_NOUN, BEFORE_NOUN, week_named

COUNTED_FROM = ("from", "after")


def weekday(line: Line, at: int) -> list[Mention]:
    """A weekday with what stands before and after it that says which one."""
    name = line.skip(at, *BEFORE_NOUN, "every", "the", "of") if line.has(at, *BEFORE_NOUN, "every") else at
    number = line.value(name, "weekday")
    if number is None or (name > at and line.has(name, "week")):
        return []
    end = _past_parts(line, name + 1)
    week = week_named(line, line.skip(end, "of", "on", "the", "in", ",", "from", "dom"))
    if week and week.unit == "week" and week.modified:
        pick = line.moment.weekday_in(number, week.weeks)
        return [replace(mention((at, week.end), pick, kind="weekday"), weekday=number, trailing=True)]
    if line.has(end, "secondnext"):
        there = line.moment.coming_weekday(number).first + timedelta(weeks=1)
        pick = one(there, "weekday after next", there + timedelta(weeks=1))
        return [replace(mention((at, end + 1), pick, kind="weekday"), weekday=number)]
    if line.has(end, "next") and name == at and (end + 1 == len(line) or line.shape(end + 1) == "sign"):
        return [replace(mention((at, end + 1), line.moment.next_weekday(number), kind="weekday"), weekday=number)]
    if line.has(end, *AFTER_NOUN):
        pick = _which(line, end, number)
        return [replace(mention((at, _past_parts(line, end + 1)), pick, kind="weekday"), weekday=number)]
    if line.has(at, "every"):
        pick = replace(line.moment.weekday(number, "unknown"), reason="every weekday", sure=False)
        return [replace(mention((at, end), pick, kind="weekday"), weekday=number)]
    if name > at:
        return [replace(mention((at, end), _which(line, at, number), kind="weekday"), weekday=number)]
    numbered = _weekday_numbered(line, name, number)
    if numbered:
        return numbered
    pick_of = line.moment.listed_weekday if line.has(name, "listed") else line.moment.weekday
    pick = pick_of(number, line.tense(at))
    return [replace(mention((at, end), pick, kind="weekday"), weekday=number, bare=True)]


def _which(line: Line, at: int, number: int) -> Pick:
    """The weekday that the modifier at this token picks."""
    moment = line.moment
    if line.has(at, "following", "following_after"):
        return moment.weekday_in(number, line.value(at, "following", "following_after") or 1)
    if line.has(at, "previous", "previous_after"):
        return moment.weekday_in(number, -1)
    if line.has(at, "coming", "coming_after"):
        return moment.coming_weekday(number)
    if line.has(at, "next", "next_after"):
        return moment.next_weekday(number)
    if line.has(at, "last", "last_after"):
        return moment.last_weekday(number)
    return moment.this_weekday(number, line.tense(at))


def _weekday_numbered(line: Line, name: int, number: int) -> list[Mention]:
    """Monday 28, Wednesday the 23rd: both must agree, or both are told."""
    at = line.skip(name + 1, "the", "dom", ",")
    day = line.value(at, "nth")
    exact = day is not None or line.has(at - 1, "dom")
    if day is None and line.shape(at) == "number":
        day = line.value(at, "number")
    if day is None or not 1 <= day <= 31:
        return []
    end = line.skip(at + 1, "dom_after")
    if line.has(end, "month", "of", "monthmark", "countafter", "nthafter", "days", "week", "mistyped month"):
        return []
    this_month = line.moment.today.replace(day=1)
    months = [shifted_month(this_month, step) for step in (0, 1, -1, 2)]
    days = [there for month in months if (there := calendar_day(month.year, month.month, day))]
    agreeing = [there for there in days if there.weekday() == number]
    span = (name, end)
    if agreeing:
        pick = one(line.moment.nearest(agreeing, line.tense(name)), "weekday and day of the month")
        return [replace(mention(span, pick, kind="date"), weekday=number)]
    if not exact and day <= 12:
        return []
    pick = line.moment.day_of_month(day, line.tense(name)) or one(days[0], "day of the month")
    other = line.moment.weekday(number, line.tense(name))
    return [disagreeing(mention(span, pick, kind="date"), mention(span, other, kind="weekday"))]


def disagreeing(dated: Mention, named: Mention) -> Mention:
    others = ((named.first, named.last), *(spread for spread in dated.alternatives if spread[0] != named.first))
    return replace(
        dated,
        start=min(dated.start, named.start),
        end=max(dated.end, named.end),
        alternatives=others,
        reason="weekday and date disagree",
        sure=False,
        weekday=None,
    )


def relative(line: Line, at: int) -> list[Mention]:
    offset = line.value(at, "day")
    if offset is None:
        return []
    pick = line.moment.day(offset)
    return [mention((at, _past_parts(line, at + 1)), pick, kind="relative", relative=True)]


def either_morning(line: Line, at: int) -> list[Mention]:
    """ "Está mañana" with its accent: "is tomorrow", or a slip for "this morning"; both are told."""
    today = line.moment.today
    pick = replace(line.moment.day(1), alternatives=((today, today),), reason="tomorrow or this morning", sure=False)
    return [mention((at, at + 1), pick, kind="relative", relative=True)]


def two_days(line: Line, at: int) -> list[Mention]:
    offset = line.value(at, "twodays")
    if offset is None:
        return []
    return [mention((at, _past_parts(line, at + 1)), line.moment.two_days(offset), kind="span", relative=True)]


def swing(line: Line, at: int) -> list[Mention]:
    """A word for both the day before and the day after (Hindi kal): the verb decides."""
    offset = line.value(at, "swing")
    if offset is None:
        return []
    tense = line.tense(at)
    ahead, back = line.moment.day(offset), line.moment.day(-offset)
    pick = back if tense == "past" else ahead
    if tense == "unknown":
        pick = replace(pick, alternatives=(*pick.alternatives, (back.first, back.last)), sure=False)
    return [mention((at, _past_parts(line, at + 1)), pick, kind="relative", relative=True)]


def in_the_morning(line: Line, at: int) -> list[Mention]:
    """Said before noon it is today's, later it is tomorrow's; "what time do you open in the morning" is no day."""
    if not line.has(at, "inmorning") or any(line.has(place, "clockq") for place in range(len(line))):
        return []
    if line.shape(at - 1) in ("clock", "number") or line.has(at - 1, "every", "number", "part"):
        return []
    pick = line.moment.day(0 if line.moment.before_noon else 1)
    return [mention((at, at + 1), replace(pick, reason="in the morning"), kind="relative", relative=True)]


def counted(line: Line, at: int) -> list[Mention]:
    """In two days, a week ago, 3 days from now, a week from Friday, the next two weeks."""
    lead = line.skip(at, "in", "ago", "next", "coming", "last", "the")
    number = line.value(lead, "number", "few", "han number")
    few = line.has(lead, "few")
    unit_at = line.skip(lead + 1, "of", "few", "counter") if number is not None else lead
    if number is None or not line.has(unit_at, "days", "week", "months"):
        return []
    number = (line.value(unit_at - 1, "few") or 3) if few or line.has(unit_at - 1, "few") else number
    few = few or line.has(unit_at - 1, "few")
    end = unit_at + 1
    said = range(at, lead)
    if any(line.has(place, "next", "coming") for place in said):
        return [_stretch(line, (at, end), number, unit_at, ahead=True)]
    if any(line.has(place, "last") for place in said):
        return [_stretch(line, (at, end), number, unit_at, ahead=False)]
    if line.has(end, "ago") or any(line.has(place, "ago") for place in said):
        end += line.has(end, "ago")
        return [_away(line, (at, end), -number, unit_at, sure=not few)]
    if line.has(end, "hence") or any(line.has(place, "in") for place in said):
        end += line.has(end, "hence")
        return [_away(line, (at, end), number, unit_at, sure=not few)]
    if line.has(end, "fromday"):
        return _counted_from(line, (lead, line.skip(end, "fromday", "the", "on")), number, unit_at)
    if _may_be_from(line, end):
        return [replace(one, sure=False) for one in _counted_from(line, (lead, end + 1), number, unit_at)]
    return []


def _may_be_from(line: Line, at: int) -> bool:
    """ "A week form tomorrow", a slip that is a word of its own: never read as if only its last word stood there."""
    word = line.tokens[at].word if at < len(line) else ""
    return len(word) > 2 and any(OSA.distance(word, meant, score_cutoff=1) == 1 for meant in COUNTED_FROM)


def _counted_from(line: Line, span: tuple[int, int], number: int, unit_at: int) -> list[Mention]:
    days = number * (7 if line.has(unit_at, "week") else 1)
    start, at = span
    for parser in (relative, weekday):
        named = parser(line, at)
        if named and not line.has(unit_at, "months"):
            return [moved(named[0], days, start=start)]
    return []


def _away(line: Line, span: tuple[int, int], number: int, unit_at: int, *, sure: bool) -> Mention:
    today = line.moment.today
    if line.has(unit_at, "days"):
        pick = line.moment.day(number)
        return mention(span, replace(pick, sure=sure and pick.sure), kind="relative", relative=True)
    if line.has(unit_at, "week"):
        there = today + timedelta(weeks=number)
        week = line.moment.week(number)
        pick = Pick(there, there, ((week.first, week.last),), "weeks from today", sure=False)
        return mention(span, pick, kind="relative", relative=True)
    first = shifted_month(today, number)
    there = calendar_day(first.year, first.month, min(today.day, 28)) or first
    return mention(span, Pick(there, there, (), "months from today", sure=False), kind="relative", relative=True)


def _stretch(line: Line, span: tuple[int, int], number: int, unit_at: int, *, ahead: bool) -> Mention:
    days = timedelta(days=number * (7 if line.has(unit_at, "week") else 30 if line.has(unit_at, "months") else 1))
    today, day = line.moment.today, timedelta(days=1)
    first, last = (today + day, today + days) if ahead else (today - days, today - day)
    pick = Pick(first, last, (), "the next days" if ahead else "the last days", sure=False)
    return mention(span, pick, kind="span", relative=True)


def _past_parts(line: Line, at: int) -> int:
    """Past the part of the day; the hour does not change the day."""
    after = at
    while True:
        step = line.skip(after, "on", "the", "in") if line.has(after, "on", "the", "in") else after
        if line.has(step, "part", "inmorning") and not line.has(step, "day", "weekday"):
            after = step + 1
        else:
            return after
