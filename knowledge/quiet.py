"""Quiet hours on the district's clock, perhaps over midnight: nothing that can wait is sent in them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from knowledge.district import District

Quiet = tuple[time, time]
NEVER: Quiet = (time(), time())  # of whoever wants to be written to at any hour; none chosen is not the same
MINUTE = timedelta(minutes=1)


def quiet_between(first: int | None, last: int | None) -> Quiet | None:
    """As they are kept, in minutes after midnight; None of whoever chose none."""
    return None if first is None or last is None else (_hour(first), _hour(last))


def minutes_of(hour: time) -> int:
    """As it is kept."""
    return hour.hour * 60 + hour.minute


def _hour(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def is_quiet(quiet: Quiet | None, local: time) -> bool:
    if quiet is None or quiet == NEVER:
        return False
    first, last = quiet
    return first <= local < last if first < last else local >= first or local < last


def awake_at(quiet: Quiet | None, at: datetime, *, district: District) -> datetime:
    """The first moment from *at* on that is not quiet, to the minute; of an hour that a clock change leaves out or
    repeats the clock on the wall counts."""
    local = district.local(at)
    if quiet is None or not is_quiet(quiet, local.time()):
        return at
    day = local.date() if local.time() < quiet[1] else local.date() + timedelta(days=1)
    ends = datetime.combine(day, quiet[1], tzinfo=district.timezone)
    both = [ends.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    now = at.astimezone(UTC)
    end = next((one for one in both if one > now and not is_quiet(quiet, district.local(one).time())), both[1])
    while end - MINUTE > now and not is_quiet(quiet, district.local(end - MINUTE).time()):
        end -= MINUTE  # the hour that it ends in is left out, so it ended when the clock was changed
    return end
