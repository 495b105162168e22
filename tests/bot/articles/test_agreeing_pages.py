"""A piece beside what families are told: marked as checked, settled in one step, or told to be older."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.pages import PageKind
from knowledge.articles.pieces import PieceState
from knowledge.claims import Condition, ConditionState
from knowledge.revisions import current
from tests.bot.articles.pressing import press, published
from tests.bot.articles.reading_here import open_desk
from tests.bot.articles.test_reviewing import state_of
from tests.bot.office import Office
from tests.knowledge.articles.outlet import outlet
from tests.sacramento import at

TUESDAY_NIGHT = at("2022-03-22 21:10")
AGAIN = """March 22, 2022 7:00 PM

The district said that all schools will be closed Wednesday unless a deal is reached first.
"""
DEAL = """March 22, 2022 9:00 PM

The district and the union reached a deal on Tuesday night.

The district said all schools will be open on Wednesday.
"""
AGAIN_BUT_OLD = AGAIN.replace("March 22, 2022 7:00 PM", "March 20, 2022")
UNION = """March 22, 2022 9:00 PM

A deal was reached on Tuesday night, the union said.
"""
OLD = """March 20, 2022

The district said that all schools will be open on Wednesday.
"""


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_desk() as opened:
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


async def test_approving_what_is_told_already_renews_it_as_of_the_article_and_leaves_it_on_its_own_source(
    office: Office,
) -> None:
    before = await office.claim("closed-wednesday")
    page = await office.do("article add", now=TUESDAY_NIGHT, text=AGAIN, outlet="ABC10")
    piece = await press(office, page, "Review the next piece")

    preview = await press(office, piece, "Approve", condition="deal")
    assert any("says so already" in line for line in preview.lines)
    await published(office, preview)

    after = await office.claim("closed-wednesday")
    assert (after.source, after.paragraphs) == (before.source, before.paragraphs)
    assert after.verified == at("2022-03-22 19:00")
    assert await state_of(office, 1) is PieceState.AGREED


async def test_approving_what_an_older_article_says_as_well_renews_nothing(office: Office) -> None:
    before = await office.claim("closed-wednesday")
    page = await office.do("article add", now=TUESDAY_NIGHT, text=AGAIN_BUT_OLD, outlet="ABC10")
    piece = await press(office, page, "Review the next piece")

    done = await press(office, piece, "Approve", condition="deal")

    assert done.kind is PageKind.DONE
    assert await office.claim("closed-wednesday") == before
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

    asked = await press(office, piece, "No longer so: Closed on Wednesday, March 23")
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


async def test_what_holds_now_is_said_by_whoever_says_so_in_the_article(office: Office) -> None:
    await office.do("article add", now=TUESDAY_NIGHT, text=UNION, outlet="KQRV")
    page = await office.do(
        "article settle", now=TUESDAY_NIGHT, piece="1", condition="deal", state="failed", status="open"
    )
    await published(office, page)

    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-03-23")]
    assert (await office.claim(slug)).speakers == ("union",)


async def test_an_older_article_is_said_to_be_older(office: Office) -> None:
    page = await office.do("article add", now=TUESDAY_NIGHT, text=OLD, outlet="KQRV")
    piece = await press(office, page, "Review the next piece")
    assert any(line.startswith("Families are told something newer") for line in piece.warnings)


async def test_the_preview_says_that_something_newer_would_give_way_to_an_older_article(office: Office) -> None:
    await office.do("article add", now=TUESDAY_NIGHT, text=OLD, outlet="KQRV")
    preview = await office.do("article approve", now=TUESDAY_NIGHT, piece="1")
    assert preview.kind is PageKind.PREVIEW
    assert any(line.startswith("It takes the place of closed-wednesday") for line in preview.lines)
    assert any(line.startswith("Families are told something newer") for line in preview.warnings)


async def test_nothing_is_offered_to_be_marked_while_nobody_knows_which_version_is_newer(office: Office) -> None:
    async with outlet() as there:
        for more in ("", "<p>It will rain.</p>"):
            there.says("/schools", at_seven(f"<p>{AGAIN.splitlines()[2]}</p>{more}"))
            page = await office.do("article add", now=TUESDAY_NIGHT, text=there.address("/schools"), outlet="ABC10")
    piece = await press(office, page, "Review the next piece")

    assert any("newer than article 1" in line for line in piece.warnings)
    assert any(line.startswith("Families are told this already: ") for line in piece.lines)
    assert not {"agree", "settle"} & {one.invocation.action for one in piece.offers}
    await office.do("article newer", now=TUESDAY_NIGHT, article="2")
    piece = await office.do("article review", now=TUESDAY_NIGHT, article="2")
    assert "agree" in {one.invocation.action for one in piece.offers}


def at_seven(paragraphs: str) -> bytes:
    said = '{"@type": "NewsArticle", "datePublished": "2022-03-22T19:00:00-07:00"}'
    head = f'<head><script type="application/ld+json">{said}</script></head>'
    return f"<html>{head}<body><article>{paragraphs}</article></body></html>".encode()
