"""What loading would change, said field by field, and nothing changed by asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.files import write_folder
from tests.adapters.conftest import Run
from tests.publishing import publish_change
from tests.sacramento import CLOSED, OFFER, THURSDAY, TUESDAY_NOON, claim, said

FIVE = replace(OFFER, words=said("The district offers 5% raises."))
NEW = claim("open-thursday", "meals", "Bags on Thursday.", first_day=THURSDAY)


def folder_with(place: Path, curated: CuratedSet) -> str:
    write_folder(curated, place / "files")
    return "files"


def rows(out: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in out.splitlines()]


def test_each_field_that_differs_is_told_with_both_sides(run: Run, place: Path) -> None:
    run("do", "/today")

    differ = run("knowledge", "diff", folder_with(place, CuratedSet(claims=(FIVE, NEW))))

    assert differ.status == 0
    assert [
        "changed",
        "claim",
        "offer-2",
        "words",
        "en: The district offers 2% raises.",
        "en: The district offers 5% raises.",
    ] in rows(differ.out)
    assert ["added", "claim", "open-thursday", "as in the files"] in rows(differ.out)
    assert "1 added, 1 changed" in differ.err
    assert "2%" in run("ask", "what did the district offer", "--at", "2022-03-22").out


def test_what_is_taken_away_and_what_only_the_database_has_are_told(run: Run, place: Path) -> None:
    run("do", "/today")
    differ = run("knowledge", "diff", folder_with(place, CuratedSet(withdrawn=(CLOSED.slug,))))

    assert ["removed", "claim", CLOSED.slug, "as it stands"] in rows(differ.out)
    assert "Only in the database, where it stays: " in differ.err


def test_a_persons_edit_is_told_as_kept_with_what_the_files_say(run: Run, place: Path) -> None:
    run("do", "/today")
    with Database.open(f"sqlite:///{place}/bellwether.db") as database:
        database.write_now(lambda c: publish_change(c, [FIVE], author="ines", at=TUESDAY_NOON))

    differ = run("knowledge", "diff")

    kept = [row for row in rows(differ.out) if row[:3] == ["kept", "claim", "offer-2"]]
    assert kept
    assert "5% raises" in kept[0][4]
    assert "2% raises" in kept[0][5]


def test_the_exit_code_says_whether_they_differ_only_when_asked(run: Run, place: Path) -> None:
    run("do", "/today")
    folder = folder_with(place, CuratedSet(claims=(FIVE,)))

    assert run("knowledge", "diff", "--exit-code").status == 0
    assert run("knowledge", "diff", folder).status == 0
    assert run("knowledge", "diff", folder, "--exit-code").status == 1


def test_asking_for_a_difference_makes_no_database(run: Run, place: Path) -> None:
    assert run("knowledge", "diff").status == 0
    assert not (place / "bellwether.db").exists()
