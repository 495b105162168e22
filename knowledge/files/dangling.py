"""References to what is no longer there, as taking something back can leave them: left out of files, and said.

The database tells nothing by them, and files that named them would be refused when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.curated_set import CuratedSet
from knowledge.files.checks import RECORDS, known_slugs
from knowledge.files.records import Field, Record


def without_dangling(curated: CuratedSet) -> tuple[CuratedSet, tuple[str, ...]]:
    """The same without them, and a sentence about each."""
    known, told = known_slugs(curated), list[str]()
    mended: dict[str, Any] = {
        name: tuple(_mended(record, noun, known, told) for noun in getattr(curated, name)) for name, record in RECORDS
    }
    return replace(curated, **mended), tuple(told)


def _mended(record: Record, noun: Any, known: Mapping[str, set[str]], told: list[str]) -> Any:
    for field in record.fields:
        if field.form.names is None or field.required:
            continue
        gone = [slug for slug in _named(field, noun) if slug not in known[field.form.names]]
        if gone:
            told += [f'the {record.kind} "{noun.slug}" names the {field.form.names} "{slug}"' for slug in gone]
            noun = replace(noun, **{field.attributes[0]: _left(field.taken_from(noun), gone)})
    return noun


def _named(field: Field, noun: Any) -> tuple[str, ...]:
    value = field.taken_from(noun)
    return (value,) if isinstance(value, str) else tuple(value or ())


def _left(value: Any, gone: list[str]) -> Any:
    return None if isinstance(value, str) else tuple(one for one in value if one not in gone)
