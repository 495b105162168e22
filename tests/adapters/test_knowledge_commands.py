"""Checking, loading, showing and exporting what is known; a person's edit is never lost to a file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from knowledge.claims import Claim
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.files import write_folder
from knowledge.opening import read_base
from knowledge.revisions import current, export
from tests.adapters.conftest import Run
from tests.publishing import publish_change
from tests.sacramento import CLOSED, OFFER, TUESDAY_NOON, said

ASK = ("ask", "what did the district offer", "--at", "2022-03-22")
FIVE = replace(OFFER, words=said("The district offers 5% raises."))


def database_in(place: Path) -> Database:
    return Database.open(f"sqlite:///{place}/bellwether.db")


def edited_by_ines(place: Path, edited: Claim) -> None:
    with database_in(place) as database:
        database.write_now(lambda c: publish_change(c, [edited], author="ines", at=TUESDAY_NOON))


def folder_with(place: Path, *claims: Claim) -> str:
    write_folder(CuratedSet(claims=claims), place / "files")
    return "files"


def test_checking_counts_what_is_there_and_what_nobody_has_approved(run: Run) -> None:
    checked = run("knowledge", "check")

    assert checked.status == 0
    rows = [line.split() for line in checked.out.splitlines()]
    assert ["topics", "7"] in rows
    assert ["claims", "5"] in rows
    assert any(row[:1] == ["en"] and row[2] == "0" for row in rows)
    assert "Entries that nobody has checked" in checked.out
    assert "buses" in checked.out  # an open question


def test_checking_names_file_line_and_field_of_each_problem(run: Run, place: Path) -> None:
    (place / "files").mkdir()
    (place / "files" / "topics.yaml").write_text("topics:\n  - slug: snow\n    kind: weather\n", encoding="utf-8")

    checked = run("knowledge", "check", "files")

    assert checked.status == 1
    assert "files/topics.yaml:3: topics.kind: " in checked.out


def test_a_folder_without_curated_files_is_no_success(run: Run, place: Path) -> None:
    (place / "files").mkdir()

    assert run("knowledge", "check", "files").status == 1


def test_the_knowledge_that_comes_along_is_sound(run: Run, shipped: Path) -> None:
    checked = run("knowledge", "check")

    assert (checked.status, "abc10-2022-03-21" in checked.out) == (0, True)


def test_loading_shows_first_and_changes_nothing_without_a_yes(run: Run, place: Path) -> None:
    run("chat")
    folder = folder_with(place, FIVE)

    loaded = run("knowledge", "load", folder)

    assert loaded.status == 0
    assert "changed  claim  offer-2" in loaded.out
    assert "--yes" in loaded.err
    assert "2%" in run(*ASK).out


def test_loading_into_nothing_without_a_yes_makes_no_database(run: Run, place: Path) -> None:
    assert run("knowledge", "load").status == 0
    assert not (place / "bellwether.db").exists()


def test_a_yes_publishes_with_the_folder_as_author(run: Run, place: Path) -> None:
    run("chat")

    loaded = run("knowledge", "load", folder_with(place, FIVE), "--yes")

    assert (loaded.status, "1 changed" in loaded.err) == (0, True)
    assert "5%" in run(*ASK).out
    assert "files (files)" in run("knowledge", "show", "offer-2").out
    assert "Nothing to change" in run("knowledge", "load", "files", "--yes").err


def test_a_persons_edit_survives_a_restart_and_a_load(run: Run, place: Path) -> None:
    run("chat")
    edited_by_ines(place, replace(OFFER, words=said("The district offers 3% raises.")))
    folder = folder_with(place, FIVE)

    run("chat")
    kept = run("knowledge", "load", folder, "--yes")
    assert "kept" in kept.out
    assert "--take-file" in kept.err
    run("knowledge", "load", "--yes")
    assert "3%" in run(*ASK, "--at", "2022-03-23").out

    run("knowledge", "load", folder, "--yes", "--take-file")
    assert "5%" in run(*ASK, "--at", "2022-03-23").out


def test_loading_beside_a_writing_process_is_refused_naming_it(run: Run, place: Path) -> None:
    run("chat")
    with closing(Database.open(f"sqlite:///{place}/bellwether.db", opened_by="the night shift")):
        refused = run("knowledge", "load", folder_with(place, FIVE), "--yes")

    assert refused.status == 1
    assert "the night shift" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_files_about_another_district_are_refused(run: Run, place: Path, curated: Path) -> None:
    run("chat")
    other = read_base(curated)
    assert other.district
    write_folder(replace(other, district=replace(other.district, slug="elk-grove"), asides=()), place / "other")

    refused = run("knowledge", "load", "other", "--yes")

    assert (refused.status, "elk-grove" in refused.err, "Traceback" in refused.err) == (1, True, False)


def test_what_is_exported_fills_another_database_with_the_same(run: Run, place: Path) -> None:
    run("chat")
    edited_by_ines(place, FIVE)
    assert run("knowledge", "export", "out").status == 0
    elsewhere = {"BELLWETHER_DATABASE__URL": "sqlite:///other.db"}

    assert run("knowledge", "load", "out", "--yes", env=elsewhere).status == 0

    with database_in(place) as ours, Database.open("sqlite:///other.db") as theirs:
        assert ours.read_now(export) == theirs.read_now(export)
    assert "Nothing to change" in run("knowledge", "load", "out", "--yes").err


def test_exporting_refuses_a_folder_with_something_in_it_unless_forced(run: Run, place: Path) -> None:
    run("knowledge", "export", "out")
    (place / "out" / "events" / "old.yaml").write_text("event: {}\n", encoding="utf-8")
    (place / "out" / "notes.txt").write_text("mine", encoding="utf-8")

    assert run("knowledge", "export", "out").status == 1
    assert run("knowledge", "export", "out", "--force").status == 0
    assert not (place / "out" / "events" / "old.yaml").exists()
    assert (place / "out" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert run("knowledge", "check", "out").status == 0


def test_topics_are_shown_with_how_much_is_in_force(run: Run) -> None:
    shown = run("knowledge", "show", "--at", "2022-03-22")

    rows = {line.split()[0]: line.split() for line in shown.out.splitlines() if line.strip()}
    assert rows["school-open"][-5:] == ["1", "2", "en,", "1", "es"]
    assert "5 claims in force at 2022-03-22 12:00" in shown.out
    assert "0 claims in force" in run("knowledge", "show", "--at", "2022-09-01").out


def test_a_topics_claims_are_shown_as_they_stand_at_a_moment(run: Run) -> None:
    shown = run("knowledge", "show", "school-open", "--at", "2022-03-22").out

    assert f"{CLOSED.slug}, revision 1" in shown
    assert "condition: unless a deal is reached first" in shown
    assert "source: article (ABC10), paragraphs 1" in shown
    assert "as of: 2022-03-21\n" in shown
    assert "until: 2022-03-24 00:00" in shown
    assert CLOSED.slug not in run("knowledge", "show", "school-open", "--at", "2022-03-24").out


def test_an_entrys_history_says_who_changed_it(run: Run, place: Path) -> None:
    run("chat")
    edited_by_ines(place, FIVE)

    shown = run("knowledge", "show", "offer-2").out

    assert "5% raises" in shown
    assert [line.split()[-1] for line in shown.splitlines()[-2:]] == ["(files)", "ines"]


def test_a_name_that_nothing_has_is_said_so(run: Run) -> None:
    shown = run("knowledge", "show", "snow")

    assert (shown.status, "Traceback" in shown.err) == (1, False)
    assert '"snow"' in shown.err


def test_the_edit_is_in_the_database_and_not_in_the_files(run: Run, place: Path, curated: Path) -> None:
    run("chat")
    edited_by_ines(place, FIVE)

    with database_in(place) as database:
        assert database.read_now(lambda c: current(c, Claim, ["offer-2"]))["offer-2"] == FIVE
    assert OFFER in read_base(curated).claims
