"""An article whose date, publisher or title is corrected: what is told of it is corrected as well, never in silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.pages import Invocation, Page, PageKind
from knowledge.acting import Act
from knowledge.articles.article import Article
from knowledge.articles.keeping import newest_articles, read_article
from knowledge.articles.pieces import Piece, PieceState, read_piece, read_pieces
from knowledge.claims import Source
from knowledge.drafts import approve_draft
from knowledge.revisions import current
from tests.bot.articles.pressing import press, published
from tests.bot.articles.reading_here import open_desk
from tests.bot.office import INES, OMAR, PAULA, Office
from tests.knowledge.articles.outlet import Outlet, outlet
from tests.sacramento import at, knowledge

MONDAY_NIGHT = at("2022-03-21 22:30")
LATER = MONDAY_NIGHT + timedelta(minutes=10)
FRIDAY = "2022-03-18"
SLUG = "kqrv-2022-03-21"
NOTICE = """March 21, 2022

SACRAMENTO, Calif. (KQRV) — The Sacramento City Unified School District said Monday that all schools will be closed \
Wednesday unless a deal is reached with the unions.

Families can pick up meals on Wednesday at the district's office from 8 to 10 a.m., the district said.
"""
OWN_WORDS = "Meals at the district's office."
DISAGREE = "What is told of article 1 rests on a source that says another date, publisher or title."


@pytest.fixture
async def empty() -> AsyncIterator[Office]:
    """Nothing was handed over yet."""
    async with open_desk(knowledge(without=("closed-wednesday", "meals-wednesday"))) as opened:
        yield opened


@pytest.fixture
async def office(empty: Office) -> Office:
    await empty.do("article add", now=MONDAY_NIGHT, text=NOTICE)
    return empty


async def approve(office: Office, piece: str = "1") -> Page:
    name, value = ("condition", "deal") if piece == "1" else ("words", OWN_WORDS)
    asked = Invocation("article", INES, MONDAY_NIGHT, "approve", {"piece": piece, name: value})
    return await published(office, await office.desk.do(asked))


async def source(office: Office, slug: str = SLUG) -> Source:
    return (await office.desk.database.read(lambda connection: current(connection, Source)))[slug]


async def article(office: Office) -> Article:
    return (await office.desk.database.read(lambda connection: read_article(connection, 1))).article


async def waiting(office: Office) -> list[str]:
    found = await office.desk.database.read(lambda connection: read_pieces(connection, 1))
    return [str(one.number) for one in found if one.is_open]


async def state_of(office: Office, number: int) -> PieceState:
    return (await office.desk.database.read(lambda connection: read_piece(connection, number))).state


async def test_a_corrected_date_is_published_like_any_change_and_told(office: Office) -> None:
    await approve(office)
    preview = await office.do("article set", now=LATER, article="1", published=FRIDAY)

    assert preview.kind is PageKind.PREVIEW
    assert preview.lines[0] == "This rests on it and is told:"
    assert "school-open-2022-03-23" in preview.lines[1]
    assert "Wednesday, March 23" in preview.lines[1]
    assert any("please check whether others are meant" in one for one in preview.warnings)
    assert (await source(office)).published.date() == date(2022, 3, 21), "nothing changes before it is confirmed"
    assert (await article(office)).published is not None
    done = await published(office, preview)

    said = (await article(office)).said
    assert said is not None
    assert (await source(office)).published == said.at
    assert said.at.date() == date(2022, 3, 18)
    assert "March 18" in await office.reads("are schools closed wednesday", now=LATER)
    assert (await press(office, done, "All pieces")).title == "Article 1: KQRV"


async def test_a_correction_can_be_taken_back_and_nothing_is_approved_until_both_agree(office: Office) -> None:
    await approve(office)
    done = await published(office, await office.do("article set", now=LATER, article="1", published=FRIDAY))
    await published(office, await press(office, done, "Undo"))
    assert (await source(office)).published.date() == date(2022, 3, 21)

    (piece,) = await waiting(office)
    refused = await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS)
    assert refused.kind is PageKind.REFUSED
    assert refused.lines[0].startswith(DISAGREE)
    assert (await press(office, refused, "Correct what is told")).kind is PageKind.PREVIEW
    back = await press(office, refused, "Leave it as it is told: KQRV, Monday, March 21")

    assert back.kind is PageKind.SHOWN
    (piece,) = await waiting(office)
    await published(office, await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS))


async def test_who_may_not_publish_leaves_a_draft_of_the_correction(office: Office) -> None:
    await approve(office)
    kept = await office.take(await office.do("article set", who=OMAR, now=LATER, article="1", published=FRIDAY))

    assert kept.draft is not None
    assert (await source(office)).published.date() == date(2022, 3, 21)
    (piece,) = await waiting(office)
    refused = await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS)
    assert refused.lines[0].startswith(DISAGREE)

    await office.done("claim approve", now=LATER, draft=str(kept.draft))
    assert (await source(office)).published.date() == date(2022, 3, 18)
    assert (await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS)).kind is PageKind.PREVIEW


async def test_a_corrected_publisher_is_told_and_nobody_is_asked_about_days(office: Office) -> None:
    await approve(office)
    preview = await office.do("article set", now=LATER, article="1", outlet="KCRA", title="Strike")
    assert preview.title == (
        "Corrects what article 1 is told to be: KQRV, Monday, March 21 → KCRA, Strike, Monday, March 21"
    )
    assert not any("please check whether" in one for one in preview.warnings)

    await published(office, preview)

    assert "KCRA" in await office.reads("are schools closed wednesday", now=LATER)


async def test_what_agrees_already_is_no_correction(office: Office) -> None:
    await approve(office)
    same = await office.do("article set", now=LATER, article="1", published="2022-03-21", outlet="KQRV")
    assert same.kind is PageKind.SHOWN
    asked = await office.do("article set", now=LATER, article="1")
    assert asked.kind is PageKind.FORM


async def test_of_two_corrections_at_once_the_second_is_shown_what_the_first_did(office: Office) -> None:
    await approve(office)
    mine = await office.do("article set", now=LATER, article="1", published=FRIDAY)
    await published(office, await office.do("article set", who=PAULA, now=LATER, article="1", outlet="KCRA"))

    refused = await office.take(mine)

    assert refused.kind is PageKind.REFUSED
    assert (await source(office)).published.date() == date(2022, 3, 21)
    await published(office, await press(office, refused, "Look at mine again"))
    assert ((await source(office)).outlet, (await source(office)).published.date()) == ("KCRA", date(2022, 3, 18))


async def test_what_two_editors_say_at_once_of_an_article_is_both_kept(office: Office) -> None:
    await asyncio.gather(
        office.do("article set", now=LATER, article="1", published=FRIDAY),
        office.do("article set", who=PAULA, now=LATER, article="1", outlet="KCRA"),
        office.do("article set", who=OMAR, now=LATER, article="1", title="Strike"),
    )

    kept = await article(office)
    assert kept.said is not None
    assert (kept.said.at.date(), kept.outlet, kept.title) == (date(2022, 3, 18), "KCRA", "Strike")
    found = await office.desk.database.read(lambda connection: read_pieces(connection, 1))
    assert {one.cut.first_day for one in found if one.is_open} == {date(2022, 3, 23)}


# Drafts made before


async def drafted(office: Office) -> str:
    preview = await office.do("article approve", who=OMAR, now=MONDAY_NIGHT, piece="1", condition="deal")
    kept = await office.take(preview)
    assert kept.draft is not None
    return str(kept.draft)


SET_ANEW = (
    "The date of article 1 was set anew since: this was read as of Monday, March 21, it was published Friday, "
    "March 18. Please check the days of this draft."
)


async def test_a_draft_never_puts_an_older_source_in_the_place_of_the_one_that_stands(office: Office) -> None:
    draft = await drafted(office)
    assert (await office.do("article set", now=LATER, article="1", published=FRIDAY)).kind is PageKind.SHOWN
    (piece,) = await waiting(office)
    await published(office, await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS))

    preview = await office.do("claim approve", now=LATER, draft=draft)

    assert preview.warnings[0] == SET_ANEW
    await published(office, preview)
    assert (await source(office)).published.date() == date(2022, 3, 18)
    told = [await office.claim(one) for one in await office.claims() if "2022-03-23" in one]
    assert {one.source for one in told} == {SLUG}
    assert len(told) == 2


async def test_nor_does_a_draft_that_a_program_approves(office: Office) -> None:
    draft = int(await drafted(office))
    await office.do("article set", now=LATER, article="1", published=FRIDAY)
    (piece,) = await waiting(office)
    await published(office, await office.do("article approve", now=LATER, piece=piece, words=OWN_WORDS))

    act = Act(INES.person, LATER, "claim approve")
    await office.desk.database.write(lambda connection: approve_draft(connection, draft, act=act))

    assert (await source(office)).published.date() == date(2022, 3, 18)
    assert await state_of(office, 1) is PieceState.APPROVED


async def test_a_draft_that_is_the_first_of_its_article_rests_on_what_is_known_by_now(office: Office) -> None:
    draft = await drafted(office)
    await office.do("article set", now=LATER, article="1", published=FRIDAY, outlet="KCRA")

    preview = await office.do("claim approve", now=LATER, draft=draft)
    assert preview.warnings[0] == SET_ANEW
    await published(office, preview)

    assert ((await source(office)).outlet, (await source(office)).published.date()) == ("KCRA", date(2022, 3, 18))


async def test_a_draft_on_a_source_that_was_corrected_since_is_warned_about(office: Office) -> None:
    await approve(office, "2")
    kept = await office.take(await office.do("article approve", who=OMAR, now=LATER, piece="1", condition="deal"))
    after = LATER + timedelta(minutes=10)
    await published(office, await office.do("article set", now=after, article="1", published=FRIDAY))

    preview = await office.do("claim approve", now=after, draft=str(kept.draft))

    assert preview.warnings[0] == SET_ANEW


async def test_a_draft_of_an_article_that_nobody_touched_is_approved_without_a_word(office: Office) -> None:
    preview = await office.do("claim approve", now=LATER, draft=await drafted(office))
    assert not any("set anew" in one for one in preview.warnings)


# Taking back


async def test_what_was_published_of_a_piece_and_is_taken_back_waits_again(office: Office) -> None:
    preview = await press(office, await approve(office), "Undo")
    assert "Pieces of an article that wait again: 1" in preview.lines
    back = await published(office, preview)

    assert await state_of(office, 1) is PieceState.WAITING
    review = await office.do("article review", now=LATER, article="1")
    assert review.title.startswith("Piece 1 (1 of 2)")
    assert "Approve" in [one.label for one in review.offers]
    await published(office, await press(office, back, "Undo"))
    assert await state_of(office, 1) is PieceState.APPROVED
    assert "school-open-2022-03-23-1" in await office.claims()


async def test_a_piece_that_waits_again_is_approved_again(office: Office) -> None:
    await published(office, await press(office, await approve(office), "Undo"))

    await approve(office)

    assert await state_of(office, 1) is PieceState.APPROVED
    assert "KQRV" in await office.reads("are schools closed wednesday", now=LATER)
    assert (await source(office)).outlet == "KQRV"


async def test_the_first_piece_is_taken_back_and_the_source_stays_for_the_second(office: Office) -> None:
    first = await approve(office)
    await approve(office, "2")

    await published(office, await press(office, first, "Undo"))

    assert [await state_of(office, one) for one in (1, 2)] == [PieceState.WAITING, PieceState.APPROVED]
    assert (await source(office)).outlet == "KQRV"
    assert OWN_WORDS in await office.reads("when can we pick up meals on wednesday", now=LATER)


async def test_what_was_put_off_after_it_was_taken_back_is_published_again_with_it(office: Office) -> None:
    back = await published(office, await press(office, await approve(office), "Undo"))
    await office.do("article later", now=LATER, piece="1")

    await published(office, await press(office, back, "Undo"))

    assert await state_of(office, 1) is PieceState.APPROVED


async def test_what_was_dropped_after_it_was_taken_back_stays_dropped(office: Office) -> None:
    back = await published(office, await press(office, await approve(office), "Undo"))
    await office.do("article drop", now=LATER, piece="1")

    await published(office, await press(office, back, "Undo"))

    assert await state_of(office, 1) is PieceState.DROPPED


async def test_a_draft_that_was_approved_and_is_taken_back_leaves_its_piece_waiting(office: Office) -> None:
    done = await office.done("claim approve", who=INES, now=LATER, draft=await drafted(office))
    assert await state_of(office, 1) is PieceState.APPROVED

    await published(office, await press(office, done, "Undo"))

    assert await state_of(office, 1) is PieceState.WAITING


async def test_a_draft_of_taking_back_changes_no_piece_before_it_is_approved(office: Office) -> None:
    done = await approve(office)
    kept = await office.take(await office.do("undo", who=OMAR, now=LATER, change=str(done.change)))
    assert kept.draft is not None
    assert await state_of(office, 1) is PieceState.APPROVED

    await office.done("claim approve", now=LATER, draft=str(kept.draft))

    assert await state_of(office, 1) is PieceState.WAITING


async def test_what_is_taken_back_waits_in_the_newest_version(empty: Office) -> None:
    async with outlet() as there:
        first = await handed_over(empty, there, hour=18, more="")
        done = await published(empty, await empty.do("article approve", now=LATER, piece=first, condition="deal"))
        await handed_over(empty, there, hour=19, more="<p>Buses do not run on Wednesday, the district said.</p>")
    assert await said_in_newest(empty) is None, "it was dealt with before"

    back = await published(empty, await press(empty, done, "Undo"))

    assert await state_of(empty, int(first)) is PieceState.REPLACED
    moved = await said_in_newest(empty)
    assert moved is not None
    assert (moved.is_open, moved.cut.paragraphs) == (True, (2,))
    await published(empty, await press(empty, back, "Undo"))
    assert await state_of(empty, moved.number) is PieceState.APPROVED


async def handed_over(office: Office, there: Outlet, *, hour: int, more: str) -> str:
    """A version of one page, with a paragraph above the others; returns the number of its last piece."""
    said = f'{{"@type": "NewsArticle", "datePublished": "2022-03-21T{hour}:00:00-07:00"}}'
    body = "".join(f"<p>{one}</p>" for one in NOTICE.split("\n\n")[1:])
    head = f'<head><title>Schools</title><script type="application/ld+json">{said}</script></head>'
    there.says("/schools", f"<html>{head}<body><article><h1>Schools</h1>{more}{body}</article></body></html>".encode())
    page = await office.do("article add", now=LATER, text=there.address("/schools"))
    assert page.grid is not None
    return next((row[0] for row in page.grid.rows if "Closed" in row), "")


async def said_in_newest(office: Office) -> Piece | None:
    """The piece that says schools are closed."""
    (newest, *_) = await office.desk.database.read(lambda connection: newest_articles(connection, most=1))
    found = await office.desk.database.read(lambda connection: read_pieces(connection, newest.number))
    return next((one for one in found if "all schools will be closed" in one.cut.sentence), None)
