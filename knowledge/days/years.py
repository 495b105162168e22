"""Years and school years: last year, in 2021, the 2019 strike, school year 2021-22. Four digits alone are no year."""

from dataclasses import replace
from datetime import date

from knowledge.days.mention import Line, Mention, mention
from knowledge.days.moments import Pick
from knowledge.days.weeks import AFTER_NOUN, weeks_away

FURTHEST_DEADLINE = 3  # years from now; "until 2030" is else half past eight in the evening
ROUND = 2000  # "a deal of 2000" is money, "a vote of 2000" a count
_FURTHEST_EVENT = 4  # tokens between the strike and its year: "la huelga de los maestros de 2019"
_IN_A_YEAR = ("in", "since", "last", "this")
_BEFORE_SCHOOL_YEAR = ("in", "the", "of", "this", "next", "last", "since", "until")


def year_beside(line: Line, at: int) -> tuple[int, int] | None:
    """The last token and the number of "last year"."""
    named = year(line, at)
    return (named[0].end - 1, named[0].first.year) if named and named[0].reason == "year" else None


def year(line: Line, at: int) -> list[Mention]:
    """Last year, this school year, in 2021. A school year begins on the first of July."""
    if _year_led(line, at) and years_run(line, at + 1) is None:
        end = _past_mark(line, at + 2)
        sure = end > at + 2 or not line.has(end, "countafter")  # "in 2019 students walked out"
        return [mention((at, end), replace(_year(line.value(at + 1, "year") or 0), sure=sure), kind="span")]
    offset = line.value(at, "yearoff")
    if offset is not None:
        return [mention((at, at + 1), _year(line.moment.today.year + offset), kind="span", relative=True)]
    step = weeks_away(line, at)
    end = at + 1
    if step is None and line.has(at, "years", "schoolyear") and line.has(at + 1, *AFTER_NOUN):
        step = weeks_away(line, at + 1)
    if step is None or not (line.has(end, "years", "schoolyear") or line.has(at, "years", "schoolyear")):
        return []
    today = line.moment.today
    if line.has(at, "schoolyear") or line.has(end, "schoolyear"):
        return [mention((at, end + 1), _school_year(today.year + step - (1 if today.month < 7 else 0)), kind="span")]
    return [mention((at, end + 1), _year(today.year + step), kind="span", relative=True)]


def _year_led(line: Line, at: int) -> bool:
    number = line.value(at + 1, "year")
    if number is None or number < 1000:
        return False
    if line.has(at, *_IN_A_YEAR):
        return True
    if line.has(at, "years") and not line.has(at, "and"):  # the year 2019, el año 2019
        return not line.has(at - 1, "number") and not line.has(at + 2, "countafter")
    return line.has(at, "until") and 0 <= number - line.moment.today.year <= FURTHEST_DEADLINE


def year_of_event(line: Line, at: int) -> list[Mention]:
    """The 2019 strike, la huelga de 2019, 2021's vote, 2019年; never 2019 students, room 2019."""
    number = line.value(at, "year")
    if number is None or line.has(at - 1, "countbefore") or line.has(at + 2, "street"):
        return []
    if line.word(at + 1) == "'" and line.word(at + 2) == "s" and line.tokens[at + 2].glued:
        return [mention((at, at + 3), _year(number), kind="span")]
    marked = _past_mark(line, at + 1)
    if marked > at + 1 or line.has(line.skip(at + 1, "of"), "event") or _event_before(line, at):
        return [mention((at, marked), _year(number), kind="span")]
    return _year_of_whose(line, at, number)


def _year_of_whose(line: Line, at: int, number: int) -> list[Mention]:
    """The 2019 teachers' strike; without its apostrophe it may be the 2019 teachers who strike."""
    noun, owner = line.skip(at + 2, "'", "s"), line.shape(at + 1) == "word" and line.has(at - 1, "the")
    if not owner or not line.has(noun, "event"):
        return []
    sure = noun > at + 2 or not line.has(at + 1, "countafter")
    return [mention((at, at + 1), replace(_year(number), sure=sure), kind="span")]


def _event_before(line: Line, at: int) -> bool:
    """La huelga de 2019; and where no small word is needed, straight before: welga 2019."""
    if line.has(at + 1, "countafter", "nthafter", "to") or line.shape(at + 1) in ("nth", "number"):
        return False
    if line.word(at + 1) in ("-", "/") or line.value(at, "year") == ROUND:
        return False
    if line.has(at - 1, "event"):
        return True
    led = line.has(at - 1, "of", "from")
    return led and any(line.has(place, "event") for place in range(max(0, at - 1 - _FURTHEST_EVENT), at - 1))


def _past_mark(line: Line, at: int) -> int:
    return at + 1 if line.has(at, "yearmark") else at


def school_year(line: Line, at: int) -> list[Mention]:
    """School year 2021-22, the 21-22 school year, 2021-2022; with one year only, it may begin or end in it."""
    named = line.has(at, "schoolyear")
    start = line.skip(at + 1, "of", "the", ",", "dom") if named else at
    if line.has(start - 1, "countbefore"):
        return []
    run = years_run(line, start)
    if run is None:
        return _school_year_of_one(line, at, start, named=named)
    number, end, exact = run
    if line.has(end, "schoolyear"):
        return [mention((at, end + 1), _school_year(number), kind="span")]
    if not named and not (exact and _stands_alone(line, start, end)):
        return []
    return [mention((at, end), _school_year(number), kind="span")]


def _school_year_of_one(line: Line, at: int, start: int, *, named: bool) -> list[Mention]:
    number = line.value(start, "year")
    after = line.has(start + 1, "schoolyear")
    if number is None or not (named or after):
        return []
    begins, ends = _school_year(number), _school_year(number - 1)
    pick = Pick(begins.first, begins.last, ((ends.first, ends.last),), "school year", sure=False)
    return [mention((at, start + 1 + after), pick, kind="span")]


def years_run(line: Line, at: int) -> tuple[int, int, bool] | None:
    """A year and the one after it (2021-22): the first, the token after, and whether it has four digits."""
    if line.shape(at) in ("dash", "slash"):
        parts = [int(part) for part in line.word(at).replace("/", "-").split("-")]
        return (2000 + parts[0], at + 1, False) if len(parts) == 2 and parts[1] == parts[0] + 1 else None
    number = line.value(at, "year")
    if number is None or line.word(at + 1) not in ("-", "/") or not line.tokens[at + 1].glued:
        return None
    second = line.word(at + 2)
    if second not in (str(number + 1), f"{(number + 1) % 100:02}") or not line.tokens[at + 2].glued:
        return None
    return number, at + 3, True


def _stands_alone(line: Line, start: int, end: int) -> bool:
    if line.has(end, "countafter", "nthafter") or line.word(end) in ("-", "/"):
        return False
    if len(line.word(end - 1)) == 4:
        return True
    return line.has(start - 1, *_BEFORE_SCHOOL_YEAR) or line.has(end, "event") or (start == 0 and end >= len(line))


def _school_year(begins: int) -> Pick:
    return Pick(date(begins, 7, 1), date(begins + 1, 6, 30), (), "school year", sure=False)


def _year(number: int) -> Pick:
    return Pick(date(number, 1, 1), date(number, 12, 31), (), "year")
