"""A question to a person from where nothing can be sent later: said at once, answered elsewhere by their own choice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.pages import Invocation, Page, PageKind, Who
from knowledge.inquiries import Inquiry, open_inquiries
from knowledge.lanes import take_lane
from knowledge.spreading import Manners, spread
from knowledge.tables import delivery, owed
from tests.bot.house import House, open_house
from tests.bot.staff import typed
from tests.sacramento import DISTRICT, TUESDAY_NOON

ASKED = "can my son see the school nurse?"
ANNA = Who("discord:11", "discord:77", shared=True, fleeting=True)
ALONE = Who("discord:11", "discord:99")


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    async with open_house(address) as opened:
        yield opened


async def asks(house: House, who: Who = ANNA, **more: str) -> Page:
    return await house.desk.do(Invocation("person", who, TUESDAY_NOON, values={"question": ASKED, **more}))


async def answers(house: House) -> Page:
    page = await typed(house, "gaps reply", {"inquiry": "1", "answer": "Yes."})
    assert page.kind is PageKind.PREVIEW
    return await house.desk.do(page.offers[0].invocation)


async def waiting(house: House) -> Inquiry:
    (found,) = await house.desk.database.read(open_inquiries)
    return found


async def states(house: House) -> list[tuple[str, str]]:
    return [(row.place, row.state) for row in await house.rows(owed)]


async def spreads(house: House) -> list[str]:
    """What the courier would bring on Discord; where to, all in all."""

    def work(connection: Any) -> None:
        lease = take_lane(connection, "discord", holder="us", lasts=timedelta(minutes=1))
        assert lease is not None
        spread(connection, lease, at=TUESDAY_NOON, manners=Manners(DISTRICT))

    await house.desk.database.write(work)
    return [row.place for row in await house.rows(delivery)]


async def test_they_are_told_at_once_with_a_way_out(house: House) -> None:
    page = await asks(house)

    assert page.lines[0] == "I cannot write to you here later. I can in a private chat with me, if you open it now."
    assert [one.invocation.values["private"] for one in page.offers] == ["yes"]
    assert (await waiting(house)).fleeting


async def test_an_answer_is_kept_and_owed_to_nobody(house: House) -> None:
    await asks(house)
    page = await answers(house)

    assert page.title == "Kept; nobody was sent it."
    assert "they get your answer only once they open a private chat" in page.warnings[0]
    assert await states(house) == [(ANNA.place, "gone")]


async def test_it_is_owed_where_they_want_it_before_it_is_answered(house: House) -> None:
    await asks(house)
    page = await asks(house, ALONE, private="yes")
    assert "answer you here" in page.title
    assert not (await waiting(house)).fleeting
    done = await answers(house)

    assert done.title == "Answered; whoever asked will be told."
    assert await states(house) == [(ALONE.place, "pending")]


async def test_it_is_owed_where_they_want_it_after_it_was_answered(house: House) -> None:
    await asks(house)
    await answers(house)
    await spreads(house)
    await asks(house, ALONE, private="yes")

    assert await states(house) == [(ALONE.place, "pending")]
    assert await house.desk.database.read(open_inquiries) == ()
    assert await spreads(house) == [ALONE.place], "what was passed over before is sent now"


async def test_nobody_else_can_have_it_sent_to_them(house: House) -> None:
    await asks(house)
    await asks(house, Who("discord:12", "discord:98"), private="yes")

    found = await house.desk.database.read(open_inquiries)
    assert [(one.person, one.place) for one in found] == [("discord:11", "discord:77"), ("discord:12", "discord:98")]


async def test_elsewhere_nothing_is_different(house: House) -> None:
    page = await asks(house, Who("telegram:11", "telegram:11"))

    assert page.offers == ()
    assert not (await waiting(house)).fleeting
