"""One question on the command line: the answer on stdout, everything else on stderr, the right exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.claims import Status
from knowledge.curated_set import CuratedSet
from knowledge.files import write_folder
from tests.adapters.conftest import Run
from tests.sacramento import WEDNESDAY, claim

NOON = ("--at", "2022-03-22")


def test_a_question_is_answered_on_stdout_as_of_the_moment_given(run: Run) -> None:
    asked = run("ask", "is", "there", "school", "on", "Wednesday?", *NOON)

    assert asked.status == 0
    assert asked.out.startswith("Closed on Wednesday, March 23")
    assert "Said by the district" in asked.out
    assert asked.err == ""


def test_asking_leaves_no_database_behind(run: Run, place: Path) -> None:
    run("ask", "is there school on Wednesday?", *NOON)

    assert [one.name for one in place.iterdir()] == [".env"]


def test_json_is_one_object_with_the_fields_of_the_cases(run: Run) -> None:
    told = json.loads(run("ask", "--json", "is there school on Wednesday?", *NOON).out)

    assert list(told) == ["reply", "outcome", "status", "date", "topics", "sources", "as_of"]
    assert (told["outcome"], told["status"], told["date"]) == ("answer", "closed_unless", "2022-03-23")
    assert told["as_of"] == "2022-03-21"  # the article has no hour, so none is made up


def test_why_is_told_beside_the_answer(run: Run) -> None:
    asked = run("ask", "--why", "is there school on Wednesday?", *NOON)

    assert "school-open" in asked.err
    assert "school-open" not in asked.out


def test_the_language_given_is_for_messages_that_show_none(run: Run) -> None:
    assert "Cerradas" in run("ask", "23/3?", "--lang", "es", *NOON).out


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2022-03-22", "March 22"),
        ("2022-03-22T06:59:00Z", "March 21"),
        ("2022-03-22 00:01", "March 22"),
        ("20220322T235959", "March 22"),
        ("2022-03-13T02:30", "March 13"),  # an hour that the clocks skip
    ],
)
def test_moments_are_on_the_districts_clock_unless_they_say_otherwise(run: Run, moment: str, day: str) -> None:
    assert day in run("ask", "is there school today?", "--at", moment).out


@pytest.mark.parametrize("moment", ["soon", "2022-02-30", "22.3.2022", "9999-12-31", ""])
def test_a_moment_that_is_none_is_wrong_usage(run: Run, moment: str) -> None:
    asked = run("ask", "is there school today?", "--at", moment)

    assert asked.status == 2
    assert "--at" in asked.err
    assert asked.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "x", "--cases", "f"),
        ("ask", "x", "--knowledge-only"),
        ("ask", "--cases", "-", *NOON),
        ("nod",),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == 2


def test_folders_are_laid_over_what_is_there_for_this_question_only(run: Run, place: Path) -> None:
    over = place / "over"
    open_again = claim("closed-wednesday", "school-open", "School is on.", status=Status.OPEN, first_day=WEDNESDAY)
    write_folder(CuratedSet(claims=(open_again,)), over)

    assert run("ask", "school wednesday?", *NOON, "--knowledge", str(over)).out.startswith("Open on Wednesday")
    assert run("ask", "school wednesday?", *NOON).out.startswith("Closed on Wednesday")


def test_a_folder_alone_is_all_there_is(run: Run, curated: Path) -> None:
    asked = run("ask", "school wednesday?", *NOON, "--knowledge", str(curated), "--knowledge-only")

    assert asked.out.startswith("Closed on Wednesday")


def test_letters_that_cannot_be_stored_are_asked_all_the_same(run: Run) -> None:
    assert run("ask", "is there school on Wednesday \udcff\x1b[31m?", *NOON).status == 0
