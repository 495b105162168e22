"""Which sections each curated file has, and reading one file into them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.files.forms import WORDS, Form, by_key, many, reference
from knowledge.files.nouns import (
    ASIDE,
    CHANNEL,
    CLAIM,
    CONDITION,
    DISTRICT,
    EVENT,
    HOLIDAY,
    NEIGHBOUR,
    QUESTION,
    SCHOOL,
    SETTLEMENT,
    SOURCE,
    SPEAKER,
    TOPIC,
)
from knowledge.files.problems import did_you_mean
from knowledge.files.records import Record
from knowledge.files.spots import Sheet, Spot, Unreadable, compose
from knowledge.files.wording import DEFAULT_APPROVALS, LANGUAGE

EVENT_FILES = "events/*.yaml"
EMERGENCIES = by_key(LANGUAGE, many(WORDS, inline=False))


def _event(spot: Spot) -> Any:
    """An event of its own, or the slug of a known one that the file adds to."""
    if spot.is_scalar:
        spot.sheet.inherited["event"] = reference("event").read(spot)
        return None
    event = EVENT.read(spot)
    spot.sheet.inherited["event"] = event.slug
    return event


def _change_source(spot: Spot) -> Any:
    source = SOURCE.read(spot)
    spot.sheet.inherited["source"] = source.slug
    return source


def _change_event(spot: Spot) -> str:
    slug: str = reference("event").read(spot)
    spot.sheet.inherited["event"] = slug
    return slug


def _approvals(spot: Spot) -> Any:
    spot.sheet.approved = DEFAULT_APPROVALS.read(spot)
    return spot.sheet.approved


def _withdrawals(spot: Spot) -> list[tuple[str, Spot]]:
    return [(str(WORDS.read(one)), one) for one in spot.items()]


def _several(record: Record) -> Form:
    return many(record.form, inline=False)


_EVERYWHERE: Mapping[str, Form] = {"approved": Form(_approvals), "withdraw": Form(_withdrawals)}
# Sections are read in this order: what a file says for all its nouns stands before them.
SECTIONS: Mapping[str, Mapping[str, Form]] = {
    "district.yaml": {
        **_EVERYWHERE,
        "district": DISTRICT.form,
        "schools": _several(SCHOOL),
        "neighbours": _several(NEIGHBOUR),
        "speakers": _several(SPEAKER),
        "channels": _several(CHANNEL),
        "calendar": _several(HOLIDAY),
    },
    "topics.yaml": {**_EVERYWHERE, "topics": _several(TOPIC)},
    "asides.yaml": {**_EVERYWHERE, "asides": _several(ASIDE)},
    "emergencies.yaml": {**_EVERYWHERE, "emergencies": EMERGENCIES},
    "questions.yaml": {**_EVERYWHERE, "questions": _several(QUESTION)},
    EVENT_FILES: {
        **_EVERYWHERE,
        "event": Form(_event, EVENT.write),
        "sources": _several(SOURCE),
        "conditions": _several(CONDITION),
        "claims": _several(CLAIM),
    },
}
CHANGE_SECTIONS: Mapping[str, Form] = {
    "approved": Form(_approvals),
    "source": Form(_change_source),
    "ends": Form(_change_event),
    "event": Form(_change_event),
    "conditions": _several(CONDITION),
    "claims": _several(CLAIM),
    "settles": _several(SETTLEMENT),
}


def read_sheet(sheet: Sheet, path: Path, sections: Mapping[str, Form]) -> dict[str, Any]:
    """What each section of the file gives; a section that is not there, or gives nothing, is left out."""
    root = compose(sheet, path)
    if root is None:
        return {}
    found: dict[str, Any] = {}
    try:
        entries = _entries(root, sections)
    except Unreadable:
        return {}
    for name, form in sections.items():
        if name in entries and not entries[name].is_empty:
            try:
                found[name] = form.read(entries[name])
            except Unreadable:
                continue
    return found


def _entries(root: Spot, sections: Mapping[str, Form]) -> dict[str, Spot]:
    entries = root.entries()
    for name in entries.keys() - sections.keys():
        home = next((file for file, others in SECTIONS.items() if name in others), None)
        hint = f"; it belongs in {home}" if home else did_you_mean(name, sections)
        entries[name].note(f'"{name}" is not read in this file{hint}')
    return entries
