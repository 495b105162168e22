"""Nothing of a draft is told until a publisher approves it; approving is publishing it, once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import Role
from bot.pages import PageKind, Who
from bot.settings import Settings
from knowledge.drafts import read_draft
from knowledge.histories import read_changes
from knowledge.texts import Approval
from tests.bot.office import INES, OMAR, PAULA, VERA, Office, open_office
from tests.sacramento import at

EIGHT = at("2022-03-22 20:00")
NINE = at("2022-03-22 21:00")


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def drafted(office: Office, command: str, **values: str) -> str:
    kept = await office.take(await office.do(command, who=OMAR, now=EIGHT, **values))
    assert kept.draft is not None
    return str(kept.draft)


async def test_a_draft_is_listed_with_who_and_what_and_found_by_no_family(office: Office) -> None:
    await drafted(office, "status", status="closed", day="thu", reason="the superintendent called")

    page = await office.do("claim drafts", who=VERA, now=NINE)

    assert page.grid is not None
    when = "Tuesday, March 22, 8:00 PM"
    assert page.grid.rows == (("1", "telegram:omar", when, "school-open-2022-03-24-1", "the superintendent called"),)
    assert "Nothing is announced yet" in await office.reads("is there school Thursday?", now=NINE)


async def test_approving_previews_again_and_publishes_in_the_approvers_name(office: Office) -> None:
    number = await drafted(office, "claim add", topic="buses", days="wed", words="No buses.", reason="strike")
    preview = await office.do("claim approve", draft=number, now=NINE)
    assert preview.kind is PageKind.PREVIEW
    assert preview.previews[0].reply.text.startswith("Wednesday, March 23: No buses.")

    await office.take(preview)

    assert "No buses." in await office.reads("are the buses running on Wednesday?", now=NINE)
    approved = (await office.claim("buses-2022-03-23-1")).words["en"].approved
    assert approved == Approval("telegram:ines", NINE.date())
    change = (await office.desk.database.read(lambda connection: read_changes(connection, most=1)))[0]
    assert (change.identity, change.action, change.reason) == ("telegram:ines", "claim approve", "strike")


async def test_it_is_approved_once(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    await office.done("claim approve", draft=number, now=NINE)

    again = await office.do("claim approve", draft=number, who=PAULA, now=NINE)

    assert again.kind is PageKind.REFUSED
    assert again.lines == ("Draft 1 was approved before, by telegram:ines, Tuesday, March 22, 9:00 PM.",)


async def test_of_two_who_approve_at_once_the_second_is_refused(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    first = await office.do("claim approve", draft=number, now=NINE)
    second = await office.do("claim approve", draft=number, who=PAULA, now=NINE)

    await office.take(first)

    assert (await office.take(second)).kind is PageKind.REFUSED
    changes = await office.desk.database.read(read_changes)
    assert len(changes) == 1


async def test_a_dropped_one_is_gone(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    assert (await office.do("claim drop", draft=number, now=NINE)).kind is PageKind.DONE

    refused = await office.do("claim approve", draft=number, now=NINE)

    assert refused.lines == ("Draft 1 was dropped before, by telegram:ines, Tuesday, March 22, 9:00 PM.",)
    assert "Nothing is announced yet" in await office.reads("is there school Thursday?", now=NINE)


async def test_what_it_was_based_on_has_changed_so_both_texts_are_shown(office: Office) -> None:
    number = await drafted(office, "claim edit", claim="offer-2", words="The district offers 3% raises.")
    await office.done("claim edit", claim="offer-2", words="The district offers 4% raises.", kind="meaning", now=NINE)

    refused = await office.do("claim approve", draft=number, now=NINE)

    assert refused.kind is PageKind.REFUSED
    assert refused.grid is not None
    mine, theirs = "en: The district offers 3% raises.", "en: The district offers 4% raises."
    assert ("words", mine, theirs) in refused.grid.rows


async def test_only_a_publisher_approves(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    assert (await office.do("claim approve", draft=number, who=OMAR)).kind is PageKind.REFUSED

    preview = await office.do("claim approve", draft=number)
    lapsed = await office.take(preview, who=Who(INES.person, INES.place, granted=Role.EDITOR))
    assert lapsed.kind is PageKind.REFUSED
    assert (await office.desk.database.read(lambda connection: read_draft(connection, 1))).state == "pending"


async def test_a_number_nobody_gave_is_refused(office: Office) -> None:
    assert (await office.do("claim approve", draft="7")).lines == ("There is no draft 7.",)
    assert (await office.do("claim drop", draft="7")).lines == ("There is no draft 7.",)


# Where the settings ask for a second approval


@pytest.fixture
async def careful() -> AsyncIterator[Office]:
    async with open_office(settings=Settings(_env_file=None, second_approval=True)) as opened:
        yield opened


async def test_a_status_waits_for_a_second_publisher(careful: Office) -> None:
    preview = await careful.do("status", status="closed", day="thu", now=EIGHT)
    assert preview.offers[0].label == "Approve, and wait for a second publisher"
    kept = await careful.take(preview)
    assert (kept.change, kept.draft) == (None, 1)

    own = await careful.do("claim approve", draft="1", now=NINE)
    assert own.lines == ("You approved draft 1; another publisher has to as well.",)
    assert "Nothing is announced yet" in await careful.reads("is there school Thursday?", now=NINE)

    await careful.done("claim approve", draft="1", who=PAULA, now=NINE)
    assert (await careful.reads("is there school Thursday?", now=NINE)).startswith("Closed on Thursday")


async def test_an_editors_status_needs_two_publishers(careful: Office) -> None:
    number = await drafted(careful, "status", status="closed", day="thu")
    first = await careful.take(await careful.do("claim approve", draft=number, now=NINE))
    assert (first.change, first.title) == (None, "Draft 1 needs a second approval.")

    await careful.done("claim approve", draft=number, who=PAULA, now=NINE)
    assert (await careful.reads("is there school Thursday?", now=NINE)).startswith("Closed on Thursday")


async def test_what_is_no_status_needs_nobody_else(careful: Office) -> None:
    done = await careful.done("claim add", topic="buses", days="wed", words="No buses.")
    assert done.change == 1
