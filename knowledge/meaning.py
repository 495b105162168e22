"""What a finding means to a family: only where that differs is anybody told anew.

Who says it, in which words and from which source is no part of it; where a claim has no status, its words are all there
is. A hole and what is past mean the same: nothing that counts now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from knowledge.claims import Scope
from knowledge.district import District
from knowledge.findings import Finding, FindingKind, Held
from knowledge.texts import in_language

Meaning = dict[str, Any]
HOLES = (FindingKind.NOT_ANNOUNCED, FindingKind.PAST)


@dataclass(frozen=True)
class Meant:
    """*lives_until*: when the last of what it says stops being served by itself; None where it says nothing."""

    meaning: Meaning
    lives_until: datetime | None = None

    @property
    def kind(self) -> str:
        return str(self.meaning["kind"])


def hole() -> Meaning:
    return {"kind": "hole"}


def is_bare(meaning: Meaning) -> bool:
    """Whether it is a hole with nothing told in its place."""
    return meaning == hole()


def meant_by(finding: Finding, district: District) -> Meant:
    helds = [held for group in _groups(finding).values() for held in group]
    return Meant(meaning_of(finding, district), max((held.until for held in helds), default=None))


def meaning_of(finding: Finding, district: District) -> Meaning:
    """Plain JSON in a fixed order, so that two findings mean the same exactly when these are equal."""
    no_school = finding.kind is FindingKind.NO_SCHOOL_DAY
    meaning: Meaning = {"kind": "hole" if _is_hole(finding) else "no_school" if no_school else "known"}
    for name, helds in _groups(finding).items():
        said = _in_order(_statement(held, finding.asked.scope, district) for held in helds)
        if said:
            meaning[name] = said
    return meaning


def _groups(finding: Finding) -> Mapping[str, tuple[Held, ...]]:
    """Where only a detail is missing, the topic itself is known."""
    if finding.missing is not None:
        return {"claims": finding.parents, "exceptions": finding.exceptions}
    if _is_hole(finding):
        return {"exceptions": finding.exceptions, "parents": finding.parents, "reported": finding.reported}
    return {"claims": finding.claims, "exceptions": finding.exceptions}


def _is_hole(finding: Finding) -> bool:
    return finding.kind in HOLES and finding.missing is None


def _statement(held: Held, asked: Scope, district: District) -> Meaning:
    """Only what the claim sets, so that every statement is as short as it can be."""
    claim = held.claim
    said: dict[str, Any] = {
        "status": claim.status.value if claim.status else None,
        "at": _hour(claim.at),
        "first_day": claim.first_day.isoformat() if claim.first_day else None,
        "last_day": claim.last_day.isoformat() if claim.last_day and claim.last_day != claim.first_day else None,
        "begins": _hour(claim.begins),
        "closes": _hour(claim.closes),
        "places": list(claim.places),
        "firmness": claim.firmness.value,
        "conditions": sorted(one.slug for one in held.conditions),
        "scope": _part(claim.scope, asked, district),
        "words": None if claim.status else _words(held, district),
    }
    return {name: value for name, value in said.items() if value}


def _part(scope: Scope, asked: Scope, district: District) -> Mapping[str, list[str]] | None:
    """Of what holds for all that was asked about, it is no matter for how many others it holds as well."""
    if scope.covers(asked, district):
        return None
    return {"levels": sorted(scope.levels), "schools": sorted(scope.schools)}


def _words(held: Held, district: District) -> str | None:
    found = in_language(held.claim.words, district.languages)
    return " ".join(found[1].words.split()) if found else None


def _hour(hour: time | None) -> str | None:
    return hour.isoformat("minutes") if hour else None


def _in_order(statements: Iterable[Meaning]) -> list[Meaning]:
    by_text = {json.dumps(one, sort_keys=True): one for one in statements}
    return [by_text[text] for text in sorted(by_text)]
