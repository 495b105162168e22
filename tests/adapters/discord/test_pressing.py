"""Buttons and menus under answers: what they do, for whom, once, also after a restart; and what is said when not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import Role
from knowledge.people import read_follows
from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person

CLOSED = "are schools closed Wednesday?"
OFFERING = "the offer meals"
TELL_ME, DONE = "Tell me in a private chat", "✓ "


@pytest.fixture
async def chat(double: Double, database: Path, curated: Path) -> AsyncIterator[Chatting]:
    async with chatting(double, database, curated) as made:
        yield made


@pytest.fixture
def ana(double: Double) -> Person:
    return double.member("Ana")


async def test_an_answer_in_a_server_is_for_whoever_asked_with_all_that_can_be_done(
    chat: Chatting, ana: Person
) -> None:
    asked = await chat.asks(ana, CLOSED)

    assert asked.ephemeral
    assert asked.shown.labels == [TELL_ME, "This helped", "This is wrong", "Ask a person", "Share here"]
    assert not chat.double.sent(chat.general)


async def test_in_a_direct_message_there_is_nobody_to_share_with_and_the_answer_stays(
    chat: Chatting, ana: Person
) -> None:
    asked = await chat.asks(ana, CLOSED, place=ana.dm)

    assert not asked.ephemeral
    assert asked.shown.labels == ["Follow this", "This helped", "This is wrong", "Ask a person"]


async def test_a_shared_answer_names_who_shared_it_and_pings_nobody(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)

    await chat.presses(ana, asked, "Share here")

    (shared,) = chat.double.sent(chat.general)
    assert shared.content == f"Shared by {ana.mention}."
    assert "Closed on Wednesday, March 23" in shared.text
    assert shared.labels == ["More"]
    assert not chat.double.pinged


async def test_an_answer_is_shared_once(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    await chat.presses(ana, asked, "Share here")

    again = await chat.presses(ana, asked, "✓ Share here")

    assert again.text == "This button no longer works. Please ask again."
    assert len(chat.double.sent(chat.general)) == 1


async def test_more_shows_the_whole_to_whoever_presses_alone(chat: Chatting, ana: Person) -> None:
    shared = await chat.says(ana, chat.general, f"{chat.mention} is there school on Thursday?")
    beth = chat.double.member("Beth")
    assert "How long" not in shared.text

    whole = await chat.presses(beth, shared, "More")

    assert whole.ephemeral
    assert "Nothing is announced yet for Thursday, March 24" in whole.text
    assert TELL_ME in whole.shown.labels
    assert shared.labels == ["More"]


async def test_more_asked_a_person_about_is_what_the_answer_was_about(chat: Chatting, ana: Person) -> None:
    shared = await chat.says(ana, chat.general, f"{chat.mention} is there school on Thursday?")
    whole = await chat.presses(ana, shared, "More")

    asked = await chat.presses(ana, whole, "Ask a person")

    assert "“Whether schools are open, Thursday, March 24”" in asked.text


async def test_a_verdict_is_marked_and_the_newer_one_counts(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)

    helped = await chat.presses(ana, asked, "This helped")
    assert "Thank you" in helped.text
    assert helped.ephemeral
    assert "✓ This helped" in asked.shown.labels

    await chat.presses(ana, asked, "This is wrong")
    assert "✓ This is wrong" in asked.shown.labels
    assert "This helped" in asked.shown.labels


async def test_an_answer_stays_as_it_is_while_its_buttons_are_pressed(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    before = asked.shown.text

    for label in ("This helped", TELL_ME, "Ask a person"):
        await chat.presses(ana, asked, label)

    assert asked.shown.text == before


async def test_what_is_followed_in_a_server_will_be_told_in_private(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)

    followed = await chat.presses(ana, asked, TELL_ME)

    assert "alone" in followed.text
    person, place = f"discord:{ana.id}", f"discord:{ana.dm.id}"
    now = chat.bot.clock.now()
    found = await chat.bot.bellwether.database.read(
        lambda connection: read_follows(connection, person, at=now, place=place)
    )
    assert [one.topic for one in found] == ["school-open"]


async def test_a_second_press_follows_once(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    await chat.presses(ana, asked, TELL_ME)

    await chat.presses(ana, asked, DONE + TELL_ME)

    listed = await chat.uses(ana, chat.general, "/following")
    assert len(listed.shown.labels) == 1


async def test_a_choice_turns_the_offer_into_the_answer(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, OFFERING)
    assert "Which of these" in asked.text
    chosen = asked.shown.labels[0]

    await chat.presses(ana, asked, chosen)

    assert "Which of these" not in asked.text
    assert asked.ephemeral


async def test_a_choice_of_somebody_else_is_refused_kindly_and_alone(chat: Chatting, ana: Person) -> None:
    offered = await chat.says(ana, chat.general, f"{chat.mention} {OFFERING}")
    before = offered.text
    beth = chat.double.member("Beth")

    refused = await chat.presses(beth, offered, offered.labels[0])

    assert refused.ephemeral
    assert refused.text == "This button belongs to somebody else."
    assert offered.text == before


async def test_a_choice_in_a_public_offer_stays_public_and_brief(chat: Chatting, ana: Person) -> None:
    offered = await chat.says(ana, chat.general, f"{chat.mention} {OFFERING}")

    await chat.presses(ana, offered, offered.labels[0])

    assert "Which of these" not in offered.text
    assert TELL_ME not in offered.labels


async def test_a_button_of_a_month_ago_is_over(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED, place=ana.dm)
    await chat.bot.clock.move(timedelta(days=31))

    refused = await chat.presses(ana, asked, "This helped")

    assert refused.text == "This button no longer works. Please ask again."


async def test_a_button_that_was_made_up_does_nothing(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED, place=ana.dm)

    for carried in ("bw:0000000000000000.0", "bw:x", "bw:", "bw:" + "9" * 60):
        refused = await chat.settled(await ana.presses_id(asked.shown, carried))
        assert refused.followups[-1].text == "This button no longer works. Please ask again."


async def test_buttons_work_after_a_restart(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    public = await chat.says(ana, chat.general, f"{chat.mention} {CLOSED}")
    offered = await chat.asks(ana, OFFERING)

    await chat.bot.restart()

    assert "Thank you" in (await chat.presses(ana, asked, "This helped")).text
    assert "Closed on Wednesday" in (await chat.presses(ana, public, "More")).text
    await chat.presses(ana, offered, offered.shown.labels[0])
    assert "Which of these" not in offered.text


async def test_a_preview_is_published_once(chat: Chatting) -> None:
    editor = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(editor, Role.PUBLISHER)
    preview = await chat.uses(editor, chat.general, "/status", status="closed", day="friday")
    publish = preview.shown.buttons[0]["custom_id"]

    done = await chat.presses(editor, preview, "Publish")
    assert "Published" in done.text

    again = await chat.settled(await editor.presses_id(preview.shown, publish))
    assert again.followups[-1].text == "This button no longer works. Please ask again."


async def test_a_preview_of_yesterday_is_shown_anew(chat: Chatting) -> None:
    editor = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(editor, Role.PUBLISHER)
    preview = await chat.uses(editor, chat.general, "/status", status="closed", day="tomorrow")
    await chat.bot.clock.move(timedelta(hours=13))
    chat.double.clock.forward(minutes=10)

    await chat.presses(editor, preview, "Publish")

    assert "Published" not in preview.text
    assert "Thursday, March 24" in preview.text


async def test_a_role_that_was_taken_away_is_asked_for_again_at_the_press(chat: Chatting) -> None:
    editor = chat.double.member("Ed", permissions=("manage_guild",))
    await chat.bot.grant(editor, Role.PUBLISHER)
    preview = await chat.uses(editor, chat.general, "/status", status="closed", day="friday")
    await chat.bot.do("role", "revoke", person=f"discord:{editor.id}")

    refused = await chat.presses(editor, preview, "Publish")

    assert "For this you need the role" in refused.text


async def test_settings_are_chosen_in_one_message(chat: Chatting, ana: Person) -> None:
    shown = await chat.uses(ana, chat.general, "/settings")

    await chat.presses(ana, shown, "español")

    assert "Guardado" in shown.text
    assert not shown.followups


async def test_whoever_cannot_be_written_to_is_told_so_instead_of_being_followed(chat: Chatting, ana: Person) -> None:
    asked = await chat.asks(ana, CLOSED)
    chat.double.faults.fail("POST", "/users/@me/channels", 403, code=50007, times=9)

    refused = await chat.presses(ana, asked, TELL_ME)

    assert "I cannot write to you alone" in refused.text
    assert TELL_ME in asked.shown.labels


async def test_a_channel_follows_when_whoever_manages_it_says_so(chat: Chatting, ana: Person) -> None:
    manager = chat.double.member("Manager", permissions=("manage_guild",))

    refused = await chat.uses(ana, chat.general, "/follow", topic="buses", here=True)
    followed = await chat.uses(manager, chat.general, "/follow", topic="buses", here=True)
    another = chat.double.member("Another", permissions=("manage_guild",))
    listed = await chat.uses(another, chat.general, "/following", here=True)

    assert "Only somebody who manages this room" in refused.text
    assert "This room follows this now: Buses" in followed.text
    assert listed.shown.labels == ["Stop: Buses"]
    room = f"discord:{chat.general.id}"
    now = chat.bot.clock.now()
    found = await chat.bot.bellwether.database.read(
        lambda connection: read_follows(connection, room, at=now, place=room)
    )
    assert [one.topic for one in found] == ["buses"]

    await chat.presses(another, listed, "Stop: Buses")
    assert "You follow nothing" in (await chat.uses(another, chat.general, "/following", here=True)).text


async def test_what_cannot_be_told_in_private_is_not_followed(chat: Chatting) -> None:
    closed = chat.double.member("Cleo")
    closed.closes_dms()
    shown = await chat.presses(closed, await chat.asks(closed, "are schools closed Wednesday?"), TELL_ME)

    assert "I cannot write to you alone" in shown.text
    assert "You follow nothing." in (await chat.uses(closed, chat.general, "/following")).text


async def test_it_is_written_there_what_is_followed(chat: Chatting) -> None:
    dora = chat.double.member("Dora")
    await chat.uses(dora, chat.general, "/follow", topic="xqzzt nothing")
    assert not chat.double.sent(dora.dm)
    for topic in ("meals", "buses"):
        await chat.uses(dora, chat.general, "/follow", topic=topic)

    told = [one.text for one in chat.double.sent(dora.dm)]
    assert [one.splitlines()[0] for one in told] == [
        "✅ You follow this now: Meals",
        "✅ You follow this now: Buses",
    ]


async def test_what_a_family_confirms_has_no_other_fields(chat: Chatting) -> None:
    dora = chat.double.member("Dora")

    assert "Edit" not in (await chat.uses(dora, chat.general, "/forget")).shown.labels
