"""Editors see whom a change reaches and by when, and say how loudly: as usual, quietly, as urgent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, PlatformReach, Who
from bot.presses import press_body, press_of
from knowledge.crowds import add_crowd
from knowledge.findings import Asked
from knowledge.loudness import Loudness
from knowledge.owing import AT_ONCE
from knowledge.tables import change, draft, owed
from tests.bot.telling.world import EDITOR, World, family, open_world
from tests.sacramento import at

WEDNESDAY = "is there school on wednesday?"
NIGHT = at("2022-03-22 23:00")
WAYS = ["Publish", "Publish quietly", "Publish as urgent"]
OMAR = Who("telegram:omar", "telegram:staff", granted=Role.EDITOR)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def preview(world: World, status: str = "open", *, who: Who = EDITOR, **values: str) -> Page:
    invocation = Invocation("status", who, world.clock.now(), "", {"status": status, "day": "wednesday", **values})
    page = await world.bellwether.desk.do(invocation)
    assert page.kind is PageKind.PREVIEW, page
    return page


async def take(world: World, page: Page, label: str, who: Who = EDITOR) -> Page:
    """As a button does it: kept as JSON in between."""
    (offer,) = [one for one in page.offers if one.label == label]
    pressed = press_of(press_body(offer.invocation), who)
    assert isinstance(pressed, Invocation)
    return await world.bellwether.desk.do(replace(pressed, at=world.clock.now()))


async def test_a_preview_says_who_is_reached_on_what_and_by_when(world: World) -> None:
    await world.ask(WEDNESDAY, "telegram:1")
    await world.ask(WEDNESDAY, "telegram:2")
    await world.ask(WEDNESDAY, "discord:3", "discord:33")
    await world.ask_in_a_room(WEDNESDAY, "telegram:4", message="77")

    page = await preview(world)

    assert page.reach is not None
    assert (page.reach.people, page.reach.rooms) == (3, 1)
    assert page.reach.platforms == (PlatformReach("telegram", 2, 1), PlatformReach("discord", 1, 0))
    assert "People who will be told: 3; chats: 3." in page.lines
    assert "Rooms in which what I said is rewritten: 1." in page.lines
    assert "Platforms: Telegram 3 and Discord 1." in page.lines
    assert "At the present rate the last one is told at about 12:10 PM." in page.lines
    assert [one.label for one in page.offers[:3]] == WAYS


async def test_of_more_than_are_reckoned_at_once_it_is_said_how_many_it_concerns_and_where(world: World) -> None:
    await world.ask_in_a_room(WEDNESDAY, "telegram:4", message="77")
    for platform, most in (("telegram", AT_ONCE), ("discord", 2)):
        crowd = partial(add_crowd, about=Asked("school-open", date(2022, 3, 23)), at=world.clock.now())
        people = [f"{platform}:{number}0" for number in range(most)]
        await world.bellwether.database.write(partial(crowd, people=people))

    page = await preview(world)
    done = await take(world, page, "Publish")

    for each in (page, done):
        assert each.reach is not None
        assert (each.reach.people, each.reach.rooms) == (AT_ONCE + 2, 1)
        assert set(each.reach.platforms) == {PlatformReach("telegram", AT_ONCE, 1), PlatformReach("discord", 2, 0)}


async def test_the_last_one_is_reckoned_behind_what_waits_and_at_the_rate_there_is(tmp_path: Path) -> None:
    async with open_world(tmp_path, telegram_per_second=0.01, settling_seconds=60) as world:
        for number in range(6):
            await world.ask(WEDNESDAY, f"telegram:{number}")
        await world.close(status="open")
        page = await preview(world, status="closed")
        assert page.reach is not None
        assert page.reach.last == world.clock.now() + timedelta(seconds=60 + 12 * 100)


async def test_in_the_evening_the_last_one_is_told_in_the_morning_and_an_urgent_one_at_once(tmp_path: Path) -> None:
    async with open_world(tmp_path, now=NIGHT) as world:
        await world.ask(WEDNESDAY)

        page = await preview(world)

        assert "At the present rate the last one is told at about Wednesday, March 23, 6:00 AM." in page.lines
        assert "As urgent: at once, also in quiet hours; the last one is told at about 11:00 PM." in page.lines


async def test_whoever_wants_no_quiet_hours_is_told_at_night_and_whoever_chose_none_in_the_morning(
    tmp_path: Path, address: str
) -> None:
    async with open_world(tmp_path, address=address, now=NIGHT) as world:
        await world.do(family(), "settings", quiet="off")
        for person in ("telegram:1", "telegram:2"):
            await world.ask(WEDNESDAY, person)
        await world.close(status="open")

        assert await world.deliver() == 1
        assert [place for place, _ in world.telegram.sent] == ["telegram:1"]
        assert await world.deliver(timedelta(hours=7)) == 1


async def test_where_nobody_is_owed_anything_there_is_one_way_to_publish(world: World) -> None:
    page = await preview(world)

    assert page.offers[0].label == "Publish"
    assert not any(one.label in WAYS for one in page.offers[1:])
    assert "Nobody was told anything else, so nobody is owed a message." in page.lines


async def test_quietly_nobody_is_written_to_and_a_later_ordinary_change_tells_them_the_newest(world: World) -> None:
    await world.ask(WEDNESDAY)
    done = await take(world, await preview(world, "open"), "Publish quietly")
    assert "Nobody is written to." in done.lines

    assert await world.deliver() == 0
    assert [row.state for row in await world.rows(owed)] == ["silent"]
    assert [row.loudness for row in await world.rows(change)] == ["quiet"]
    page = await preview(world, "delayed", hour="10:00")
    assert page.reach is not None
    assert page.reach.people == 1
    await take(world, page, "Publish")

    assert await world.deliver() == 1
    ((_, words),) = world.telegram.texts
    assert "10:00 AM" in words


async def test_quietly_what_stands_in_a_room_is_rewritten_all_the_same(world: World) -> None:
    await world.ask_in_a_room(WEDNESDAY, "telegram:4", message="77")
    await world.ask(WEDNESDAY, "telegram:1")
    done = await take(world, await preview(world), "Publish quietly")

    assert done.reach is not None
    assert (done.reach.people, done.reach.rooms) == (0, 1)
    await world.deliver()
    assert [reply.replaces for _, reply in world.telegram.sent] == ["77"]


async def test_an_urgent_change_is_told_at_once_in_quiet_hours_and_an_ordinary_one_in_the_morning(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, now=NIGHT) as world:
        await world.ask(WEDNESDAY)
        await take(world, await preview(world, "open"), "Publish")
        assert await world.deliver() == 0
        await take(world, await preview(world, "closed"), "Publish as urgent")
        assert await world.deliver(timedelta(seconds=1)) == 1
        ((_, words),) = world.telegram.texts
        assert "Closed on Wednesday, March 23" in words


async def test_a_line_can_say_it_beforehand(world: World) -> None:
    await world.ask(WEDNESDAY)

    page = await preview(world, loudness="quiet")

    assert [one.label for one in page.offers[:3]] == ["Publish quietly", "Publish", "Publish as urgent"]
    assert "Nobody is written to." in page.lines
    assert (await preview(world, "delayed", hour="10:00", loudness="urgent")).offers[0].label == "Publish as urgent"


async def test_an_undo_says_how_many_heard_it_and_how_many_will_not(world: World) -> None:
    await world.do(family("telegram:2"), "settings", quiet="6:00-20:00")
    for person in ("telegram:1", "telegram:2"):
        await world.ask(WEDNESDAY, person)
    done = await world.close(status="open")
    undoing = await take(world, done, "Undo")
    assert "Of its messages 0 have gone; 2 that wait will not say it." in undoing.lines

    assert await world.deliver() == 1
    undoing = await take(world, done, "Undo")
    assert "Of its messages 1 have gone; 1 that wait will not say it." in undoing.lines
    await take(world, undoing, "Publish")
    assert await world.deliver() == 1
    assert await world.deliver(timedelta(hours=9)) == 0
    assert [place for place, _ in world.telegram.sent] == ["telegram:1", "telegram:1"]


async def test_an_undo_asks_anew_how_loud_it_shall_be(world: World) -> None:
    await world.ask(WEDNESDAY)
    done = await take(world, await preview(world), "Publish as urgent")

    assert [one.label for one in done.offers] == ["Undo", "How far?"]
    undoing = await take(world, done, "Undo")
    assert undoing.kind is PageKind.PREVIEW
    assert not [one for one in undoing.offers if one.invocation.loudness is Loudness.URGENT][1:]
    assert undoing.offers[0].label == "Publish"


async def test_a_draft_keeps_the_loudness_its_author_chose(world: World) -> None:
    await world.ask(WEDNESDAY)
    kept = await take(world, await preview(world, who=OMAR), "Keep as a draft, as urgent", OMAR)

    assert kept.draft is not None
    assert [row.loudness for row in await world.rows(draft)] == ["urgent"]
    approving = Invocation("claim", EDITOR, world.clock.now(), "approve", {"draft": str(kept.draft)})
    page = await world.bellwether.desk.do(approving)
    assert [one.label for one in page.offers[:3]] == ["Publish as urgent", "Publish", "Publish quietly"]
    await take(world, page, "Publish as urgent")
    assert await world.deliver(timedelta(seconds=1)) == 1


async def test_whoever_approves_a_draft_may_choose_otherwise(world: World) -> None:
    await world.ask(WEDNESDAY)
    kept = await take(world, await preview(world, who=OMAR), "Keep as a draft, as urgent", OMAR)
    values = {"draft": str(kept.draft), "loudness": "quiet"}

    page = await world.bellwether.desk.do(Invocation("claim", EDITOR, world.clock.now(), "approve", values))

    assert page.offers[0].label == "Publish quietly"
    await take(world, page, "Publish quietly")
    assert await world.deliver() == 0
