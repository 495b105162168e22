"""Curating from within a program: changes written in files, previewed, published, settled, ended, retracted, undone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.program import Bellwether, open_bellwether
from bot.questions import Question
from bot.settings import Settings
from knowledge.changes import AlreadyDone
from knowledge.claims import ConditionState
from knowledge.files import Change, read_change
from tests.readers import days_in
from tests.sacramento import at

EIGHT = at("2022-03-22 20:15")

CLOSED = """
approved: nobody
source: {slug: notice-1, outlet: Sacramento City Unified, published: 2022-03-22T20:15, precision: minute}
claims:
  - slug: closed-for-certain
    topic: school-open
    paragraphs: [1]
    speakers: [district]
    words: {en: Talks broke off this evening., es: Las pláticas se rompieron esta tarde.}
    day: 2022-03-23
    status: closed
    supersedes: [closure-2022-03-23]
"""
SETTLED = CLOSED.replace("notice-1", "notice-2") + "settles: [{condition: no-deal-in-time, state: met}]\n"
OVER = """
approved: nobody
source: {slug: notice-3, outlet: Sacramento City Unified, published: 2022-04-03T18:30, precision: minute}
claims:
  - slug: open-again
    topic: school-open
    paragraphs: [1]
    speakers: [district]
    words: {en: All schools open again., es: Todas las escuelas vuelven a abrir.}
    day: 2022-04-04
    status: open
"""


class Hands:
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, duration: object) -> None:
        await asyncio.Event().wait()


@pytest.fixture
def clock() -> Hands:
    return Hands(EIGHT)


def settings_for(database: Path) -> Settings:
    return Settings(_env_file=None, database={"url": f"sqlite:///{database}"})


@pytest.fixture(scope="module")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with what comes along with the program, to be copied."""
    file = tmp_path_factory.mktemp("shipped") / "kept.db"
    async with open_bellwether(settings_for(file), clock=Hands(EIGHT), days=days_in()):
        pass
    return file


@pytest.fixture
async def bellwether(tmp_path: Path, shipped: Path, clock: Hands) -> AsyncIterator[Bellwether]:
    settings = settings_for(Path(shutil.copy(shipped, tmp_path / "kept.db")))
    async with open_bellwether(settings, clock=clock, days=days_in()) as opened:
        yield opened


def change(tmp_path: Path, text: str) -> Change:
    file = tmp_path / "change.yaml"
    file.write_text(text, encoding="utf-8")
    return read_change(file)


async def ask(bellwether: Bellwether, text: str, now: datetime) -> str:
    return (await bellwether.answer(Question(text, now, person=f"{text} {now}"))).text


async def wednesday(bellwether: Bellwether, now: datetime = EIGHT) -> str:
    return await ask(bellwether, "are schools closed Wednesday?", now)


async def test_a_preview_shows_what_families_will_read_and_changes_nothing(
    bellwether: Bellwether, tmp_path: Path
) -> None:
    seen = await bellwether.curating.preview(change(tmp_path, CLOSED), by="importer")

    assert [one.language for one in seen.previews] == ["en", "es"]
    assert seen.previews[0].reply.text.startswith("Closed on Wednesday, March 23 (")
    assert "unless a deal" in await wednesday(bellwether)


async def test_what_is_published_is_read_at_once_and_taken_back_by_an_undo(
    bellwether: Bellwether, tmp_path: Path
) -> None:
    published = await bellwether.curating.publish(change(tmp_path, CLOSED), by="importer")
    assert "unless" not in (await wednesday(bellwether)).splitlines()[0]

    await bellwether.curating.undo(published.change or 0, by="importer")
    assert "unless a deal is reached first" in await wednesday(bellwether)


async def test_a_draft_waits_until_somebody_approves_it(bellwether: Bellwether, tmp_path: Path) -> None:
    number = await bellwether.curating.draft(change(tmp_path, CLOSED), by="importer")
    assert "unless a deal" in await wednesday(bellwether)

    await bellwether.curating.approve(number, by="telegram:ines")
    assert "Talks broke off" in await wednesday(bellwether)


async def test_a_condition_is_settled_with_what_holds_now_in_one_step(bellwether: Bellwether, tmp_path: Path) -> None:
    await bellwether.curating.publish(change(tmp_path, SETTLED), by="importer")

    assert "unless" not in await wednesday(bellwether)
    assert "if campuses close" not in await ask(bellwether, "will there be lunch on Wednesday", EIGHT)
    with pytest.raises(AlreadyDone):
        await bellwether.curating.settle("no-deal-in-time", ConditionState.FAILED, by="importer")


async def test_a_condition_that_failed_leaves_a_hole_and_never_the_opposite(bellwether: Bellwether) -> None:
    await bellwether.curating.settle("no-deal-in-time", ConditionState.FAILED, by="importer")

    reply = await wednesday(bellwether)
    assert reply.startswith("Nothing is announced yet for Wednesday, March 23")
    assert "Open on" not in reply


async def test_an_event_ends_with_its_closing_notice(bellwether: Bellwether, clock: Hands, tmp_path: Path) -> None:
    clock.moment = at("2022-04-03 19:00")
    await bellwether.curating.end("strike-2022", by="importer", change=change(tmp_path, OVER))

    assert (await ask(bellwether, "is there school tomorrow", clock.moment)).startswith("Open on Monday, April 4")
    with pytest.raises(AlreadyDone):
        await bellwether.curating.end("strike-2022", by="importer")


async def test_what_was_withdrawn_is_never_told_again(bellwether: Bellwether) -> None:
    await bellwether.curating.withdraw("closure-2022-03-23", by="importer")

    assert (await wednesday(bellwether)).startswith("Nothing is announced yet")


async def test_all_of_a_source_is_retracted_in_one_act(bellwether: Bellwether) -> None:
    published = await bellwether.curating.retract("abc10-2022-03-21", by="importer")

    assert len(published.rows) > 10
    assert (await wednesday(bellwether)).startswith("Nothing is announced yet")
    assert "Serna" not in await ask(bellwether, "where are the pickets on Wednesday", EIGHT)
