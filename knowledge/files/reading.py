"""Reading curated files: all of a folder, the shipped knowledge, one change. One broken file and nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from knowledge.claims import Claim, Condition
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from knowledge.files.change import Change
from knowledge.files.checks import check_change, check_folder
from knowledge.files.districts import district_over
from knowledge.files.problems import CuratedFileError, Problem, did_you_mean
from knowledge.files.sheets import CHANGE_SECTIONS, EVENT_FILES, SECTIONS, read_sheet
from knowledge.files.spots import Ledger, Sheet, Spot

SHIPPED = Path(__file__).resolve().parents[1] / "curated"
_FIRST = "district.yaml"
_PARTS = {"schools", "neighbours", "speakers", "channels", "calendar"}
_Read: TypeAlias = list[tuple[str, dict[str, Any]]]
"""File names with what their sections gave, in the order of reading."""


def read_shipped(district: str = "sacramento_city") -> CuratedSet:
    """What comes with the package: the files common to all districts and, over them, those of *district*."""
    common = read_common()
    return read_folder(SHIPPED / district, below=common).over(common)


def read_common() -> CuratedSet:
    """What comes with the package for every district: asides and emergencies."""
    return read_folder(SHIPPED / "common")


def read_folder(path: Path | str, *, zone: str | None = None, below: CuratedSet | None = None) -> CuratedSet:
    """What the folder itself says, to be laid over *below*; what it refers to may stand in either.

    *zone* is for moments without an offset; left out, it is that of the folder's district, else of the one below.
    Raises CuratedFileError with every problem found.
    """
    folder, ledger = Path(path), Ledger()
    read = _read_sheets(folder, ledger, zone=zone, below=below)
    withdrawals: dict[str, Spot] = dict(_each(read, "withdraw"))
    sections = _found(read, _FIRST)
    district = district_over(sections, below=below.district if below else None, gone=withdrawals.keys())
    alone = district is None and not (below and below.district)
    if alone and sections.keys() & _PARTS and "district" not in {one.field[:8] for one in ledger.problems}:
        message = 'these are nobody\'s schools yet: "district" is missing, and there is none underneath'
        ledger.problems.append(Problem(str(folder / _FIRST), 1, "district", message))
    curated = _gathered(read, district)
    if not ledger.broken:
        check_folder(curated, below=below, ledger=ledger, withdrawals=withdrawals)
    _refuse(ledger)
    return curated


def _read_sheets(folder: Path, ledger: Ledger, *, zone: str | None, below: CuratedSet | None) -> _Read:
    read: _Read = []
    for name, file in _files(folder, ledger):
        sheet = Sheet(str(file), ledger, _zone(zone, read, below=below))
        read.append((name, read_sheet(sheet, file, SECTIONS.get(name, SECTIONS[EVENT_FILES]))))
    return read


def _gathered(read: _Read, district: District | None) -> CuratedSet:
    return CuratedSet(
        district=district,
        topics=tuple(_each(read, "topics")),
        asides=tuple(_each(read, "asides")),
        emergencies=_found(read, "emergencies.yaml").get("emergencies", {}),
        sources=tuple(_each(read, "sources")),
        events=tuple(found["event"] for _, found in read if found.get("event")),
        conditions=tuple(_each(read, "conditions")),
        claims=tuple(_each(read, "claims")),
        questions=tuple(_each(read, "questions")),
        withdrawn=tuple(slug for slug, _ in _each(read, "withdraw")),
    )


def read_change(path: Path | str, *, zone: str | None = None, below: CuratedSet | None = None) -> Change:
    """One source with what it says, settles and ends. With *below*, every slug it refers to must be known there.

    *zone* is for moments without an offset; left out, it is that of the district below, else of the shipped one.
    A claim that names no event belongs to that of the claims it supersedes or of the condition it hangs on.
    Raises CuratedFileError with every problem found.
    """
    file, ledger = Path(path), Ledger()
    known = zone or (None if below is not None and below.district else _shipped_zone())
    found = read_sheet(Sheet(str(file), ledger, _zone(known, [], below=below)), file, CHANGE_SECTIONS)
    if "source" not in found and not ledger.problems:
        ledger.problems.append(Problem(str(file), 1, "source", 'the change lacks its "source": what it rests on'))
    check_change(_as_set(found), below=below, ledger=ledger)
    _refuse(ledger)
    claims = tuple(_in_its_event(one, found, below=below) for one in found.get("claims", ()))
    return Change(
        source=found["source"],
        claims=claims,
        conditions=tuple(_with_its_claims(one, claims) for one in found.get("conditions", ())),
        settles=tuple(found.get("settles", ())),
        ends=found.get("ends"),
    )


def _as_set(found: Mapping[str, Any]) -> CuratedSet:
    sources = (found["source"],) if "source" in found else ()
    return CuratedSet(sources=sources, conditions=found.get("conditions", ()), claims=found.get("claims", ()))


def _files(folder: Path, ledger: Ledger) -> Iterator[tuple[str, Path]]:
    """Names and files to read, the district first; YAML files that nobody would read are noted."""
    if not folder.is_dir():
        ledger.broken = True
        ledger.problems.append(Problem(str(folder), 1, "", "there is no such folder"))
        return
    for file in sorted([*folder.glob("*.y*ml"), *folder.glob("[eE]vent*/*.y*ml")]):
        name = file.relative_to(folder).as_posix()
        if name not in SECTIONS and not (file.parent.name == "events" and file.suffix == ".yaml"):
            message = f'"{name}" is not read{did_you_mean(name, (*SECTIONS, "events/" + file.stem + ".yaml"))}'
            ledger.problems.append(Problem(str(file), 1, "", message))
    names = [name for name in SECTIONS if name != EVENT_FILES and (folder / name).exists()]
    yield from ((name, folder / name) for name in names)
    yield from ((f"events/{one.name}", one) for one in sorted(folder.glob(EVENT_FILES)))


def _found(read: _Read, name: str) -> dict[str, Any]:
    return next((found for one, found in read if one == name), {})


def _each(read: _Read, section: str) -> Iterator[Any]:
    for _, found in read:
        yield from found.get(section, ())


def _zone(given: str | None, read: _Read, *, below: CuratedSet | None) -> ZoneInfo | None:
    if given:
        return ZoneInfo(given)
    if any(name == _FIRST and "district" not in found for name, found in read) and not (below and below.district):
        return ZoneInfo("UTC")  # the district itself is refused already; its moments need no second problem
    own: District | None = _found(read, _FIRST).get("district")
    district = own or (below.district if below else None)
    return district.timezone if district else None


def _shipped_zone() -> str | None:
    file = SHIPPED / "sacramento_city" / _FIRST
    found = read_sheet(Sheet(str(file), Ledger()), file, SECTIONS[_FIRST]) if file.exists() else {}
    district: District | None = found.get("district")
    return district.zone if district else None


def _in_its_event(claim: Claim, found: Mapping[str, Any], *, below: CuratedSet | None) -> Claim:
    under = below or CuratedSet()
    related = {one.event for one in under.claims if one.slug in claim.supersedes}
    related |= {one.event for one in (*under.conditions, *found.get("conditions", ())) if one.slug == claim.condition}
    return replace(claim, event=_single(related)) if claim.event is None else claim


def _with_its_claims(condition: Condition, claims: tuple[Claim, ...]) -> Condition:
    related = {one.event for one in claims if one.condition == condition.slug}
    return replace(condition, event=_single(related)) if condition.event is None else condition


def _single(events: set[str | None]) -> str | None:
    """The one event among them; None when there is none or no telling which."""
    named = events - {None}
    return named.pop() if len(named) == 1 else None


def _refuse(ledger: Ledger) -> None:
    if ledger.problems:
        raise CuratedFileError(ledger.problems)
