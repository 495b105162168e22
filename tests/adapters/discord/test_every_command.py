"""Every command of the list over Discord, for an editor and for a family; whatever is confirmed is confirmed after the
bot was started anew. A command without a row fails; so does whatever leaves an error in the log.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.places import PLATFORM
from adapters.discord.tree import COMPLETED_NUMBERS
from bot.commands import Command, FieldKind, Role, all_commands
from bot.commands.deviations import drawn_key
from bot.program import open_bellwether
from tests.adapters.bots import MovableClock
from tests.adapters.discord.chatting import Chatting, chatting
from tests.adapters.discord.double import Double, discord_double
from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.running import settings_for
from tests.adapters.telegram.command_rows import FAMILIES, LOOKS, ROWS, Row, row
from tests.adapters.telegram.office_at_work import work
from tests.readers import days_in

COMMANDS = {one.key: one for one in all_commands()}
HERE = {"room": row("Only somebody who manages this room", answers="addressed", refuses=True)}
UNDER_ANSWERS = {"helpful": "This helped", "wrong": "This is wrong", "person": "Ask a person"}
NOT_DONE = ("Not done", "Something is missing", "I cannot look anything up", "please try again in a while")
CLOSED = "are schools closed Wednesday?"
DOES = [key for key in ROWS if key not in LOOKS and key not in (*UNDER_ANSWERS, "stop", "role join")]


@dataclass(frozen=True)
class Office:
    database: Path
    code: str

    def row(self, key: str) -> Row:
        one = HERE.get(key, ROWS[key])
        return replace(one, values={name: value.format(code=self.code) for name, value in one.values.items()})


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory, filled: Path, curated: Path) -> Office:
    database = Path(shutil.copy(filled, tmp_path_factory.mktemp("office") / "bellwether.db"))
    async with open_bellwether(
        settings_for(Double(), database, curated), clock=MovableClock(), days=days_in()
    ) as bellwether:
        code = await work(bellwether)
    return Office(database, code)


@pytest.fixture
async def chat(double: Double, office: Office, tmp_path: Path, curated: Path) -> AsyncIterator[Chatting]:
    database = Path(shutil.copy(office.database, tmp_path / "bellwether.db"))
    async with chatting(double, database, curated) as made:
        yield made


@pytest.fixture(scope="module")
async def lasting(office: Office, tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Chatting]:
    database = Path(shutil.copy(office.database, tmp_path_factory.mktemp("lasting") / "bellwether.db"))
    async with discord_double() as double, chatting(double, database, curated) as made:
        yield made


async def owner_of(chat: Chatting) -> Person:
    made = chat.double.member("Ines", permissions=("manage_guild",))
    await chat.bot.grant(made, Role.OWNER)
    return made


def options(chat: Chatting, command: Command, values: Mapping[str, str]) -> dict[str, Any]:
    """As the app sends them: numbers, yes or no, a person."""
    found: dict[str, Any] = dict(values)
    for name, value in values.items():
        field = command.field(name)
        if field is not None and field.kind is FieldKind.FLAG:
            found[name] = value == "yes"
        elif field is not None and field.kind is FieldKind.NUMBER and name not in COMPLETED_NUMBERS:
            found[name] = int(value)
        elif command.key == "role grant" and name == "person":
            found[name] = chat.double.member("New")
    return found


async def used(chat: Chatting, person: Person, place: Channel, command: Command, one: Row) -> Interaction:
    given = options(chat, command, one.values)
    done = await chat.uses(person, place, f"/{drawn_key(command, PLATFORM)}", **given)
    return await chat.settled(await person.submits(done)) if done.modal is not None else done


def read(done: Interaction) -> str:
    return "\n".join(one.text for one in (done.original, *done.followups) if one is not None)


def check_read(done: Interaction, one: Row) -> None:
    assert one.says.lower() in read(done).lower()
    if not one.refuses:
        assert not any(words in read(done) for words in NOT_DONE), read(done)


def test_every_command_has_a_row_and_no_other() -> None:
    assert set(ROWS) == set(COMMANDS)


@pytest.mark.parametrize("key", [key for key in LOOKS if key != "room"])
async def test_an_owner_looks(key: str, lasting: Chatting, office: Office) -> None:
    one = office.row(key)
    done = await used(lasting, await owner_of(lasting), lasting.general, COMMANDS[key], one)

    assert done.ephemeral
    check_read(done, one)


@pytest.mark.parametrize("key", DOES)
async def test_an_owner_does_it_with_a_restart_in_between(key: str, chat: Chatting, office: Office) -> None:
    ines, one = await owner_of(chat), office.row(key)
    done = await used(chat, ines, chat.general, COMMANDS[key], one)
    said = read(done)
    if "Cancel" in done.shown.labels:
        await chat.bot.restart()
        confirmed = await chat.presses(ines, done, done.shown.labels[0])
        said += read(confirmed)

    assert done.ephemeral
    assert one.says.lower() in said.lower()
    assert one.refuses or not any(words in said for words in NOT_DONE), said


async def test_a_family_does_what_is_for_families_in_a_server_and_alone(chat: Chatting, office: Office) -> None:
    for key in FAMILIES:
        if not drawn_key(COMMANDS[key], PLATFORM):
            continue
        somebody, one, places = chat.double.member(f"Parent {key}"), office.row(key), [chat.general]
        if key in ("role join", "room"):  # a code is for one, and in a chat of two there is no room to set
            places = [chat.double.member("x").dm] if key == "role join" else [chat.general]
            somebody = chat.double.member("Joining") if key == "role join" else somebody
        else:
            places.append(somebody.dm)
        for place in places:
            place = somebody.dm if place.guild is None else place
            done = await used(chat, somebody, place, COMMANDS[key], one)
            check_read(done, one)
            assert done.ephemeral == (place is chat.general)


@pytest.mark.parametrize("key", UNDER_ANSWERS)
async def test_what_is_no_command_here_is_a_button_and_works_after_a_restart(key: str, chat: Chatting) -> None:
    ana = chat.double.member("Ana")
    asked = await chat.asks(ana, CLOSED)
    await chat.bot.restart()

    pressed = await chat.presses(ana, asked, UNDER_ANSWERS[key])

    assert {"person": "Whoever edits the answers"}.get(key, "Thank you") in pressed.text


async def test_what_a_family_may_not_do_is_refused_in_words(chat: Chatting, office: Office) -> None:
    """Also for whoever manages the server, and so sees the commands there."""
    manager = chat.double.member("Manager", permissions=("manage_guild",))
    for key, command in COMMANDS.items():
        if command.role is Role.FAMILY:
            continue
        refused = await used(chat, manager, chat.general, command, office.row(key))
        assert "For this you need the role" in read(refused), (key, read(refused))
        assert not refused.shown.labels, key
        assert refused.ephemeral, key


async def test_a_family_is_not_shown_what_is_for_editors(chat: Chatting) -> None:
    ana, editing = chat.double.member("Ana"), {one.name for one in all_commands() if one.role is not Role.FAMILY}

    assert not editing & set(ana.commands(chat.general))
    assert editing & set(ana.commands(ana.dm)) <= {"role"}
