"""An editor's evening in March 2022 on Discord: commands, menus and forms only, and after each step families are told
it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.double import Double
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.test_staff_room import open_in_forum
from tests.sacramento import at

BROKE_OFF = at("2022-03-22 20:15")
NURSE = "can my son see the school nurse on Wednesday"
LOCKED = "Not on Wednesday: the building is locked."
TYPO, MENDED = "Bags at each scool.", "Bags at each school."


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated) as made:
        await open_in_forum(made)
        await made.bot.do("claim", "edit", claim="meals-wednesday", words=TYPO, kind="wording")
        made.steps = 0
        yield made


async def test_an_evening_at_the_desk(room: Newsroom) -> None:
    before = await room.family_reads("are schools closed Wednesday?")
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in before

    # The talks break off: the condition is settled together with what holds now.
    await room.bot.clock.move(BROKE_OFF)
    state = await room.chooses(await room.uses("/claim settle"), "unless a deal is reached first")
    preview = await room.chooses(state, "met")
    assert "is now certain: Closed on Wednesday, March 23" in preview.text
    settled = await room.presses(preview, "Publish")
    assert room.steps == 4
    after = await room.family_reads("are schools closed Wednesday?")
    assert after.startswith("Closed on Wednesday, March 23 (all")
    assert "unless" not in after.splitlines()[0]
    assert "if campuses close" not in await room.family_reads("are there meals on Wednesday?")

    # That was too early: it is taken back where it was done, and given again.
    undone = await room.presses(await room.presses(settled, "Undo"), "Publish")
    assert "unless a deal is reached first" in (await room.family_reads("are schools closed Wednesday?"))
    await room.presses(await room.presses(undone, "Undo"), "Publish")
    assert "unless" not in (await room.family_reads("are schools closed Wednesday?")).splitlines()[0]

    # Thursday too, in two steps.
    room.steps = 0
    await room.presses(await room.uses("/status", status="closed", day="thursday"), "Publish")
    assert room.steps == 2
    assert (await room.family_reads("is there school on Thursday?")).startswith("Closed on Thursday, March 24")

    # A typo is mended in a form that is filled with what stands.
    room.steps = 0
    form = await room.uses("/claim edit", claim="meals-wednesday")
    assert form.modal is not None
    assert form.modal.values["Words"] == TYPO
    await room.presses(await room.submits(form, Words=MENDED), "Publish")
    assert room.steps == 3
    assert MENDED in await room.family_reads("are there meals on Wednesday?")

    # Somebody asks a person; the answer is written in the staff's forum.
    await room.says(room.anna, room.anna.dm, f"/person {NURSE}")
    thread = await room.thread_about(NURSE)
    (post,) = room.double.sent(thread)
    room.steps = 0
    preview = await room.submits(await room.presses(post, "Answer 1"), Answer=LOCKED)
    await room.presses(preview, "Send the answer")
    assert room.steps == 3
    await room.until(lambda: LOCKED in room.shown_to(room.anna))
    assert NURSE in room.shown_to(room.anna)
    await room.until(lambda: thread.archived)
    assert room.double.unacknowledged == []
