"""What goes wrong is one kind sentence on stderr, whatever it is: never a traceback, never a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.terminal.failing import sentence
from tests.adapters.conftest import Run

ASK = ("ask", "is there school on Wednesday?", "--at", "2022-03-22")


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"BELLWETHER_DATABASE__URL": "oracle://x"}, "BELLWETHER_DATABASE__URL"),
        ({"BELLWETHER_DATABASE__URL": "no address"}, "sqlite:///bellwether.db"),
        ({"BELLWETHER_DATABASE__URL": "postgresql://u:geheim@127.0.0.1:1/x"}, "cannot be read"),
        ({"BELLWETHER_TELEGRM__TOKEN": "x"}, "did you mean BELLWETHER_TELEGRAM__TOKEN?"),
        ({"BELLWETHER_RETENTION__QUESTION_DAYS": "-1"}, "BELLWETHER_RETENTION__QUESTION_DAYS: input should be"),
        ({"BELLWETHER_LOG_LEVEL": "loud"}, "BELLWETHER_LOG_LEVEL"),
        ({"BELLWETHER_KNOWLEDGE": "/nowhere"}, "there is no such folder"),
    ],
)
def test_settings_that_cannot_be_used(run: Run, env: dict[str, str], told: str) -> None:
    asked = run(*ASK, env=env)

    assert asked.status == 1
    assert asked.out == ""
    assert told in asked.err
    assert "Traceback" not in asked.err
    assert "geheim" not in asked.err
    assert len(asked.err.splitlines()) <= 2


def test_a_misspelt_name_in_the_env_file_is_refused_without_its_value(run: Run, place: Path) -> None:
    (place / ".env").write_text("BELLWETHER_DISCORD__TOKN=geheim\n", encoding="utf-8")

    asked = run(*ASK)

    assert (asked.status, asked.err) == (
        1,
        "BELLWETHER_DISCORD__TOKN is no setting of Bellwether; did you mean BELLWETHER_DISCORD__TOKEN?\n",
    )


def test_an_empty_value_is_as_good_as_none(run: Run, place: Path) -> None:
    with (place / ".env").open("a", encoding="utf-8") as file:
        file.write("BELLWETHER_TELEGRAM__TOKEN=\nBELLWETHER_DATABASE__URL=\n")

    assert run(*ASK).status == 0


def test_a_file_that_is_no_database_is_left_as_it_is(run: Run, place: Path) -> None:
    (place / "bellwether.db").write_text("school is on\n" * 1000, encoding="utf-8")

    for command in (ASK, ("chat",), ("db", "upgrade"), ("knowledge", "load", "--yes")):
        done = run(*command)
        assert (done.status, "bellwether.db" in done.err, "Traceback" in done.err) == (1, True, False)
    assert (place / "bellwether.db").read_text(encoding="utf-8").startswith("school is on")


def test_what_nobody_foresaw_gets_a_reference_and_no_details() -> None:
    told = sentence(ZeroDivisionError("secret details"))

    assert "reference" in told
    assert "secret details" not in told


def test_the_log_says_what_nobody_foresaw_but_never_a_token(process: Run) -> None:
    env = {"BELLWETHER_LOG_LEVEL": "DEBUG", "BELLWETHER_DATABASE__URL": "postgresql://u:geheim@127.0.0.1:1/x"}

    asked = process(*ASK, env=env)

    assert "DEBUG" in asked.err
    assert "geheim" not in asked.err
