"""Seasons by whole months: spring 2021, this spring, last fall. The word alone (spring break, in summer) is no day."""

from knowledge.days.mention import Line, Mention, mention
from knowledge.days.weeks import AFTER_NOUN, BEFORE_NOUN, weeks_away
from knowledge.days.years import year_beside, years_run

WINTER = 4
_LEADS = ("in", "since", "until", "all", "rest", "startof", "midof", "endof")


def season(line: Line, at: int) -> list[Mention]:
    year, start = _year_before(line, at)
    name = start if year is not None else line.skip(at, *BEFORE_NOUN, *_LEADS, "the", "on")
    number = line.value(name, "season")
    if number is None or line.has(name + 1, "street"):
        return []
    if year is None:
        year, end = _year_after(line, name, number)
    else:
        end = name + 1
    if year is not None:
        return [
            mention((at, end), line.moment.season(number, year, sure=number != WINTER or _run(line, end)), kind="span")
        ]
    return _without_year(line, at, name, number)


def _run(line: Line, end: int) -> bool:
    """Whether the year was written as two (winter 2021-22), which leaves no doubt about it."""
    return years_run(line, end - 3) is not None


def _year_before(line: Line, at: int) -> tuple[int | None, int]:
    """2021 spring, 2021年春天, 去年秋天: the year, and the token after it."""
    number = line.value(at, "year")
    if number is not None and not line.has(at - 1, "countbefore"):
        return number, line.skip(at + 1, "yearmark", "of")
    offset = line.value(at, "yearoff")
    if offset is not None:
        return line.moment.today.year + offset, line.skip(at + 1, "of")
    return None, at


def _year_after(line: Line, name: int, number: int) -> tuple[int | None, int]:
    after = line.skip(name + 1, "of", ",", "dom", "years")
    run = years_run(line, after)
    if run is not None and number == WINTER and run[2]:
        return run[0], run[1]
    year = line.value(after, "year")
    end = line.skip(after + 1, "yearmark")
    if year is not None and (end > after + 1 or not line.has(end, "countafter")):
        return year, end
    beside = year_beside(line, line.skip(name + 1, "of", "dom", "the"))
    return (beside[1], beside[0] + 1) if beside else (None, name + 1)


def _without_year(line: Line, at: int, name: int, number: int) -> list[Mention]:
    said = [place for place in range(at, name) if line.has(place, *BEFORE_NOUN)]
    end = name + 1
    if line.has(end, *AFTER_NOUN):
        said, end = [end], end + 1
    if not said:
        return []
    step = weeks_away(line, said[-1])
    if not step or line.has(said[-1], "coming", "coming_after"):
        pick = line.moment.season_here(number, line.tense(at))
    else:
        pick = line.moment.season_away(number, ahead=step > 0)
    return [mention((at, end), pick, kind="span", relative=True)]
