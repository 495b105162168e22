"""All that rests on a source, ended or taken back in one act."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import Role
from bot.pages import Page, PageKind
from tests.bot.house import House, open_house, text_of
from tests.bot.staff import typed
from tests.sacramento import THURSDAY, at, claim, knowledge, notice


@pytest.fixture
async def house() -> AsyncIterator[House]:
    said = notice("bulletin", "2022-03-22 09:00")
    bus = claim("buses-run", "buses", "Buses run as usual.", source="bulletin", first_day=THURSDAY)
    async with open_house(curated=knowledge(bus, sources=[said])) as opened:
        yield opened


async def of_source(house: House, action: str, person: str = "telegram:ines", **values: str) -> Page:
    return await typed(house, f"source {action}", values, person=person)


async def test_the_list_counts_what_is_told_of_each_newest_first(house: House) -> None:
    page = await of_source(house, "list")
    assert page.grid is not None
    assert [(row[0], row[3]) for row in page.grid.rows] == [("bulletin", "1"), ("article", "5")]
    assert page.grid.rows[1][2] == "Monday, March 21", "no hour of a source that is known by its day"


async def test_ending_a_source_names_every_claim_and_ends_them_in_one_change(house: House) -> None:
    page = await of_source(house, "end", source="article", reason="the reporter was wrong about the date")
    assert page.kind is PageKind.PREVIEW
    for slug in ("closed-wednesday", "meals-wednesday", "picket-thursday", "length-unclear", "offer-2"):
        assert slug in text_of(page)
    done = await house.take(page.offers[0])
    assert done.change == 1

    reply = await house.ask("are schools closed Wednesday?")
    assert "Nothing is announced yet for Wednesday" in reply.text
    assert "Buses run" in (await house.ask("are the buses running Thursday")).text, "what rests on another stays"

    again = await of_source(house, "end", source="article")
    assert again.kind is PageKind.REFUSED
    assert "told any more" in text_of(again)


async def test_what_was_taken_back_is_not_told_even_as_the_past(house: House) -> None:
    page = await of_source(house, "end", source="article")
    await house.take(page.offers[0])
    assert "2%" in (await house.ask("what did the district offer")).text, "ended background is told as what was said"
    page = await of_source(house, "withdraw", source="article")
    assert page.kind is PageKind.PREVIEW, "also what was ended before"
    await house.take(page.offers[0])
    assert "2%" not in (await house.ask("what did the district offer")).text


async def test_all_of_a_source_comes_back_with_one_undo(house: House) -> None:
    page = await of_source(house, "withdraw", source="article")
    done = await house.take(page.offers[0])
    undo = await house.take(done.offers[0])
    await house.take(undo.offers[0])
    assert "Closed on Wednesday" in (await house.ask("are schools closed Wednesday?")).text


async def test_a_claim_edited_meanwhile_is_not_run_over(house: House) -> None:
    page = await of_source(house, "withdraw", source="article")
    edited = await house.do(
        "claim", "edit", person="telegram:noor", granted=Role.PUBLISHER, claim="offer-2", words="It offers 5%."
    )
    await house.take(edited.offers[0])
    late = await house.take(page.offers[0])
    assert late.kind is PageKind.REFUSED
    assert "Closed on Wednesday" in (await house.ask("are schools closed Wednesday?")).text, "nothing half-done"


async def test_a_source_that_is_not_there_is_refused(house: House) -> None:
    page = await of_source(house, "end", source="articel", person="telegram:noor")
    assert page.kind is PageKind.REFUSED
    assert "articel" in text_of(page)


async def test_an_editor_who_may_not_publish_keeps_a_draft(house: House) -> None:
    page = await house.do("source", "withdraw", person="telegram:eva", granted=Role.EDITOR, source="article")
    kept = await house.take(page.offers[0])
    assert kept.draft == 1
    reply = await house.ask("are schools closed Wednesday?", now=at("2022-03-22 13:00"))
    assert "Closed on Wednesday" in reply.text
