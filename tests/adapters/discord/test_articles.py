"""An article handed over on Discord, reviewed piece by piece to the end, and what families read of it afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import Role
from tests.adapters.discord.components import LABEL, TEXT
from tests.adapters.discord.double import Double
from tests.adapters.discord.interactions import DEFERRED, Interaction
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.people import Person
from tests.bot.articles.reading_here import THIS_MACHINE, ReadingHere
from tests.knowledge.articles.outlet import Outlet, outlet

SAYS = """SACRAMENTO, Calif. (KQRV) — The Sacramento City Unified School District said Tuesday that all schools will \
be closed Friday unless a deal is reached with the unions.

Families can pick up meals on Friday at the district's office from 8 to 10 a.m., the district said.

The union said it plans a picket at the county office on Friday.

Buses will not run on Friday, the district said.

The weather will be fine.
"""
NOTICE = f"March 22, 2022\n\n{SAYS}"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sacramento City Unified//Calendar//EN
BEGIN:VEVENT
UID:spring@scusd.example
SUMMARY:Spring Break - No School
DTSTART;VALUE=DATE:20220411
DTEND;VALUE=DATE:20220416
END:VEVENT
END:VCALENDAR
"""
CLOSED = "Closed on Friday, March 25, unless a deal is reached first"
FRIDAY = "are schools closed Friday?"


PAGE = """<html><head><title>Teachers may walk out</title>
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-03-22T09:30:00-07:00",
"headline": "Teachers may walk out", "publisher": {"@type": "Organization", "name": "KQRV"}}</script></head>
<body><article><h1>Teachers may walk out</h1>
<p>The Sacramento City Unified School District said Tuesday that all schools will be closed Friday unless a deal is
reached with the unions, after talks that went on through the night without an end in sight for either side.</p>
<p>Families can pick up meals on Friday at the district's office from 8 to 10 a.m., the district said, and nobody has to
sign up for them or show anything to get them for their children.</p></article></body></html>"""


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    gathering = ReadingHere(THIS_MACHINE)
    async with newsroom(double, database, curated, chores=(), gathering=gathering) as made:
        yield made


@pytest.fixture
async def site() -> AsyncIterator[Outlet]:
    """That of a newspaper."""
    async with outlet() as there:
        there.says("/strike.html", PAGE.encode())
        yield there


async def first_piece(room: Newsroom) -> Interaction:
    return await room.presses(await room.uses("/article add", text=NOTICE), "Review the next piece")


async def approved(room: Newsroom, piece: Interaction, *, by: Person | None = None) -> Interaction:
    """That all schools are closed, up to its preview."""
    person = by or room.ines
    form = await room.presses(piece, "Approve", by=person)
    return await room.submits_as(person, form, Condition="deal", Words="All schools close on Friday.")


# From the notice to the families


async def test_a_notice_is_reviewed_to_the_end_and_families_read_the_editors_words_with_its_source(
    room: Newsroom,
) -> None:
    added = await room.uses("/article add", text=NOTICE)
    assert added.ephemeral
    assert "KQRV" in added.text
    assert "Published: Tuesday, March 22" in added.text

    piece = await room.presses(added, "Review the next piece")
    assert "all schools will be closed Friday unless a deal is reached with the unions" in piece.text
    assert "Status: Closed" in piece.text
    done = await room.presses(await approved(room, piece), "Publish")
    assert CLOSED in done.text

    told = await room.family_reads(FRIDAY)
    assert CLOSED in told
    assert "All schools close on Friday." in told
    assert "reported by KQRV; as of Tuesday, March 22" in told

    meals = await room.presses(done, "Review the next piece")
    form = await room.presses(meals, "Edit")
    done = await room.presses(await room.submits(form, Topic="meals", Words="Meals at our office."), "Publish")
    assert "Meals at our office." in await room.family_reads("are there meals on Friday?")

    pickets = await room.presses(done, "Review the next piece")
    assert "picket" in pickets.text
    buses = await room.presses(pickets, "Later")
    assert "put off" in buses.text
    assert "Buses will not run" in buses.text
    again = await room.presses(buses, "Drop")
    assert "dropped" in again.text
    assert "picket" in again.text

    over = await room.presses(again, "Drop")
    assert "Review the next piece" not in over.shown.labels
    assert "nothing is announced yet" in await room.family_reads("are the buses running on Friday?")


async def test_what_is_put_away_gives_its_place_to_the_next_and_what_was_published_keeps_its_own(
    room: Newsroom,
) -> None:
    piece = await first_piece(room)
    dropped = await room.presses(piece, "Drop")
    assert dropped.shown is piece.shown
    assert "Families can pick up meals" in dropped.text

    form = await room.presses(dropped, "Edit")
    done = await room.presses(await room.submits(form, Words="Meals at our office."), "Publish")
    following = await room.presses(done, "Review the next piece")
    assert following.shown is not done.shown
    assert "Undo" in done.shown.labels


async def test_nothing_of_the_articles_wording_is_taken_over(room: Newsroom) -> None:
    form = await room.presses(await first_piece(room), "Approve")

    assert form.modal is not None
    assert form.modal.values == {"Condition": "", "Words": "", "Words es": ""}


# Forms


async def test_a_form_asks_for_what_is_missing_first_beside_the_paragraph_it_is_about(room: Newsroom) -> None:
    form = await room.presses(await first_piece(room), "Approve")

    assert form.modal is not None
    assert form.modal.title == "Piece 1 (1 of 4): Whether schools are open"
    assert next(iter(form.modal.values)) == "Condition"
    assert [one["type"] for one in form.modal.raw["components"]] == [TEXT, LABEL, LABEL, LABEL]
    assert "all schools will be closed Friday unless a deal is reached with the unions" in above(form)
    assert "Day: Friday, March 25" in above(form)
    assert "deal (unless a deal is reached first)" in above(form), "the conditions that there are can be named"


async def test_a_form_says_about_which_other_topic_a_piece_shall_be(room: Newsroom) -> None:
    form = await room.presses(await first_piece(room), "It is about: How long")

    assert "topic: How long" in above(form)


async def test_a_condition_left_out_is_asked_for_once_more_and_nothing_is_published(room: Newsroom) -> None:
    form = await room.presses(await first_piece(room), "Approve")
    asked = await room.submits(form, Words="All schools close on Friday.")

    assert "The article hangs it on this" in asked.text
    assert "all schools will be closed Friday" in asked.text
    assert "Publish" not in asked.shown.labels
    preview = await room.chooses(asked, "unless a deal is reached first")
    assert CLOSED in preview.text


async def test_an_edited_piece_begins_as_it_was_read_and_only_what_was_touched_changes(room: Newsroom) -> None:
    meals = await room.presses(await first_piece(room), "Drop")
    form = await room.presses(meals, "Edit")
    assert form.modal is not None
    assert form.modal.values == {"Words": "", "Topic": "meals.hours", "Words es": "", "Days": "2022-03-25"}

    preview = await room.submits(form, Words="Meals at our office.", Days="March 24")
    assert "Thursday, March 24: Meals at our office." in preview.text
    again = await room.presses(preview, "Edit")
    assert again.modal is not None
    assert again.modal.values["Days"] == "2022-03-24"
    assert again.modal.values["Words"] == "Meals at our office."
    hours = await room.chooses(preview, "status, hour, hours, places")
    assert hours.modal is not None
    assert hours.modal.values["Hours"] == "08:00-10:00"


async def test_an_approved_piece_is_changed_in_a_form_that_is_filled_with_what_was_read(room: Newsroom) -> None:
    form = await room.presses(await approved(room, await first_piece(room)), "Edit")

    assert form.modal is not None
    assert form.modal.values["Days"] == "2022-03-25"
    assert form.modal.values["Words"] == "All schools close on Friday."


async def test_a_piece_that_was_not_named_is_chosen_first_and_then_its_form_opens(room: Newsroom) -> None:
    await room.uses("/article add", text=NOTICE)
    form = await room.chooses(await room.uses("/article approve"), "2 · Meal hours (Friday, March 25)")

    assert "Families can pick up meals" in above(form)


async def test_without_anything_a_form_takes_the_text(room: Newsroom) -> None:
    form = await room.uses("/article add")
    assert form.modal is not None
    assert next(iter(form.modal.values)) == "Text"

    added = await room.submits(form, Text=SAYS, Published="yesterday", Outlet="The Bee")
    assert "The Bee" in added.text
    assert "Published: Monday, March 21" in added.text
    assert "Waiting: 4 of 4" in added.text, "its paragraphs are still apart"


async def test_numbers_of_articles_and_pieces_are_completed(room: Newsroom) -> None:
    await room.uses("/article add", text=NOTICE)

    articles = await room.ines.types(room.general, "/article review", article="")
    pieces = await room.ines.types(room.general, "/article approve", piece="")

    assert [one.value for one in articles] == ["1"]
    assert [one.value for one in pieces] == ["1", "2", "3", "4"]


# When it was published


async def test_without_a_date_nothing_is_approved_until_somebody_says_when_it_was_published(room: Newsroom) -> None:
    added = await room.uses("/article add", text=SAYS)
    piece = await room.presses(added, "Review the next piece")
    assert "Approve" not in piece.shown.labels

    form = await room.presses(piece, "Say when it was published")
    assert form.modal is not None
    assert list(form.modal.values) == ["Published", "Outlet", "Title"]
    said = await room.submits(form, Published="March 22, 2022", Outlet="The Bee")

    assert "Published: Tuesday, March 22" in said.text
    piece = await room.presses(said, "Review the next piece")
    assert "Day: Friday, March 25" in piece.text
    done = await room.presses(await approved(room, piece), "Publish")
    assert CLOSED in done.text
    assert "reported by The Bee; as of Tuesday, March 22" in await room.family_reads(FRIDAY)


# Files


async def test_a_text_comes_as_a_file(room: Newsroom) -> None:
    file = room.double.attachment("notice.txt", NOTICE.encode())
    added = await room.uses("/article add", file=file)

    assert added.ephemeral
    assert added.acknowledged == DEFERRED, "before it is fetched"
    assert "Published: Tuesday, March 22" in added.text
    assert "all schools will be closed" in (await room.presses(added, "Review the next piece")).text


async def test_a_calendar_comes_as_a_file_and_is_reviewed_day_by_day(room: Newsroom) -> None:
    file = room.double.attachment("calendar.ics", CALENDAR.encode(), kind="text/calendar")
    added = await room.uses("/article add", file=file)
    assert "a school calendar" in added.text

    piece = await room.presses(added, "Review the next piece")
    assert "In the calendar: “Spring Break - No School”" in piece.text
    form = await room.presses(piece, "Edit")
    assert "In the calendar: “Spring Break - No School”" in above(form)
    preview = await room.submits(form, Words="Spring break")
    assert "Monday, April 11 to Friday, April 15" in preview.text
    await room.presses(preview, "Publish")

    told = await room.family_reads("is there school on April 13?")
    assert "no school day" in told
    assert "Spring break" in told


async def test_a_file_comes_with_a_line_that_is_typed(room: Newsroom) -> None:
    file = room.double.attachment("notice.txt", NOTICE.encode())
    added = await room.says(room.ines, room.ines.dm, "/article add", files=[file])

    assert "Published: Tuesday, March 22" in added.text


async def test_a_file_that_is_too_large_is_not_fetched(room: Newsroom) -> None:
    added = await room.uses("/article add", file=room.double.attachment("all.html", b"x" * 5_000_001))

    assert "Not done" in added.text
    assert room.double.rest.downloaded == []


async def test_a_file_that_is_gone_is_said_to_be(room: Newsroom) -> None:
    gone = replace(
        room.double.attachment("notice.txt", NOTICE.encode()), url=f"{room.double.rest.address}/attachments/1/a"
    )
    added = await room.uses("/article add", file=gone)

    assert "The file could not be fetched" in added.text


async def test_what_is_no_text_is_said_to_be_none(room: Newsroom) -> None:
    added = await room.uses("/article add", file=room.double.attachment("notice.pdf", b"%PDF-1.7 ..."))

    assert "PDF" in added.text


# A message that somebody wrote


async def test_a_message_is_added_as_a_source(room: Newsroom) -> None:
    message = await room.anna.says(room.general, NOTICE)
    added = await room.on_message(message, "Add as source")

    assert added.ephemeral
    assert added.acknowledged == DEFERRED
    assert "Waiting: 4 of 4" in added.text


async def test_of_a_message_with_a_file_the_file_is_taken(room: Newsroom) -> None:
    picture = room.double.attachment("school.png", b"\x89PNG...", kind="image/png")
    notice = room.double.attachment("notice.txt", NOTICE.encode())
    message = await room.anna.says(room.general, "this came home today", files=[picture, notice])
    added = await room.on_message(message, "Add as source")

    assert "Waiting: 4 of 4" in added.text
    assert room.double.rest.downloaded == ["notice.txt"]


async def test_of_a_message_that_passes_on_a_link_the_page_is_read(room: Newsroom, site: Outlet) -> None:
    message = await room.anna.says(room.general, f"look (<{site.address('/strike.html')}>), what now?")
    added = await room.on_message(message, "Add as source")

    assert "KQRV · Teachers may walk out" in added.text
    assert "Published: Tuesday, March 22, 9:30" in added.text.replace("\u202f", " ")
    assert site.address("/strike.html") in added.text
    assert "all schools will be closed Friday" in (await room.presses(added, "Review the next piece")).text


async def test_of_a_message_of_a_news_bot_the_page_is_read_that_it_opens(room: Newsroom, site: Outlet) -> None:
    message = await room.anna.says(room.general, "")
    message.embeds = [{"title": "Teachers may walk out", "url": site.address("/strike.html")}]

    assert "KQRV · Teachers may walk out" in (await room.on_message(message, "Add as source")).text


async def test_a_page_is_read_again_by_a_button(room: Newsroom, site: Outlet) -> None:
    added = await room.uses("/article add", text=site.address("/strike.html"))
    again = await room.presses(added, "Read the address again")

    assert [one.path for one in site.asked] == ["/strike.html"] * 2
    assert "Not done" not in again.text


async def test_a_notice_that_links_to_more_is_the_notice_itself(room: Newsroom, site: Outlet) -> None:
    message = await room.anna.says(room.general, f"{NOTICE}\nMore on {site.address('/strike.html')}")

    assert "Waiting: 4 of 4" in (await room.on_message(message, "Add as source")).text
    assert site.asked == []


async def test_a_message_that_was_passed_on_is_what_it_passes_on(room: Newsroom) -> None:
    passed_on = await room.anna.passes_on(await room.anna.says(room.staff, NOTICE), room.general)

    assert "Waiting: 4 of 4" in (await room.on_message(passed_on, "Add as source")).text


async def test_what_the_bot_said_itself_is_no_source(room: Newsroom) -> None:
    await room.says(room.anna, room.general, f"{room.double.world.bot.mention} are schools closed Wednesday?")
    refused = await room.on_message(room.double.sent(room.general)[-1], "Add as source")

    assert "I wrote this myself" in refused.text


async def test_reading_an_address_is_acknowledged_at_once(room: Newsroom, site: Outlet) -> None:
    added = await room.uses("/article add", text=site.address("/strike.html"))
    assert added.acknowledged == DEFERRED
    assert added.ephemeral

    form = await room.uses("/article add")
    sent = await room.submits(form, Text=site.address("/strike.html"))
    assert sent.acknowledged == DEFERRED
    assert sent.ephemeral


async def test_a_page_that_cannot_be_read_says_why(room: Newsroom, site: Outlet) -> None:
    refused = await room.uses("/article add", text=site.address("/gone.html"))

    assert "Not done" in refused.text
    assert "There is no page at this address" in refused.text


async def test_a_message_without_anything_to_read_says_so(room: Newsroom) -> None:
    message = await room.anna.says(room.general, "")

    assert "I can only read words" in (await room.on_message(message, "Add as source")).text


# Who may


async def test_a_viewer_looks_and_hands_nothing_over(room: Newsroom) -> None:
    await room.uses("/article add", text=NOTICE)
    vera = room.double.member("Vera", permissions=("manage_guild",))
    await room.bot.grant(vera, Role.VIEWER)
    file = room.double.attachment("notice.txt", NOTICE.encode())

    shown = await room.uses_as(vera, "/article show", article="1")
    refused = await room.uses_as(vera, "/article add", file=file)
    pressed = await room.presses(shown, "Review the next piece", by=vera)

    assert "Waiting: 4 of 4" in shown.text
    assert "For this you need the role editor" in refused.text
    assert room.double.rest.downloaded == []
    assert "For this you need the role editor" in pressed.text


async def test_families_are_not_shown_any_of_it(room: Newsroom) -> None:
    assert not {"article", "Add as source"} & set(room.anna.commands(room.general))


async def test_of_two_editors_one_publishes_a_piece(room: Newsroom) -> None:
    omar = room.double.member("Omar", permissions=("manage_guild",))
    await room.bot.grant(omar, Role.PUBLISHER)
    hers = await first_piece(room)
    his = await room.uses_as(omar, "/article piece", piece="1")
    assert "has looked at it too" in his.text

    first, second = await approved(room, hers), await approved(room, his, by=omar)
    assert CLOSED in (await room.presses(first, "Publish")).text
    late = await room.presses(second, "Publish", by=omar)

    assert "Published as change" not in late.text
    assert "Piece 1 was dealt with before" in (await room.presses(his, "Approve", by=omar)).text


async def test_each_of_two_editors_is_given_another_piece(room: Newsroom) -> None:
    omar = room.double.member("Omar", permissions=("manage_guild",))
    await room.bot.grant(omar, Role.EDITOR)
    hers = await first_piece(room)
    his = await room.uses_as(omar, "/article review", article="1")

    assert "Piece 1 " in hers.text
    assert "Piece 2 " in his.text


# Lengths


async def test_sixty_pieces_are_listed_in_as_many_messages_as_they_need(room: Newsroom) -> None:
    places = [f"Families can pick up meals at kitchen {n} on Friday, the district said." for n in range(1, 61)]
    text = "\n\n".join(["March 22, 2022", *places])
    added = await room.uses("/article add", file=room.double.attachment("meals.txt", text.encode()))

    read = "\n".join(one.text for one in (added.original, *added.followups) if one is not None)
    assert "Waiting: 60 of 60" in read
    assert all(f"where: ¶ {n} " in read for n in range(1, 61))
    assert "Review the next piece" in added.shown.labels


async def test_a_piece_of_many_long_paragraphs_stays_with_what_was_read_out_of_it(room: Newsroom) -> None:
    said = "The district said that all schools will be closed Friday."
    long = "\n\n".join(f"{said} {'The *board* of _trustees_ met again. ' * 15}" for _ in range(9))
    file = room.double.attachment("long.txt", f"March 22, 2022\n\n{long}".encode())
    added = await room.uses("/article add", file=file, outlet="The Bee")
    piece = await room.presses(added, "Review the next piece")

    assert piece.followups == [piece.shown]
    for words in ("Paragraph 1:", "Paragraph 9:", "Day: Friday, March 25", "Status: Closed", "Said by: the district"):
        assert words in piece.text, words
    form = await room.presses(piece, "Edit")
    assert "Paragraph 9:" in above(form)
    assert "Said by: the district" in above(form)


def above(form: Interaction) -> str:
    """What stands over the fields."""
    assert form.modal is not None
    return "\n".join(one["content"] for one in form.modal.raw["components"] if one["type"] == TEXT)
