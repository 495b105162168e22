"""Stop telling me this: one tap, here and of this account alone, until it is asked again or followed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.families.carried import about_words, cell_of_words
from bot.pages import PageKind
from knowledge.claims import Scope
from knowledge.district import Level
from knowledge.interest import Cell
from knowledge.tables import delivery, follow, owed, telling
from tests.bot.telling.world import EDITOR, World, family, open_world
from tests.sacramento import THURSDAY, WEDNESDAY

HOUR = timedelta(hours=1)
ASKED = "is there school on wednesday?"
STOP = "Stop telling me this"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def corrected(world: World, status: str = "open", **values: str) -> None:
    """Changed an hour later, and told."""
    world.clock.move(HOUR)
    await world.close(status=status, **values)
    await world.deliver()


async def test_one_tap_ends_it_and_asking_again_begins_it_again(world: World) -> None:
    await world.ask(ASKED)
    await corrected(world)
    ((_, reply),) = world.telegram.sent
    page = await world.press(reply, STOP, who=family())

    assert page.title == "I tell you nothing more of this here: Whether schools are open, Wednesday, March 23"
    assert page.lines == ("Ask again or follow it, and I tell you again when it changes.",)
    await corrected(world, "closed")
    assert len(world.telegram.sent) == 1
    await world.ask(ASKED)
    await corrected(world, "open")
    assert len(world.telegram.sent) == 2


async def test_it_ends_what_is_already_waiting_too(world: World) -> None:
    await world.ask(ASKED)
    await corrected(world)
    ((_, reply),) = world.telegram.sent
    world.clock.move(HOUR)
    await world.close(status="closed")
    world.clock.move(timedelta(seconds=5))
    await world.bellwether.courier.deliver_due()  # it is among the deliveries now, and settles
    await world.press(reply, STOP, who=family())

    assert await world.deliver() == 0
    assert [row.state for row in await world.rows(delivery)] == ["sent", "dropped"]
    assert [row.state for row in await world.rows(owed)] == ["stopped", "cancelled"]
    assert all(row.stopped for row in await world.rows(telling))


async def test_what_was_followed_ends_with_it_and_nothing_else_does(world: World) -> None:
    await world.do(family(), "follow", topic="meals")
    await world.do(family(), "follow", topic=ASKED)
    await world.do(family("telegram:2"), "follow", topic=ASKED)
    await corrected(world)
    reply = next(reply for place, reply in world.telegram.sent if place == "telegram:1")
    page = await world.press(reply, STOP, who=family())

    assert page.lines[0] == "You no longer follow this: Whether schools are open, Wednesday, March 23"
    assert [(row.person, row.topic) for row in await world.rows(follow)] == [
        ("telegram:1", "meals"),
        ("telegram:2", "school-open"),
    ]


async def test_what_is_part_of_what_is_followed_ends_the_follow_that_took_it_in(world: World) -> None:
    await world.do(family(), "follow", topic="meals")
    await world.do(
        EDITOR, "claim", "add", topic="meals.hours", words="From 8 to 10.", days="wednesday", speaker="district"
    )
    await world.deliver(HOUR)
    ((_, reply),) = world.telegram.sent
    page = await world.press(reply, STOP, who=family())

    assert page.kind is PageKind.DONE
    assert await world.rows(follow) == []


async def test_somebody_elses_button_does_nothing(world: World) -> None:
    await world.ask(ASKED)
    await corrected(world)
    ((_, reply),) = world.telegram.sent
    page = await world.press(reply, STOP, who=family("telegram:2"))

    assert page.kind is PageKind.REFUSED
    await corrected(world, "closed")
    assert len(world.telegram.sent) == 2


async def test_of_linked_accounts_only_this_one_is_told_no_more(world: World) -> None:
    code = (await world.do(family(), "link")).lines
    word = next(part for line in code for part in line.split() if any(one.isdigit() for one in part))
    linked = await world.do(family("discord:1"), "link", code=word.strip("“”.,:;`"))
    for person in ("telegram:1", "discord:1"):
        await world.ask(ASKED, person)
    await corrected(world)
    ((_, reply),) = world.telegram.sent
    await world.press(reply, STOP, who=family())
    await corrected(world, "closed")

    assert linked.kind is PageKind.DONE
    assert [len(world.telegram.sent), len(world.discord.sent)] == [1, 2]


async def test_following_lists_what_they_are_told_of_because_they_asked(world: World) -> None:
    await world.ask(ASKED)
    await world.ask("is there school on thursday?")  # of a hole nobody is told
    await world.do(family(), "follow", topic="buses")
    page = await world.do(family(), "following")

    assert page.lines == (
        "1. Buses",
        "I also tell you when this changes, as you asked about it:",
        "• Whether schools are open, Wednesday, March 23",
    )
    assert [one.label for one in page.offers] == [
        "Stop: Buses",
        "Stop: Whether schools are open, Wednesday, March 23",
    ]
    assert (await world.bellwether.desk.do(page.offers[1].invocation)).kind is PageKind.DONE
    assert (await world.do(family(), "following")).lines == ("1. Buses",)
    assert (await world.do(family(), "stop")).lines == ("1. Buses",), "without words: what there is to stop"


@pytest.mark.parametrize(
    "typed", ["school-open", "school-open/2022-99-23//", "../../etc//x/", "🙂", "school-open///level:x"]
)
async def test_what_no_button_says_stops_nothing_and_shows_what_there_is_to_stop(world: World, typed: str) -> None:
    await world.ask(ASKED)
    page = await world.do(family(), "stop", about=typed)

    assert page.kind is PageKind.SHOWN
    assert [one.label for one in page.offers] == ["Stop: Whether schools are open, Wednesday, March 23"]
    assert not any(row.stopped for row in await world.rows(telling))


async def test_what_was_never_told_here_stops_nothing(world: World) -> None:
    assert (await world.do(family(), "stop", about="school-open/2022-03-23//")).kind is PageKind.REFUSED


@given(
    st.sampled_from(["school-open", "meals.hours"]),
    st.sampled_from([(None, None), (WEDNESDAY, None), (WEDNESDAY, THURSDAY)]),
    st.lists(st.sampled_from(list(Level)), unique=True),
    st.lists(st.sampled_from(["sutter", "mcclatchy"]), unique=True),
)
def test_a_button_says_exactly_what_it_is_about(
    topic: str, days: tuple[date | None, date | None], levels: list[Level], schools: list[str]
) -> None:
    cell = Cell.of(topic, days[0], days[1], Scope(tuple(levels), tuple(schools)))
    assert cell_of_words(about_words([cell])) == cell
