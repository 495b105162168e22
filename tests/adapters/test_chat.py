"""The chat: piped here, so that nobody has to type; a terminal draws the same lines in colour."""

from __future__ import annotations

import io
import signal
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from adapters.terminal.commanding import identity
from adapters.terminal.drawing import drawn
from adapters.terminal.paper import Paper
from bot.questions import Attribution, Choice, Line, LineKind, Outcome, Passage, Reply
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.files import write_folder
from knowledge.forgetting import forget
from tests.adapters.conftest import Run, start, written_by
from tests.sacramento import OFFER, TUESDAY_NOON

NOON = ("--at", "2022-03-22")


def recorded(place: Path) -> int:
    with Database.open(f"sqlite:///{place}/bellwether.db") as database:
        return database.write_now(lambda connection: forget(connection, identity()))


def test_questions_are_answered_on_stdout_and_everything_else_is_beside_it(run: Run) -> None:
    talk = run("chat", *NOON, typed="\nschool wednesday?\n   \nand thursday?\n")

    assert talk.status == 0
    assert talk.out.startswith("Closed on Wednesday, March 23")
    assert "Nothing is announced yet for Thursday, March 24" in talk.out
    assert "you>" not in talk.out


def test_the_pretended_moment_is_always_in_sight(run: Run) -> None:
    talk = run("chat", *NOON, typed="school wednesday?\nand thursday?\n")

    assert talk.err.count("[Tuesday 22 March 2022, 12:00] you> ") == 2
    assert "As if it were" not in run("chat", typed="school wednesday?\n").err


def test_commands_are_answered_beside_and_quit_ends_it(run: Run) -> None:
    talk = run("chat", *NOON, typed="/help\n/dance\n/quit\nschool wednesday?\n")

    assert "/quit" in talk.err
    assert "There is no command /dance" in talk.err
    assert "Closed on Wednesday" not in talk.out


def test_what_is_asked_is_recorded_in_the_operators_database(run: Run, place: Path) -> None:
    run("chat", typed="school wednesday?\n")

    assert recorded(place) > 0


def test_a_pretended_moment_leaves_no_record_among_the_real_ones(run: Run, place: Path) -> None:
    talk = run("chat", *NOON, typed="school wednesday?\n")

    assert talk.out.startswith("Closed on Wednesday")
    assert recorded(place) == 0


def test_with_folders_laid_over_nothing_is_written(run: Run, place: Path) -> None:
    write_folder(CuratedSet(claims=(OFFER,)), place / "over")

    talk = run("chat", *NOON, "--knowledge", "over", typed="school wednesday?\n")

    assert talk.out.startswith("Closed on Wednesday")

    assert "Nothing of this chat is recorded." in talk.err
    assert not (place / "bellwether.db").exists()


def test_beside_a_running_bot_the_chat_only_reads_and_says_so(run: Run, place: Path) -> None:
    with written_by("the night shift", place / "bellwether.db"):
        empty = run("chat", *NOON, typed="")
    assert (empty.status, "bellwether knowledge load" in empty.err) == (1, True)

    assert run("chat", *NOON, typed="").status == 0
    with written_by("the night shift", place / "bellwether.db"):
        talk = run("chat", *NOON, typed="school wednesday?\n")
        asked = run("ask", *NOON, "school", "wednesday?")

    assert talk.status == asked.status == 0
    assert talk.out.strip() == asked.out.strip()
    told = [line for line in talk.err.splitlines() if "the night shift" in line]
    assert len(told) == 1
    assert "nothing of this chat is recorded" in told[0]
    assert recorded(place) == 0


def test_an_interrupted_chat_ends_quietly(place: Path) -> None:
    talk = start("chat", *NOON, at=place)
    assert talk.stderr is not None
    assert any("/help for help" in line for line in talk.stderr)
    talk.send_signal(signal.SIGINT)
    _, err = talk.communicate(timeout=60)

    assert talk.returncode == 0
    assert "Traceback" not in err


REPLY = Reply(
    outcome=Outcome.CLARIFY,
    language="en",
    notes=("If someone is in danger, call 911 now.",),
    passages=(
        Passage(
            (Line(LineKind.HEADLINE, "Closed on \x1b[2JWednesday."), Line(LineKind.BODY, "Plan to keep them home.")),
            (Attribution(("district",), "ABC10", TUESDAY_NOON, "Said by the district.", "https://www.abc10.com/a"),),
        ),
    ),
    choices=(Choice("Meals", "meals"), Choice("None of these", None)),
    status="closed",
)


def on_a_terminal(environment: dict[str, str]) -> str:
    screen = io.StringIO()
    console = Console(
        file=screen, force_terminal=True, width=80, _environ={"TERM": "xterm-256color", **environment}, highlight=False
    )
    Paper(console).write(drawn(REPLY))
    return screen.getvalue()


def test_colour_and_words_say_the_same() -> None:
    coloured = on_a_terminal({})

    assert "\x1b[1;31mClosed on [2JWednesday." in coloured  # bold red, and no escape of anybody else's
    assert "\x1b[2mSaid by the district. https://www.abc10.com/a" in coloured
    assert "1. Meals" in coloured


def test_no_color_takes_the_colours_and_a_dumb_terminal_everything() -> None:
    assert "31m" not in on_a_terminal({"NO_COLOR": "1"})
    assert "\x1b" not in on_a_terminal({"TERM": "dumb"})


@pytest.mark.parametrize("hour", [datetime(2022, 3, 22, 18, tzinfo=TUESDAY_NOON.tzinfo)])
def test_pretended_time_goes_on_with_real_time(hour: datetime) -> None:
    from adapters.terminal.moments import ShiftedClock

    clock = ShiftedClock.starting(hour)

    assert hour <= clock.now() <= clock.now()


def test_what_is_promised_for_later_is_not_promised_in_the_terminal(run: Run) -> None:
    talk = run("chat", "--throw-away", *NOON, typed="school wednesday?\n/follow\n/helpful\n")

    assert talk.err.count("In the terminal nothing is sent later") == 1
