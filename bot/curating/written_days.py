"""Days, hours and moments as people write them, read on the district's clock; what can mean two things is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from bot.filling import CannotRead, Filling, Span, no_quiet_hours
from knowledge.days import Days, masked
from knowledge.quiet import NEVER

FROM_TO = re.compile(r"\s+(?:to|through|thru|till|until|al|a|hasta)\s+|\s*\.{2,}\s*|\s+[-–—]\s+", re.IGNORECASE)
BETWEEN_HOURS = re.compile(r"\s*[-–—]\s*|\s+(?:to|until|till|a|hasta)\s+(?:las?\s+)?", re.IGNORECASE)
CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:(a|p)\.?\s?m\b\.?)?"
HOUR = re.compile(CLOCK, re.IGNORECASE)
# Within other words an hour shows by its minutes, its half of the day, or by what stands before it.
HOUR_AMONG_WORDS = re.compile(
    r"(?:(?<=\s)|^)(?:(?:at|@|a\s+las?)\s*(?P<led>\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?)"
    r"|(?P<bare>\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?)"
    r"|(?P<word>noon|midnight|mediod[ií]a|medianoche))(?=\s|,|$)",
    re.IGNORECASE,
)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}(?::?\d{2}){1,2}(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?\d{2})?")
NAMED_HOURS = {"noon": 12, "mediodía": 12, "mediodia": 12, "midnight": 0, "medianoche": 0}
OFF = frozenset({"off", "none", "never", "no", "apagado", "nunca", "ninguna", "ninguno"})
NOW = frozenset({"now", "at once", "ahora", "ya"})
SMALL = frozenset({"and", "y", "e", "on", "the", "el", "la", "los", "from", "de", "del", "desde"})
NIGHT = 6  # "1" to "6" without more is as likely the afternoon
NOON, DAY = 12, 24
YEAR = re.compile(r"\d{4}|\d+([/.-])\d+\1\d+")
HALF_A_YEAR = timedelta(days=183)  # "March 31 to March 28" without a year is a slip, "December 28 to January 3" is not
YEARS_BACK, YEARS_AHEAD = -30, 5


def read_day(words: str, filling: Filling) -> date:
    span = read_days(words, filling)
    if span.first != span.last:
        raise CannotRead(filling.say("Please write a single day."))
    return span.first


def read_days(words: str, filling: Filling) -> Span:
    span = _days_written(words, filling)
    if span.last - span.first > HALF_A_YEAR and not YEAR.search(words):
        raise CannotRead(filling.say("The last day is before the first."))
    _refuse_far_away(span.first, words, filling)
    _refuse_far_away(span.last, words, filling)
    return span


def _refuse_far_away(day: date, words: str, filling: Filling) -> None:
    """A slip in a year is no plan; and the calendar ends where no moment can be reckoned with any more."""
    if not YEARS_BACK <= day.year - filling.at.year <= YEARS_AHEAD:
        raise CannotRead(filling.say("“{words}” is too many years away.", words=words))


def _days_written(words: str, filling: Filling) -> Span:
    ends = [part for part in FROM_TO.split(words) if part.strip()]
    if len(ends) != 2 or _is_one_stretch(words, filling):
        return _run_of(_sure_days(words, filling), filling)
    first, last = (_single(part, filling) for part in ends)
    if last < first:
        raise CannotRead(filling.say("The last day is before the first."))
    return Span(first, last)


def _is_one_stretch(words: str, filling: Filling) -> bool:
    """Whether the day reader takes all of it for one span: "23 to 25 March"."""
    reading = filling.days.read(words, at=filling.at)
    return len(reading.days) == 1 and not reading.unread and not masked(words, reading)


def _single(words: str, filling: Filling) -> date:
    span = _run_of(_sure_days(words, filling), filling)
    if span.first != span.last:
        raise CannotRead(filling.say("Please write a single day."))
    return span.first


def _run_of(read: Sequence[Days], filling: Filling) -> Span:
    """Days named one by one are a span where none between them is left out."""
    ordered = sorted(read, key=lambda one: one.first)
    for one, other in pairwise(ordered):
        if other.first > one.last + timedelta(days=1):
            raise CannotRead(filling.say("Please write one day, or the first and the last of several in a row."))
    return Span(ordered[0].first, max(one.last for one in ordered))


def _sure_days(words: str, filling: Filling) -> Sequence[Days]:
    say, reading = filling.say, filling.days.read(words, at=filling.at)
    if reading.unread:
        raise CannotRead(say("“{words}” is no day of the calendar.", words=", ".join(reading.unread)))
    left = [one for one in re.findall(r"\w+", masked(words, reading).casefold()) if one not in SMALL]
    if not reading.days or left:
        example = filling.at.date().isoformat()
        unread = " ".join(left) or words
        raise CannotRead(
            say("I cannot read “{words}” as a day; write it like {example}.", words=unread, example=example)
        )
    for one in reading.days:
        meant = [(one.first, one.last), *one.alternatives]
        if len(meant) > 1 or not one.sure:
            either = [say.days(first, last, at=filling.at) for first, last in meant]
            raise CannotRead(
                say("“{words}” is not sure to be {days}; write the date.", words=words, days=_either(either))
            )
        if one.reason.startswith(("until", "after", "before")):
            raise CannotRead(say("Please write the first and the last day."))
    return reading.days


def _either(days: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(days))


@dataclass(frozen=True)
class Clock:
    """An hour as written. *half*: the "a" or "p" beside it; *full*: written so that it is of twenty-four."""

    hour: int
    minute: int
    half: str | None
    full: bool

    def time(self, half: str | None) -> time:
        if half is None:
            return time(self.hour, self.minute)
        return time(self.hour % NOON + (NOON if half == "p" else 0), self.minute)

    @property
    def may_be_night(self) -> bool:
        return self.half is None and not self.full and 0 < self.hour <= NIGHT


def read_hour(words: str, filling: Filling) -> time:
    return _sure_hour(words, _clock(words, filling), filling)


def read_hours(words: str, filling: Filling) -> tuple[time, time | None] | None:
    """From when until when; of an editor's hours the end may stay unsaid. A family's "off" is no hour at all."""
    if words.casefold() in OFF:
        return NEVER if filling.family else None
    parts = BETWEEN_HOURS.split(re.sub(r"^(?:from|de|desde)\s+(?:las?\s+)?", "", words, flags=re.IGNORECASE))
    if len(parts) == 1 and not filling.family:
        return read_hour(words, filling), None
    if len(parts) != 2:
        raise _no_hours(words, filling)
    found = _both_hours(parts, filling)
    if filling.family and found[0] == found[1]:  # all day, or never: nobody can tell
        raise no_quiet_hours(filling)
    return found


def _both_hours(parts: Sequence[str], filling: Filling) -> tuple[time, time]:
    first, last = (_clock(part, filling) for part in parts)
    if first.full or last.full:
        return first.time(first.half), last.time(last.half)
    shared = last.half if first.may_be_night else None
    begins = first.time(shared) if shared else _sure_hour(parts[0], first, filling)
    return begins, _sure_hour(parts[1], last, filling)


def _sure_hour(words: str, clock: Clock, filling: Filling) -> time:
    if clock.may_be_night and filling.family:
        raise no_quiet_hours(filling)
    if clock.may_be_night:
        either = [filling.say.hour(datetime.combine(filling.at.date(), clock.time(half))) for half in "ap"]
        raise CannotRead(filling.say("“{words}” can be {hours}.", words=words, hours=_either(either)))
    return clock.time(clock.half)


def _clock(words: str, filling: Filling) -> Clock:
    plain = words.strip().casefold()
    if plain in NAMED_HOURS:
        return Clock(NAMED_HOURS[plain], 0, None, full=True)
    found = HOUR.fullmatch(plain)
    if found is None:
        raise _no_hours(words, filling)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour >= DAY or minute >= 60 or (half is not None and not 0 < hour <= NOON):
        raise _no_hours(words, filling)
    return Clock(hour, minute, half, full=half is None and (hour > NOON or hour == 0 or found[1].startswith("0")))


def _no_hours(words: str, filling: Filling) -> CannotRead:
    if filling.family:
        return no_quiet_hours(filling)
    return CannotRead(filling.say("I cannot read “{words}” as an hour; write it like 10:30 or 1 p.m.", words=words))


def read_moment(words: str, filling: Filling) -> datetime:
    """A day alone is its noon, an hour alone is today's."""
    moment = _moment_written(words, filling)
    _refuse_far_away(moment.date(), words, filling)
    return moment


def _moment_written(words: str, filling: Filling) -> datetime:
    if words.casefold() in NOW:
        return filling.at
    if ISO.fullmatch(words):
        try:
            written = datetime.fromisoformat(words)
        except ValueError:
            raise CannotRead(filling.say("“{words}” is no day of the calendar.", words=words)) from None
        _refuse_far_away(written.date(), words, filling)
        return on_the_clock(written, filling) if written.tzinfo is None else filling.edition.district.local(written)
    found = list(HOUR_AMONG_WORDS.finditer(words))
    if not found:
        return on_the_clock(datetime.combine(_single(words, filling), time(NOON)), filling)
    one = found[-1]
    day = f"{words[: one.start()]} {words[one.end() :]}".strip(" ,")
    hour = read_hour(one["led"] or one["bare"] or one["word"], filling)
    return on_the_clock(datetime.combine(_single(day, filling) if day else filling.at.date(), hour), filling)


def on_the_clock(naive: datetime, filling: Filling) -> datetime:
    """The moment at which the district's clock shows it; where the clocks change there may be none, or two."""
    zone, say = filling.edition.district.timezone, filling.say
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise CannotRead(
            say("There is no {moment}: the clocks are put forward then.", moment=f"{naive:%Y-%m-%d %H:%M}")
        )
    either = _either([first.isoformat(timespec="minutes"), second.isoformat(timespec="minutes")])
    raise CannotRead(say("The clocks are put back then; write which one you mean: {either}.", either=either))
