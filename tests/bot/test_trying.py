"""What the bot would say: at another moment, to another family, with a draft; and the saved questions as a test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import Role
from bot.pages import Page, PageKind
from knowledge.claims import Scope, Status
from knowledge.tables import draft, gap, question, telling
from tests.bot.house import House, open_house, text_of
from tests.bot.staff import typed
from tests.sacramento import FRIDAY, at, claim, knowledge

FIXED = "2022-03-22 12:10"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


async def trying(house: House, action: str = "", **values: str) -> Page:
    return await typed(house, f"try {action}", values, role=Role.EDITOR)


async def kept_as_draft(house: House, name: str, action: str = "", **values: str) -> int:
    preview = await typed(house, f"{name} {action}", values, person="telegram:eva", role=Role.EDITOR)
    page = await house.take(preview.offers[0])
    assert page.draft is not None, text_of(page)
    return page.draft


async def published(house: House, name: str, action: str = "", **values: str) -> None:
    preview = await typed(house, f"{name} {action}", values, person="telegram:noor")
    page = await house.take(preview.offers[0])
    assert page.kind is PageKind.DONE, text_of(page)


async def test_what_would_be_said_and_why(house: House) -> None:
    page = await trying(house, question="are schools closed Wednesday?")
    assert page.reply is not None
    assert "Closed on Wednesday, March 23" in page.reply.text
    assert "→ school-open" in text_of(page)
    assert "closed-wednesday, revision 1, from article" in text_of(page)


async def test_nothing_that_is_tried_is_recorded(house: House) -> None:
    await trying(house, question="are schools closed Friday?")
    await trying(house, question="when is archery practice on friday")
    for table in (question, telling, gap):
        assert await house.rows(table) == []


async def test_as_if_it_were_another_moment_and_in_another_language(house: House) -> None:
    page = await trying(house, question="are schools closed Wednesday?", at="2022-03-21 19:00")
    assert page.reply is not None
    assert "Nothing is announced yet" in page.reply.text, "the article came at eight"
    page = await trying(house, question="are schools closed Wednesday?", language="es")
    assert page.reply is not None
    assert "miércoles, 23 de marzo" in page.reply.text


async def test_as_a_family_of_one_school() -> None:
    only = Scope(schools=("mcclatchy",))
    late = claim("mcclatchy-friday", "school-open", "", first_day=FRIDAY, status=Status.CLOSED, scope=only)
    async with open_house(curated=knowledge(late)) as house:
        page = await trying(house, question="is there school Friday?", scope="McClatchy")
        assert page.reply is not None
        assert "Closed on Friday" in page.reply.text
        page = await trying(house, question="is there school Friday?", scope="Sutter Middle")
        assert page.reply is not None
        assert "Closed on Friday" not in page.reply.text


async def test_with_a_draft_applied_of_which_nothing_stays(house: House) -> None:
    number = await kept_as_draft(house, "status", status="open", day="2022-03-23")
    page = await trying(house, question="are schools closed Wednesday?", draft=str(number))
    assert page.reply is not None
    assert "Open on Wednesday" in page.reply.text
    assert "Closed on Wednesday" in (await house.ask("are schools closed Wednesday?")).text
    assert [one.state for one in await house.rows(draft)] == ["pending"]


async def test_with_a_draft_of_a_topic_the_question_is_understood(house: House) -> None:
    number = await kept_as_draft(house, "event", "open", template="smoke", day="2022-03-24")
    page = await trying(house, question="is recess indoors", draft=str(number))
    assert page.reply is not None
    assert page.reply.topics == ("outdoors",)
    assert (await house.ask("is recess indoors")).topics != ("outdoors",)


async def test_a_draft_that_does_not_apply_any_more_is_named(house: House) -> None:
    number = await kept_as_draft(house, "claim", "edit", claim="offer-2", words="The district offers 3% raises.")
    await published(house, "claim", "edit", claim="offer-2", words="The district offers 4% raises.")
    for action, values in (("", {"question": "what did the district offer"}), ("all", {})):
        if action:
            await trying(house, "save", question="what did the district offer")
        page = await trying(house, action, draft=str(number), **values)
        assert page.kind is PageKind.REFUSED
        assert "does not apply any more" in text_of(page)
    page = await trying(house, question="hello", draft="17")
    assert page.kind is PageKind.REFUSED
    assert "17" in text_of(page)


async def test_saved_questions_are_the_test_of_the_knowledge_base(house: House) -> None:
    for text in ("are schools closed Wednesday?", "are there meals on Wednesday"):
        kept = await trying(house, "save", question=text, at=FIXED)
        assert kept.kind is PageKind.DONE
    page = await trying(house, "all")
    assert "0 of 2" in page.title
    assert page.warnings == ()

    later = at("2022-03-22 12:11")
    page = await house.do("claim", "withdraw", person="i", granted=Role.PUBLISHER, claim="meals-wednesday", now=later)
    await house.take(page.offers[0])
    page = await trying(house, "all")
    assert page.warnings == (), "at the fixed moment it had not been withdrawn"


async def test_a_question_asked_whenever_the_test_runs_shows_what_was_lost(house: House) -> None:
    await trying(house, "save", question="what did the district offer")
    await trying(house, "save", question="how long will it last")
    await published(house, "claim", "withdraw", claim="offer-2")
    page = await trying(house, "all")
    assert "1 of 2" in page.title
    assert page.grid is not None
    assert [row[:2] for row in page.grid.rows] == [("≠", "what did the district offer"), ("", "how long will it last")]
    assert (page.grid.rows[0][2], page.grid.rows[0][3]) == ("answer · offer", "unknown · unknown · offer")


async def test_a_draft_is_shown_before_and_after_over_all_saved_questions(house: House) -> None:
    await trying(house, "save", question="are schools closed Wednesday?", at=FIXED)
    await trying(house, "save", question="what did the district offer", at=FIXED)
    number = await kept_as_draft(house, "status", status="open", day="2022-03-23")
    page = await trying(house, "all", draft=str(number))
    assert page.grid is not None
    differing, same = page.grid.rows
    assert differing[0] == "≠"
    assert differing[2].startswith("Closed on Wednesday")
    assert differing[3].startswith("Open on Wednesday")
    assert same[0] == ""
    assert len(page.warnings) == 1


async def test_a_saved_question_has_a_history_and_can_be_let_go(house: House) -> None:
    await trying(house, "save", question="are there meals")
    await trying(house, "save", question="are there meals")
    listed = await trying(house, "saved")
    assert listed.grid is not None
    assert [row[0] for row in listed.grid.rows] == ["are-there-meals", "are-there-meals-2"]
    assert (await trying(house, "drop", saved="are-there-meals-2")).kind is PageKind.DONE
    assert (await trying(house, "drop", saved="are-there-meals-2")).kind is PageKind.REFUSED
    page = await house.do("history", person="i", granted=Role.VIEWER, about="are-there-meals-2")
    assert page.grid is not None
    assert [row[4] for row in page.grid.rows] == ["taken away", "added"]


async def test_saved_questions_make_no_new_index(house: House) -> None:
    before = await house.desk.library.edition()
    await trying(house, "save", question="are there meals")
    assert await house.desk.library.edition() is before
