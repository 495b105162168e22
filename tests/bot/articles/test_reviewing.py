"""From a notice to what families read: pasted, cut, reviewed piece by piece, approved in the editor's own words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time

import pytest

from bot.pages import Page, PageKind
from knowledge.articles.pieces import PieceState, read_piece
from knowledge.claims import Source, Status
from knowledge.revisions import current
from tests.bot.articles.pressing import offer, press, published
from tests.bot.articles.reading_here import open_desk
from tests.bot.office import INES, OMAR, PAULA, VERA, Office
from tests.sacramento import WEDNESDAY, at, knowledge

MONDAY_NIGHT = at("2022-03-21 22:30")
NOTICE = """March 21, 2022

SACRAMENTO, Calif. (KQRV) — The Sacramento City Unified School District said Monday that all schools will be closed \
Wednesday unless a deal is reached with the unions.

Families can pick up meals on Wednesday at the district's office from 8 to 10 a.m., the district said.

The weather will be fine.
"""
UNDATED = NOTICE.partition("\n\n")[2]
OWN_WORDS = "Meals at the district's office."


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_desk(knowledge(without=("closed-wednesday", "meals-wednesday"))) as opened:
        yield opened


async def first_piece(office: Office, text: str = NOTICE) -> Page:
    page = await office.do("article add", now=MONDAY_NIGHT, text=text)
    return await press(office, page, "Review the next piece")


async def state_of(office: Office, number: int) -> PieceState:
    return (await office.desk.database.read(lambda connection: read_piece(connection, number))).state


async def test_a_pasted_notice_becomes_pieces_that_point_at_their_paragraph(office: Office) -> None:
    page = await office.do("article add", now=MONDAY_NIGHT, text=NOTICE)

    assert page.kind is PageKind.SHOWN
    assert page.grid is not None
    assert page.title == "Article 1: KQRV"
    assert [row[1:5] for row in page.grid.rows] == [
        ("Whether schools are open", "¶ 1", "Wednesday, March 23", "Closed"),
        ("Meal hours", "¶ 2", "Wednesday, March 23", ""),
    ]
    assert page.grid.columns == ("piece", "about", "where", "day", "status"), "that all wait is said above"


async def test_nothing_of_an_article_is_told_before_it_is_approved(office: Office) -> None:
    before = await office.claims()

    await first_piece(office)

    assert await office.claims() == before
    assert "closed" not in (await office.reads("are schools closed wednesday", now=MONDAY_NIGHT)).casefold()


async def test_a_condition_is_never_lost_and_never_in_the_articles_words(office: Office) -> None:
    piece = await first_piece(office)

    asked = await press(office, piece, "Approve")

    assert asked.kind is PageKind.FORM
    assert [one.field for one in asked.problems] == ["condition"]
    assert any("all schools will be closed Wednesday" in line for line in asked.lines)


async def test_an_approved_piece_is_what_families_read_with_its_source_and_paragraph(office: Office) -> None:
    piece = await first_piece(office)

    await published(office, await press(office, piece, "Approve", condition="deal"))

    told = await office.reads("are schools closed wednesday", now=MONDAY_NIGHT)
    assert "Wednesday, March 23" in told
    assert "unless a deal is reached first" in told
    assert "KQRV" in told
    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-03-23")]
    claim = await office.claim(slug)
    assert (claim.status, claim.first_day, claim.paragraphs) == (Status.CLOSED, WEDNESDAY, (1,))
    source = (await office.desk.database.read(lambda connection: current(connection, Source)))[claim.source]
    assert (source.outlet, source.published.date()) == ("KQRV", date(2022, 3, 21))
    assert await state_of(office, 1) is PieceState.APPROVED


async def test_what_is_not_a_status_needs_the_editors_own_words(office: Office) -> None:
    await first_piece(office)
    piece = await office.do("article piece", now=MONDAY_NIGHT, piece="2")

    asked = await press(office, piece, "Approve")
    assert [one.field for one in asked.problems] == ["words"]
    await published(office, await press(office, piece, "Approve", words=OWN_WORDS))

    told = await office.reads("when can we pick up meals on wednesday", now=MONDAY_NIGHT)
    assert OWN_WORDS in told
    assert "Families can pick up" not in told


async def test_what_is_approved_ends_with_the_event_that_goes_on(office: Office) -> None:
    await first_piece(office)
    preview = await office.do("article approve", now=MONDAY_NIGHT, piece="2", words=OWN_WORDS)
    assert "It belongs to the event Strike and ends with it." in preview.lines
    assert "Families read the hours only where the words say them." in preview.warnings

    await published(office, preview)

    (slug,) = [one for one in await office.claims() if one.startswith("meals.hours-2022-03-23")]
    assert (await office.claim(slug)).event == "strike"


async def test_all_pieces_of_an_article_rest_on_one_source(office: Office) -> None:
    piece = await first_piece(office)
    done = await published(office, await press(office, piece, "Approve", condition="deal"))
    second = await press(office, done, "Review the next piece")
    await published(office, await press(office, second, "Approve", words=OWN_WORDS))

    sources = {(await office.claim(one)).source for one in await office.claims() if "2022-03-23" in one}
    assert sources == {"kqrv-2022-03-21"}
    overview = await office.do("article show", now=MONDAY_NIGHT, article="1")
    gone = await press(office, overview, "Take back all that rests on it")
    assert gone.kind is PageKind.PREVIEW
    assert gone.title == "Takes back all that rests on kqrv-2022-03-21 (2)."


async def test_without_a_date_no_weekday_means_a_day_and_nothing_is_approved(office: Office) -> None:
    page = await office.do("article add", now=MONDAY_NIGHT, text=UNDATED)
    assert page.grid is not None
    assert page.grid.rows[0][3] == "Wednesday"

    piece = await press(office, page, "Review the next piece")
    refused = await office.do("article approve", now=MONDAY_NIGHT, piece="1", condition="-")

    assert "Approve" not in [one.label for one in piece.offers]
    assert refused.kind is PageKind.REFUSED
    asked = await press(office, piece, "Say when it was published")
    assert [one.field for one in asked.problems] == ["published"]
    dated = await press(office, piece, "Say when it was published", published="2022-03-21")
    assert dated.grid is not None
    assert [row[3] for row in dated.grid.rows] == ["Wednesday, March 23"] * 2
    assert "Published: Monday, March 21" in dated.lines


async def test_late_in_the_evening_by_utc_is_the_districts_day(office: Office) -> None:
    said = "2022-03-22T05:30:00+00:00"
    page = await office.do("article add", now=at("2022-03-22 06:00"), text=UNDATED, published=said)
    assert page.lines[0].startswith("Published: Monday, March 21")
    assert page.grid is not None
    assert page.grid.rows[0][3] == "Wednesday, March 23"


async def test_a_moment_still_to_come_is_refused(office: Office) -> None:
    await office.do("article add", now=MONDAY_NIGHT, text=UNDATED)
    page = await office.do("article set", now=MONDAY_NIGHT, article="1", published="2022-03-23")
    assert page.kind is PageKind.FORM
    assert page.problems[0].words == "That is still to come."


async def test_what_is_dropped_or_put_off_goes_on_to_the_next_at_once(office: Office) -> None:
    piece = await first_piece(office)

    later = await press(office, piece, "Later")
    assert later.lines[0] == "Piece 1: put off."
    assert later.title.endswith("(2 of 2): Meal hours")
    again = await press(office, later, "Drop")
    assert again.title.endswith("(1 of 2): Whether schools are open")  # what was put off comes last
    assert [await state_of(office, one) for one in (1, 2)] == [PieceState.LATER, PieceState.DROPPED]


async def test_of_two_editors_the_second_is_told_who_was_first(office: Office) -> None:
    piece = await first_piece(office)
    preview = await press(office, piece, "Approve", condition="deal", who=PAULA)
    await press(office, piece, "Drop", now=at("2022-03-21 22:31"))

    refused = await office.take(preview)

    assert refused.kind is PageKind.REFUSED
    assert "dropped, by telegram:ines" in refused.lines[0]
    assert not [one for one in await office.claims() if one.startswith("school-open-2022-03-23")]


async def test_the_next_piece_is_one_that_nobody_else_looks_at(office: Office) -> None:
    await first_piece(office)
    page = await office.do("article review", who=PAULA, now=MONDAY_NIGHT, article="1")
    assert page.title.startswith("Piece 2 ")
    seen = await office.do("article piece", who=PAULA, now=MONDAY_NIGHT, piece="1")
    assert any("telegram:ines has looked at it too" in line for line in seen.warnings)


async def test_who_may_not_publish_leaves_a_draft_and_the_piece_is_dealt_with(office: Office) -> None:
    piece = await first_piece(office)
    preview = await press(office, piece, "Approve", condition="deal", who=OMAR)
    kept = await office.take(preview)

    assert kept.draft is not None
    assert await state_of(office, 1) is PieceState.DRAFTED
    approved = await office.done("claim approve", who=INES, now=MONDAY_NIGHT, draft=str(kept.draft))
    assert approved.change is not None
    assert await state_of(office, 1) is PieceState.APPROVED


async def test_a_status_is_never_approved_without_a_day(office: Office) -> None:
    await first_piece(office)
    page = await office.do("article approve", now=MONDAY_NIGHT, piece="1", condition="deal", days="-")
    assert page.kind is PageKind.FORM
    assert [one.field for one in page.problems] == ["days"]


async def test_a_status_that_another_topic_cannot_have_is_not_lost_in_silence(office: Office) -> None:
    await first_piece(office)
    page = await office.do(
        "article approve", now=MONDAY_NIGHT, piece="1", topic="meals", condition="deal", words=OWN_WORDS
    )
    assert page.kind is PageKind.PREVIEW
    assert "Status: Closed. Only whether school is open has a status." in page.warnings


async def test_what_was_published_under_another_date_is_shown_once_the_date_is_corrected(office: Office) -> None:
    piece = await first_piece(office)
    await published(office, await press(office, piece, "Approve", condition="deal"))

    page = await office.do("article set", now=MONDAY_NIGHT, article="1", published="2022-03-14")

    assert page.lines[0] == "This rests on it and is told:"
    assert "school-open-2022-03-23" in page.lines[1]


async def test_a_viewer_looks_and_changes_nothing(office: Office) -> None:
    await first_piece(office)
    assert (await office.do("article show", who=VERA, now=MONDAY_NIGHT, article="1")).kind is PageKind.SHOWN
    for command in ("article drop", "article approve"):
        page = await office.do(command, who=VERA, now=MONDAY_NIGHT, piece="1")
        assert page.kind is PageKind.REFUSED, command
    assert await state_of(office, 1) is PieceState.WAITING


async def test_the_rest_is_let_go_only_after_a_second_look(office: Office) -> None:
    page = await office.do("article add", now=MONDAY_NIGHT, text=NOTICE)
    asked = await press(office, page, "Let the rest go")
    assert asked.kind is PageKind.PREVIEW
    assert await state_of(office, 1) is PieceState.WAITING

    await office.take(asked)

    assert {await state_of(office, one) for one in (1, 2)} == {PieceState.DROPPED}
    listed = await office.do("article list", now=MONDAY_NIGHT)
    assert listed.grid is not None
    assert listed.grid.rows[0][3] == "0"


async def test_another_topic_is_one_button_away(office: Office) -> None:
    piece = await first_piece(office)
    other = offer(piece, "It is about: ")
    assert other.invocation.values["topic"] in ("meals", "length", "pickets", "buses", "offer")


@pytest.mark.parametrize("command", ["article show", "article review", "article set", "article close"])
async def test_an_article_that_is_not_there_is_named(office: Office, command: str) -> None:
    page = await office.do(command, now=MONDAY_NIGHT, article="77")
    assert page.kind is PageKind.REFUSED
    assert "77" in page.lines[0]


@pytest.mark.parametrize("command", ["article piece", "article approve", "article drop", "article later"])
async def test_a_piece_that_is_not_there_is_named(office: Office, command: str) -> None:
    page = await office.do(command, now=MONDAY_NIGHT, piece="77")
    assert page.kind is PageKind.REFUSED
    assert "77" in page.lines[0]


async def test_a_status_of_a_day_that_is_over_is_refused(office: Office) -> None:
    await first_piece(office)
    page = await office.do("article approve", now=at("2022-03-24 09:00"), piece="1", condition="-")
    assert page.kind is PageKind.REFUSED
    assert page.lines == ("Wednesday, March 23 is over.",)
    assert await state_of(office, 1) is PieceState.WAITING


async def test_a_status_of_days_of_which_the_first_are_over_begins_today(office: Office) -> None:
    await first_piece(office)
    moment = at("2022-03-24 09:00")
    asked = await office.do(
        "article approve", now=moment, piece="1", condition="-", days="2022-03-23 to 2022-03-25", status="closed"
    )
    assert asked.kind is PageKind.FORM
    assert [(one.field, one.words) for one in asked.problems] == [
        ("days", "Part of it is over; begin with Thursday, March 24.")
    ]


async def test_an_hour_that_fits_no_field_is_not_lost_in_silence(office: Office) -> None:
    until = "\nMeals can be picked up on Wednesday until 10 a.m., the district said.\n"
    added = await office.do("article add", now=MONDAY_NIGHT, text=NOTICE.partition("Families")[0] + until)
    assert added.grid is not None
    piece = next(row[0] for row in added.grid.rows if row[2] == "¶ 2")
    cut = (await office.desk.database.read(lambda connection: read_piece(connection, int(piece)))).cut
    assert (cut.begins, cut.closes) == (None, time(10))
    warned = "The article gives hours that are not taken over: 10:00 AM"

    page = await office.do("article approve", now=MONDAY_NIGHT, piece=piece, words=OWN_WORDS)
    written = await office.do("article approve", now=MONDAY_NIGHT, piece=piece, words=OWN_WORDS, hours="8:00-10:00")

    assert warned in page.warnings
    assert warned not in written.warnings
