"""Following from within a group: kept for the private chat, which a link opens where nobody has opened it yet."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.people import Followed, read_follows
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room
from tests.adapters.telegram.double_town import ANONYMOUS_ADMIN
from tests.adapters.telegram.running import RunningBot

ASKED = "@bellwether_bot are schools closed Wednesday?"


@pytest.fixture
def running(telegram_bot: RunningBot) -> RunningBot:
    return telegram_bot


@pytest.fixture
def bea(double: TelegramDouble) -> Person:
    """Has never written to the bot."""
    bea = double.person(12, "Bea")
    double.private(bea, started=False)
    return bea


@pytest.fixture
def group(double: TelegramDouble, anna: Person, bea: Person) -> Room:
    return double.group("Parents of room 5", [anna, bea], admins=[double.person(13, "Mods")])


async def says(double: TelegramDouble, person: Person, room: Room, text: str) -> None:
    await person.says(room, text)
    await double.settled()


async def followed(running: RunningBot, who: str, place: str) -> list[Followed]:
    now = running.clock.now()
    found = await running.bellwether.database.read(lambda c: read_follows(c, who, at=now, place=place))
    return list(found)


async def test_what_was_answered_last_in_the_group_is_followed_in_private(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room
) -> None:
    await says(double, anna, group, ASKED)
    await says(double, anna, group, "/follow")

    home, said = double.private(anna), double.last(group)
    assert double.last(home).text.startswith("✅ You follow this now:")
    assert "Wednesday, March 23" in double.last(home).text
    assert said.text == "I have written to you there."
    assert "Wednesday" not in said.text, "what it is about is nobody else's"
    assert [one.topic for one in await followed(running, "telegram:11", "telegram:11")] == ["school-open"]
    assert await followed(running, "telegram:11", f"telegram:{group.id}") == []


async def test_whoever_has_not_opened_the_chat_gets_a_link_that_follows_there(
    running: RunningBot, double: TelegramDouble, bea: Person, group: Room
) -> None:
    await says(double, bea, group, "/follow are there meals on wednesday?")
    said = double.last(group)
    assert "not in this room" in said.text
    link = said.button("Open the chat")["url"]
    assert link.startswith("https://t.me/bellwether_bot?start=")
    assert await followed(running, "telegram:12", "telegram:12") == []

    await bea.starts(link.partition("start=")[2])
    await double.settled()
    assert "You follow this now:" in double.last(double.private(bea)).text
    (one,) = await followed(running, "telegram:12", "telegram:12")
    assert (one.topic, str(one.day)) == ("meals", "2022-03-23")


async def test_the_link_follows_for_nobody_else(
    running: RunningBot, double: TelegramDouble, anna: Person, bea: Person, group: Room
) -> None:
    await says(double, bea, group, "/follow meals")
    link = double.last(group).button("Open the chat")["url"]
    await anna.starts(link.partition("start=")[2])
    await double.settled()
    assert "You follow" not in double.last(double.private(anna)).text
    assert await followed(running, "telegram:11", "telegram:11") == []


async def test_a_link_to_any_other_button_does_nothing(
    running: RunningBot, double: TelegramDouble, anna: Person
) -> None:
    home = double.private(anna)
    await says(double, anna, home, "/forget")
    token = double.last(home).button(0)["callback_data"].partition(".")[0]
    await anna.starts(f"p-{token}")
    await double.settled()
    assert "bot, not the school district" in double.last(home).text


async def test_which_is_meant_is_asked_in_private_too(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room
) -> None:
    await says(double, anna, group, "/follow the planetarium")
    assert double.last(group).text == "I have written to you there."
    assert double.last(double.private(anna)).text != "Here I will tell you."


@pytest.mark.parametrize("written", ["here=yes", "here=Yes", "here=sí"])
async def test_whoever_looks_after_the_room_follows_for_it(
    running: RunningBot, double: TelegramDouble, group: Room, written: str
) -> None:
    mods, place = double.people[13], f"telegram:{group.id}"
    await says(double, mods, group, f"/follow meals {written}")
    assert "This room follows this now:" in double.last(group).text
    assert [one.topic for one in await followed(running, place, place)] == ["meals"]


async def test_what_a_room_follows_is_shown_there_and_stopped_by_whoever_looks_after_it(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room
) -> None:
    mods, place = double.people[13], f"telegram:{group.id}"
    await says(double, mods, group, "/follow meals here=yes")
    await says(double, anna, group, "/following here=yes")
    assert "Only somebody who manages this room" in double.last(group).text

    await says(double, mods, group, "/following here=yes")
    shown = double.last(group)
    assert "1. Meals" in shown.text
    pressed = await mods.presses(shown, "Stop: Meals")
    await double.settled()
    assert pressed.words == "You no longer follow this: Meals"
    assert await followed(running, place, place) == []


@pytest.mark.parametrize("typed", ["/stop", "/stop meals", "/following", "/following here=no"])
async def test_what_somebody_follows_for_themselves_is_shown_to_nobody_else(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room, typed: str
) -> None:
    await says(double, anna, double.private(anna), "/follow is there school at McClatchy")
    await says(double, anna, group, typed)
    assert "Write that to me alone" in double.last(group).text
    assert "McClatchy" not in double.last(group).text


async def test_said_not_to_be_for_the_room_it_is_personal(
    running: RunningBot, double: TelegramDouble, anna: Person, group: Room
) -> None:
    await says(double, anna, group, "/follow meals here=no")
    assert [one.topic for one in await followed(running, "telegram:11", "telegram:11")] == ["meals"]
    assert await followed(running, "telegram:11", f"telegram:{group.id}") == []


async def test_whoever_writes_as_the_group_is_shown_the_way(
    running: RunningBot, double: TelegramDouble, group: Room, anna: Person
) -> None:
    extra: dict[str, Any] = {"from": ANONYMOUS_ADMIN, "sender_chat": group.body}
    await anna.says(group, "/follow meals", **extra)
    await double.settled()
    assert "https://t.me/bellwether_bot" in double.last(group).text
    assert await followed(running, f"telegram:{group.id}", f"telegram:{group.id}") == []
