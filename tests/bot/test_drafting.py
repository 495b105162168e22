"""Nothing of a draft is told until a publisher approves it; approving is publishing it, once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import Role
from bot.pages import Page, PageKind, Who
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
    what = "school-open-2022-03-24-1: Closed on Thursday, March 24 (all Sacramento City Unified schools)"
    assert page.grid.rows == (("1", "telegram:omar", when, what, "the superintendent called"),)
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


async def test_a_draft_that_met_a_conflict_can_be_looked_at_on_top_of_theirs(office: Office) -> None:
    number = await drafted(office, "claim edit", claim="offer-2", words="The district offers 3% raises.")
    await office.done("claim edit", claim="offer-2", words="The district offers 4% raises.", kind="meaning", now=NINE)
    refused = await office.do("claim approve", draft=number, now=NINE)

    anew = await office.take(refused)
    assert anew.kind is PageKind.PREVIEW
    below = anew.lines.index("words:")
    theirs, mine = anew.lines[below + 1 : below + 3]
    assert "4% raises" in theirs, "theirs is shown above mine"
    assert "3% raises" in mine
    done = await office.take(anew)

    assert done.kind is PageKind.DONE
    assert "3%" in await office.reads("what did the district offer", now=NINE)
    assert (await office.desk.database.read(lambda connection: read_draft(connection, 1))).state == "approved"


async def test_a_draft_can_be_dropped_where_it_met_a_conflict(office: Office) -> None:
    number = await drafted(office, "claim edit", claim="offer-2", words="The district offers 3% raises.")
    await office.done("claim edit", claim="offer-2", words="The district offers 4% raises.", kind="meaning", now=NINE)
    refused = await office.do("claim approve", draft=number, now=NINE)

    dropped = await office.take(refused, 1)

    assert dropped.kind is PageKind.DONE
    assert "dropped" in dropped.title


async def test_what_others_changed_besides_stays_in_a_draft_made_anew(office: Office) -> None:
    number = await drafted(office, "claim edit", claim="offer-2", words="The district offers 3% raises.")
    await office.done("claim edit", claim="offer-2", advice="Ask the union.", kind="meaning", now=NINE)

    await office.done("claim approve", draft=number, anew="yes", now=NINE)

    offer = await office.claim("offer-2")
    assert (offer.words["en"].words, offer.advice["en"].words) == ("The district offers 3% raises.", "Ask the union.")


# What was published since the draft was made

WEDNESDAY = at("2022-03-23 09:00")


async def overtaken(office: Office) -> Page:
    number = await drafted(office, "status", status="open", day="friday")
    await office.done("status", who=PAULA, now=WEDNESDAY, status="closed", day="thursday through friday")
    return await office.do("claim approve", draft=number, now=WEDNESDAY)


async def test_an_old_draft_is_not_published_over_a_newer_truth(office: Office) -> None:
    page = await overtaken(office)

    assert page.kind is PageKind.REFUSED
    told = "\n".join(page.lines)
    assert "made Tuesday, March 22, 8:00 PM" in told
    assert "school-open-2022-03-24-1 by discord:paula, published Wednesday, March 23, 9:00 AM: Closed" in told
    assert (await office.reads("is there school on Friday?", now=WEDNESDAY)).startswith("Closed")


async def test_an_overtaken_draft_can_be_looked_at_as_new_and_published_knowingly(office: Office) -> None:
    anew = await office.take(await overtaken(office))

    assert anew.kind is PageKind.PREVIEW
    assert any("discord:paula" in warning for warning in anew.warnings), "what stands there is named again"
    done = await office.take(anew)

    assert done.kind is PageKind.DONE
    assert (await office.reads("is there school on Friday?", now=WEDNESDAY)).startswith("Open")
    assert (await office.reads("is there school on Thursday?", now=WEDNESDAY)).startswith("Closed")


async def test_somebody_who_made_the_same_claim_keeps_it(office: Office) -> None:
    number = await drafted(office, "status", status="open", day="friday")
    await office.done("status", who=PAULA, now=WEDNESDAY, status="closed", day="friday")

    page = await office.do("claim approve", draft=number, now=WEDNESDAY)
    assert any("made Tuesday, March 22, 8:00 PM: school-open-2022-03-25-1: Open" in line for line in page.lines)
    anew = await office.take(page)
    assert "school-open-2022-03-25-2: Open" in anew.title
    done = await office.take(anew)

    assert done.kind is PageKind.DONE
    assert (await office.claim("school-open-2022-03-25-1")).status == "closed"
    mine = await office.claim("school-open-2022-03-25-2")
    assert (mine.status, mine.supersedes) == ("open", ("school-open-2022-03-25-1",))
    assert (await office.reads("is there school on Friday?", now=WEDNESDAY)).startswith("Open")


async def test_what_is_published_after_the_look_at_it_as_new_refuses_it_again(office: Office) -> None:
    anew = await office.take(await overtaken(office))
    await office.done("status", who=PAULA, now=WEDNESDAY, status="remote", day="friday")

    again = await office.take(anew)

    assert again.kind is PageKind.REFUSED
    assert "remote" in (await office.reads("is there school on Friday?", now=WEDNESDAY)).casefold()


async def test_what_was_published_since_and_says_the_same_is_no_hindrance(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="friday")
    await office.done("status", who=PAULA, now=WEDNESDAY, status="closed", day="thursday through friday")
    assert (await office.do("claim approve", draft=number, now=WEDNESDAY)).kind is PageKind.PREVIEW


async def test_another_day_or_another_school_is_no_hindrance(office: Office) -> None:
    number = await drafted(office, "status", status="open", day="friday", scope="elementary schools")
    await office.done("status", who=PAULA, now=WEDNESDAY, status="closed", day="thursday")
    await office.done(
        "status", who=PAULA, now=WEDNESDAY, status="closed", day="thursday through friday", scope="high schools"
    )
    assert (await office.do("claim approve", draft=number, now=WEDNESDAY)).kind is PageKind.PREVIEW


async def test_the_preview_of_an_approval_says_when_the_draft_was_made(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    preview = await office.do("claim approve", draft=number, now=NINE)
    assert preview.title.startswith("Draft 1 by telegram:omar, made Tuesday, March 22, 8:00 PM: school-open")


async def test_a_draft_for_a_day_that_is_over_is_refused(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="wed")
    for anew in ("no", "yes"):
        page = await office.do("claim approve", draft=number, anew=anew, now=at("2022-03-24 00:30"))
        assert (page.kind, page.lines) == (PageKind.REFUSED, ("Wednesday, March 23 is over.",))


async def test_a_draft_whose_time_ran_out_is_refused(office: Office) -> None:
    number = await drafted(office, "claim add", topic="buses", days="wed", words="No buses.", end="tomorrow 07:00")
    page = await office.do("claim approve", draft=number, now=WEDNESDAY)
    assert page.lines == ("buses-2022-03-23-1 is past: nobody is told it now.",)


async def test_a_draft_says_what_it_does_to_a_claim_that_stands(office: Office) -> None:
    await drafted(office, "claim withdraw", claim="closed-wednesday")
    await drafted(office, "claim end", claim="offer-2")
    await drafted(office, "claim edit", claim="offer-2", words="The district offers 3% raises.")
    await drafted(office, "event end", event="strike", status="open", days="thursday")

    page = await office.do("claim drafts", who=VERA, now=NINE)

    assert page.grid is not None
    first, second, third, fourth = (row[3] for row in page.grid.rows)
    assert first.startswith("takes back closed-wednesday: Closed on Wednesday, March 23")
    assert second.startswith("ends offer-2: ")
    assert third == "changes offer-2: The district offers 3% raises."
    assert fourth.startswith("ends strike; school-open-2022-03-24-1: Open on Thursday, March 24")


async def test_the_history_says_what_an_approved_draft_was(office: Office) -> None:
    number = await drafted(office, "status", status="closed", day="thu")
    await office.done("claim approve", draft=number, now=NINE)

    page = await office.do("history", now=NINE)

    assert page.grid is not None
    assert page.grid.rows[0][3] == "status by telegram:omar, approved by telegram:ines"


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


async def test_a_draft_made_anew_waits_for_a_second_publisher_as_a_new_draft(careful: Office) -> None:
    number = await drafted(careful, "status", status="open", day="friday")
    kept = await careful.take(await careful.do("status", who=PAULA, now=WEDNESDAY, status="closed", day="friday"))
    await careful.done("claim approve", draft=str(kept.draft), now=WEDNESDAY)
    anew = await careful.take(await careful.do("claim approve", draft=number, now=WEDNESDAY))

    again = await careful.take(anew)

    assert (again.change, again.draft) == (None, 3)
    assert (await careful.desk.database.read(lambda connection: read_draft(connection, 1))).state == "dropped"
    await careful.done("claim approve", draft="3", who=PAULA, now=WEDNESDAY)
    assert (await careful.reads("is there school on Friday?", now=WEDNESDAY)).startswith("Open")
