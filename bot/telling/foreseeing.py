"""By when the last of many messages is likely to have left: at the rate there is, around the hours in which nothing
that can wait is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from knowledge.district import District
from knowledge.quiet import Quiet, awake_at, is_quiet

MOST_NIGHTS = 400


def last_at(count: int, *, per_second: float, begins: datetime, quiet: Quiet | None, district: District) -> datetime:
    """*count*: with all that goes out before. *quiet*: None for what is sent at any hour."""
    left = timedelta(seconds=count / per_second)
    at = begins
    for _ in range(MOST_NIGHTS):
        at = awake_at(quiet, at, district=district)
        night = _next_night(quiet, at, district=district)
        if night is None or at + left <= night:
            return at + left
        left -= night - at
        at = night
    return at


def _next_night(quiet: Quiet | None, at: datetime, *, district: District) -> datetime | None:
    """When the quiet hours begin next; *at* is in none."""
    if quiet is None:
        return None
    local = district.local(at)
    night = datetime.combine(local.date(), quiet[0], tzinfo=district.timezone)
    if night <= local or is_quiet(quiet, local.time()):
        night = datetime.combine(local.date() + timedelta(days=1), quiet[0], tzinfo=district.timezone)
    return night
