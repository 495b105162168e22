"""Articles on the command line and in the chat: a file, an address, a text, standard input."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from adapters.terminal.attaching import NoFile, file_named, is_one_line
from adapters.terminal.commanding import Counter, who_types
from adapters.terminal.moments import ShiftedClock
from adapters.terminal.paper import Paper
from adapters.terminal.talking import Talk
from bot.commands import Role
from bot.program import SystemClock, open_bellwether, open_throw_away
from bot.settings import load_settings
from knowledge.acting import read_changes
from knowledge.database import Database
from tests.adapters.conftest import Ran, Run
from tests.sacramento import at

EDITOR = ("--as", "editor")
EVENING = ("--at", "2022-03-21T22:30", "--throw-away")
CLOSED = "Sacramento City Unified schools will be closed on Wednesday, the district said."
MEALS = "Meals will be handed out on Wednesday at every school from 8 to 10 a.m., the district said."
NOTICE = f"March 21, 2022\n\n{CLOSED}\n\n{MEALS}\n"


@pytest.fixture
def notice(place: Path) -> str:
    (place / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return "notice.txt"


def told(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_file_is_kept_with_its_pieces_and_nothing_is_published(run: Run, notice: str, place: Path) -> None:
    handed = run("article", notice, *EDITOR)

    assert handed.status == 0
    assert handed.out.startswith("Article 1: ")
    assert "¶ 1" in handed.out
    assert "/article review 1" in handed.err
    assert "Nothing was published" in handed.err
    assert run("do", "/article show 1", *EDITOR).out.startswith("Article 1: ")
    with Database.open(f"sqlite:///{place}/bellwether.db", writing=False) as database:
        assert database.read_now(read_changes) == ()


def test_each_piece_is_told_with_its_paragraph(run: Run, notice: str) -> None:
    handed = run("article", notice, *EDITOR, "--pieces", *EVENING)

    assert f"Paragraph 1: “{CLOSED}”" in handed.out
    assert f"Paragraph 2: “{MEALS}”" in handed.out
    assert "Nothing of this stays." in handed.err


def test_as_json_the_pieces_stand_beside_the_page(run: Run, notice: str) -> None:
    page = told(run("article", notice, *EDITOR, "--pieces", "--json", *EVENING))

    assert page["kind"] == "shown"
    assert len(page["pieces"]) == len(page["table"]["rows"]) > 0


def test_when_and_by_whom_it_was_published_can_be_said(run: Run, place: Path) -> None:
    (place / "bare.txt").write_text(CLOSED, encoding="utf-8")

    bare = run("article", "bare.txt", *EDITOR, *EVENING)
    said = run("article", "bare.txt", *EDITOR, *EVENING, "--published", "2022-03-21 20:00", "--outlet", "ABC10")
    day = run("article", "bare.txt", *EDITOR, *EVENING, "--published", "2022-03-21")

    assert "When it was published is not known" in bare.out
    assert "/article set 1" in bare.err
    assert "Article 1: ABC10\nPublished: Monday, March 21, 8:00 PM" in said.out
    assert "Published: Monday, March 21\n" in day.out
    assert run("article", "bare.txt", *EDITOR, "--published", "some day").status == 2


def test_standard_input_is_a_text_or_passes_an_address_on(run: Run) -> None:
    text = run("article", "-", *EDITOR, *EVENING, typed=NOTICE)
    address = run("article", "-", *EDITOR, *EVENING, typed="http://127.0.0.1/\n")

    assert (text.status, "¶ 1" in text.out) == (0, True)
    assert (address.status, "private network" in address.out) == (1, True)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("http://127.0.0.1/", "leads into a private network"),
        ("http://127.1/", "not the address of a page"),
        ("nowhere.html", "There is no file nowhere.html"),
        ("./nowhere.html", "There is no file nowhere.html"),
        (".", "is a folder"),
        ("closed", 'There is no file "closed"'),
        ("Schools are closed.", 'There is no file "Schools are closed."'),
    ],
)
def test_what_cannot_be_read_is_told_and_fails(run: Run, what: str, words: str) -> None:
    refused = run("article", what, *EDITOR, *EVENING)

    assert (refused.status, words in refused.out + refused.err) == (1, True), refused
    assert "Traceback" not in refused.out + refused.err


def test_a_file_that_nobody_reads_is_told_and_nothing_is_kept(run: Run, place: Path) -> None:
    (place / "a.pdf").write_bytes(b"%PDF-1.7")

    refused = run("article", "a.pdf", *EDITOR)

    assert (refused.status, "PDF" in refused.out) == (1, True)
    assert "No article was handed over yet" in run("do", "/article list", *EDITOR).out


def test_a_family_hands_nothing_over(run: Run, notice: str) -> None:
    refused = run("article", notice)

    assert (refused.status, "you need the role editor" in refused.out) == (1, True)


def test_at_a_pretended_moment_nothing_is_kept(run: Run, notice: str) -> None:
    refused = run("article", notice, *EDITOR, "--at", "2022-03-21")

    assert (refused.status, "--throw-away" in refused.out) == (1, True)


def test_beside_a_process_that_writes_the_file_nothing_is_kept(run: Run, notice: str, place: Path) -> None:
    async def held() -> Ran:
        async with open_bellwether(load_settings(), clock=SystemClock(), opened_by="bellwether serve"):
            return await asyncio.to_thread(run, "article", notice, *EDITOR)

    refused = asyncio.run(held())

    assert (refused.status, "bellwether serve" in refused.out) == (1, True), refused


# In the chat


@pytest.fixture
def typing(place: Path) -> Iterator[tuple[Talk, list[str]]]:
    """Somebody who types what a form asks for; the lines that are typed into it."""
    lines: list[str] = []
    with asyncio.Runner() as runner:
        opened = open_throw_away(load_settings(), clock=SystemClock())
        bellwether = runner.run(opened.__aenter__())
        clock = ShiftedClock(at("2022-03-21 22:30") - datetime.now(UTC))
        paper = Paper(Console(file=StringIO(), markup=False, emoji=False, highlight=False, width=1000))
        counter = Counter(bellwether, runner.run(bellwether.district()), who_types(Role.PUBLISHER))
        ask = lambda prompt: lines.pop(0) if lines else None  # noqa: E731
        yield Talk(counter, clock, runner, ask=ask, movable=True, out=paper, aside=paper), lines
        runner.run(opened.__aexit__(None, None, None))


def screen(talk: Talk) -> str:
    file = talk.out.console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_in_the_chat_a_file_is_named(typing: tuple[Talk, list[str]], notice: str) -> None:
    talk, _ = typing
    talk.hear(f"/article add outlet=ABC10 {notice}")

    assert "Article 1: ABC10\nPublished: Monday, March 21\n" in screen(talk)


def test_in_the_chat_a_text_is_one_line_behind_the_command(typing: tuple[Talk, list[str]]) -> None:
    talk, _ = typing
    talk.hear(f'/article add published="2022-03-21 20:00" {CLOSED} "We have no choice," she said.')
    talk.hear("1")

    assert "Published: Monday, March 21, 8:00 PM" in screen(talk)


def test_in_the_chat_a_text_is_pasted_with_all_its_lines(typing: tuple[Talk, list[str]]) -> None:
    talk, lines = typing
    lines += [*NOTICE.splitlines(), "/done", "", "ABC10"]
    talk.hear("/article add")

    assert lines == []
    assert "Article 1: ABC10\nPublished: Monday, March 21\n" in screen(talk)
    assert "¶ 2" in screen(talk)


def test_in_the_chat_another_command_leaves_the_form(typing: tuple[Talk, list[str]], notice: str) -> None:
    talk, lines = typing
    talk.hear(f"/article add outlet=ABC10 {notice}")
    lines += ["/article list"]
    talk.hear("/article approve 2 topic=meals")

    assert "Piece 2 (2 of " in screen(talk)
    assert lines == []
    assert "The articles, newest first" in screen(talk)


def test_in_the_chat_a_form_names_what_nobody_knows_by_heart(typing: tuple[Talk, list[str]]) -> None:
    talk, lines = typing
    lines += ["/cancel"]
    talk.hear("/claim settle")

    assert "\n- deal: unless " in screen(talk)


def test_a_name_is_told_from_an_address_and_a_text(place: Path, notice: str) -> None:
    assert file_named(notice) == file_named(f"@{notice}") == Path(notice)
    assert file_named(str(place / notice)) == place / notice
    assert file_named("https://abc10.com/notice.html") is None
    assert file_named("@ScusdNews says: no school") is None
    assert file_named("a" * 900) is None
    assert file_named("no\0school") is None
    assert is_one_line("https://abc10.com/a")
    assert is_one_line(notice)
    assert not is_one_line(CLOSED)
    for name in ("@nowhere", "./nowhere", "nowhere.txt", "~/nowhere/at all"):
        with pytest.raises(NoFile):
            file_named(name)
