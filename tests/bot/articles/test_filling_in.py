"""The forms about a piece: what stands there before anybody touches it, what is asked for beside the paragraph."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.articles.approving import read_of
from bot.catalogue import EDITING, load_catalogue
from bot.commands import find_command
from bot.curating.prefilled import standing, touched
from bot.guiding import Ask, guiding
from bot.pages import Invocation, PageKind
from bot.suggesting import suggestions
from bot.values import read_values
from knowledge.articles.pieces import read_piece
from tests.bot.office import INES, Office, open_office
from tests.sacramento import TUESDAY_NOON, at

NOTICE = """March 22, 2022

SACRAMENTO, Calif. (KQRV) — The Sacramento City Unified School District said Tuesday that all schools will be closed \
Thursday unless a deal is reached with the unions.

Families can pick up meals at Sutter Middle School on Thursday and Friday from 8 to 10 a.m.

The union said its members plan to picket at the county office on Friday.
"""


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        await opened.do("article add", text=NOTICE)
        yield opened


def editing(piece: str, action: str = "edit", **values: str) -> Invocation:
    return Invocation("article", INES, TUESDAY_NOON, action, {"piece": piece, **values})


async def asked(office: Office, invocation: Invocation) -> Ask:
    guide = await guiding(office.desk, invocation, at=invocation.at, language="en")
    assert guide is not None
    page = await office.desk.do(invocation)
    assert page.kind is PageKind.FORM, page
    found = await guide.after(page, invocation)
    assert found is not None
    return found


@pytest.mark.parametrize("number", ["1", "2", "3"])
async def test_what_was_read_is_written_so_that_it_is_read_as_the_same_again(office: Office, number: str) -> None:
    found = await standing(office.desk, editing(number))
    assert found is not None
    assert "words" not in found.values
    assert "condition" not in found.values, "nothing of the article's wording is taken over"
    command = find_command("article", "edit")
    assert command is not None
    edition = await office.desk.library.edition()

    values, problems = read_values(
        command,
        {"piece": number, **found.values},
        edition=edition,
        at=TUESDAY_NOON,
        say=load_catalogue("en", EDITING),
        days=office.desk.reader.days,
    )

    cut = (await office.desk.database.read(lambda connection: read_piece(connection, int(number)))).cut
    assert problems == ()
    assert values["topic"] == cut.topics[0]
    read = read_of(cut, of_day=cut.topics[0] == "school-open")
    assert {name: values[name] for name in read} == read
    assert touched(found.values, found.values) == {}


async def test_of_a_piece_that_was_dealt_with_nothing_is_filled_in(office: Office) -> None:
    await office.do("article drop", piece="1")

    assert await standing(office.desk, editing("1")) is None
    assert await standing(office.desk, editing("77")) is None
    assert await standing(office.desk, editing("one")) is None


async def test_what_is_said_of_an_article_stands_there_unless_its_date_is_not_known(office: Office) -> None:
    setting = Invocation("article", INES, TUESDAY_NOON, "set", {"article": "1"})
    found = await standing(office.desk, setting)
    assert found is not None
    assert found.values == {"published": "2022-03-22", "outlet": "KQRV"}

    await office.do("article add", text="All schools will be closed on Friday, the district said.")
    again = Invocation("article", INES, TUESDAY_NOON, "set", {"article": "2"})
    assert await standing(office.desk, again) is None
    assert (await asked(office, again)).form.asked == "published"


async def test_what_is_missing_is_asked_for_beside_the_paragraph(office: Office) -> None:
    first = await asked(office, editing("1", "approve"))

    assert first.title.startswith("Piece 1 (1 of 3)")
    assert any("all schools will be closed" in one for one in first.lines)
    assert first.form.asked == "condition"
    assert "unless a deal is reached with the unions" in first.words
    assert first.problem == ""
    assert [one.label for one in first.others] == ["Cancel"], "it cannot be left out"
    assert [one.label for one in first.answers] == [
        "if campuses close that day",
        "unless a deal is reached first",
        "It hangs on nothing",
    ]


async def test_what_was_said_so_far_stands_below_the_paragraph(office: Office) -> None:
    second = await asked(office, editing("2", "approve", topic="meals", words="Bags at Sutter."))

    assert second.form.asked == "speaker"
    assert second.lines[-2:] == ("topic: Meals", "words: Bags at Sutter.")
    assert "the district" in [one.label for one in second.answers]


async def test_an_article_was_published_today_or_on_a_day_before(office: Office) -> None:
    command = find_command("article", "set")
    assert command is not None
    field = command.field("published")
    assert field is not None
    edition, say = await office.desk.library.edition(), load_catalogue("en", EDITING)
    for moment, first in ((TUESDAY_NOON, "2022-03-22"), (at("2022-03-22 06:00"), "now")):
        found = await suggestions(field, edition=edition, at=moment, say=say, desk=office.desk, command=command)
        assert [one.value for one in found][:3] == [first, "2022-03-21", "2022-03-20"]
        for one in found:
            page = await office.do("article set", now=moment, article="1", published=one.value)
            assert page.kind is PageKind.SHOWN, page
