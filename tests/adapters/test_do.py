"""Commands from the command line and in the chat, on a database: shown first, done after a yes, refused kindly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal.commanding import identity
from knowledge.acting import Changed, read_changes
from knowledge.database import Database
from knowledge.forgetting import forget
from tests.adapters.conftest import Ran, Run, written_by

CLOSED = "/status closed 2031-03-26"
PUBLISHER = ("--as", "publisher")
EVENING = ("--at", "2022-03-22T18:00", "--throw-away")
ASK = ("ask", "are schools closed on March 26, 2031?", "--json")


def changes(place: Path) -> tuple[Changed, ...]:
    with Database.open(f"sqlite:///{place}/bellwether.db", writing=False) as database:
        return database.read_now(read_changes)


def told(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_without_a_yes_a_change_is_shown_and_not_made(run: Run, place: Path) -> None:
    shown = run("do", CLOSED, *PUBLISHER)

    assert shown.status == 0
    assert "--- en · " in shown.out
    assert "Closed on Wednesday, March 26, 2031" in shown.out
    assert "--yes" in shown.err
    assert changes(place) == ()


def test_a_yes_publishes_and_the_next_question_gets_it(run: Run, place: Path) -> None:
    done = run("do", CLOSED, *PUBLISHER, "--yes")

    assert (done.status, "Published as change 1." in done.out) == (0, True)
    assert [(one.identity, one.action) for one in changes(place)] == [(identity(), "status")]
    assert told(run(*ASK))["status"] == "closed"


def test_a_change_is_taken_back(run: Run) -> None:
    run("do", CLOSED, *PUBLISHER, "--yes")

    assert run("do", "/undo 1", *PUBLISHER, "--yes").status == 0
    assert told(run(*ASK))["status"] == "unknown"


def test_an_editors_yes_makes_a_draft_that_families_do_not_read(run: Run, place: Path) -> None:
    drafted = run("do", CLOSED, "--as", "editor", "--yes", "--json")

    assert (told(drafted)["kind"], told(drafted)["draft"]) == ("done", 1)
    assert changes(place) == ()
    assert told(run(*ASK))["status"] == "unknown"

    assert run("do", "/claim approve 1", *PUBLISHER, "--yes").status == 0
    assert told(run(*ASK))["status"] == "closed"


def test_without_a_role_nobody_may_change_anything(run: Run, place: Path) -> None:
    refused = run("do", CLOSED, "--yes")

    assert (refused.status, "you need the role editor" in refused.out) == (1, True)
    assert changes(place) == ()


def test_a_role_that_is_none_is_wrong_usage(run: Run) -> None:
    assert run("do", CLOSED, "--as", "boss").status == 2


def test_what_is_missing_is_named_and_fails(run: Run) -> None:
    missing = run("do", "/status closed", *PUBLISHER, "--yes")

    assert missing.status == 1
    assert "day: " in missing.out
    assert "/status STATUS DAY" in missing.out


def test_a_day_that_there_is_not_is_named_and_fails(run: Run, place: Path) -> None:
    assert run("do", '/status closed "30 February"', *PUBLISHER, "--yes").status == 1
    assert changes(place) == ()


def test_a_command_that_there_is_not_names_the_nearest(run: Run) -> None:
    unclear = run("do", "/stauts closed wed", *PUBLISHER)

    assert (unclear.status, "did you mean /status?" in unclear.err) == (1, True)


def test_a_page_as_json_is_one_object(run: Run) -> None:
    page = told(run("do", CLOSED, *PUBLISHER, "--json"))

    assert page["kind"] == "preview"
    assert {one["language"] for one in page["previews"]} == {"en", "es"}
    assert page["offers"][0]["command"] == "/status closed 2031-03-26"


def test_at_a_pretended_moment_only_what_reads_is_done(run: Run, place: Path) -> None:
    run("do", "/today")
    refused = run("do", "/status closed wed", *PUBLISHER, "--yes", "--at", "2022-03-22")
    looked = run("do", "/claim list school-open", *PUBLISHER, "--at", "2022-03-22")

    assert (refused.status, "--throw-away" in refused.out) == (1, True)
    assert (looked.status, "closed-wednesday" in looked.out) == (0, True)
    assert changes(place) == ()


def test_on_a_throw_away_anything_may_be_tried_at_any_moment(run: Run, place: Path) -> None:
    done = run("do", "/status open wed", *PUBLISHER, "--yes", *EVENING)

    assert (done.status, "Published as change 1." in done.out) == (0, True)
    assert not (place / "bellwether.db").exists()


def test_beside_a_running_bot_a_change_is_refused_and_reading_goes_on(run: Run, place: Path) -> None:
    run("do", "/today")
    with written_by("the night shift", place / "bellwether.db"):
        refused = run("do", CLOSED, *PUBLISHER, "--yes")
        looked = run("do", "/history", *PUBLISHER)
        may_not = run("do", "/announce progress")

    assert (refused.status, "the night shift" in refused.out, "do it there" in refused.out) == (1, True, True)
    assert looked.status == 0
    assert (may_not.status, "you need the role viewer" in may_not.out) == (1, True)
    assert changes(place) == ()


def test_in_the_chat_an_empty_line_does_what_a_preview_offers(run: Run) -> None:
    talk = run("chat", *PUBLISHER, *EVENING, typed="/status open wed\n\nschool wednesday?\n")

    assert talk.out.index("--- en · ") < talk.out.index("Published as change 1.")
    assert talk.out.rstrip().splitlines()[-2].startswith("Open on Wednesday, March 23")


@pytest.mark.parametrize("typed", ["school wednesday?", "/today", "9"])
def test_anything_else_typed_after_a_preview_leaves_it(run: Run, typed: str) -> None:
    talk = run("chat", *PUBLISHER, *EVENING, typed=f"/status open wed\n{typed}\n\n/history\n")

    assert "Published" not in talk.out


def test_an_empty_line_after_something_done_does_not_take_it_back(run: Run) -> None:
    talk = run("chat", *PUBLISHER, *EVENING, typed="/status open wed\n1\n\n\n/history\n")

    assert talk.out.count("Published as change") == 1
    assert "1. Undo: /undo 1" in talk.err


def test_each_offer_is_taken_by_its_number(run: Run) -> None:
    talk = run("chat", *PUBLISHER, *EVENING, typed="/status open wed\n1\n1\n1\nschool wednesday?\n")

    assert "Published as change 2." in talk.out
    assert "Closed on Wednesday, March 23" in talk.out.rpartition("Published as change 2.")[2]


def test_where_nobody_types_a_form_says_what_is_missing_and_the_chat_goes_on(run: Run) -> None:
    talk = run("chat", *PUBLISHER, *EVENING, typed="/status\nschool wednesday?\n")

    assert "/status STATUS DAY" in talk.out
    assert "Closed on Wednesday" in talk.out


def test_families_have_their_commands_without_a_role(run: Run) -> None:
    talk = run(
        "chat", typed="/follow is there school\n/following\n/settings es\n/topics\n/privacy\n/status closed wed\n"
    )

    assert talk.out.count("No se hizo.") == 1
    assert "se necesita el rol editor" in talk.out
    assert "1. Is there school?" in talk.out or "1. Whether schools are open" in talk.out


def test_a_word_about_an_answer_is_about_the_last_one(run: Run) -> None:
    talk = run("chat", "--throw-away", "--at", "2022-03-22", typed="school wednesday?\n/helpful\n/wrong\n/follow\n")

    assert "Not done." not in talk.out
    assert "Wednesday, March 23" in talk.out.rpartition("You follow this now")[2]


def test_a_yes_or_an_enter_never_chooses_what_holds_now(run: Run) -> None:
    failed = "/claim settle deal failed"
    asked = run("do", failed, *PUBLISHER, *EVENING, "--yes")
    assert (asked.status, "Published" in asked.out) == (1, False)
    assert "Say open / closed / delayed / … / nothing_yet." in asked.out

    talk = run("chat", *PUBLISHER, *EVENING, typed=f"{failed}\n\n\n/history\n")
    assert "Published" not in talk.out

    said = run("do", f"{failed} nothing_yet", *PUBLISHER, *EVENING, "--yes")
    assert (said.status, "Published" in said.out) == (0, True)


def test_help_lists_what_a_role_may_do_and_explains_one_command(run: Run) -> None:
    family = run("chat", typed="/help\n/help status\n")
    editor = run("chat", "--as", "editor", typed="/help\n/help status\n/help claim add\n")

    assert "/follow [" in family.out
    assert "/status" not in family.out
    assert "/status STATUS DAY [hour=" in editor.out
    assert "/claim approve" not in editor.out
    assert "(open, closed, delayed, " in editor.out


def test_everything_of_a_person_is_forgotten_from_the_terminal(run: Run, place: Path) -> None:
    run("chat", typed="school wednesday?\n/follow is there school\n/settings es\n/forget sure\n\n")

    with Database.open(f"sqlite:///{place}/bellwether.db") as database:
        assert database.write_now(lambda connection: forget(connection, identity())) == 0
