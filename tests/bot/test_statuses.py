"""Setting a status: one line, a preview, Enter, and the next family reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.catalogue import EDITING, load_catalogue
from bot.commands import Role
from bot.pages import PageKind, Who
from knowledge.claims import Firmness, Scope, Status
from knowledge.district import Holiday
from knowledge.texts import Approval
from tests.bot.office import INES, OMAR, PAULA, VERA, Office, open_office
from tests.sacramento import (
    DISTRICT,
    FRIDAY,
    MIDDLE_ONLY,
    THURSDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    said,
)

EIGHT = at("2022-03-22 20:15")


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def test_a_status_takes_one_line_and_a_confirmation(office: Office) -> None:
    preview = await office.do("status", status="closed", day="thu", now=EIGHT)
    assert preview.kind is PageKind.PREVIEW
    assert "Thursday, March 24" in preview.title
    assert [one.language for one in preview.previews] == ["en", "es"]
    assert "Nothing is announced yet for Thursday" in await office.reads("is there school Thursday?", now=EIGHT)

    done = await office.take(preview)

    assert (done.kind, done.change) == (PageKind.DONE, 1)
    told = await office.reads("is there school Thursday?", now=EIGHT)
    assert told.startswith("Closed on Thursday, March 24 (all Sacramento City Unified schools).")
    assert "Said by the district; as of Tuesday, March 22, 8:15 PM." in told
    assert preview.previews[0].reply.text == told


async def test_it_takes_the_place_of_what_the_same_speaker_said_of_the_day(office: Office) -> None:
    page = await office.do("status", status="open", day="wed", now=EIGHT)
    assert any("closed-wednesday" in line for line in page.lines)
    assert not page.warnings, "what it replaces is no contradiction"

    await office.take(page)

    told = await office.reads("are schools closed Wednesday?", now=EIGHT)
    assert told.startswith("Open on Wednesday, March 23")
    assert "unless a deal" not in told
    assert (await office.claim("school-open-2022-03-23-1")).supersedes == ("closed-wednesday",)


async def test_another_speakers_word_stays_beside_it(office: Office) -> None:
    page = await office.done("status", status="open", day="wed", speaker="county", now=EIGHT)
    assert page.change == 1
    assert "The sides do not say the same." in await office.reads("are schools closed Wednesday?", now=EIGHT)


async def test_the_same_status_said_again_verifies_the_standing_claim(office: Office) -> None:
    first = await office.done("status", status="closed", day="thu")
    again = await office.do("status", status="closed", day="thu", now=EIGHT)
    assert "says so already" in " ".join(again.lines)

    await office.take(again)

    assert first.change == 1
    assert (await office.claim("school-open-2022-03-24-1")).verified == EIGHT
    assert "school-open-2022-03-24-2" not in await office.claims()


async def test_a_condition_said_along_makes_it_another_status(office: Office) -> None:
    await office.done("status", status="closed", day="thu")
    await office.done("status", status="closed", day="thu", condition="unless a deal is signed", now=EIGHT)

    told = await office.reads("is there school Thursday?", now=EIGHT)
    assert told.startswith("Closed on Thursday, March 24, unless a deal is signed")


async def test_a_known_condition_is_taken_by_its_name(office: Office) -> None:
    await office.done("status", status="closed", day="thu", condition="deal")
    assert (await office.ask("is there school Thursday?")).status == "closed_unless"
    page = await office.do("status", status="closed", day="fri", condition="deel")
    assert page.problems[0].words == "There is no deel here; did you mean deal?"


async def test_a_late_start_has_its_hour(office: Office) -> None:
    await office.done("status", status="late start", day="thu", hour="10:30", advice="Buses run two hours late.")
    told = await office.reads("is there school Thursday?")
    assert told.startswith("Late start at 10:30 AM on Thursday, March 24")
    assert "Buses run two hours late." in told

    page = await office.do("status", status="closed", day="thu", hour="10")
    assert [one.field for one in page.problems] == ["hour"]


async def test_a_part_of_the_district_goes_on_as_an_exception(office: Office) -> None:
    await office.done("status", status="closed", day="thu", scope="McClatchy")
    page = await office.do("status", status="open", day="thu", now=EIGHT)
    assert "goes on standing as an exception" in page.warnings[0]

    await office.take(page)

    assert (await office.claim("school-open-2022-03-24-1")).scope == Scope(schools=("mcclatchy",))
    told = await office.reads("is there school Thursday?", now=EIGHT)
    assert told.startswith("Open on Thursday")
    assert "Except: Closed on Thursday, March 24 (C.K. McClatchy High School)" in told


async def test_a_longer_span_leaves_a_shorter_one_its_other_days(office: Office) -> None:
    await office.done("status", status="open", day="wed-thu")
    await office.done("status", status="closed", day="2022-03-24 to 2022-03-28", now=EIGHT)

    assert (await office.reads("is there school Wednesday?", now=EIGHT)).startswith("Open on Wednesday, March 23")
    assert (await office.reads("is there school Thursday?", now=EIGHT)).startswith("Closed on")
    assert (await office.claim("school-open-2022-03-23-1")).last_day == WEDNESDAY


async def test_a_span_takes_in_the_days_within_it(office: Office) -> None:
    await office.done("status", status="open", day="thu")
    await office.done("status", status="closed", day="wed-fri", now=EIGHT)

    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        assert (await office.reads(f"is there school {day:%A}?", now=EIGHT)).startswith("Closed on")


async def test_words_are_approved_by_whoever_publishes_them(office: Office) -> None:
    page = await office.do("status", status="closed", day="thu", words="Talks broke off.")
    assert any("no Spanish words yet" in one for one in page.warnings)
    await office.take(page)

    words = (await office.claim("school-open-2022-03-24-1")).words
    assert words["en"].approved == Approval("telegram:ines", TUESDAY_NOON.date())
    assert "[en inglés]" in await office.reads("¿hay clases el jueves?", language="es")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2022-03-21", "Monday, March 21 is over."),
        ("30 February", "“30 February” is no day of the calendar."),
        ("2022-03-21 to 2022-03-23", "Part of it is over; begin with Tuesday, March 22."),
    ],
)
async def test_a_day_that_is_over_or_none_is_refused(office: Office, day: str, why: str) -> None:
    page = await office.do("status", status="closed", day=day)
    assert page.kind in (PageKind.REFUSED, PageKind.FORM)
    assert why in [*page.lines, *(one.words for one in page.problems)]
    assert page.offers == ()


async def test_a_day_far_ahead_or_without_school_is_warned_of() -> None:
    spring = Holiday(at("2022-04-11 00:00").date(), at("2022-04-15 00:00").date(), said("Spring break"))
    async with open_office(knowledge(district=replace(DISTRICT, calendar=(spring,)))) as office:
        weekend = await office.do("status", status="closed", day="2022-03-26")
        assert "No school day by the calendar: Saturday, March 26." in weekend.warnings
        holiday = await office.do("status", status="closed", day="2022-04-12")
        assert "No school day by the calendar: Tuesday, April 12." in holiday.warnings
        far = await office.do("status", status="closed", day="2022-09-01")
        assert "Thursday, September 1 is 163 days ahead." in far.warnings


async def test_a_drill_shows_everything_and_does_nothing(office: Office) -> None:
    page = await office.do("status", status="closed", day="thu", drill="yes")

    assert page.kind is PageKind.PREVIEW
    assert page.offers == ()
    lines = [page.title, *page.lines, *page.warnings]
    assert len(page.previews) == 2
    assert all(line.startswith("Only practice, not real: ") for line in lines)
    for preview in page.previews:
        marking = load_catalogue(preview.language, EDITING)("Only practice, not real: {words}", words="")
        assert all(line.startswith(marking) for line in preview.reply.text.splitlines() if line)
    assert "Nothing is announced yet" in await office.reads("is there school Thursday?")


async def test_a_drill_stays_one_when_it_is_confirmed(office: Office) -> None:
    await office.desk.do((await office.do("status", status="closed", day="thu")).offers[0].invocation)
    before = await office.claims()
    confirmed = (await office.do("status", status="open", day="thu")).offers[0].invocation
    page = await office.desk.do(replace(confirmed, values={**confirmed.values, "drill": "yes"}))

    assert page.change is None
    assert await office.claims() == before


async def test_of_two_who_set_the_same_day_the_second_is_refused_with_both_texts(office: Office) -> None:
    first = await office.do("status", status="closed", day="thu", who=INES)
    second = await office.do("status", status="open", day="thu", who=PAULA)
    await office.take(first)

    refused = await office.take(second, now=at("2022-03-22 12:11"))

    assert refused.kind is PageKind.REFUSED
    assert refused.grid is not None
    assert ("status", "open", "closed") in refused.grid.rows
    assert (await office.reads("is there school Thursday?", now=EIGHT)).startswith("Closed on Thursday")
    again = await office.take(refused, now=at("2022-03-22 12:12"))
    assert again.kind is PageKind.PREVIEW
    assert any("school-open-2022-03-24-1" in line for line in again.lines)


async def test_what_was_edited_since_the_preview_is_not_replaced_unseen(office: Office) -> None:
    preview = await office.do("status", status="open", day="wed", now=EIGHT)
    await office.done("claim edit", claim="closed-wednesday", status="remote", now=EIGHT, who=PAULA)

    refused = await office.take(preview, now=at("2022-03-22 20:20"))

    assert refused.kind is PageKind.REFUSED
    assert refused.grid is not None
    assert ("status", "open", "remote") in refused.grid.rows


async def test_an_editor_only_drafts_and_a_viewer_may_not(office: Office) -> None:
    preview = await office.do("status", status="closed", day="thu", who=OMAR)
    assert preview.offers[0].label == "Keep as a draft for a publisher"
    kept = await office.take(preview)
    assert kept.draft == 1
    assert "Nothing is announced yet" in await office.reads("is there school Thursday?")

    refused = await office.do("status", status="closed", day="thu", who=VERA)
    assert refused.kind is PageKind.REFUSED


async def test_a_role_that_lapsed_since_the_preview_publishes_nothing(office: Office) -> None:
    preview = await office.do("status", status="closed", day="thu")
    lapsed = Who(INES.person, INES.place, granted=Role.VIEWER)

    refused = await office.take(preview, who=lapsed)

    assert refused.kind is PageKind.REFUSED
    assert "Nothing is announced yet" in await office.reads("is there school Thursday?")


async def test_an_unofficial_speaker_is_warned_of_and_only_reported(office: Office) -> None:
    page = await office.do("status", status="closed", day="thu", speaker="the union")
    assert any("told as reported, not confirmed" in one for one in page.warnings)
    await office.take(page)
    assert "Reported, not confirmed by the district" in await office.reads("is there school Thursday?")


async def test_where_it_was_said_can_be_an_address_an_outlet_or_a_known_source(office: Office) -> None:
    await office.done("status", status="closed", day="thu", source="https://www.abc10.com/strike")
    told = await office.reads("is there school Thursday?")
    assert "reported by abc10.com; as of Tuesday, March 22." in told, "the hour of another outlet is not known"

    await office.done("status", status="closed", day="fri", source="article")
    assert (await office.claim("school-open-2022-03-25-1")).source == "article"


async def test_it_belongs_to_the_only_live_event_and_says_so(office: Office) -> None:
    page = await office.do("status", status="closed", day="thu")
    assert "It belongs to the event Strike and ends with it." in page.lines


async def test_without_any_event_it_belongs_to_none() -> None:
    bare = knowledge(without=("closed-wednesday", "meals-wednesday", "picket-thursday", "length-unclear", "offer-2"))
    async with open_office(bare) as office:
        await office.done("status", status="closed", day="thu", scope="middle")
        stands = await office.claim("school-open-2022-03-24-1")
        assert (stands.event, stands.scope, stands.firmness) == (None, MIDDLE_ONLY, Firmness.STATED)


async def test_a_dateless_claim_yields_to_the_day() -> None:
    open_ended = claim("closed-for-now", "school-open", "", status=Status.CLOSED)
    async with open_office(knowledge(open_ended, without=("closed-wednesday",))) as office:
        await office.done("status", status="open", day="thu", now=EIGHT)
        assert (await office.reads("is there school Thursday?", now=EIGHT)).startswith("Open on Thursday")


async def test_the_page_repeats_the_day_with_its_year_where_it_is_another(office: Office) -> None:
    page = await office.do("status", status="closed", day="wed", now=at("2022-12-30 18:00"))
    assert page.title.startswith("Closed on Wednesday, January 4, 2023 (")


async def test_a_snow_closing_belongs_to_the_snow_and_outlives_the_strike(office: Office) -> None:
    await office.done("event open", template="snow", day="thu")
    page = await office.do("status", status="closed", day="thu", now=EIGHT)
    assert any(line.startswith("It belongs to the event Snow") for line in page.lines), page.lines
    assert [one.label for one in page.offers[1:]] == ["It belongs to Strike", "It belongs to no event"]
    await office.take(page)

    await office.done("event end", event="strike", status="open", days="wed", now=EIGHT)

    assert (await office.ask("is there school Thursday?", now=EIGHT)).status == "closed"


async def test_the_other_events_and_none_can_be_chosen(office: Office) -> None:
    await office.done("event open", template="snow", day="thu")
    page = await office.do("status", status="closed", day="thu", now=EIGHT)

    strike = await office.take(page, 1)
    assert any(line.startswith("It belongs to the event Strike") for line in strike.lines)
    await office.done("status", status="closed", day="thu", event="none", now=EIGHT)

    assert (await office.claim("school-open-2022-03-24-1")).event is None


async def test_an_event_that_begins_after_the_day_is_not_taken(office: Office) -> None:
    await office.done("event open", template="snow", day="fri")
    page = await office.do("status", status="closed", day="thu", now=EIGHT)
    assert any(line.startswith("It belongs to the event Strike") for line in page.lines)


async def test_a_late_start_needs_its_hour_and_an_odd_one_is_warned_of(office: Office) -> None:
    for status in ("delayed", "early dismissal"):
        page = await office.do("status", status=status, day="fri")
        assert [one.field for one in page.problems] == ["hour"]
    odd = await office.do("status", status="delayed", day="fri", hour="10 pm")
    assert "10:00 PM is an odd hour for a late start." in odd.warnings
    over = await office.do("status", status="early dismissal", day="2022-03-22", hour="1 pm", now=EIGHT)
    assert "1:00 PM is over already today." in over.warnings


async def test_a_condition_is_a_clause(office: Office) -> None:
    page = await office.do("status", status="closed", day="fri", condition="the roads are icy")
    assert [one.field for one in page.problems] == ["condition"]
    for clause in ("If the roads are icy", "unless the roads are cleared", "a menos que se despejen las calles"):
        assert (await office.do("status", status="closed", day="fri", condition=clause)).kind is PageKind.PREVIEW


async def test_of_one_school_everybody_elses_reply_is_shown_as_well(office: Office) -> None:
    page = await office.do("status", status="closed", day="thu", scope="McClatchy")
    english = [one.reply.text for one in page.previews if one.language == "en"]
    assert len(english) == 2
    assert english[1] != english[0]


@pytest.mark.parametrize("days", ["march 31 through march 28", "3/31 - 3/28"])
async def test_a_span_that_ends_before_it_begins_is_none(office: Office, days: str) -> None:
    page = await office.do("status", status="open", day=days)
    assert [one.words for one in page.problems] == ["The last day is before the first."]


async def test_a_span_over_the_turn_of_the_year_needs_no_year(office: Office) -> None:
    page = await office.do("status", status="closed", day="december 28 to january 3")
    assert page.kind is PageKind.PREVIEW
