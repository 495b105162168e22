"""The command menus: families' in private chats, few in groups, and in a staff member's chat what their role allows.

A menu is only manners: what somebody may do is decided where it is done.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from adapters.telegram.letters import shortened
from adapters.telegram.places import PLATFORM, Spot
from adapters.telegram.standing import FAILURES, Standing, drop, keep, log, standing
from adapters.telegram.turns import House
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Command, Role
from bot.commands.editing import editing_commands
from bot.commands.families import family_commands
from bot.pages import Invocation, Who
from knowledge.people import read_chosen
from knowledge.staff import read_roles

MOST = 100  # commands of a menu
LONGEST_HELP = 256
NAMED = re.compile(r"[a-z0-9_]{1,32}")
IN_GROUPS = ("ask", "today", "topics", "help")
OF_ADMINS = (*IN_GROUPS, "room")
ONLY_IN_GROUPS = ("room",)
PRESSED_ONCE = "start"  # comes last: whoever sees a menu has begun
FOR_MANY = (BotCommandScopeAllPrivateChats, BotCommandScopeAllGroupChats, BotCommandScopeAllChatAdministrators)
LOOKED_AT = timedelta(minutes=5)
ALONE = ("article add",)  # what a name does by itself, though it has a word for it
CHANGES_ROLES = {"join": None, "grant": "person", "revoke": "person"}  # with the field that names whose


@dataclass(frozen=True)
class Menu:
    """*language*: two letters, or empty for everybody whose language has none of its own."""

    scope: BotCommandScope
    language: str
    commands: tuple[BotCommand, ...]

    @property
    def name(self) -> str:
        chat = f":{self.scope.chat_id}" if isinstance(self.scope, BotCommandScopeChat) else ""
        return f"menu:{self.scope.type}{chat}" + (f":{self.language}" if self.language else "")


async def set_menus(house: House) -> None:
    """All of them, where they changed since the last start."""
    try:
        district = await house.bellwether.district()
        held = await house.bellwether.database.read(read_roles)
    except FAILURES as error:
        log.warning("the menus could not be set: %s", error)
        return
    wanted = tuple(family_menus(district.languages))
    await keep(house, *(_standing(house, one) for one in wanted))
    await _drop_others(house, frozenset(one.name for one in wanted))
    await _set_staff_menus(house, [one.identity for one in held])


async def keep_staff_menus(house: House) -> None:
    """A role that was given or taken elsewhere, in a terminal or on another platform, reaches the menu as well."""
    while True:
        await house.bellwether.clock.sleep(LOOKED_AT)
        try:
            held = await house.bellwether.database.read(read_roles)
        except FAILURES as error:
            log.warning("who holds a role could not be read for the menus: %s", error)
        else:
            await _set_staff_menus(house, [one.identity for one in held])


async def _set_staff_menus(house: House, held: Sequence[str]) -> None:
    """Also of whoever has one and no role any more."""
    beginning = f"menu:{BotCommandScope.CHAT}:"
    before = [f"{PLATFORM}:{one.removeprefix(beginning)}" for one in await standing(house, beginning)]
    for person in dict.fromkeys([*held, *sorted(house.bellwether.settings.owners), *before]):
        await set_staff_menu(house, person)


async def _drop_others(house: House, wanted: Collection[str]) -> None:
    """Those of languages that are not on any more."""
    for scope in FOR_MANY:
        beginning = f"{Menu(scope(), '', ()).name}:"
        for name in await standing(house, beginning):
            if name not in wanted:
                language = name.removeprefix(beginning)
                call = partial(house.bot.delete_my_commands, scope=scope(), language_code=language)
                await drop(house, name, call)


async def set_staff_menu(house: House, person: str, *, waits: bool = True) -> None:
    """In their private chat with the bot, which has the number that they have; of other platforms none."""
    if not person.startswith(f"{PLATFORM}:") or not person.partition(":")[2].isdecimal():
        return
    scope = BotCommandScopeChat(Spot.of(person).chat)
    try:
        role = await house.bellwether.desk.role(Who(person, person))
        chosen = await house.bellwether.database.read(partial(read_chosen, who=person))
        language = chosen.language or (await house.bellwether.district()).languages[0]
    except FAILURES as error:
        log.warning("the menu of %s could not be set: %s", person, error)
        return
    menu = Menu(scope, "", staff_commands(role, language))
    if role is Role.FAMILY:
        await drop(house, menu.name, partial(house.bot.delete_my_commands, scope=scope))
    else:
        await keep(house, _standing(house, menu), waits=waits)


async def after(house: House, invocation: Invocation) -> None:
    """Once a command was done: whoever's role or language it changed has another menu from now on."""
    if invocation.name == "role" and invocation.action in CHANGES_ROLES:
        field = CHANGES_ROLES[invocation.action]
        await set_staff_menu(house, invocation.values.get(field, "") if field else invocation.who.person, waits=False)
    elif invocation.name == "settings" and "language" in invocation.values:
        await set_staff_menu(house, invocation.who.person, waits=False)


def family_menus(languages: Sequence[str]) -> Iterator[Menu]:
    """For everybody in the district's first language, and for each of its languages that Telegram knows."""
    for language, spoken in (("", languages[0]), *((one, one) for one in languages if len(one) == 2)):
        say = load_catalogue(spoken)
        groups = [one for one in family_commands() if one.name in IN_GROUPS]
        admins = [one for one in family_commands() if one.name in OF_ADMINS]
        for scope, commands in zip(FOR_MANY, (_private(), groups, admins), strict=True):
            yield Menu(scope(), language, _drawn(commands, say))


def staff_commands(role: Role, language: str) -> tuple[BotCommand, ...]:
    """What they do for families first, for that is what a staff member opens the menu for."""
    own = [one for one in editing_commands() if one.role is not Role.FAMILY and role.may(one.role)]
    return (*_drawn(own, load_catalogue(language, EDITING)), *_drawn(_private(), load_catalogue(language)))[:MOST]


def _private() -> list[Command]:
    found = [one for one in family_commands() if one.name not in ONLY_IN_GROUPS]
    return sorted(found, key=lambda one: one.name == PRESSED_ONCE)


def _drawn(commands: Iterable[Command], say: Catalogue) -> tuple[BotCommand, ...]:
    """Each name once: with what it does, or with all that it can do."""
    named: dict[str, list[Command]] = {}
    for one in commands:
        if not one.hidden and NAMED.fullmatch(one.name):
            named.setdefault(one.name, []).append(one)
    return tuple(BotCommand(name, shortened(_help(found, say), LONGEST_HELP)) for name, found in named.items())[:MOST]


def _help(found: Sequence[Command], say: Catalogue) -> str:
    plain = next((one for one in found if not one.action or one.key in ALONE), None)
    return say(plain.help) if plain else ", ".join(one.action for one in found)


def _standing(house: House, menu: Menu) -> Standing:
    says = "\n".join(f"{one.command} {one.description}" for one in menu.commands)
    call = partial(house.bot.set_my_commands, menu.commands, scope=menu.scope, language_code=menu.language or None)
    return Standing(menu.name, says, call)
