"""Beginning a knowledge base for another district."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from adapters.terminal.failing import Refusal
from adapters.terminal.paper import answers, remarks
from knowledge.files.beginning import write_beginning
from knowledge.files.problems import did_you_mean


def begin(folder: Path, *, name: str, zone: str) -> None:
    if not name.strip():
        raise Refusal("a district needs a name")
    write_beginning(folder, name=name, zone=_zone(zone))
    paper = answers()
    for file in sorted(folder.rglob("*.yaml")):
        paper.say(str(file))
    remarks().say(
        f"These files are sound as they are. Next: fill in district.yaml, then bellwether knowledge check {folder}; "
        f"BELLWETHER_KNOWLEDGE={folder} makes them the ones a new database is filled from."
    )


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = did_you_mean(name, available_timezones())
        raise Refusal(f'"{name}" is no time zone such as America/Chicago{near}') from None
