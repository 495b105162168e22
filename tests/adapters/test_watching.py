"""How far something has come is looked at from the command line, beside whatever sends it, and kept up to date."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.console import Console

from adapters.terminal.paper import Paper
from adapters.terminal.watching import watch
from bot.pages import Grid, Invocation, Page, PageKind, Who
from knowledge.database import Database
from tests.adapters.conftest import Run
from tests.sacramento import TUESDAY_NOON

AGAIN = Invocation("announce", Who("terminal:ines", "terminal"), TUESDAY_NOON, "progress")
ANNOUNCE = ("do", "/announce Schools open on Monday.", "--as", "publisher")


class Clock:
    def now(self) -> datetime:
        return TUESDAY_NOON


def page(sent: int, *, waiting: int) -> Page:
    grid = Grid(("what", "sent", "waiting"), (("announcement 1", f"{sent}", f"{waiting}"),))
    return Page(PageKind.SHOWN, "What goes out", grid=grid, live=AGAIN if waiting else None)


def test_it_is_only_read_beside_whoever_writes(run: Run, place: Path) -> None:
    run("do", "/announce keep=yes Schools open on Monday.", "--as", "publisher", "--yes")
    with Database.open(f"sqlite:///{place}/bellwether.db"):
        found = run("sending")

    assert found.status == 0
    assert "What goes out" in found.out
    assert "announcement 1: “Schools open on Monday.” (kept, not sent)" in found.out


def test_programs_get_the_table_as_json(run: Run) -> None:
    found = json.loads(run("sending", "--json").out)

    assert found["title"] == "What goes out"
    assert found["lines"] == ["Nothing is going out, and nothing went out since yesterday."]
    assert run("sending", "--json", "--watch").status == 2


def test_from_a_pipe_it_is_shown_once(run: Run) -> None:
    assert run("sending", "--watch").out.count("What goes out") == 1


def test_a_preview_as_json_says_whom_it_reaches(run: Run) -> None:
    reach = json.loads(run(*ANNOUNCE, "--json").out)["reach"]

    assert reach == {"people": 0, "places": 0, "rooms": 0, "platforms": {}, "last": None}


def test_on_a_terminal_it_is_drawn_anew_until_nothing_waits() -> None:
    screen = io.StringIO()
    paper = Paper(Console(file=screen, width=100, force_terminal=True))
    steps = iter([page(1, waiting=2), page(3, waiting=0)])
    waited: list[float] = []

    last = watch(page(0, waiting=3), lambda invocation: next(steps), paper, clock=Clock(), pause=waited.append)

    assert last == page(3, waiting=0)
    assert len(waited) == 2
    assert "announcement 1" in screen.getvalue()


def test_a_role_that_has_lapsed_ends_it() -> None:
    paper = Paper(Console(file=io.StringIO(), width=100, force_terminal=True))
    refused = replace(page(0, waiting=1), kind=PageKind.REFUSED)

    shown = watch(page(0, waiting=1), lambda invocation: refused, paper, clock=Clock(), pause=lambda seconds: None)

    assert shown.kind is PageKind.SHOWN
