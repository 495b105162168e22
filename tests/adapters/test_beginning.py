"""From nothing to a first own answer for another district, as docs/operating.md goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.files import read_common, read_folder
from tests.adapters.conftest import ROOT, Run

BEGIN = ("knowledge", "new", "our-district", "--district", "Springfield School District", "--zone", "America/Chicago")


def test_the_way_in_the_operators_page_leads_to_a_first_own_answer(run: Run, shipped: Path) -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert '--district "Springfield School District" --zone America/Chicago' in page
    published = re.search(r"bellwether do '(.+?)' --as publisher --yes", page)
    assert published

    assert run(*BEGIN).status == 0
    (shipped / ".env").write_text("BELLWETHER_KNOWLEDGE=our-district\n", encoding="utf-8")
    before = run("ask", "is school open on Wednesday?")
    done = run("do", published[1], "--as", "publisher", "--yes")
    after = run("ask", "is school open on Wednesday?", "--json")

    assert "Nothing is announced yet for Wednesday" in before.out
    assert done.status == 0
    assert '"status": "closed"' in after.out
    assert "Springfield" in after.out


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is school open on wednesday?", "Nothing is announced yet for Wednesday"),
        ("will there be lunch on wednesday?", "nothing is announced yet for Wednesday"),
        ("¿hay clases el miércoles?", "no se ha anunciado nada"),
        ("do the buses run wednesday", "nothing is announced yet for Wednesday"),
    ],
)
def test_as_it_is_written_it_answers_with_an_honest_hole(run: Run, shipped: Path, question: str, told: str) -> None:
    run(*BEGIN)

    asked = run("ask", question, "--at", "2026-09-01", env={"BELLWETHER_KNOWLEDGE": "our-district"})

    assert told in asked.out
    assert "Sacramento" not in asked.out


def test_what_its_comments_show_is_sound_when_it_is_taken_in(run: Run, shipped: Path) -> None:
    run(*BEGIN)
    for file in (shipped / "our-district").rglob("*.yaml"):
        taken_in = re.sub(r"^#(?! \S)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        file.write_text(taken_in, encoding="utf-8")

    curated = read_folder(shipped / "our-district", below=read_common())

    assert [one.slug for one in curated.claims] == ["closed-2026-01-20"]
    assert curated.district is not None
    assert [one.slug for one in curated.district.schools] == ["lincoln-high"]
    assert curated.district.channels
    assert curated.district.neighbours
    assert curated.district.calendar
    assert curated.district.hours
    assert curated.district.aliases == ("Springfield schools",)


def test_nothing_is_ever_written_over(run: Run, shipped: Path) -> None:
    (shipped / "our-district").mkdir()
    (shipped / "our-district" / "notes.txt").write_text("mine", encoding="utf-8")

    refused = run(*BEGIN)

    assert (refused.status, "Traceback" in refused.err) == (1, False)
    assert [one.name for one in (shipped / "our-district").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("name", "zone"), [("Springfield", "America/Chicgo"), ("Springfield", "../etc/passwd"), ("  ", "America/Chicago")]
)
def test_a_name_or_zone_that_is_none_is_refused_before_anything_is_written(
    run: Run, shipped: Path, name: str, zone: str
) -> None:
    assert run("knowledge", "new", "mine", "--district", name, "--zone", zone).status == 1
    assert not (shipped / "mine").exists()


@pytest.mark.parametrize("name", ["Cañon City: Schools #1", 'The "Best" District', "学区", "- yes"])
def test_any_name_makes_a_sound_district(run: Run, shipped: Path, name: str) -> None:
    assert run("knowledge", "new", "mine", "--district", name, "--zone", "America/Denver").status == 0

    curated = read_folder(shipped / "mine", below=read_common())
    assert curated.district is not None
    assert curated.district.name == name
