"""Starting the program: what `make run` shows, what serving says without a platform, and the picture of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.adapters.conftest import ROOT, Run

PICTURE = ROOT / "docs" / "conversation.svg"


def test_where_nobody_types_the_conversation_is_played(process: Run, shipped: Path) -> None:
    played = process("run")

    assert played.status == 0
    asked = [line for line in played.out.splitlines() if "parent>" in line]
    assert asked[0].endswith("are schools closed Wednesday?")
    assert len(asked) >= 4
    assert "No platform has a token" in played.err
    assert list(shipped.iterdir()) == []


def test_the_committed_picture_is_what_the_program_says_today(run: Run, shipped: Path) -> None:
    assert run("picture", "now.svg", env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "40"}).status == 0

    drawn = (shipped / "now.svg").read_text(encoding="utf-8")

    assert drawn == PICTURE.read_text(encoding="utf-8"), "draw it anew: bellwether picture docs/conversation.svg"
    assert "@font-face" not in drawn  # nothing is loaded from anywhere


def test_serving_without_a_token_says_so(run: Run) -> None:
    served = run("serve")

    assert (served.status, served.out) == (0, "")
    assert "No platform has a token" in served.err


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_token_that_cannot_be_one_ends_the_program_and_is_never_shown(
    run: Run, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    served = run(command, env={"BELLWETHER_DISCORD__TOKEN": "geheim ñ"})

    assert served.status == 1
    assert "Discord is off: what stands in BELLWETHER_DISCORD__TOKEN is no token" in caplog.messages
    assert "geheim" not in served.err + caplog.text


def test_help_needs_nothing_that_is_slow_to_import(process: Run) -> None:
    import subprocess

    program = (
        "import sys; from adapters.command_line import build_app; build_app();"
        "print(*sorted({'numpy', 'sqlalchemy', 'babel', 'pydantic', 'rapidfuzz'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
    assert process("--help").status == 0


def test_days_are_measured_on_a_file(run: Run, place: Path) -> None:
    line = (
        '{"text": "is there school tomorrow", "lang": "en", "now": "2022-03-22T12:00:00-07:00",'
        ' "tz": "America/Los_Angeles", "expected": ["2022-03-23", "2022-03-23"]}\n'
    )
    (place / "days.jsonl").write_text(line, encoding="utf-8")

    assert '"total.right": 1' in run("bench", "days", "days.jsonl", "--json").out
    assert run("bench", "days", ".env").status == 1


@pytest.mark.parametrize("text", ["no json", "{}", "[]", '{"train": [{}], "test": []}'])
def test_a_file_that_is_no_bench_is_said_so(run: Run, place: Path, text: str) -> None:
    (place / "set.json").write_text(text, encoding="utf-8")

    measured = run("bench", "matching", "set.json")

    assert (measured.status, "set.json" in measured.err) == (1, True)
