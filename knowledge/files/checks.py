"""What no single file can know: that every slug named is there, and that what is withdrawn is missed by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.curated_set import CuratedSet
from knowledge.files.nouns import ASIDE, CLAIM, CONDITION, EVENT, QUESTION, SOURCE, TOPIC
from knowledge.files.phrasings import note_shared_phrasings
from knowledge.files.problems import Problem, did_you_mean
from knowledge.files.records import Record
from knowledge.files.rules import broken_rules
from knowledge.files.spots import Ledger, Spot

RECORDS: tuple[tuple[str, Record], ...] = (
    ("topics", TOPIC),
    ("asides", ASIDE),
    ("sources", SOURCE),
    ("events", EVENT),
    ("conditions", CONDITION),
    ("claims", CLAIM),
    ("questions", QUESTION),
)


def check_folder(
    curated: CuratedSet, *, below: CuratedSet | None, ledger: Ledger, withdrawals: Mapping[str, Spot]
) -> None:
    under = below or CuratedSet()
    merged = curated.over(under)
    known = known_slugs(merged)
    _note_unknown(ledger, known)
    note_shared_phrasings(curated, under, ledger=ledger)
    _note_broken_rules(curated, merged, ledger=ledger)
    if below is not None:
        _note_wrong_withdrawals(withdrawals, known_slugs(below), ledger=ledger)
        _note_left_alone(curated, under, known=known, ledger=ledger, withdrawals=withdrawals)


def check_change(change: CuratedSet, *, below: CuratedSet | None, ledger: Ledger) -> None:
    """Without *below* only what the change says by itself can be checked."""
    merged = change.over(below or CuratedSet())
    if below is not None:
        _note_unknown(ledger, known_slugs(merged))
    _note_broken_rules(change, merged, ledger=ledger)


def known_slugs(curated: CuratedSet) -> dict[str, set[str]]:
    known = {record.kind: {one.slug for one in getattr(curated, name)} for name, record in RECORDS}
    district = curated.district
    known["school"] = {one.slug for one in district.schools} if district else set()
    known["neighbour"] = {one.slug for one in district.neighbours} if district else set()
    known["speaker"] = {one.slug for one in district.speakers} if district else set()
    return known


def _note_unknown(ledger: Ledger, known: Mapping[str, set[str]]) -> None:
    """A noun that is there but was refused for another reason is not unknown."""
    there = {kind: slugs | ledger.slugs(kind) for kind, slugs in known.items()}
    for kind, slug, spot in ledger.named:
        if slug not in there[kind]:
            spot.note(f'there is no {kind} "{slug}"{did_you_mean(slug, there[kind])}')


def _note_broken_rules(curated: CuratedSet, merged: CuratedSet, *, ledger: Ledger) -> None:
    for kind, slug, field, message in broken_rules(curated, merged):
        places = ledger.declared.get((kind, slug))
        if places is None:
            continue  # a part of the district was read, the rest stands underneath
        places.get(field, places[""]).note(message)


def _note_wrong_withdrawals(withdrawals: Mapping[str, Spot], known: Mapping[str, set[str]], *, ledger: Ledger) -> None:
    for slug, spot in withdrawals.items():
        kinds = [kind for kind, slugs in known.items() if slug in slugs]
        if not kinds:
            everything = set().union(*known.values())
            spot.note(f'there is no "{slug}" underneath to withdraw{did_you_mean(slug, everything)}')
        elif len(kinds) > 1:
            both = " and of a ".join(kinds)
            spot.note(f'"{slug}" is the slug of a {both}; withdrawing it would take all of them away')


def _note_left_alone(
    curated: CuratedSet,
    below: CuratedSet,
    *,
    known: Mapping[str, set[str]],
    ledger: Ledger,
    withdrawals: Mapping[str, Spot],
) -> None:
    """Nouns underneath that would refer to something the folder takes away."""
    alone = list(_left_alone(curated, below, known))
    for slug, spot in withdrawals.items():
        users = [user for user, _, named in alone if named == slug]
        if users:
            more = f" and {len(users) - 1} more" if len(users) > 1 else ""
            spot.note(f'"{slug}" is still named by {users[0]}{more}; withdraw or replace that too')
    others = [one for one in alone if one[2] not in withdrawals]
    if others:
        user, kind, slug = others[0]
        message = (
            f'{user}, underneath, names the {kind} "{slug}", which this district does not have '
            f"({len(others)} such places); knowledge about another district is not laid over this one"
        )
        heads = [places[""] for (kind, _), places in ledger.declared.items() if kind == "district"]
        ledger.problems.extend(Problem(one.file, one.line, "district", message) for one in heads)


def _left_alone(
    curated: CuratedSet, below: CuratedSet, known: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, str]]:
    for name, record in RECORDS:
        replaced = {one.slug for one in getattr(curated, name)} | set(curated.withdrawn)
        for noun in getattr(below, name):
            if noun.slug not in replaced:
                for kind, slug in _named_by(record, noun):
                    if slug not in known[kind]:
                        yield f'the {record.kind} "{noun.slug}"', kind, slug


def _named_by(record: Record, noun: Any) -> Iterator[tuple[str, str]]:
    yield from record.slugs_named(noun)
    if record is CLAIM:
        yield from (("school", slug) for slug in noun.scope.schools)
