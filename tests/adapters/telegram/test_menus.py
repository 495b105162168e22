"""Command menus and what is said of the bot: by room, role and language, and set only when they changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from adapters.telegram.about import LONGEST, LONGEST_SHORT, describe, description, short_description
from adapters.telegram.menus import (
    LONGEST_HELP,
    LOOKED_AT,
    MOST,
    NAMED,
    family_menus,
    keep_staff_menus,
    set_menus,
    staff_commands,
)
from adapters.telegram.turns import House
from bot.catalogue import translated_languages
from bot.commands import STAFF, Role
from knowledge.notes_kept import save_note
from tests.adapters.telegram.conftest import OWNER
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request, too_many
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.sacramento import DISTRICT

SETTING = ("setMyCommands", "setMyDescription", "setMyShortDescription", "deleteMyCommands")


class Setting:
    """What the platform does beside the updates at each start; *done*: once it has."""

    def __init__(self) -> None:
        self.done = asyncio.Event()

    async def __call__(self, house: House) -> None:
        await set_menus(house)
        await describe(house)
        self.done.set()

    async def again(self, running: RunningBot) -> None:
        self.done.clear()
        await running.restart()
        await self.done.wait()


@pytest.fixture
def setting() -> Setting:
    return Setting()


@pytest.fixture
async def bot(
    double: TelegramDouble, database: Path, curated: Path, owner: Person, setting: Setting
) -> AsyncIterator[RunningBot]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    async with running_bot(double, settings, chores=(setting,)) as running:
        await setting.done.wait()
        yield running


def set_so_far(double: TelegramDouble) -> int:
    return sum(double.calls.counted[one] for one in SETTING)


class TestWhoSeesWhat:
    async def test_a_family_sees_what_families_do(self, bot: RunningBot, double: TelegramDouble, anna: Person) -> None:
        menu = double.menu(anna, double.private(anna))
        assert {"ask", "today", "follow", "settings", "forget", "help"} <= set(menu)
        assert not {"status", "gaps", "wrong", "helpful", "room"} & set(menu)

    async def test_in_a_group_there_are_few_and_its_admins_have_one_more(
        self, bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        luz = double.person(12, "Luz", language_code="es")
        room = double.group("5th grade", [anna], admins=[luz])
        assert double.menu(anna, room) == ["ask", "today", "topics", "help"]
        assert set(double.menu(luz, room)) == {"ask", "today", "topics", "help", "room"}

    async def test_an_owner_sees_what_owners_do(self, bot: RunningBot, double: TelegramDouble, owner: Person) -> None:
        menu = double.menu(owner, double.private(owner))
        assert {"status", "claim", "gaps", "role", "today"} <= set(menu)
        assert len(menu) == len(set(menu))

    async def test_it_is_in_the_language_of_the_app(self, bot: RunningBot, double: TelegramDouble) -> None:
        found = double.methods.commands.menus["all_private_chats", "es"]
        assert "Hacer una pregunta con sus propias palabras." in [one["description"] for one in found]


class TestWhenARoleChanges:
    async def test_the_menu_follows_it_at_once(
        self, bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
    ) -> None:
        await owner.says(double.private(owner), f"/role grant telegram:{anna.id} editor")
        await double.settled()
        editors = double.menu(anna, double.private(anna))
        await owner.says(double.private(owner), f"/role revoke telegram:{anna.id}")
        await double.settled()

        assert {"status", "undo"} <= set(editors)
        assert "status" not in double.menu(anna, double.private(anna))

    async def test_whoever_takes_an_invitation_up_has_it_too(
        self, bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
    ) -> None:
        await owner.says(double.private(owner), "/role invite viewer")
        await double.settled()
        (code,) = double.last(double.private(owner)).parts("code")
        await anna.says(double.private(anna), code)
        await double.settled()

        menu = double.menu(anna, double.private(anna))
        assert "gaps" in menu
        assert "status" not in menu

    async def test_a_chat_that_cannot_have_one_stops_nothing(
        self, bot: RunningBot, double: TelegramDouble, owner: Person
    ) -> None:
        double.calls.refuse("setMyCommands", bad_request("chat not found"))
        await owner.says(double.private(owner), "/role grant telegram:404404 editor")
        await double.settled()
        assert double.last(double.private(owner)).text.startswith("✅ telegram:404404 is editor now.")

    async def test_a_language_chosen_by_staff_is_that_of_their_menu(
        self, bot: RunningBot, double: TelegramDouble, owner: Person
    ) -> None:
        await owner.says(double.private(owner), "/settings language=es")
        await double.settled()
        found = double.methods.commands.menus[f"chat {owner.id}", ""]
        assert "Indicar si hay clases" in " ".join(one["description"] for one in found)

    async def test_a_role_changed_elsewhere_reaches_it_after_a_while(
        self, double: TelegramDouble, database: Path, curated: Path, anna: Person
    ) -> None:
        def shows_status() -> bool:
            return "status" in double.menu(anna, double.private(anna))

        async with running_bot(double, settings_for(double, database, curated), chores=(keep_staff_menus,)) as running:
            await running.grant(anna, Role.EDITOR)
            await moved_until(running, shows_status)
            await running.do("role", "revoke", person=f"telegram:{anna.id}")
            await moved_until(running, lambda: not shows_status())


async def moved_until(running: RunningBot, so: Callable[[], bool]) -> None:
    for _ in range(200):
        await running.clock.move(LOOKED_AT)
        await asyncio.sleep(0.05)
        if so():
            return
    raise AssertionError("it never came to be")


class TestSettingThem:
    async def test_the_menu_of_a_language_that_is_off_goes(
        self, bot: RunningBot, double: TelegramDouble, setting: Setting
    ) -> None:
        name = f"telegram:{double.bot['id']}:menu:all_private_chats:vi"
        double.methods.commands.menus["all_private_chats", "vi"] = [{"command": "help", "description": "?"}]
        await bot.bellwether.database.write(partial(save_note, name=name, value="before"))
        await setting.again(bot)
        assert ("all_private_chats", "vi") not in double.methods.commands.menus
        assert ("all_private_chats", "es") in double.methods.commands.menus

    async def test_what_did_not_change_is_not_set_again(
        self, bot: RunningBot, double: TelegramDouble, setting: Setting
    ) -> None:
        before = set_so_far(double)
        await setting.again(bot)
        assert before > 0
        assert set_so_far(double) == before

    async def test_what_failed_is_tried_at_the_next_start_and_the_others_stand(
        self, double: TelegramDouble, database: Path, curated: Path, anna: Person, setting: Setting
    ) -> None:
        double.calls.refuse("setMyCommands", bad_request("BOT_COMMAND_INVALID"))
        settings = settings_for(double, database, curated)
        async with running_bot(double, settings, chores=(setting,)) as running:
            await setting.done.wait()
            await anna.says(double.private(anna), "are schools closed Wednesday?")
            await double.settled()
            assert double.last(double.private(anna)).text.startswith("Closed on Wednesday")
            missing = ("all_private_chats", "") not in double.methods.commands.menus
            before = set_so_far(double)
            await setting.again(running)
        assert missing
        assert ("all_private_chats", "") in double.methods.commands.menus
        assert set_so_far(double) == before + 1

    async def test_where_telegram_asks_to_wait_it_is_waited(
        self, double: TelegramDouble, database: Path, curated: Path, setting: Setting
    ) -> None:
        double.calls.refuse("setMyCommands", too_many(1))
        async with running_bot(double, settings_for(double, database, curated), chores=(setting,)):
            await setting.done.wait()
        assert ("all_private_chats", "") in double.methods.commands.menus


class TestWhatTelegramTakes:
    @pytest.mark.parametrize("language", ["en", *translated_languages()])
    def test_menus_of_every_language(self, language: str) -> None:
        for menu in family_menus((language,)):
            assert 0 < len(menu.commands) <= MOST
            assert menu.language in ("", language)
            assert len(menu.language) in (0, 2)
            assert all(NAMED.fullmatch(one.command) for one in menu.commands)
            assert all(0 < len(one.description) <= LONGEST_HELP for one in menu.commands)

    @pytest.mark.parametrize("role", STAFF)
    def test_menus_of_every_role(self, role: Role) -> None:
        for language in ("en", "es"):
            found = staff_commands(role, language)
            assert len({one.command for one in found}) == len(found) <= MOST
            assert all(0 < len(one.description) <= LONGEST_HELP for one in found)

    @pytest.mark.parametrize("language", ["en", *translated_languages()])
    def test_what_is_said_of_the_bot(self, language: str) -> None:
        assert 0 < len(description(DISTRICT, language)) <= LONGEST
        assert 0 < len(short_description(DISTRICT, language)) <= LONGEST_SHORT

    def test_it_says_that_it_is_a_bot_and_not_the_district(self) -> None:
        assert description(DISTRICT, "en").startswith("I am a bot, not the school district.")
        assert "911" in description(DISTRICT, "en")
        assert short_description(DISTRICT, "en").endswith("Not the district.")
        long = replace(DISTRICT, short_name="The Unified School District of " + "very " * 30 + "far away")
        assert len(short_description(long, "en")) <= LONGEST_SHORT

    async def test_it_stands_in_each_language(self, bot: RunningBot, double: TelegramDouble) -> None:
        told = double.methods.commands.told
        assert told["description", ""].startswith("I am a bot, not the school district.")
        assert told["description", "es"].startswith("Soy un bot")
        assert set(told) == {(kind, one) for kind in ("description", "short_description") for one in ("", "en", "es")}
