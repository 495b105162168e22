"""Pairs of questions that look alike and are not: a day, a school, a year, an actor swapped. Judged half by half."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.quality.scoring import Given

TRAPS = Path(__file__).parent / "traps.jsonl"
DEFINITE = frozenset({"open", "closed", "closed_unless", "open_unless", "delayed", "early_dismissal", "remote"})


@dataclass(frozen=True)
class Half:
    id: str
    kind: str
    lang: str
    now: str
    text: str
    swapped: bool
    expect: Mapping[str, Any]


def read_traps(path: Path = TRAPS) -> list[Half]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Half(row["id"], row["kind"], row["lang"], row["now"], row[half]["text"], half == "swapped", row[half]["expect"])
        for row in rows
        for half in ("plain", "swapped")
    ]


def is_right(half: Half, given: Given) -> bool:
    expect, said = half.expect, _plain(given.reply)
    return (
        given.outcome in expect["outcome"]
        and all(any(_plain(one) in said for one in group) for group in expect.get("must", ()))
        and not _wrongly_said(half, said)
        and ("status" not in expect or given.status in expect["status"])
    )


def is_definitely_wrong(half: Half, given: Given) -> bool:
    """Says what belongs to the other half, or gives a status that this half does not have."""
    expect = half.expect
    wrong_status = given.status in DEFINITE and "status" in expect and given.status not in expect["status"]
    return wrong_status or _wrongly_said(half, _plain(given.reply))


def _wrongly_said(half: Half, said: str) -> bool:
    if any(_plain(one) in said for one in half.expect.get("must_not", ())):
        return True
    return any(
        _plain(one) in said and not any(_plain(name) in said for name in unless["naming"])
        for unless in half.expect.get("must_not_unless", ())
        for one in unless["says"]
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
