"""A condition is settled once, with what holds now; what hangs on it follows, and no hole is made unseen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bot.pages import Invocation, PageKind
from knowledge.claims import Claim, Condition, ConditionState, Scope, Status
from knowledge.database import Database
from knowledge.district import Level
from knowledge.revisions import current
from tests.bot.office import OMAR, PAULA, Office, open_office
from tests.sacramento import CAMPUSES, DEAL, FRIDAY, WEDNESDAY, at, claim, knowledge, said

EIGHT = at("2022-03-22 20:15")
NINE = at("2022-03-22 21:00")


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def condition(database: Database, slug: str) -> Condition:
    return (await database.read(lambda connection: current(connection, Condition, [slug])))[slug]


async def test_met_its_claims_lose_it_and_what_hangs_on_them_follows(office: Office) -> None:
    page = await office.do("claim settle", condition="deal", state="met", now=EIGHT)
    assert page.lines[0] == "From now on this holds without the condition:"
    assert page.lines[1] == "closed-wednesday: Closed on Wednesday, March 23."
    await office.take(page)

    told = await office.ask("are schools closed Wednesday?", now=EIGHT)
    assert (told.status, "unless" in told.text) == ("closed", False)
    assert "if campuses close" not in await office.reads("are there meals on Wednesday?", now=EIGHT)


async def test_met_and_what_holds_now_are_one_act(office: Office) -> None:
    done = await office.done(
        "claim settle", condition="deal", state="met", status="closed", words="Talks broke off.", now=EIGHT
    )
    told = await office.reads("are schools closed Wednesday?", now=EIGHT)
    assert told.startswith("Closed on Wednesday, March 23 (")
    assert "Talks broke off." in told
    assert "as of Tuesday, March 22, 8:15 PM" in told

    undone = await office.done("undo", change=str(done.change), now=NINE)
    assert undone.change == 2
    assert "unless a deal is reached first" in await office.reads("are schools closed Wednesday?", now=NINE)


async def test_failed_asks_what_holds_now_before_it_leaves_a_hole(office: Office) -> None:
    page = await office.do("claim settle", condition="deal", state="failed", now=EIGHT)

    assert (page.kind, [one.field for one in page.problems]) == (PageKind.FORM, ["status"])
    assert page.title == (
        "What hangs on “unless a deal is reached first” no longer holds and is told no more: "
        "Closed on Wednesday, March 23."
    )
    assert [one.label for one in page.offers] == [
        "Open",
        "Closed",
        "Late start",
        "Nothing yet: leave it open",
        "The other way round: it is now certain",
    ]
    assert not any(one.invocation.confirmed for one in page.offers)
    opened = await office.take(await office.take(page, 0))

    assert opened.kind is PageKind.DONE
    told = await office.ask("are schools closed Wednesday?", now=EIGHT)
    assert (told.status, told.day) == ("open", WEDNESDAY)
    assert "nothing is announced yet" in await office.reads("are there meals on Wednesday?", now=EIGHT)


async def test_a_hole_is_left_only_by_saying_so(office: Office) -> None:
    page = await office.do("claim settle", condition="deal", state="failed", now=EIGHT)
    forced = await office.desk.do(_confirmed(page.offers[0].invocation))
    assert forced.kind is PageKind.FORM, "a confirmation does not skip the question"

    await office.take(await office.take(page, 3))

    told = await office.reads("are schools closed Wednesday?", now=EIGHT)
    assert told.startswith("Nothing is announced yet for Wednesday, March 23")
    assert "Open on" not in told


async def test_failed_where_no_status_hangs_on_it_asks_nothing(office: Office) -> None:
    page = await office.do("claim settle", condition="campuses", state="failed", now=EIGHT)
    assert page.offers[0].label == "Publish"
    await office.take(page)

    assert "nothing is announced yet" in await office.reads("are there meals on Wednesday?", now=EIGHT)
    assert (await office.ask("are schools closed Wednesday?", now=EIGHT)).status == "closed_unless"


async def test_a_preview_says_plainly_what_holds_and_offers_the_other_way_round(office: Office) -> None:
    page = await office.do("claim settle", condition="deal", state="met", now=EIGHT)
    assert page.title == (
        "What hangs on “unless a deal is reached first” is now certain: Closed on Wednesday, March 23."
    )
    assert [one.label for one in page.offers] == ["Publish", "The other way round: it no longer holds"]

    other = await office.take(page, 1)

    assert other.title.startswith("What hangs on “unless a deal is reached first” no longer holds")
    assert (await office.ask("are schools closed Wednesday?", now=EIGHT)).status == "closed_unless"


def closed_on(day: date, **fields: object) -> Claim:
    return claim(f"closed-{day}", "school-open", "", first_day=day, status=Status.CLOSED, condition="deal", **fields)


async def test_nothing_is_said_of_the_days_between() -> None:
    thirty_first = date(2022, 3, 31)
    async with open_office(knowledge(closed_on(thirty_first))) as office:
        page = await office.do("claim settle", condition="deal", state="failed", status="open", now=EIGHT)
        assert "Thursday, March 31" in page.title
        done = await office.take(page)

        assert done.change == 1
        for day in ("Wednesday", "March 31"):
            assert (await office.ask(f"is there school {day}?", now=EIGHT)).status == "open"
        for day in ("Thursday", "Friday", "Monday", "March 30"):
            assert "Nothing is announced yet" in await office.reads(f"is there school {day}?", now=EIGHT)
        await office.done("undo", change="1", now=NINE)
        assert (await office.ask("is there school on March 31?", now=NINE)).status == "closed_unless"


async def test_the_new_status_is_for_the_schools_of_each_day() -> None:
    high = Scope(levels=(Level.HIGH,))
    async with open_office(knowledge(closed_on(FRIDAY, scope=high))) as office:
        page = await office.do("claim settle", condition="deal", state="failed", status="open", now=EIGHT)
        assert not page.warnings, "what the act ends is no exception and contradicts nothing"
        await office.take(page)

        assert (await office.claim("school-open-2022-03-23-1")).scope.is_district
        friday = await office.claim("school-open-2022-03-25-1")
        assert (friday.scope, friday.first_day, friday.last_day) == (high, FRIDAY, FRIDAY)
        assert await office.claims() >= {"school-open-2022-03-23-1", "school-open-2022-03-25-1"}


async def test_two_parts_of_one_day_are_two_claims() -> None:
    schools = Scope(schools=("sutter",))
    some = (closed_on(FRIDAY, scope=Scope(levels=(Level.HIGH,))), replace(closed_on(FRIDAY), slug="s", scope=schools))
    async with open_office(knowledge(*some)) as office:
        await office.done("claim settle", condition="deal", state="failed", status="open", days="fri", now=EIGHT)

        scopes = [(await office.claim(f"school-open-2022-03-25-{number}")).scope for number in (1, 2)]
        assert scopes == [Scope(levels=(Level.HIGH,)), schools]


async def test_settled_twice_is_refused_kindly_with_who_and_when(office: Office) -> None:
    await office.done("claim settle", condition="deal", state="met", now=EIGHT)

    again = await office.do("claim settle", condition="deal", state="failed", who=PAULA, now=NINE)

    assert again.kind is PageKind.REFUSED
    assert again.lines == ("deal was settled before as met, by telegram:ines, Tuesday, March 22, 8:15 PM.",)


async def test_of_two_who_settle_at_once_the_second_is_refused(office: Office) -> None:
    first = await office.do("claim settle", condition="deal", state="met", now=EIGHT)
    second = await office.do("claim settle", condition="deal", state="met", who=PAULA, now=EIGHT)
    await office.take(first)

    refused = await office.take(second, now=NINE)

    assert refused.kind is PageKind.REFUSED
    assert "settled before" in refused.lines[0]
    stands = await condition(office.desk.database, "deal")
    assert (stands.state, stands.settled) == (ConditionState.MET, EIGHT)


async def test_an_editors_settlement_counts_from_its_approval(office: Office) -> None:
    kept = await office.take(await office.do("claim settle", condition="deal", state="met", who=OMAR, now=EIGHT))
    assert (await office.ask("are schools closed Wednesday?", now=EIGHT)).status == "closed_unless"

    await office.done("claim approve", draft=str(kept.draft), now=NINE)

    assert (await condition(office.desk.database, "deal")).settled == NINE
    assert (await office.ask("are schools closed Wednesday?", now=NINE)).status == "closed"


async def test_its_source_is_the_one_of_the_new_status(office: Office) -> None:
    await office.done("claim settle", condition="deal", state="met", status="closed", source="KCRA 3", now=EIGHT)
    stands = await condition(office.desk.database, "deal")
    assert stands.settled_by == (await office.claim("school-open-2022-03-23-1")).source


def closed_at(*schools: str) -> Claim:
    slug = f"closed-{'-'.join(schools)}"
    scope = Scope(schools=schools)
    return claim(slug, "school-open", "", first_day=WEDNESDAY, status=Status.CLOSED, condition="deal", scope=scope)


async def test_the_new_status_is_for_all_that_the_old_one_was_for() -> None:
    some = (closed_at("mcclatchy"), closed_at("sutter"))
    async with open_office(knowledge(*some, without=("closed-wednesday",))) as office:
        await office.done("claim settle", condition="deal", state="failed", status="open", now=EIGHT)
        assert (await office.claim("school-open-2022-03-23-1")).scope == Scope(schools=("mcclatchy", "sutter"))

    async with open_office(knowledge(*some)) as office:
        await office.done("claim settle", condition="deal", state="failed", status="open", now=EIGHT)
        assert (await office.claim("school-open-2022-03-23-1")).scope.is_district


async def test_a_condition_is_found_by_its_words_and_a_slip_is_offered(office: Office) -> None:
    page = await office.do("claim settle", condition="unless a deal is reached first", state="met", now=EIGHT)
    assert page.kind is PageKind.PREVIEW
    page = await office.do("claim settle", condition="dael", state="met", now=EIGHT)
    assert page.lines == ("There is no dael here; did you mean deal?",)


async def test_where_nothing_hangs_on_it_the_page_says_so() -> None:
    idle = Condition("rain", said("if it rains"))
    async with open_office(knowledge(conditions=(DEAL, CAMPUSES, idle))) as office:
        page = await office.do("claim settle", condition="rain", state="met", now=EIGHT)
        assert "Nothing that is told now hangs on it." in page.lines
        named = await office.do("claim settle", condition="rain", state="met", status="open", now=EIGHT)
        assert named.lines == ("Name the days that the status is for.",)


def _confirmed(invocation: Invocation) -> Invocation:
    values = {name: value for name, value in invocation.values.items() if name != "status"}
    return replace(invocation, values=values, confirmed=True)
