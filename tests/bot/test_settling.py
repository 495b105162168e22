"""A condition is settled once, with what holds now; what hangs on it follows, and no hole is made unseen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.pages import Invocation, PageKind
from knowledge.claims import Claim, Condition, ConditionState, Scope, Status
from knowledge.database import Database
from knowledge.revisions import current
from tests.bot.office import OMAR, PAULA, Office, open_office
from tests.sacramento import CAMPUSES, DEAL, WEDNESDAY, at, claim, knowledge, said

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

    assert page.kind is PageKind.PREVIEW
    assert [one.label for one in page.offers] == ["Open", "Closed", "Late start", "Nothing yet: leave it open"]
    assert not any(one.invocation.confirmed for one in page.offers)
    opened = await office.take(await office.take(page, 0))

    assert opened.kind is PageKind.DONE
    told = await office.ask("are schools closed Wednesday?", now=EIGHT)
    assert (told.status, told.day) == ("open", WEDNESDAY)
    assert "nothing is announced yet" in await office.reads("are there meals on Wednesday?", now=EIGHT)


async def test_a_hole_is_left_only_by_saying_so(office: Office) -> None:
    page = await office.do("claim settle", condition="deal", state="failed", now=EIGHT)
    forced = await office.desk.do(_confirmed(page.offers[0].invocation))
    assert forced.kind is PageKind.PREVIEW, "a confirmation does not skip the question"

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
