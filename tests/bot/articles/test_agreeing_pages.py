"""A piece beside what families are told: marked as checked, settled in one step, or told to be older."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.pages import PageKind
from knowledge.articles.pieces import PieceState
from knowledge.claims import Condition, ConditionState
from knowledge.revisions import current
from tests.bot.articles.pressing import press, published
from tests.bot.articles.test_reviewing import state_of
from tests.bot.office import Office, open_office
from tests.sacramento import at

TUESDAY_NIGHT = at("2022-03-22 21:10")
AGAIN = """March 22, 2022 7:00 PM

The district said that all schools will be closed Wednesday unless a deal is reached first.
"""
DEAL = """March 22, 2022 9:00 PM

The district and the union reached a deal on Tuesday night.

The district said all schools will be open on Wednesday.
"""
OLD = """March 20, 2022

The district said that all schools will be open on Wednesday.
"""


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def test_what_says_the_same_marks_the_claim_as_checked_as_of_the_article(office: Office) -> None:
    page = await office.do("article add", now=TUESDAY_NIGHT, text=AGAIN, outlet="ABC10")
    piece = await press(office, page, "Review the next piece")
    assert any(line.startswith("Families are told this already: ") for line in piece.lines)

    await published(office, await press(office, piece, "Mark as checked again"))

    claim = await office.claim("closed-wednesday")
    assert claim.verified == at("2022-03-22 19:00")
    assert claim.source == "article"
    assert await state_of(office, 1) is PieceState.AGREED


async def test_a_claim_that_says_otherwise_is_not_renewed(office: Office) -> None:
    await office.do("article add", now=TUESDAY_NIGHT, text=DEAL, outlet="KQRV")
    for piece in ("1", "2"):
        page = await office.do("article agree", now=TUESDAY_NIGHT, piece=piece, claim="closed-wednesday")
        assert page.kind is PageKind.REFUSED
    assert (await office.claim("closed-wednesday")).verified is None


async def test_a_deal_in_the_article_settles_the_condition_and_says_what_holds_now(office: Office) -> None:
    page = await office.do("article add", now=TUESDAY_NIGHT, text=DEAL, outlet="KQRV")
    piece = await press(office, page, "Review the next piece")
    assert any("would no longer hold" in line for line in piece.lines), piece

    asked = await press(office, piece, "No longer so: ")
    assert asked.kind is PageKind.FORM  # a hole is left only knowingly
    done = await published(office, await press(office, asked, "Open"))

    told = await office.reads("are schools closed wednesday", now=TUESDAY_NIGHT)
    assert "open" in told.casefold()
    assert "March 23" in told
    conditions = await office.desk.database.read(lambda connection: current(connection, Condition))
    assert conditions["deal"].state is ConditionState.FAILED
    assert await state_of(office, 1) is PieceState.SETTLED
    following = await press(office, done, "Review the next piece")
    assert any(line.startswith("Families are told this already: ") for line in following.lines)


async def test_an_older_article_is_said_to_be_older(office: Office) -> None:
    page = await office.do("article add", now=TUESDAY_NIGHT, text=OLD, outlet="KQRV")
    piece = await press(office, page, "Review the next piece")
    assert any(line.startswith("Families are told something newer") for line in piece.warnings)
