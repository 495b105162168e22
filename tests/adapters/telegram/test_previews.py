"""Before something happens, on a phone: what may be said besides, how it is left, and that no slip does it."""

from __future__ import annotations

from adapters.telegram.guiding import CANCELLING
from bot.commands import Role
from knowledge.drafts import pending_drafts
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot
from tests.adapters.telegram.test_guiding import LEFT, Phone, phone

__all__ = ["phone"]

NOTHING_OPEN = "Nothing is being filled in here."


async def test_a_command_typed_in_full_can_say_more(telegram_bot: RunningBot, phone: Phone, anna: Person) -> None:
    await phone.types("/status closed thursday")
    preview = phone.screen
    for label in ("More …", "scope", "middle schools"):
        await phone.taps_on(label, under=preview)

    assert "Closed on Thursday, March 24 (middle schools)" in preview.text
    assert "Publish" in preview.labels


async def test_cancel_leaves_a_preview_so_that_nobody_publishes_it(telegram_bot: RunningBot, phone: Phone) -> None:
    await phone.types("/status closed thursday")
    preview = phone.screen
    said = await phone.types(f"/{CANCELLING}")

    assert (preview.text, preview.labels) == (LEFT, ())
    assert LEFT in said.text
    assert NOTHING_OPEN in (await phone.types(f"/{CANCELLING}")).text


async def test_once_it_is_published_nothing_is_left_to_leave(telegram_bot: RunningBot, phone: Phone) -> None:
    await phone.types("/status closed thursday")
    await phone.taps_on("Publish")
    published = phone.screen

    assert NOTHING_OPEN in (await phone.types(f"/{CANCELLING}")).text
    assert "Published as change 1." in published.text


async def test_a_claim_that_is_only_named_is_not_changed_but_asked_about(
    telegram_bot: RunningBot, phone: Phone
) -> None:
    await phone.types("/claim edit offer-2")
    assert "What shall be changed?" in phone.screen.text
    await phone.taps_on("words")

    assert "as it stands:\nThe district offers 2% raises." in phone.screen.text


async def test_a_draft_is_dropped_only_by_a_second_tap(telegram_bot: RunningBot, phone: Phone) -> None:
    editor = Phone(phone.double, phone.double.person(77, "Eddy"))
    await telegram_bot.grant(editor.person, Role.EDITOR)
    await editor.types("/status closed monday")
    await editor.taps_on("Keep as a draft")
    await phone.types("/claim drop")
    await phone.taps_on("1 · school-open-2022-03-28-1")
    assert len(await telegram_bot.bellwether.database.read(pending_drafts)) == 1
    await phone.taps_on("Let a draft go")

    assert "Draft 1 is dropped" in phone.screen.text
    assert await telegram_bot.bellwether.database.read(pending_drafts) == ()


async def test_a_list_of_drafts_opens_each(telegram_bot: RunningBot, phone: Phone) -> None:
    editor = Phone(phone.double, phone.double.person(77, "Eddy"))
    await telegram_bot.grant(editor.person, Role.EDITOR)
    await editor.types("/status closed monday")
    await editor.taps_on("Keep as a draft")
    await phone.types("/claim drafts")
    await phone.taps_on("Look at 1")

    assert "Draft 1 by telegram:77" in phone.screen.text
    assert "Publish" in phone.screen.labels
    assert (await editor.types("/claim drafts")).labels == ()


async def test_a_command_without_its_second_word_shows_what_it_can_do(telegram_bot: RunningBot, phone: Phone) -> None:
    await phone.types("/claim")
    await phone.taps_on("/claim verify")

    assert "Which claim." in phone.screen.text


async def test_whose_role_was_taken_gets_nothing_more_out_of_an_open_form(
    telegram_bot: RunningBot, phone: Phone, double: TelegramDouble
) -> None:
    editor = Phone(double, double.person(77, "Eddy"))
    await telegram_bot.grant(editor.person, Role.EDITOR)
    await editor.types("/status")
    await phone.types("/role revoke telegram:77")
    await editor.taps_on("More …")

    assert "For this you need the role editor; yours is family." in editor.screen.text


async def test_help_for_one_command_says_what_it_takes(telegram_bot: RunningBot, phone: Phone, anna: Person) -> None:
    said = await phone.types("/help claim settle")
    assert "/claim settle CONDITION STATE" in said.text
    assert "state: Met, or failed." in said.text
    await phone.taps_on("/claim settle")

    assert "Which condition." in phone.screen.text
    assert "/claim settle" not in (await Phone(phone.double, anna).types("/help claim settle")).text
