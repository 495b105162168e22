"""A school calendar handed over: its days looked at, taken over by an editor, and read by families right after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.articles.calendar_days import name_in
from bot.articles.gathering import CALENDAR_AHEAD, Gathered, Gathering
from bot.pages import Invocation, Offer, Page, PageKind, Who
from bot.questions import Outcome
from bot.settings import Settings
from knowledge.articles.article import Published
from knowledge.articles.bodies import Body
from knowledge.articles.calendars import read_calendar
from knowledge.claims import Precision, Source, Status
from knowledge.codec import Kind
from knowledge.district import District, Holiday, Level
from knowledge.planning import What, plan
from knowledge.revisions import current, latest
from tests.bot.office import INES, OMAR, PAULA, Office, open_office
from tests.sacramento import DISTRICT, at, knowledge, said

NOW = at("2022-11-14 12:10")
HEAD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
X-WR-CALNAME:SCUSD 2022-23
BEGIN:VTIMEZONE
TZID:Pacific Standard Time
BEGIN:STANDARD
DTSTART:16011104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
END:DAYLIGHT
END:VTIMEZONE
"""
THANKSGIVING = ("Thanksgiving Break - No School", ";VALUE=DATE:20221121", ";VALUE=DATE:20221126")
WORK_DAY = ("No School - Teacher Work Day", ";VALUE=DATE:20221205", ";VALUE=DATE:20221206")
WINTER = ("Winter Recess", ";VALUE=DATE:20221222", ";VALUE=DATE:20230107")
OUTLOOK = ";TZID=Pacific Standard Time:"


def event(title: str, start: str, end: str = "", *more: str) -> str:
    lines = [f"UID:{title}{start}", f"SUMMARY:{title}", f"DTSTART{start}", *([f"DTEND{end}"] if end else []), *more]
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))


def calendar(*events: str, head: str = HEAD) -> str:
    return f"{head}{''.join(events)}END:VCALENDAR\n"


class InThisProcess(Gathering):
    """Reads calendars as the process of its own does, and sooner."""

    async def read(self, body: Body, *, district: District, now: datetime, given: Published | None = None) -> Gathered:
        first = district.local(now).date()
        found = read_calendar(body.content, zone=district.timezone, first=first, last=first + CALENDAR_AHEAD)
        return Gathered(found, body.address)


@asynccontextmanager
async def open_reading_office(settings: Settings | None = None) -> AsyncIterator[Office]:
    async with open_office(settings=settings) as opened:
        opened.desk = replace(opened.desk, gathering=InThisProcess())
        yield opened


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_reading_office() as opened:
        yield opened


async def handed_over(office: Office, *events: str, head: str = HEAD, now: datetime = NOW, who: Who = INES) -> Page:
    """As a file, which a phone sends along."""
    body = calendar(*events, head=head).replace("\n", "\r\n").encode()
    return await office.desk.do(Invocation("article", who, now, "add", attached=body))


def offer(page: Page, begins: str) -> Offer:
    found = [one for one in page.offers if one.label.startswith(begins)]
    assert found, [one.label for one in page.offers]
    return found[0]


async def press(office: Office, page: Page, begins: str, *, who: Who | None = None, **values: str) -> Page:
    asked = offer(page, begins).invocation
    return await office.desk.do(replace(asked, values={**asked.values, **values}, who=who or asked.who))


async def published(office: Office, page: Page, begins: str, **values: str) -> Page:
    preview = await press(office, page, begins, who=None, **values)
    assert preview.kind is PageKind.PREVIEW, preview
    done = await office.take(preview)
    assert done.kind is PageKind.DONE, done
    return done


async def district(office: Office) -> District:
    return (await office.desk.database.read(lambda connection: current(connection, District)))[DISTRICT.slug]


async def days_off(office: Office) -> list[tuple[date, date, str]]:
    return [(one.first, one.last, one.titles["en"].words) for one in (await district(office)).calendar]


def day(text: str) -> date:
    return date.fromisoformat(text)


# Days without school


async def test_a_day_without_school_is_told_to_families_once_an_editor_has_taken_it_over(office: Office) -> None:
    question = "is there school on November 23?"
    before = await office.reads(question, now=NOW)
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")

    await published(office, page, "No school: “Thanksgiving Break”")

    after = await office.reads(question, now=NOW)
    assert "Nothing is announced yet" in before
    assert "Wednesday, November 23 is no school day in the school calendar as it stood on" in after
    assert "November 14" in after
    assert "Thanksgiving Break" in after


async def test_the_preview_is_what_families_read_then(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")

    preview = await press(office, page, "No school")

    assert [one.language for one in preview.previews] == ["en", "es"]
    assert "Monday, November 21 is no school day" in preview.previews[0].reply.text
    assert preview.title.startswith("No school: Monday, November 21")
    assert any("no Spanish words yet" in one for one in preview.warnings)
    assert await days_off(office) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Thanksgiving Break - No School", "Thanksgiving Break"),
        ("No School: Teacher Work Day", "Teacher Work Day"),
        ("Spring Break (No School)", "Spring Break"),
        ("Vacaciones de invierno – no hay clases", "Vacaciones de invierno"),
        ("NO SCHOOL", "NO SCHOOL"),
        ("Winter Recess (Dec)", "Winter Recess (Dec)"),
        ("School Year 2022-2023 Holiday", "School Year 2022-2023 Holiday"),
        ("Holiday, call (916) 555-0100", None),
        ("Holiday https://example.org", None),
    ],
)
def test_days_are_called_without_the_words_that_the_reply_says_itself(title: str, name: str | None) -> None:
    assert name_in(title) == name


async def test_who_follows_the_day_is_told_unless_it_is_taken_back_before_anything_went_out(office: Office) -> None:
    asked = await office.ask("is there school on November 23?", now=NOW)
    ana = Who("telegram:ana", "telegram:7")
    followed = await office.do("follow", who=ana, now=NOW, topic="is there school on November 23?")
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")

    preview = await press(office, page, "No school")
    done = await office.take(preview)
    back = await office.do("undo", now=NOW, change=str(done.change))

    assert asked.outcome is Outcome.UNKNOWN
    assert followed.kind is PageKind.DONE
    assert [one.reach and one.reach.people for one in (preview, done, back)] == [1, 1, 0]


async def test_words_of_the_editor_take_the_place_of_the_name(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WORK_DAY)), "Review the next piece")

    await published(office, page, "No school", words="teachers prepare", words_es="preparación de maestros")

    (holiday,) = (await district(office)).calendar
    assert holiday.titles["en"].words == "teachers prepare"
    assert holiday.titles["es"].approved is not None
    assert holiday.checked is not None
    assert holiday.checked.by == INES.person


async def test_editing_a_day_asks_for_its_name(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WORK_DAY)), "Review the next piece")

    form = await press(office, page, "Edit")

    assert form.kind is PageKind.FORM
    assert [one.field for one in form.problems] == ["words"]


async def test_a_title_that_is_no_name_is_never_taken_over_by_a_press(office: Office) -> None:
    spam = event("No school! Call 916-555-0100", ";VALUE=DATE:20221205")
    page = await press(office, await handed_over(office, spam), "Review the next piece")

    form = await press(office, page, "No school")

    assert [one.field for one in form.problems] == ["words"]


async def test_of_a_holiday_by_its_name_only_an_editor_says_that_school_is_out(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WINTER)), "Review the next piece")
    piece = offer(page, "No school").invocation.values["piece"]

    unsaid = await office.do("article approve", now=NOW, piece=piece)
    await published(office, page, "No school")

    assert [one.field for one in unsaid.problems] == ["status"]
    assert await days_off(office) == [(day("2022-12-22"), day("2023-01-06"), "Winter Recess")]
    assert "no school day" in await office.reads("is there school on January 3?", now=at("2022-12-30 09:00"))


async def test_a_holiday_with_school_is_dropped_by_one_press(office: Office) -> None:
    lincoln = event("Lincoln's Birthday", ";VALUE=DATE:20230213")
    page = await press(office, await handed_over(office, lincoln), "Review the next piece")

    done = await press(office, page, "School is on: drop it")

    assert done.kind is PageKind.SHOWN
    assert await days_off(office) == []


async def test_a_day_in_the_calendar_already_is_never_there_twice(office: Office) -> None:
    first = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    await published(office, first, "No school")
    holiday = event("Thanksgiving Day - No School", ";VALUE=DATE:20221124", ";VALUE=DATE:20221125")
    again = await press(office, await handed_over(office, holiday), "Review the next piece")

    asked = await press(office, again, "No school")
    await published(office, asked, "Put it in the place")

    assert asked.kind is PageKind.REFUSED
    assert "In the school calendar already" in asked.lines[0]
    assert await days_off(office) == [
        (day("2022-11-21"), day("2022-11-23"), "Thanksgiving Break"),
        (day("2022-11-24"), day("2022-11-24"), "Thanksgiving Day"),
        (day("2022-11-25"), day("2022-11-25"), "Thanksgiving Break"),
    ]


async def test_a_day_in_the_calendar_already_can_be_left_as_it_stands(office: Office) -> None:
    first = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    await published(office, first, "No school")
    holiday = event("Thanksgiving Day - No School", ";VALUE=DATE:20221124")
    again = await press(office, await handed_over(office, holiday), "Review the next piece")

    done = await press(office, await press(office, again, "No school"), "Leave it as it stands")

    assert done.kind is PageKind.SHOWN
    assert len(await days_off(office)) == 1


async def test_piece_after_piece_is_taken_over_without_a_conflict(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY)), "Review the next")
    done = await published(office, page, "No school")

    await published(office, await press(office, done, "Review the next piece"), "No school")

    assert len(await days_off(office)) == 2


async def test_two_editors_at_different_days_of_a_calendar_are_no_conflict(office: Office) -> None:
    whole = await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY))
    hers = await press(office, whole, "Review the next piece")
    his = await press(office, whole, "Review the next piece", who=PAULA)
    previews = [await press(office, hers, "No school"), await press(office, his, "No school", who=PAULA)]

    done = [await office.take(one) for one in previews]

    assert [one.kind for one in done] == [PageKind.DONE, PageKind.DONE]
    assert len(await days_off(office)) == 2


async def test_two_editors_at_the_same_day_are_told_so(office: Office) -> None:
    hers = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    his = await press(
        office, await handed_over(office, event("Break - No School", THANKSGIVING[1], THANKSGIVING[2])), "Review the"
    )
    previews = [await press(office, hers, "No school"), await press(office, his, "No school", who=PAULA)]

    done = [await office.take(one) for one in previews]

    assert [one.kind for one in done] == [PageKind.DONE, PageKind.REFUSED]
    assert "In the school calendar already" in done[1].lines[0]


async def test_the_same_piece_is_taken_over_once(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    preview = await press(office, page, "No school")
    await office.take(preview)

    second = await office.take(preview, who=PAULA)

    assert second.kind is PageKind.REFUSED
    assert "dealt with before" in second.lines[0]


async def test_a_status_of_the_day_counts_more_and_the_preview_says_so(office: Office) -> None:
    await office.done("status", now=NOW, status="open", day="November 23, 2022")
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")

    preview = await press(office, page, "No school")

    assert any("counts more than the school calendar" in one for one in preview.warnings)


async def test_a_day_that_is_over_meanwhile_is_not_taken_over(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WORK_DAY)), "Review the next piece")
    asked = replace(offer(page, "No school").invocation, at=at("2022-12-06 08:00"))

    late = await office.desk.do(asked)

    assert late.kind is PageKind.REFUSED
    assert "is over" in late.lines[0]


# Taking it back, drafts, files


async def test_an_earlier_day_is_taken_back_while_a_later_one_stays(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY)), "Review the next")
    first = await published(office, page, "No school")
    await published(office, await press(office, first, "Review the next piece"), "No school")

    preview = await office.do("undo", now=NOW, change=str(first.change))
    await office.take(preview)

    taken = offer(page, "No school").label
    left = await days_off(office)
    assert any(line.startswith("Out of the school calendar") for line in preview.lines)
    assert len(left) == 1
    assert left[0][2] not in taken


async def test_what_was_taken_back_is_not_announced_again(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    done = await published(office, page, "No school")

    preview = await office.take(done, 1)
    await office.take(preview)

    assert "Nothing is announced yet" in preview.previews[0].reply.text
    assert "Nothing is announced yet" in await office.reads("is there school on November 23?", now=NOW)


async def test_who_may_not_publish_keeps_drafts_that_are_approved_one_after_the_other(office: Office) -> None:
    whole = await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY), who=OMAR)
    page = await press(office, whole, "Review the next piece")
    first = await published(office, page, "No school")
    second = await published(office, await press(office, first, "Review the next piece"), "No school")
    before = await days_off(office)

    listed = await office.do("claim drafts", now=NOW)
    approvals = [await office.done("claim approve", now=NOW, draft=str(one.draft)) for one in (first, second)]

    assert before == []
    assert listed.grid is not None
    assert all("No school: " in row[3] for row in listed.grid.rows)
    assert [one.change is not None for one in approvals] == [True, True]
    assert len(await days_off(office)) == 2
    assert {one.checked.by for one in (await district(office)).calendar if one.checked} == {INES.person}


async def test_two_drafts_of_the_same_day_are_a_conflict_and_never_two_entries(office: Office) -> None:
    hers = await press(office, await handed_over(office, event(*THANKSGIVING), who=OMAR), "Review the next piece")
    first = await published(office, hers, "No school")
    other = event("Break - No School", *THANKSGIVING[1:])
    his = await press(office, await handed_over(office, other, who=OMAR), "Review the next piece")
    second = await published(office, his, "No school")
    await office.done("claim approve", now=NOW, draft=str(first.draft))

    conflict = await office.do("claim approve", now=NOW, draft=str(second.draft))
    await office.done("claim approve", now=NOW, draft=str(second.draft), anew="yes")

    assert conflict.kind is PageKind.REFUSED
    assert await days_off(office) == [(day("2022-11-21"), day("2022-11-25"), "Break")]


async def test_where_a_second_approval_is_wanted_a_day_without_school_waits_for_it() -> None:
    async with open_reading_office(Settings(second_approval=True)) as office:
        page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")

        done = await published(office, page, "No school")

        assert done.draft is not None
        assert await days_off(office) == []


async def test_files_loaded_again_leave_a_calendar_that_a_person_changed(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    await published(office, page, "No school")
    files = knowledge(
        district=replace(DISTRICT, calendar=(Holiday(day("2023-05-29"), day("2023-05-29"), said("Memorial Day")),))
    )

    rows = (await office.desk.database.read(lambda connection: plan(connection, files))).rows

    (row,) = [one for one in rows if one.kind is Kind.DISTRICT]
    assert (row.what, row.fields) == (What.KEPT, ("calendar",))


async def test_the_history_names_the_district_and_its_days(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    await published(office, page, "No school")

    history = await office.do("history", now=NOW)

    assert history.grid is not None
    assert history.grid.rows[0][3:5] == ("article approve", f"district {DISTRICT.slug}")
    revisions = await office.do("history", now=NOW, about=DISTRICT.slug)
    assert revisions.grid is not None
    assert revisions.grid.rows[0][-1] == "calendar: – → 2022-11-21 · 2022-11-25 · en: Thanksgiving Break · 2022-11-14"


# All at once


async def test_all_days_without_school_are_taken_over_at_once_and_holidays_are_left(office: Office) -> None:
    whole = await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY), event(*WINTER))

    preview = await press(office, whole, "Take over all days without school at once (2)")
    done = await office.take(preview)

    assert [one.split(":")[0] for one in preview.lines[:2]] == ["No school", "No school"]
    assert done.kind is PageKind.DONE
    assert len(await days_off(office)) == 2
    left = await press(office, done, "Review the next piece")
    assert "Winter Recess" in left.title
    changes = await office.do("history", now=NOW)
    assert changes.grid is not None
    assert [row[3] for row in changes.grid.rows] == ["article days"]


async def test_days_that_stand_already_are_left_for_a_look_of_their_own(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING)), "Review the next piece")
    await published(office, page, "No school")
    whole = await handed_over(office, event("Thanksgiving - No School", ";VALUE=DATE:20221124"), event(*WORK_DAY))

    preview = await press(office, whole, "Take over all")
    await office.take(preview)

    assert len(await days_off(office)) == 2
    assert any("look of their own, and are left out: 1" in line for line in preview.lines)


async def test_a_calendar_changed_since_the_preview_is_shown_again(office: Office) -> None:
    whole = await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY))
    preview = await press(office, whole, "Take over all")
    other = await press(office, await handed_over(office, event(*WINTER)), "Review the next piece")
    await published(office, other, "No school")

    late = await office.take(preview)
    again = await office.take(await office.take(late))

    assert late.kind is PageKind.REFUSED
    assert again.kind is PageKind.DONE
    assert len(await days_off(office)) == 3


async def test_what_a_calendar_says_of_some_schools_is_never_told_of_all(office: Office) -> None:
    some = [
        event("No School - Elementary Conferences", ";VALUE=DATE:20221202"),
        event("No School K-6", ";VALUE=DATE:20221209"),
        event("No School - Kindergarten only", ";VALUE=DATE:20221212"),
    ]
    whole = await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY), *some)

    await published(office, whole, "Take over all days without school at once")
    piece = await office.do("article piece", now=NOW, piece="2")
    await published(office, piece, "No school")

    assert [one[0] for one in await days_off(office)] == [day("2022-11-21"), day("2022-12-05")]
    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-12-02")]
    claim = await office.claim(slug)
    assert (claim.status, claim.scope.levels) == (Status.CLOSED, (Level.ELEMENTARY,))


# Short days and late starts


async def test_a_short_day_is_told_with_its_hour_as_of_the_day_the_calendar_was_read(office: Office) -> None:
    short = event("Minimum Day", f"{OUTLOOK}20221118T080000", f"{OUTLOOK}20221118T124000")
    page = await press(office, await handed_over(office, short), "Review the next piece")

    await published(office, page, "Approve: 12:40")

    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-11-18")]
    claim = await office.claim(slug)
    source = (await office.desk.database.read(lambda connection: current(connection, Source)))[claim.source]
    assert (claim.status, claim.at and claim.at.isoformat()) == (Status.EARLY_DISMISSAL, "12:40:00")
    assert claim.words == {}
    assert (source.outlet, source.published, source.precision) == ("SCUSD 2022-23", NOW, Precision.DAY)
    told = await office.reads("is there school on Friday?", now=NOW)
    assert "12:40" in told
    assert "SCUSD 2022-23" in told


async def test_where_the_calendar_gives_no_clear_hour_it_is_asked_for(office: Office) -> None:
    events = [
        event("Early dismissal", ";VALUE=DATE:20221118"),
        event("Minimum Day", f"{OUTLOOK}20221202T123000", f"{OUTLOOK}20221202T133000"),
    ]
    page = await press(office, await handed_over(office, *events), "Review the next piece")

    forms = [await press(office, page, "Approve")]
    page = await press(office, await press(office, page, "Later"), "Approve")
    forms.append(page)

    assert [[one.field for one in form.problems] for form in forms] == [["hour"], ["hour"]]
    assert "12:30" in " ".join(one.words for form in forms for one in form.problems)


async def test_a_weekly_short_day_with_days_left_out_is_a_piece_for_each_day(office: Office) -> None:
    weekly = event(
        "Early Release",
        f"{OUTLOOK}20221116T080000",
        f"{OUTLOOK}20221116T130000",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20221215T000000Z",
        f"EXDATE{OUTLOOK}20221123T080000",
    )
    whole = await handed_over(office, weekly)
    assert whole.grid is not None

    page = await press(office, whole, "Review the next piece")
    while any(one.label.startswith("Approve") for one in page.offers):
        page = await press(office, await published(office, page, "Approve"), "Review the next piece")

    told = sorted(one for one in await office.claims() if one.startswith("school-open-2022-1"))
    assert len(whole.grid.rows) == 4
    assert [one[12:22] for one in told] == ["2022-11-16", "2022-11-30", "2022-12-07", "2022-12-14"]


async def test_a_short_day_rests_on_no_event_that_goes_on(office: Office) -> None:
    short = event("Minimum Day", f"{OUTLOOK}20220325T080000", f"{OUTLOOK}20220325T124000")
    tuesday = at("2022-03-22 12:10")
    page = await press(office, await handed_over(office, short, now=tuesday), "Review the next piece")

    await published(office, page, "Approve")

    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-03-25")]
    assert (await office.claim(slug)).event is None


async def test_what_was_said_of_the_day_by_itself_gives_way_to_a_calendar_only_when_an_editor_says_so(
    office: Office,
) -> None:
    await office.done("status", now=NOW, status="closed", day="November 18, 2022")
    short = event("Minimum Day", f"{OUTLOOK}20221118T080000", f"{OUTLOOK}20221118T124000")
    page = await press(office, await handed_over(office, short), "Review the next piece")

    asked = await press(office, page, "Approve")
    before = await office.reads("is there school on Friday?", now=NOW)
    await published(office, asked, "Put it in the place")

    assert asked.kind is PageKind.REFUSED
    assert "Closed on Friday, November 18" in asked.lines[0]
    assert before.startswith("Closed on Friday")
    assert (await office.reads("is there school on Friday?", now=NOW)).startswith("Early dismissal at 12:40")


async def test_a_short_day_that_is_none_at_all_needs_a_name(office: Office) -> None:
    short = event("Minimum Day", f"{OUTLOOK}20221118T080000", f"{OUTLOOK}20221118T124000")
    page = await press(office, await handed_over(office, short), "Review the next piece")

    form = await press(office, page, "Approve", status="closed")
    await published(office, page, "Approve", status="closed", words="Founders' day")

    assert [one.field for one in form.problems] == ["words"]
    assert await days_off(office) == [(day("2022-11-18"), day("2022-11-18"), "Founders' day")]


async def test_no_school_at_one_school_only_is_a_status_of_that_school(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WORK_DAY)), "Review the next piece")

    await published(office, page, "No school", scope="McClatchy", words="Teachers prepare.")

    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-12-05")]
    claim = await office.claim(slug)
    assert (claim.status, claim.scope.schools) == (Status.CLOSED, ("mcclatchy",))
    assert await days_off(office) == []


async def test_days_neither_repeat_nor_settle_what_an_article_says(office: Office) -> None:
    await handed_over(office, event(*WORK_DAY))
    agreed = await office.do("article agree", now=NOW, piece="1", claim="closed-wednesday")
    settled = await office.do("article settle", now=NOW, piece="1", condition="deal", state="met")
    for page in (agreed, settled):
        assert page.kind is PageKind.REFUSED
        assert page.lines == ("Nothing of this piece can be said in a claim.",)


async def test_days_are_about_school_and_nothing_else(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*WORK_DAY)), "Review the next piece")

    form = await press(office, page, "No school", topic="meals")

    assert [one.field for one in form.problems] == ["topic"]


async def test_a_late_start_begins_where_its_hours_say(office: Office) -> None:
    late = event("Late Start", f"{OUTLOOK}20221118T100000", f"{OUTLOOK}20221118T150000")
    page = await press(office, await handed_over(office, late), "Review the next piece")

    await published(office, page, "Approve: 10:00")

    (slug,) = [one for one in await office.claims() if one.startswith("school-open-2022-11-18")]
    assert (await office.claim(slug)).status is Status.DELAYED


# What is handed over


async def test_midnight_of_another_zone_is_the_day_before_here(office: Office) -> None:
    whole = await handed_over(office, event("No school", ":20221206T060000Z", ":20221206T070000Z"))

    await published(office, await press(office, whole, "Review the next piece"), "No school")

    assert [one[:2] for one in await days_off(office)] == [(day("2022-12-05"), day("2022-12-05"))]


async def test_days_in_the_past_are_not_proposed(office: Office) -> None:
    whole = await handed_over(office, event("No School", ";VALUE=DATE:20221111"), event(*THANKSGIVING))

    assert whole.grid is not None
    assert [row[1] for row in whole.grid.rows] == ["Thanksgiving Break - No School"]


async def test_around_the_end_of_the_year_each_day_has_its_year(office: Office) -> None:
    now = at("2022-12-31 23:30")
    page = await press(
        office, await handed_over(office, event("No School", ";VALUE=DATE:20230102"), now=now), "Review the"
    )
    await published(office, page, "No school")

    assert "no school day" in await office.reads("is there school on Monday?", now=now)
    assert "no school day" in await office.reads("is there school on January 2?", now=now + timedelta(hours=1))


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([event("No School", ":20221201T080000Z", "", "RRULE:FREQ=MINUTELY")], "more often than once a day"),
        ([event(f"No School {one}", ";VALUE=DATE:20221205") for one in range(5001)], "more than anybody could review"),
        (["BEGIN:VEVENT\nDTSTART"], "broken one"),
    ],
)
async def test_a_calendar_that_cannot_be_read_says_why_and_what_to_do(events: list[str], words: str) -> None:
    async with open_office() as office:
        page = await handed_over(office, *events)

    assert page.kind is PageKind.REFUSED
    assert words in page.lines[0]
    assert "Export the calendar anew" in page.lines[1]


async def test_a_calendar_is_read_apart_from_the_program_all_the_same() -> None:
    async with open_office() as office:
        whole = await handed_over(office, event(*THANKSGIVING), event("Band concert", ";VALUE=DATE:20221202"))

    assert "SCUSD 2022-23" in whole.title
    assert any("Nobody reads it again by itself" in line for line in whole.lines)
    assert any("were left out: 1" in line for line in whole.lines)


async def test_a_day_whose_hours_are_those_of_every_day_has_no_early_hour(office: Office) -> None:
    short = event("Minimum Day", f"{OUTLOOK}20221118T080000", f"{OUTLOOK}20221118T150000")
    page = await press(office, await handed_over(office, short), "Review the next piece")

    form = await press(office, page, "Approve")
    done = await published(office, page, "Approve", hour="12:40")

    assert [one.field for one in form.problems] == ["hour"]
    assert done.change is not None


async def test_of_what_was_called_off_nothing_is_proposed(office: Office) -> None:
    whole = await handed_over(office, event(*THANKSGIVING, "STATUS:CANCELLED"))

    assert whole.grid is None
    assert any("Nothing in it" in line for line in whole.lines)


async def test_a_changed_district_has_one_more_revision_for_each_act(office: Office) -> None:
    page = await press(office, await handed_over(office, event(*THANKSGIVING), event(*WORK_DAY)), "Take over all")
    await office.take(page)

    found = await office.desk.database.read(lambda connection: latest(connection, Kind.DISTRICT, [DISTRICT.slug]))

    assert found[DISTRICT.slug].number == 2
