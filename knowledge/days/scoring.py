"""How well the reader reads: counts on messages whose days are known, per language, and the time it takes."""

import statistics
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.days.reader import DayReader, DayReading


@dataclass
class Count:
    """Right, wrong and missed are of messages with a day; invented of those without."""

    dated: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    free: int = 0
    invented: int = 0
    unsure: int = 0
    """Right, but said to be unsure."""


@dataclass
class Score:
    total: Count = field(default_factory=Count)
    languages: dict[str, Count] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """Language, message, what was read."""
    median_ms: float = 0.0
    p95_ms: float = 0.0


def score(rows: Iterable[Mapping[str, Any]], reader: DayReader) -> Score:
    """Each row has text, lang, now, tz, expected ([first, last] or null) and alt (also right).

    The days of a message with several are compared by the stretch from the first to the last.
    """
    result = Score()
    times = []
    for row in rows:
        at = datetime.fromisoformat(row["now"]).astimezone(ZoneInfo(row["tz"]))
        began = time.perf_counter()
        reading = reader.read(row["text"], at=at)
        times.append((time.perf_counter() - began) * 1000)
        outcome = _outcome(row, reading)
        for count in (result.total, result.languages.setdefault(row["lang"], Count())):
            _add(count, outcome, dated=row["expected"] is not None, sure=all(days.sure for days in reading.days))
        if outcome in ("wrong", "missed", "invented"):
            result.failures.append((row["lang"], row["text"], f"{outcome} {_hull(reading)}"))
    if times:
        result.median_ms = statistics.median(times)
        result.p95_ms = sorted(times)[int(len(times) * 0.95) - 1 if len(times) > 1 else 0]
    return result


def _hull(reading: DayReading) -> list[str] | None:
    if not reading.days:
        return None
    first = min(days.first for days in reading.days)
    return [first.isoformat(), max(days.last for days in reading.days).isoformat()]


def _outcome(row: Mapping[str, Any], reading: DayReading) -> str:
    read, expected = _hull(reading), row["expected"]
    if expected is None:
        return "free" if read is None else "invented"
    if read is None:
        return "missed"
    return "right" if read in (expected, *(row.get("alt") or ())) else "wrong"


def _add(count: Count, outcome: str, *, dated: bool, sure: bool) -> None:
    count.dated += dated
    count.free += not dated
    if outcome != "free":
        setattr(count, outcome, getattr(count, outcome) + 1)
    count.unsure += outcome == "right" and not sure
