"""Hours of the day as articles write them: "5:44 PM", "8 p.m.", "noon", "11 a.m. to 1 p.m."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_AND = r"(?:-|–|—|\bto\b|\buntil\b|\band\b|\ba\b|\by\b)"


def _hour(number: int) -> str:
    half = rf"\s*(?P<half{number}>[ap])\.?\s?m\b\.?"
    clock = rf"(?<![\d:.$])(?P<hour{number}>\d{{1,2}})(?:[:.](?P<minute{number}>[0-5]\d))?(?:{half})?(?![\d:%])"
    return rf"(?:(?P<noon{number}>noon|mediod[ií]a)|(?P<midnight{number}>midnight|medianoche)|{clock})"


_HOURS = re.compile(rf"{_hour(1)}(?:\s*{_AND}\s*(?:las?\s+)?{_hour(2)})?", re.IGNORECASE)


@dataclass(frozen=True)
class Hours:
    """One hour, or a stretch of hours; *span*: the characters that say it."""

    begin: time
    end: time | None
    span: tuple[int, int]


def read_hours(text: str) -> tuple[Hours, ...]:
    """Only what is surely an hour: with a.m. or p.m., with minutes, or noon and midnight by name."""
    return tuple(found for match in _HOURS.finditer(text) for found in _read(match))


def _read(match: re.Match[str]) -> tuple[Hours, ...]:
    second = _time(match, 2, half=None)
    half = match["half2"] if second is not None else None
    first = _time(match, 1, half=half)
    if first is None:
        return (Hours(second, None, match.span()),) if second is not None else ()
    if second is None or second <= first:
        return (Hours(first, None, match.span()),)
    return (Hours(first, second, match.span()),)


def _time(match: re.Match[str], number: int, *, half: str | None) -> time | None:
    """*half*: of the hour it runs to, when it says none itself ("9 to 11 a.m.")."""
    if match[f"noon{number}"]:
        return time(12)
    if match[f"midnight{number}"]:
        return time(0)
    if match[f"hour{number}"] is None:
        return None
    hour, minute = int(match[f"hour{number}"]), match[f"minute{number}"]
    own = match[f"half{number}"] or (half if hour <= 12 else None)
    if own is None and (minute is None or ":" not in match[0]):
        return None
    if own is not None and not 1 <= hour <= 12:
        return None
    if own is not None:
        hour = hour % 12 + (12 if own.lower() == "p" else 0)
    return time(hour, int(minute or 0)) if hour < 24 else None
