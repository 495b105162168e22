"""Who changed what, and taking it back: a change, an undo, an undo of an undo, one entry to an earlier revision."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.pages import Page, PageKind
from tests.bot.house import House, open_house, text_of
from tests.bot.staff import typed
from tests.sacramento import at

NOON = at("2022-03-22 12:10")
OPEN, CLOSED = "Open on Wednesday, March 23", "Closed on Wednesday, March 23"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


async def edit(house: House, name: str, action: str = "", person: str = "telegram:ines", **values: str) -> Page:
    return await typed(house, f"{name} {action}", values, person=person)


async def done(house: House, name: str, action: str = "", person: str = "telegram:ines", **values: str) -> Page:
    """A command, its preview, and its first offer taken."""
    preview = await edit(house, name, action, person, **values)
    assert preview.kind is PageKind.PREVIEW, text_of(preview)
    page = await house.take(preview.offers[0])
    assert page.kind is PageKind.DONE, text_of(page)
    return page


async def wednesday(house: House) -> str:
    return (await house.ask("are schools closed Wednesday?", person="somebody")).text


async def test_an_undo_takes_the_newest_change_of_ones_own_back(house: House) -> None:
    await done(house, "status", status="open", day="2022-03-23")
    await done(house, "claim", "withdraw", "telegram:noor", claim="offer-2")
    assert OPEN in await wednesday(house)

    preview = await edit(house, "undo")
    assert "change 1" in preview.title
    assert any(CLOSED in one.reply.text for one in preview.previews), "the preview is what families will read again"
    assert OPEN in await wednesday(house), "a preview changes nothing"

    await house.take(preview.offers[0])
    assert CLOSED in await wednesday(house)
    assert "2%" not in (await house.ask("what did the district offer")).text, "somebody else's change stands"


async def test_an_undo_of_an_undo_lets_the_change_stand_again(house: House) -> None:
    first = await done(house, "status", status="open", day="2022-03-23")
    undone = await done(house, "undo", change=str(first.change))
    await done(house, "undo", change=str(undone.change))
    assert OPEN in await wednesday(house)

    page = await edit(house, "history")
    assert page.grid is not None
    taken_back = {row[0]: row[6] for row in page.grid.rows}
    assert taken_back == {"1": "", "2": "3", "3": ""}, "the first stands again, since what took it back was taken back"


async def test_undoing_again_and_again_goes_further_back(house: House) -> None:
    await done(house, "claim", "withdraw", claim="offer-2")
    await done(house, "claim", "withdraw", claim="length-unclear")
    await done(house, "undo")
    page = await edit(house, "undo")
    assert "change 1" in page.title
    await house.take(page.offers[0])
    page = await edit(house, "undo")
    assert page.kind is PageKind.REFUSED
    assert "no change of your own" in text_of(page)


async def test_a_change_that_was_touched_again_is_refused_with_the_later_one(house: House) -> None:
    await done(house, "claim", "edit", claim="offer-2", words="The district offers 3% raises.")
    await done(house, "claim", "edit", claim="offer-2", words="The district offers 4% raises.")
    page = await edit(house, "undo", change="1")
    assert page.kind is PageKind.REFUSED
    assert "by change 2" in text_of(page)
    assert page.offers[0].invocation.values == {"change": "2"}


async def test_a_change_taken_back_already_names_what_took_it_back(house: House) -> None:
    await done(house, "claim", "withdraw", claim="offer-2")
    await done(house, "undo")
    page = await edit(house, "undo", change="1")
    assert page.kind is PageKind.REFUSED
    assert "taken back already, by change 2" in text_of(page)


async def test_two_who_undo_the_same_change_do_it_once(house: House) -> None:
    await done(house, "claim", "withdraw", claim="offer-2")
    first, second = await edit(house, "undo", change="1"), await edit(house, "undo", "", "telegram:noor", change="1")
    assert (await house.take(first.offers[0])).kind is PageKind.DONE
    late = await house.take(second.offers[0])
    assert late.kind is PageKind.REFUSED
    assert "by change 2" in text_of(late)


async def test_an_unknown_number_is_refused(house: House) -> None:
    for number in ("7", "0", "999999999"):
        page = await edit(house, "undo", change=number)
        assert page.kind is PageKind.REFUSED
        assert f"no change {number}" in text_of(page)


async def test_the_history_of_an_entry_tells_each_revision_and_what_changed(house: House) -> None:
    await done(house, "claim", "edit", claim="offer-2", words="The district offers 3% raises.", reason="a new offer")
    page = await edit(house, "history", about="offer-2")
    assert page.grid is not None
    newest, first = page.grid.rows
    assert newest[0] == "2"
    assert newest[2:4] == ("telegram:ines", "a new offer")
    assert "The district offers 2% raises." in newest[4]
    assert "The district offers 3% raises." in newest[4]
    assert first[2:5] == ("curated files", "", "added")


async def test_an_entry_stands_again_as_in_any_earlier_revision(house: House) -> None:
    for percent in ("3", "4"):
        await done(house, "claim", "edit", claim="offer-2", words=f"The district offers {percent}% raises.")
    page = await edit(house, "undo", "to", about="offer-2", revision="9")
    assert page.kind is PageKind.REFUSED
    assert "1 to 3" in text_of(page)
    await done(house, "undo", "to", about="claim offer-2", revision="1")
    assert "2% raises" in (await house.ask("what did the district offer")).text


async def test_a_name_of_several_entries_asks_which(house: House) -> None:
    await done(house, "event", "open", template="strike", day="2022-03-30", title="Second strike")
    page = await edit(house, "history", about="strike")
    labels = [one.label for one in page.offers]
    assert labels == ["topic strike", "event strike"]
    page = await house.take(page.offers[1])
    assert "event strike" in page.title


async def test_a_name_that_is_not_there_offers_what_is_like_it(house: House) -> None:
    page = await edit(house, "history", about="offer")
    assert page.kind is PageKind.SHOWN, "there is a topic of that name"
    page = await edit(house, "history", about="closed")
    assert page.kind is PageKind.REFUSED
    assert [one.label for one in page.offers] == ["closed-wednesday"]


async def test_an_undone_end_of_an_event_shows_what_families_read_again(house: House) -> None:
    await done(house, "event", "end", event="strike", status="open", days="2022-03-23")
    assert OPEN in await wednesday(house)
    await done(house, "undo")
    assert CLOSED in await wednesday(house)


async def test_a_phrasing_that_went_to_another_topic_since_is_not_restored_beside_it(house: House) -> None:
    await house.ask("when is archery practice on friday")
    await done(house, "gaps", "phrasing", gap="1", topic="meals", phrasing="the archery thing")
    undone = await done(house, "undo", change="1")
    await done(house, "gaps", "phrasing", gap="1", topic="offer", phrasing="the archery thing")
    page = await edit(house, "undo", change=str(undone.change))
    assert page.kind is PageKind.REFUSED
    assert "The offer (offer) already" in text_of(page)
    assert (await house.ask("the archery thing")).topics == ("offer",)


@pytest.mark.parametrize("written", ["something-that-is-no-number", "-1", "1.5", "last", "change 1", "12345678901"])
async def test_what_is_no_number_takes_back_nothing(house: House, written: str) -> None:
    await done(house, "status", status="open", day="2022-03-23")

    page = await edit(house, "undo", change=written)

    assert page.kind is PageKind.FORM
    assert [one.field for one in page.problems] == ["change"]
    assert OPEN in await wednesday(house)


async def test_the_name_of_an_entry_takes_back_the_newest_change_that_touched_it(house: House) -> None:
    await done(house, "claim", "withdraw", claim="offer-2")
    await done(house, "status", status="open", day="2022-03-23")

    preview = await edit(house, "undo", change="offer-2")

    assert "change 1" in preview.title
    assert preview.offers[0].invocation.values["change"] == "1"
    await house.take(preview.offers[0])
    assert "2%" in (await house.ask("what did the district offer")).text
    assert OPEN in await wednesday(house), "the other change stands"
