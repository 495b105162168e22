"""Claims are added, changed and moved along their life; what families are told follows at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import Role
from bot.pages import PageKind, Who
from knowledge.histories import read_changes
from knowledge.lives import Life, read_life
from knowledge.texts import Approval
from tests.bot.office import INES, OMAR, PAULA, VERA, Office, open_office
from tests.sacramento import ARTICLE, THURSDAY, TUESDAY_NOON, WEDNESDAY, at, claim, knowledge, said

EIGHT = at("2022-03-22 20:00")
LATER = at("2022-03-22 20:30")
MEALS = replace(
    claim("meals-thursday", "meals", "", first_day=THURSDAY), words=said("Bags at school.", "Bolsas en la escuela.")
)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office(knowledge(MEALS)) as opened:
        yield opened


async def life_of(office: Office, slug: str, now: object) -> Life:
    found = await office.desk.database.read(lambda connection: read_life(connection, slug, at=now))  # type: ignore[arg-type]
    assert found is not None
    return found.life


# Adding


async def test_something_new_is_said_with_a_readable_name(office: Office) -> None:
    page = await office.do("claim add", topic="buses", days="wed", words="No buses run.", words_es="No hay autobuses.")
    assert "It will be known as buses-2022-03-23-1." in page.lines
    await office.take(page)

    assert "No buses run." in await office.reads("are the buses running on Wednesday?")
    assert "No hay autobuses." in await office.reads("are the buses running on Wednesday?", language="es")
    added = await office.claim("buses-2022-03-23-1")
    assert added.words["es"].approved == Approval("telegram:ines", TUESDAY_NOON.date())
    assert added.speakers == ("district",)


async def test_a_second_claim_of_the_day_has_a_name_of_its_own(office: Office) -> None:
    for words in ("No buses run.", "Buses to Sutter run."):
        await office.done("claim add", topic="buses", days="wed", words=words)
    assert {"buses-2022-03-23-1", "buses-2022-03-23-2"} <= await office.claims()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"topic": "buses"}, "words"),
        ({"topic": "buses", "status": "closed", "days": "wed"}, "status"),
        ({"topic": "buses", "words": "At noon.", "hours": "11:30"}, "days"),
        ({"topic": "buses", "words": "x", "days": "wed", "hours": "13:00-11:00"}, "hours"),
        ({"topic": "buses", "words": "x", "start": "wed 8:00", "end": "wed 7:00"}, "end"),
        ({"topic": "buses", "words": "x", "event": "strke"}, "event"),
        ({"topic": "buses", "words": "x", "supersedes": "nothing-there"}, "supersedes"),
        ({"topic": "buses", "words": "x", "days": "30 February"}, "days"),
        ({"topic": "buses", "words": "y" * 301}, "words"),
        ({"topic": "school-open", "status": "open", "days": "wed", "hour": "9"}, "hour"),
    ],
)
async def test_what_cannot_stand_is_named_by_its_field(office: Office, values: dict[str, str], field: str) -> None:
    page = await office.do("claim add", who=INES, now=TUESDAY_NOON, **values)
    assert page.kind is PageKind.FORM
    assert [one.field for one in page.problems] == [field]


async def test_a_claim_begins_at_its_start_and_stops_at_its_end(office: Office) -> None:
    await office.done("claim add", topic="offer", words="A new offer.", start="18:00", end="tomorrow 8:00")

    assert await life_of(office, "offer-2022-03-22-1", TUESDAY_NOON) is Life.SCHEDULED
    assert "A new offer." not in await office.reads("what did the district offer")
    assert "A new offer." in await office.reads("what did the district offer", now=EIGHT)
    assert await life_of(office, "offer-2022-03-22-1", at("2022-03-23 08:00")) is Life.PAST


# Changing


async def test_a_typo_is_mended_as_wording_and_names_the_translation_left_behind(office: Office) -> None:
    page = await office.do(
        "claim edit", claim="meals-thursday", words="Bags at each school.", kind="wording", now=EIGHT
    )
    assert any("Spanish words may no longer say the same" in one for one in page.warnings)
    await office.take(page)

    words = (await office.claim("meals-thursday")).words
    assert words["en"].approved == Approval("telegram:ines", EIGHT.date())
    assert words["es"].approved is None
    assert "Bags at each school." in await office.reads("what about lunch on Thursday?", now=EIGHT)
    assert not await _meaning_of_last_change(office)


async def test_a_change_of_fields_is_never_wording(office: Office) -> None:
    page = await office.do("claim edit", claim="closed-wednesday", status="open", kind="wording")
    assert any("it counts as a change of meaning" in line for line in page.lines)
    await office.take(page)
    assert await _meaning_of_last_change(office)


async def test_where_nobody_says_of_which_kind_it_is_both_are_offered(office: Office) -> None:
    page = await office.do("claim edit", claim="offer-2", words="The district offers 3% raises.")
    assert [one.label for one in page.offers] == ["Publish", "Publish: only the wording changes"]
    await office.take(page, 1)
    assert not await _meaning_of_last_change(office)


async def test_a_field_is_emptied_with_a_dash(office: Office) -> None:
    await office.done("claim edit", claim="closed-wednesday", condition="-", advice="-")
    stands = await office.claim("closed-wednesday")
    assert (stands.condition, stands.advice) == (None, {})
    assert "unless" not in await office.reads("are schools closed Wednesday?")


async def test_a_claim_that_would_say_nothing_is_refused(office: Office) -> None:
    page = await office.do("claim edit", claim="offer-2", words="-")
    assert [one.field for one in page.problems] == ["words"]


async def test_the_second_of_two_editors_is_refused_with_both_texts(office: Office) -> None:
    mine = await office.do("claim edit", claim="offer-2", words="2% for all.", who=INES)
    theirs = await office.do("claim edit", claim="offer-2", words="3% for all.", who=PAULA)
    await office.take(theirs)

    refused = await office.take(mine)

    assert refused.kind is PageKind.REFUSED
    assert refused.grid is not None
    assert ("words", "en: 2% for all.", "en: 3% for all.") in refused.grid.rows
    assert "3% for all." in await office.reads("what did the district offer")


async def test_an_edit_that_changes_nothing_says_so(office: Office) -> None:
    page = await office.do("claim edit", claim="offer-2", words="The district offers 2% raises.")
    assert page.title == "Nothing changed: it stands like that already."


async def test_a_role_that_lapses_between_preview_and_confirmation_is_refused(office: Office) -> None:
    preview = await office.do("claim edit", claim="offer-2", words="Nothing.")
    refused = await office.take(preview, who=Who(INES.person, INES.place, granted=Role.VIEWER))
    assert refused.kind is PageKind.REFUSED
    assert "2% raises" in await office.reads("what did the district offer")


async def test_what_is_not_there_is_refused_with_what_comes_nearest(office: Office) -> None:
    page = await office.do("claim edit", claim="ofer-2", words="x")
    assert page.lines == ("There is no ofer-2 here; did you mean offer-2?",)


# Along its life


@pytest.mark.parametrize(
    ("action", "values", "says"),
    [
        ("withdraw", {}, "Takes back length-unclear: It is unclear how long it would last."),
        ("end", {}, "Stops telling length-unclear: It is unclear how long it would last."),
        (
            "schedule",
            {"moment": "march 22 10 pm"},
            "Tells length-unclear from Tuesday, March 22, 10:00 PM: ",
        ),
        ("extend", {"moment": "march 25 6 pm"}, "Tells length-unclear until Friday, March 25, 6:00 PM: "),
        ("verify", {}, "length-unclear was checked again and still holds: It is unclear how long it would last."),
    ],
)
async def test_what_is_done_is_said_before_and_after(
    office: Office, action: str, values: dict[str, Any], says: str
) -> None:
    preview = await office.do(f"claim {action}", claim="length-unclear", **values, now=EIGHT)
    assert preview.title.startswith(says)
    done = await office.take(preview, now=EIGHT)

    assert done.title == "Published as change 1."
    assert done.lines[0].startswith(says)


async def test_long_words_stand_below_each_other_and_short_values_beside(office: Office) -> None:
    words = "The district offers 3% raises in each year."
    page = await office.do("claim edit", claim="offer-2", words=words, firmness="likely", now=EIGHT)

    assert page.lines[:4] == ("words:", "  The district offers 2% raises.", f"  → {words}", "firmness: stated → likely")


async def test_what_is_withdrawn_is_never_told_again_and_only_once(office: Office) -> None:
    await office.done("claim withdraw", claim="offer-2", now=EIGHT)
    assert "2% raises" not in await office.reads("what did the district offer", now=LATER)
    assert await life_of(office, "offer-2", LATER) is Life.WITHDRAWN

    again = await office.do("claim withdraw", claim="offer-2", now=LATER)
    assert again.lines == ("offer-2 was taken back before: Tuesday, March 22, 8:00 PM.",)
    edit = await office.do("claim edit", claim="offer-2", words="x", now=LATER)
    assert edit.kind is PageKind.REFUSED


async def test_an_ended_claim_is_past_and_can_be_told_on(office: Office) -> None:
    await office.done("claim end", claim="offer-2", now=EIGHT)
    assert "Nothing current is known" in await office.reads("what did the district offer", now=LATER)
    assert (await office.do("claim end", claim="offer-2", now=LATER)).kind is PageKind.REFUSED

    await office.done("claim extend", claim="offer-2", moment="2022-03-30 12:00", now=LATER)
    assert (await office.reads("what did the district offer", now=LATER)).startswith("The district offers 2%")


async def test_a_start_can_be_moved(office: Office) -> None:
    await office.done("claim schedule", claim="meals-thursday", moment="wed 6:00 am")
    assert "Bags at school." not in await office.reads("what about lunch on Thursday?")
    assert "Bags at school." in await office.reads("what about lunch on Thursday?", now=at("2022-03-23 06:00"))

    late = await office.do("claim schedule", claim="meals-thursday", moment="2022-03-28 6:00 am")
    assert late.kind is PageKind.REFUSED


async def test_checking_again_renews_what_is_told_without_a_day(office: Office) -> None:
    five_days_on = at("2022-03-27 09:00")
    assert await life_of(office, "length-unclear", five_days_on) is Life.PAST

    await office.done("claim verify", claim="length-unclear", now=at("2022-03-24 09:00"))
    assert await life_of(office, "length-unclear", at("2022-03-26 23:00")) is Life.LIVE
    assert not await _meaning_of_last_change(office)


async def test_checking_again_says_whose_word_it_is(office: Office) -> None:
    await office.done("claim verify", claim="offer-2", source="KCRA 3", now=EIGHT)
    assert "reported by KCRA 3; as of Tuesday, March 22." in await office.reads(
        "what did the district offer", now=EIGHT
    )


async def test_what_is_over_is_not_brought_back_by_checking_it(office: Office) -> None:
    page = await office.do("claim verify", claim="closed-wednesday", now=at("2022-03-24 09:00"))
    assert page.lines == ("closed-wednesday is past: checking it again does not bring it back.",)


async def test_what_was_superseded_names_what_took_its_place(office: Office) -> None:
    await office.done("status", status="open", day="wed")
    page = await office.do("claim end", claim="closed-wednesday", now=EIGHT)
    assert page.lines == ("The place of closed-wednesday was taken by school-open-2022-03-23-1.",)


async def test_an_hour_that_comes_twice_is_asked_for_before_anything_is_done(office: Office) -> None:
    page = await office.do("claim extend", claim="offer-2", moment="2022-11-06 01:30")
    assert page.kind is PageKind.FORM
    assert "2022-11-06T01:30-07:00 / 2022-11-06T01:30-08:00" in page.problems[0].words


async def test_an_edit_of_what_nobody_is_told_says_so(office: Office) -> None:
    await office.done("status", status="open", day="wed")
    page = await office.do("claim edit", claim="closed-wednesday", advice="Stay at home.", now=EIGHT)
    assert page.lines[0] == "It is superseded."


# Looking


async def test_a_claim_is_shown_with_its_life(office: Office) -> None:
    page = await office.do("claim show", claim="closed-wednesday", who=VERA)
    assert (
        page.title
        == "Closed on Wednesday, March 23, unless a deal is reached first (all Sacramento City Unified schools)"
    )
    assert "It is live." in page.lines
    assert page.grid is not None
    assert ("condition", "deal") in page.grid.rows


async def test_claims_are_listed_with_where_each_is_in_its_life(office: Office) -> None:
    await office.done("status", status="open", day="wed")
    await office.done("claim withdraw", claim="offer-2")

    def lives(page: object) -> dict[str, str]:
        return {row[0]: row[1] for row in page.grid.rows}  # type: ignore[attr-defined]

    of_topic = lives(await office.do("claim list", topic="school-open", who=VERA, now=EIGHT))
    assert of_topic == {"school-open-2022-03-23-1": "live", "closed-wednesday": "superseded"}
    assert lives(await office.do("claim list", life="withdrawn", now=EIGHT)) == {"offer-2": "withdrawn"}
    assert "offer-2" not in lives(await office.do("claim list", now=EIGHT))


async def test_lives_agree_with_what_families_are_told() -> None:
    """What is called live here is what look-ups find, at several moments."""
    later = replace(ARTICLE, slug="later", published=at("2022-03-22 18:00"))
    scheduled = claim("buses-later", "buses", "No buses.", source="later", first_day=WEDNESDAY)
    async with open_office(knowledge(scheduled, sources=(later,))) as office:
        for now, found in ((TUESDAY_NOON, False), (EIGHT, True)):
            live = await life_of(office, "buses-later", now) is Life.LIVE
            told = "No buses." in await office.reads("are the buses running on Wednesday?", now=now)
            assert live == told == found


async def test_an_editors_claim_waits_as_a_draft(office: Office) -> None:
    preview = await office.do("claim add", topic="buses", days="wed", words="No buses.", who=OMAR)
    kept = await office.take(preview)
    assert kept.draft == 1
    assert "buses-2022-03-23-1" not in await office.claims()


async def _meaning_of_last_change(office: Office) -> bool:
    return (await office.desk.database.read(lambda connection: read_changes(connection, most=1)))[0].meaning


async def test_what_begins_later_is_shown_beside_what_is_read_until_then(office: Office) -> None:
    page = await office.do("claim schedule", claim="closed-wednesday", moment="march 23 6:00 am")
    english = [one for one in page.previews if one.language == "en"]
    assert [one.question.endswith("6:00 AM)") for one in english] == [False, True]
    assert english[0].reply.status != "closed_unless"
    assert english[1].reply.status == "closed_unless"


async def test_a_day_that_loses_its_answer_is_shown_too(office: Office) -> None:
    page = await office.do("claim edit", claim="closed-wednesday", days="thursday")
    english = [one for one in page.previews if one.language == "en"]
    assert ["March 24" in one.question for one in english] == [True, False]
    assert english[1].reply.text.startswith("Nothing is announced yet for Wednesday")


async def test_what_is_taken_back_is_said_in_words_also_where_it_was_taken_back_before(office: Office) -> None:
    await office.done("status", status="closed", day="friday")
    first = await office.do("undo")
    assert any("Closed on Friday, March 25" in line for line in first.lines)
    await office.take(first)
    second = await office.do("undo", change="2")

    assert any("Closed on Friday, March 25" in line for line in second.lines)
