"""What a button is about, in words that it can carry and that can be typed: topic, days, schools and levels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.questions import Choice
from knowledge.claims import Scope
from knowledge.district import Level
from knowledge.interest import Cell

WRITTEN = re.compile(r"([a-z0-9._-]+)/(\d{4}-\d\d-\d\d)?/(\d{4}-\d\d-\d\d)?/([a-z0-9._:,-]*)")
LEVEL = "level:"


def about_words(told: Iterable[Choice | Cell]) -> str:
    """What a button carries; `cell_of_words` reads each part of it."""
    return "; ".join(_words(one) for one in told if one.topic)


def _words(one: Choice | Cell) -> str:
    days = [day.isoformat() if day else "" for day in (one.day, one.last_day)]
    schools = [*one.scope.schools, *(f"{LEVEL}{level.value}" for level in one.scope.levels)]
    return "/".join((one.topic or "", *days, ",".join(schools)))


def cell_of_words(written: str) -> Cell | None:
    """None for what is no such words."""
    found = WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    names = [name for name in found[4].split(",") if name]
    levels = [name.removeprefix(LEVEL) for name in names if name.startswith(LEVEL)]
    try:
        first, last = (date.fromisoformat(day) if day else None for day in (found[2], found[3]))
        scope = Scope(tuple(Level(one) for one in levels), tuple(one for one in names if not one.startswith(LEVEL)))
    except ValueError:
        return None
    return Cell.of(found[1], first, last, scope)
