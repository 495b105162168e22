"""Filling in a command on Discord: few steps, nothing published unseen, and what was wrong is asked for again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import Role
from tests.adapters.discord.double import Double
from tests.adapters.discord.newsroom import Newsroom, newsroom


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated, chores=()) as made:
        yield made


async def test_a_status_with_its_options_is_two_steps(room: Newsroom) -> None:
    preview = await room.uses("/status", status="closed", day="thursday")
    assert preview.ephemeral
    assert "Closed on Thursday, March 24" in preview.text
    assert preview.shown.labels[0] == "Publish"
    assert preview.shown.labels[-2:] == ["Edit", "Cancel"]

    done = await room.presses(preview, "Publish")

    assert room.steps == 2
    assert "Published as change 1." in done.text
    assert (await room.family_reads("is there school on Thursday?")).startswith("Closed on Thursday, March 24")


async def test_a_status_without_options_is_chosen_step_by_step_in_one_message(room: Newsroom) -> None:
    asked = await room.uses("/status")
    day = await room.chooses(asked, "Closed")
    preview = await room.chooses(day, "Thursday, March 24")
    await room.presses(preview, "Publish")

    assert asked.shown is preview.shown
    assert room.steps == 4
    assert (await room.family_reads("is there school on Thursday?")).startswith("Closed on Thursday, March 24")


async def test_a_late_start_asks_for_its_hour(room: Newsroom) -> None:
    asked = await room.uses("/status", status="delayed", day="thursday")
    assert asked.shown.selects

    preview = await room.chooses(asked, "10:00 AM")

    assert "10:00" in preview.text
    assert "Publish" in preview.shown.labels


async def test_what_cannot_be_read_is_asked_for_again_with_what_was_wrong(room: Newsroom) -> None:
    asked = await room.uses("/status", status="closed", day="somewhen")
    assert "somewhen" in asked.text

    form = await room.presses(asked, "Edit")
    assert form.modal is not None
    assert form.modal.values == {"Day": "somewhen"}
    still = await room.submits(form, Day="blursday")
    assert "blursday" in still.text
    preview = await room.submits(await room.presses(still, "Edit"), Day="thursday")

    assert "Closed on Thursday, March 24" in preview.text


async def test_a_preview_leads_back_to_its_fields_and_out(room: Newsroom) -> None:
    preview = await room.uses("/status", status="closed", day="thursday")
    form = await room.presses(preview, "Edit")
    assert form.modal is not None
    assert form.modal.values["Day"] in ("thursday", "2022-03-24")

    changed = await room.submits(form, Day="friday")
    assert "Closed on Friday, March 25" in changed.text
    assert changed.shown is preview.shown
    left = await room.presses(changed, "Cancel")

    assert left.text == "Left; nothing was done."
    assert left.shown.labels == []
    assert (await room.family_reads("is there school on Friday?")).startswith("Nothing is announced")


async def test_the_fields_beyond_the_first_five_stand_behind_a_menu(room: Newsroom) -> None:
    preview = await room.uses("/status", status="closed", day="thursday")
    form = await room.chooses(preview, "advice, words, words es, speaker, source")
    assert form.modal is not None
    assert list(form.modal.values) == ["Advice", "Words", "Words es", "Speaker", "Source"]

    changed = await room.submits(form, Advice="Plan to keep your student home.")

    assert "Plan to keep your student home." in changed.text


async def test_several_forms_can_be_open_at_once(room: Newsroom) -> None:
    first = await room.uses("/status")
    second = await room.uses("/status")
    closed = await room.chooses(first, "Closed")
    remote = await room.chooses(second, "Remote")
    one = await room.chooses(closed, "Thursday, March 24")
    other = await room.chooses(remote, "Friday, March 25")

    assert "Closed on Thursday" in one.text
    assert "Friday, March 25" in other.text
    assert "Closed" not in other.shown.embeds[0].get("title", "")


async def test_menus_and_forms_survive_a_restart(room: Newsroom) -> None:
    asked = await room.uses("/status")
    day = await room.chooses(asked, "Closed")
    await room.bot.restart()
    preview = await room.chooses(day, "Thursday, March 24")
    form = await room.presses(preview, "Edit")
    await room.bot.restart()
    changed = await room.submits(form, Day="friday")
    done = await room.presses(changed, "Publish")

    assert "Published as change 1." in done.text


async def test_whoever_may_not_publish_keeps_a_draft(room: Newsroom) -> None:
    eva = room.double.member("Eva", permissions=("manage_guild",))
    await room.bot.grant(eva, Role.EDITOR)
    preview = await eva.uses(room.general, "/status", status="closed", day="thursday")
    assert preview.shown.labels[0] == "Keep as a draft for a publisher"

    done = await room.presses(preview, "Keep as a draft for a publisher", by=eva)

    assert "Kept as draft 1." in done.text
    assert (await room.family_reads("is there school on Thursday?")).startswith("Nothing is announced")


async def test_whoever_has_no_role_gets_no_form(room: Newsroom) -> None:
    olga = room.double.member("Olga", permissions=("manage_guild",))
    refused = await olga.uses(room.general, "/announce words", words="Hello")

    assert refused.modal is None
    assert "For this you need the role publisher; yours is family." in refused.text


async def test_a_condition_is_settled_by_choosing(room: Newsroom) -> None:
    asked = await room.uses("/claim settle")
    state = await room.chooses(asked, "unless a deal is reached first")
    preview = await room.chooses(state, "met")
    assert "is now certain: Closed on Wednesday, March 23" in preview.text
    await room.presses(preview, "Publish")

    told = await room.family_reads("are schools closed Wednesday?")
    assert "unless" not in told.splitlines()[0]


async def test_a_condition_that_failed_asks_what_holds_now(room: Newsroom) -> None:
    asked = await room.uses("/claim settle", condition="deal", state="failed")
    assert "What holds now?" in asked.text

    preview = await room.chooses(asked, "Open")

    assert preview.shown is asked.shown
    assert "Open on Wednesday, March 23" in preview.text
    await room.presses(preview, "Publish")
    assert (await room.family_reads("are schools closed Wednesday?")).startswith("Open on Wednesday, March 23")


async def test_free_text_where_a_choice_was_expected_is_asked_for_again(room: Newsroom) -> None:
    asked = await room.uses("/status", checked=False, status="shut the doors", day="blursday")
    assert "I cannot read “shut the doors” here." in asked.text
    assert "blursday" in asked.text

    form = await room.presses(asked, "Edit")
    assert form.modal is not None
    assert form.modal.values == {"Status": [], "Day": "blursday"}
    preview = await room.submits(form, Status="closed", Day="thursday")

    assert "Closed on Thursday, March 24" in preview.text


@pytest.mark.parametrize("number", ["0", "999999999999999", "-1", "many"])
async def test_a_number_out_of_range_is_said_to_be_none(room: Newsroom, number: str) -> None:
    said = await room.uses("/claim approve", checked=False, draft=number)

    assert said.text
    assert "Published" not in said.text
    assert room.double.unacknowledged == []


async def test_words_of_two_thousand_characters_of_markup_and_mentions_go_through_a_form(room: Newsroom) -> None:
    form = await room.uses("/announce words")
    words = ("**@everyone** <@1> `x` ||y|| [a](https://example.org) " * 40)[:1000].strip()
    preview = await room.submits(form, Words=words)

    assert "Publish" in preview.shown.labels or preview.text
    assert room.double.pinged == []


async def test_a_form_of_somebody_else_is_not_theirs_to_go_on_with(room: Newsroom) -> None:
    preview = await room.uses("/status", status="closed", day="thursday")
    publish = preview.shown.buttons[0]["custom_id"]
    olga = room.double.member("Olga")
    refused = await olga.presses_id(preview.shown, publish)
    await room.double.settled()

    assert "This button belongs to somebody else." in refused.text


async def test_whom_it_is_about_is_chosen_from_a_menu_below_the_preview(room: Newsroom) -> None:
    preview = await room.uses("/status", status="closed", day="thursday")
    narrower = await room.chooses(preview, "scope: high schools")
    assert narrower.shown is preview.shown
    assert "Closed on Thursday, March 24 (high schools)" in narrower.text
    wider = await room.chooses(narrower, "scope: all Sacramento City Unified schools")

    assert "Closed on Thursday, March 24 (all Sacramento City Unified schools)" in wider.text
