"""Databases of another age: brought up after a copy, or refused with the command that helps."""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.migrating import known_revisions, state, upgrade
from tests.adapters.conftest import ROOT, Run
from tests.knowledge.test_migrating import NEXT, scripts_with

ASK = ("ask", "school wednesday?", "--at", "2022-03-22")


def later_program(folder: Path) -> Path:
    """The program as it will be with one more revision of the tables."""
    for name in ("adapters", "bot", "knowledge"):
        # What has been compiled comes along, but for what somebody is just compiling.
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    script = folder / "knowledge" / "migrations" / "versions" / "9999_later.py"
    script.write_text(NEXT.format(newest=known_revisions()[-1]), encoding="utf-8")
    return folder


def test_an_older_file_is_refused_for_asking_and_brought_up_by_the_chat_after_a_copy(
    run: Run, process: Run, place: Path
) -> None:
    assert run("chat", typed="").status == 0
    later = later_program(place / "program")

    asked = process(*ASK, root=later)
    assert (asked.status, "bellwether db upgrade" in asked.err) == (1, True)

    talk = process("chat", "--at", "2022-03-22", typed="school wednesday?\n", root=later)
    copies = list(place.glob("bellwether.db.before-upgrade-*"))
    assert talk.out.startswith("Closed on Wednesday")
    assert len(copies) == 1
    assert str(copies[0]) in talk.err
    assert process(*ASK, root=later).status == 0


def test_a_newer_file_is_refused_and_left_alone(run: Run, place: Path) -> None:
    assert run("chat", typed="").status == 0
    database = place / "bellwether.db"
    upgrade(f"sqlite:///{database}", scripts=scripts_with(place, NEXT))

    for command in (ASK, ("chat",), ("db", "upgrade"), ("knowledge", "load", "--yes"), ("knowledge", "export", "x")):
        done = run(*command)
        assert (done.status, "newer version" in done.err) == (1, True)
    assert state(f"sqlite:///{database}").found == "9999"


def test_upgrading_makes_a_new_file_once(run: Run, place: Path) -> None:
    first, second = run("db", "upgrade"), run("db", "upgrade")

    assert (first.status, second.status) == (0, 0)
    assert "now has the tables" in first.err
    assert "nothing was changed" in second.err


def test_a_server_is_upgraded_by_the_command_alone(run: Run, empty_postgres: str) -> None:
    env = {"BELLWETHER_DATABASE__URL": empty_postgres}

    refused = run("chat", env=env)
    assert (refused.status, "bellwether db upgrade" in refused.err) == (1, True)

    assert run("db", "upgrade", env=env).status == 0
    talk = run("chat", "--at", "2022-03-22", typed="school wednesday?\n", env=env)
    assert talk.out.startswith("Closed on Wednesday")
