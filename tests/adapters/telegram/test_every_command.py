"""Every command of the list over Telegram, for an editor and for a family: in one line, and step by step.

A command without a row here fails; so does whatever leaves an error in the log.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import Command, Role, all_commands
from bot.forms import Form, open_form
from bot.pages import Who
from bot.program import open_bellwether
from tests.adapters.bots import MovableClock
from tests.adapters.telegram.command_rows import EDITORS, FAMILIES, LOOKS, ROWS, Row
from tests.adapters.telegram.conftest import OWNER
from tests.adapters.telegram.double import TelegramDouble, telegram_double
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import SentMessage
from tests.adapters.telegram.office_at_work import work
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.readers import days_in

COMMANDS = {one.key: one for one in all_commands()}
NOT_DONE = ("Not done", "Something is missing", "I cannot look anything up", "please try again in a while")
MOST_STEPS = 12


STEPPED = [key for key in EDITORS if any(one.required for one in COMMANDS[key].fields)]


@dataclass(frozen=True)
class Office:
    database: Path
    code: str

    def values(self, one: Row) -> dict[str, str]:
        return {name: value.format(code=self.code) for name, value in one.values.items()}

    @asynccontextmanager
    async def opened(self, double: TelegramDouble, folder: Path, curated: Path) -> AsyncIterator[RunningBot]:
        database = Path(shutil.copy(self.database, folder / "bellwether.db"))
        settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
        async with running_bot(double, settings) as running:
            yield running


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory, filled: Path, curated: Path) -> Office:
    database = Path(shutil.copy(filled, tmp_path_factory.mktemp("office") / "bellwether.db"))
    async with telegram_double() as double:
        settings = settings_for(double, database, curated)
        async with open_bellwether(settings, clock=MovableClock(), days=days_in()) as bellwether:
            code = await work(bellwether)
    return Office(database, code)


@pytest.fixture
async def running(double: TelegramDouble, office: Office, tmp_path: Path, curated: Path) -> AsyncIterator[RunningBot]:
    async with office.opened(double, tmp_path, curated) as running:
        yield running


@pytest.fixture(scope="module")
async def lasting(office: Office, tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[RunningBot]:
    folder = tmp_path_factory.mktemp("lasting")
    async with telegram_double() as double, office.opened(double, folder, curated) as running:
        yield running


@dataclass
class Chat:
    """Somebody's private chat with the bot."""

    running: RunningBot
    person: Person
    before: int = 0

    def __post_init__(self) -> None:
        self.before = len(self.double.sent(self.double.private(self.person)))

    @property
    def double(self) -> TelegramDouble:
        return self.running.double

    @property
    def last(self) -> SentMessage:
        return self.double.last(self.double.private(self.person))

    async def type(self, text: str) -> str:
        await self.person.says(self.double.private(self.person), text)
        await self.double.settled()
        return self.read()

    async def press(self, label: str | int) -> str:
        pressed = await self.person.presses(self.last, label)
        await self.double.settled()
        assert pressed.answered, f"{label} kept on waiting"
        return self.read()

    def read(self) -> str:
        """All that the bot said in the chat since it was opened here, the newest last."""
        return "\n".join(one.text for one in self.double.sent(self.double.private(self.person))[self.before :])

    async def form(self) -> Form | None:
        who = Who(f"telegram:{self.person.id}", f"telegram:{self.person.id}")
        return await open_form(self.running.bellwether.database, who, at=self.running.clock.now())

    async def confirm(self) -> None:
        """Every preview's first button, which stands alone above the way out."""
        for _ in range(3):
            rows = self.last.rows
            if not (len(rows) > 1 and len(rows[0]) == 1 and "Cancel" in rows[-1]):
                return
            await self.press(rows[0][0])

    async def step_by_step(self, command: Command, values: Mapping[str, str]) -> None:
        """Answers what is asked: by the button that says so, else in words; what is not in the row is left out."""
        await self.type(f"/{command.key}")
        for _ in range(MOST_STEPS):
            form = await self.form()
            if form is None:
                break
            left = [name for name in values if name not in form.invocation.values]
            if form.asked:
                value = values.get(form.asked)
                await (self.press("Skip") if value is None else self.type(value))
            elif offered := [label for label in self.last.labels if label.replace(" ", "_") in left]:
                await self.press(offered[0])
            else:
                break
        await self.confirm()


def line(command: Command, values: Mapping[str, str]) -> str:
    return " ".join([f"/{command.key}", *(f'{name}="{value}"' for name, value in values.items())])


def check_read(chat: Chat, one: Row) -> None:
    assert one.says.lower() in chat.read().lower()
    if not one.refuses:
        assert not any(words in chat.last.text for words in NOT_DONE), chat.last.text


def test_every_command_has_a_row_and_no_other() -> None:
    assert set(ROWS) == set(COMMANDS)


@pytest.mark.parametrize("key", LOOKS)
async def test_an_owner_looks(key: str, lasting: RunningBot, office: Office) -> None:
    chat, one = Chat(lasting, lasting.double.person(OWNER, "Ines")), ROWS[key]
    await chat.type(line(COMMANDS[key], office.values(one)))
    check_read(chat, one)


@pytest.mark.parametrize("key", [key for key in ROWS if key not in LOOKS])
async def test_an_owner_does_it_in_one_line(key: str, running: RunningBot, owner: Person, office: Office) -> None:
    # an owner has nothing to gain from an invitation
    chat, one = Chat(running, running.double.person(78, "Vera") if key == "role join" else owner), ROWS[key]
    if one.asks:
        await chat.type(one.asks)
    await chat.type(line(COMMANDS[key], office.values(one)))
    await chat.confirm()
    check_read(chat, one)


@pytest.mark.parametrize("key", [key for key in STEPPED if key in LOOKS])
async def test_an_owner_looks_step_by_step(key: str, lasting: RunningBot, office: Office) -> None:
    await stepped(Chat(lasting, lasting.double.person(OWNER, "Ines")), key, office)


@pytest.mark.parametrize("key", [key for key in STEPPED if key not in LOOKS])
async def test_an_owner_does_it_step_by_step(key: str, running: RunningBot, owner: Person, office: Office) -> None:
    await stepped(Chat(running, owner), key, office)


async def stepped(chat: Chat, key: str, office: Office) -> None:
    one = ROWS[key]
    await chat.step_by_step(COMMANDS[key], office.values(one))
    check_read(chat, one)
    form = await chat.form()
    assert form is None or not form.asked


async def test_a_family_may_do_what_is_for_families(running: RunningBot, office: Office) -> None:
    for number, (key, one) in enumerate(FAMILIES.items(), 300):
        chat = Chat(running, running.double.person(number, f"Parent {number}"))
        if one.asks:
            await chat.type(one.asks)
        await chat.type(line(COMMANDS[key], office.values(one)))
        await chat.confirm()
        check_read(chat, one)


async def test_what_a_family_may_not_do_is_refused_in_words(running: RunningBot, anna: Person, office: Office) -> None:
    chat = Chat(running, anna)
    for key, one in EDITORS.items():
        await chat.type(line(COMMANDS[key], office.values(one)))
        assert COMMANDS[key].role is not Role.FAMILY
        assert "For this you need the role" in chat.last.text, (key, chat.last.text)
        assert not chat.last.labels, key
