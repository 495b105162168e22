"""Opening an event from a template and ending it with its closing notice."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import find_command
from bot.pages import Page, PageKind
from bot.questions import Outcome
from knowledge.files.templates import read_template
from knowledge.phrasings import all_spelled_out
from knowledge.templates import template_names
from tests.bot.house import House, open_house, text_of
from tests.bot.office import open_office
from tests.bot.staff import typed
from tests.sacramento import at


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


async def event(house: House, action: str, **values: str) -> Page:
    now = at(values.pop("now", "2022-03-22 12:10"))
    return await typed(house, f"event {action}", values, now=now)


def test_the_form_offers_the_templates_there_are() -> None:
    command = find_command("event", "open")
    assert command is not None
    field = command.field("template")
    assert field is not None
    assert field.choices == template_names() == ("late-start", "smoke", "snow", "strike")


@pytest.mark.parametrize("name", template_names())
def test_a_template_asks_each_thing_in_english_and_spanish_and_never_twice(name: str) -> None:
    template = read_template(name)
    assert template.slug == name
    assert template.titles.keys() >= {"en", "es"}
    assert all(one.titles.keys() >= {"en", "es"} for one in template.topics)
    assert all(one.phrasings.keys() == {"en", "es"} for one in template.topics)
    said = [words for one in template.topics for words in all_spelled_out(one.phrasings)]
    assert len(said) == len(set(said))


async def test_opening_brings_the_questions_that_were_not_known_and_they_are_found_at_once(house: House) -> None:
    before = await house.ask("¿dan desayuno si entran tarde?")
    assert before.topics != ("breakfast",)
    page = await event(house, "open", template="late-start", day="2022-03-24")
    assert page.kind is PageKind.PREVIEW
    assert "Breakfast on a late day" in text_of(page)
    assert "School buses" not in text_of(page), "the knowledge base has that topic already"
    done = await house.take(page.offers[0])
    assert done.kind is PageKind.DONE

    reply = await house.ask("dan desayuno si entran tarde?")
    assert reply.topics == ("breakfast",)
    assert reply.outcome is Outcome.UNKNOWN, "families ask it and nobody has said"
    reply = await house.ask("is breakfast served on a late start")
    assert reply.topics == ("breakfast",)
    assert (await house.ask("are the buses running")).topics == ("buses",)


async def test_an_opened_event_offers_the_form_of_its_status_filled_in(house: House) -> None:
    page = await event(house, "open", template="late-start", day="2022-03-24")
    done = await house.take(page.offers[0])
    form = done.offers[0].invocation
    filled = {"status": "delayed", "day": "2022-03-24", "hour": "10:00", "event": "late-start-2022-03-24"}
    assert (form.name, dict(form.values)) == ("status", filled)
    preview = await house.take(done.offers[0])
    await house.take(preview.offers[0])
    assert "10:00 AM" in (await house.ask("is there school Thursday?")).text

    ending = await event(house, "end", event="late-start-2022-03-24", status="open", days="2022-03-24")
    assert "school-open-2022-03-24-1" in text_of(ending), "the status belongs to the event and ends with it"
    await house.take(ending.offers[0])
    assert "Open on Thursday" in (await house.ask("is there school Thursday?")).text


async def test_an_event_is_called_what_the_editor_calls_it(house: House) -> None:
    page = await event(
        house, "open", template="snow", day="2022-03-28", title="The big snow", title_es="La gran nevada"
    )
    await house.take(page.offers[0])
    listed = await event(house, "list")
    assert listed.grid is not None
    assert [row[:2] for row in listed.grid.rows] == [("snow-2022-03-28", "The big snow"), ("strike", "Strike")]


async def test_opening_twice_is_refused_and_both_undo_and_open_again_works(house: House) -> None:
    page = await event(house, "open", template="smoke", day="2022-03-28")
    done = await house.take(page.offers[0])
    again = await event(house, "open", template="smoke", day="2022-03-28")
    assert again.kind is PageKind.REFUSED
    assert "open already" in text_of(again)
    undo = await house.take(done.offers[-1])
    await house.take(undo.offers[0])
    assert (await house.ask("is recess indoors")).topics != ("outdoors",)
    page = await event(house, "open", template="smoke", day="2022-03-28")
    assert (await house.take(page.offers[0])).kind is PageKind.DONE
    assert (await house.ask("is recess indoors")).topics == ("outdoors",)


async def test_an_unknown_template_is_a_field_to_fill_in_anew(house: House) -> None:
    page = await event(house, "open", template="volcano", day="2022-03-28")
    assert page.kind is PageKind.FORM
    assert [one.field for one in page.problems] == ["template"]


async def test_ending_names_what_becomes_past_and_does_it_with_the_notice_in_one_change(house: House) -> None:
    sunday = "2022-04-03 19:00"
    page = await event(
        house, "end", event="strike", status="open", days="2022-04-04", words="The strike is over.", now=sunday
    )
    assert page.kind is PageKind.PREVIEW
    assert "offer-2" in text_of(page)
    assert "closed-wednesday" not in text_of(page), "its day is over, so it is past already"
    assert "Open on Monday, April 4" in page.previews[0].reply.text
    done = await house.take(page.offers[0])
    assert done.change == 1

    later = at("2022-04-03 19:01")
    assert "Open on Monday, April 4" in (await house.ask("is there school tomorrow?", now=later)).text
    offer = await house.ask("what did the district offer", now=later)
    assert offer.outcome is Outcome.UNKNOWN, "what was said of a strike that ended is the past"


async def test_an_event_is_not_ended_without_saying_what_holds_now(house: House) -> None:
    page = await event(house, "end", event="strike")
    assert page.kind is PageKind.FORM


async def test_ending_twice_is_refused_kindly(house: House) -> None:
    first = await event(house, "end", event="strike", status="open")
    second = await event(house, "end", event="strike", status="closed")
    assert (await house.take(first.offers[0])).kind is PageKind.DONE
    late = await house.take(second.offers[0])
    assert late.kind is PageKind.REFUSED
    assert "ended already" in text_of(late)
    again = await event(house, "end", event="strike", status="open")
    assert again.kind is PageKind.REFUSED
    assert "ended already" in text_of(again)
    missing = await event(house, "end", event="strikes", status="open")
    assert missing.kind is PageKind.REFUSED


async def test_claims_that_rest_on_the_notices_own_source_end_too(house: House) -> None:
    page = await event(house, "end", event="strike", status="open", days="2022-03-23", source="article")
    await house.take(page.offers[0])
    assert "Open on Wednesday" in (await house.ask("are schools closed Wednesday?")).text
    assert "picket at the county office" not in (await house.ask("where are the pickets Thursday")).text


async def test_ending_shows_every_lost_day_first_and_warns_of_nothing_that_it_ends() -> None:
    async with open_office() as office:
        for day in ("thu", "fri"):
            await office.done("status", status="closed", day=day, event="strike")
        page = await office.do("event end", event="strike", status="open", days="wed")

        assert not any("goes on standing" in one for one in page.warnings)
        english = [one for one in page.previews if one.language == "en"]
        days = ["March 23", "March 24", "March 25"]
        assert [day in one.question for day, one in zip(days, english, strict=False)] == [True] * 3
        assert english[0].reply.status == "open"
        assert all(one.reply.text.startswith("Nothing is announced yet") for one in english[1:3])
