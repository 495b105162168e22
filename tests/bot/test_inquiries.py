"""Questions that wait for a person: the staff's answer goes back to whoever asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import Role
from bot.pages import Page, PageKind
from knowledge.forgetting import forget
from knowledge.inquiries import open_inquiry
from knowledge.tables import audit, inquiry, owed
from tests.bot.house import House, open_house, text_of
from tests.bot.staff import typed
from tests.sacramento import TUESDAY_NOON

ASKED = "can my son get his inhaler from the nurse"
ANSWER = "Yes: the nurse is at the main office from 8 to 12. Bring a photo ID."


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        await opened.desk.database.write(
            lambda connection: open_inquiry(
                connection, person="ana", place="ana-home", text=ASKED, at=TUESDAY_NOON, language="es"
            )
        )
        yield opened


async def reply(house: House, person: str = "telegram:ines", **values: str) -> Page:
    return await typed(house, "gaps reply", values, person=person, role=Role.EDITOR)


async def test_an_answer_is_shown_before_it_goes_and_then_owed_to_whoever_asked(house: House) -> None:
    listed = await house.do("gaps", "people", person="telegram:ines", granted=Role.VIEWER)
    assert ASKED in text_of(listed)
    preview = await reply(house, inquiry="1", answer=ANSWER)
    assert preview.kind is PageKind.PREVIEW
    assert "Spanish" in text_of(preview), "the editor is told in which language they are read"
    assert await house.rows(owed) == []

    done = await house.take(preview.offers[0])
    assert done.kind is PageKind.DONE
    (row,) = await house.rows(owed)
    assert (row.kind, row.person, row.place, row.because, row.state) == (
        "answer",
        "ana",
        "ana-home",
        "asked",
        "pending",
    )
    (answered,) = await house.rows(inquiry)
    assert (answered.state, answered.answer, answered.identity) == ("answered", ANSWER, "telegram:ines")
    assert row.inquiry_id == answered.id
    assert [one.command for one in await house.rows(audit)] == ["gaps reply"]
    assert "Nobody waits" in text_of(await house.do("gaps", "people", person="telegram:ines", granted=Role.VIEWER))


async def test_an_answer_is_offered_as_a_claim_for_everybody(house: House) -> None:
    preview = await reply(house, inquiry="1", answer=ANSWER)
    done = await house.take(preview.offers[0])
    offer = done.offers[0].invocation
    assert (offer.name, offer.action, dict(offer.values)) == ("claim", "add", {"words": ANSWER})


async def test_the_second_of_two_who_answer_reads_what_the_first_said(house: House) -> None:
    first = await reply(house, inquiry="1", answer=ANSWER)
    second = await reply(house, "telegram:noor", inquiry="1", answer="No.")
    await house.take(first.offers[0])
    late = await house.take(second.offers[0])
    assert late.kind is PageKind.REFUSED
    assert ANSWER in text_of(late)
    assert len(await house.rows(owed)) == 1
    assert (await reply(house, inquiry="1", answer="No.")).kind is PageKind.REFUSED


async def test_whoever_was_forgotten_gets_no_answer(house: House) -> None:
    preview = await reply(house, inquiry="1", answer=ANSWER)
    await house.desk.database.write(lambda connection: forget(connection, "ana"))
    late = await house.take(preview.offers[0])
    assert late.kind is PageKind.REFUSED
    assert await house.rows(owed) == []


async def test_a_number_that_is_not_there_is_refused(house: House) -> None:
    page = await reply(house, inquiry="4", answer=ANSWER)
    assert page.kind is PageKind.REFUSED
    assert "number 4" in text_of(page)


async def test_asking_a_person_twice_is_one_question(house: House) -> None:
    again = await house.desk.database.write(
        lambda connection: open_inquiry(connection, person="ana", place="ana-home", text=ASKED, at=TUESDAY_NOON)
    )
    assert again == 1
    assert len(await house.rows(inquiry)) == 1
