"""Answers that go back to whoever asked a person: once, signed as a person's, as things stand when they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.questions import Question, Reply
from bot.returning import InDoubt, NobodyThere, Returned, return_answers
from bot.settings import Settings
from knowledge.files import read_common, write_folder
from knowledge.forgetting import forget
from knowledge.returning import claim_returning
from knowledge.tables import owed
from tests.sacramento import TUESDAY_NOON, knowledge

ASKED = "can my son get his inhaler from the nurse"
ANSWER = "Yes: the nurse is at the main office from 8 to 12."
EDITOR = Who("telegram:ines", "telegram:staff", granted=Role.PUBLISHER)


class Clock:
    """Stands until it is moved; what sleeps by it sleeps on."""

    def __init__(self) -> None:
        self._now = TUESDAY_NOON

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.Event().wait()

    def move(self, by: timedelta) -> None:
        self._now += by


@dataclass
class Office:
    """*sent*: place and words of what went out; *refuses*: what sending raises."""

    bellwether: Bellwether
    clock: Clock
    sent: list[tuple[str, str]] = field(default_factory=list)
    refuses: BaseException | None = None

    async def do(self, who: Who, name: str, action: str = "", **values: str) -> Page:
        """A command, and its first offer where it is a preview."""
        page = await self.bellwether.desk.do(Invocation(name, who, self.clock.now(), action, values))
        return await self.bellwether.desk.do(page.offers[0].invocation) if page.kind is PageKind.PREVIEW else page

    async def asks_a_person(self, person: str = "telegram:1", text: str = ASKED, language: str = "en") -> None:
        page = await self.do(Who(person, person, language), "person", question=text)
        assert page.kind is PageKind.DONE

    async def send_due(self) -> Returned:
        return await return_answers(self.bellwether, "telegram", self._send)

    async def _send(self, place: str, person: str, reply: Reply) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.sent.append((place, reply.text))

    async def states(self) -> list[str]:
        rows = await self.bellwether.database.read(lambda connection: connection.execute(owed.select()).all())
        return [row.state for row in rows]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
    write_folder(replace(knowledge(), withdrawn=shared), tmp_path / "files")
    url = f"sqlite:///{tmp_path / 'bellwether.db'}"
    settings = Settings(_env_file=None, database={"url": url}, knowledge=tmp_path / "files")
    clock = Clock()
    async with open_bellwether(settings, clock=clock) as bellwether:
        yield Office(bellwether, clock)


async def test_a_persons_answer_quotes_the_question_and_says_who_wrote_it_and_when(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)

    assert await office.send_due() == Returned(sent=1)
    ((place, words),) = office.sent
    assert place == "telegram:1"
    assert words.splitlines() == [
        f"A person answers your question “{ASKED}”:",
        ANSWER,
        "Written by a person on the staff, not by the bot: Tuesday, March 22, 12:10 PM.",
    ]
    assert "ines" not in words
    assert await office.send_due() == Returned()
    assert await office.states() == ["sent"]


async def test_it_waits_for_the_end_of_their_quiet_hours(office: Office) -> None:
    await office.do(Who("telegram:1", "telegram:1"), "settings", quiet="11:00-14:00")
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    assert await office.send_due() == Returned()

    office.clock.move(timedelta(hours=2))
    assert await office.send_due() == Returned(sent=1)


async def test_of_two_processes_one_sends_it(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    local = (await office.bellwether.district()).local(office.clock.now()).time()
    claiming = partial(claim_returning, platform="telegram", at=office.clock.now(), local=local)

    first = await office.bellwether.database.write(claiming)
    second = await office.bellwether.database.write(claiming)

    assert [len(first), len(second)] == [1, 0]


async def test_after_a_crash_between_sending_and_settling_it_is_sent_once_more_and_no_oftener(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    office.refuses = InDoubt("the connection was lost")
    tries = 0
    for _ in range(5):
        tries += len(await due(office))
        office.clock.move(timedelta(minutes=6))

    assert tries == 2


async def due(office: Office) -> tuple[object, ...]:
    local = (await office.bellwether.district()).local(office.clock.now()).time()
    claiming = partial(claim_returning, platform="telegram", at=office.clock.now(), local=local)
    return await office.bellwether.database.write(claiming)


async def test_what_is_in_doubt_is_sent_once_more_after_a_while(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    office.refuses = InDoubt("the connection was lost")
    assert await office.send_due() == Returned()
    office.refuses = None
    assert await office.send_due() == Returned()

    office.clock.move(timedelta(minutes=6))
    assert await office.send_due() == Returned(sent=1)


async def test_a_room_that_is_gone_is_not_tried_again(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    office.refuses = NobodyThere("the bot was blocked")

    assert await office.send_due() == Returned(gone=1)
    assert await office.states() == ["gone"]


async def test_rooms_of_another_platform_are_left_to_it(office: Office) -> None:
    await office.asks_a_person("discord:1")
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)

    assert await office.send_due() == Returned()
    assert await office.states() == ["pending"]


async def test_whoever_was_forgotten_is_sent_nothing(office: Office) -> None:
    await office.asks_a_person()
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer=ANSWER)
    await office.bellwether.database.write(lambda connection: forget(connection, "telegram:1"))

    assert await office.send_due() == Returned()


async def test_an_answer_by_a_claim_is_told_as_it_stands_when_it_is_sent(office: Office) -> None:
    who = Who("telegram:1", "telegram:1", "en")
    asked = Question("is there school on Friday?", office.clock.now(), "telegram:1", "telegram:1")
    reply = await office.bellwether.answer(asked)
    await office.do(who, "person", answer=str(reply.noted))
    gap = await office.do(EDITOR, "gaps")
    assert gap.grid is not None
    number = gap.grid.rows[0][0]
    await office.do(EDITOR, "gaps", "claim", gap=number, topic="school-open", status="closed", days="friday")
    await office.do(EDITOR, "status", status="open", day="friday")

    assert await office.send_due() == Returned(sent=1)
    ((_, words),) = office.sent
    assert words.startswith("There is an answer to your question “is there school on Friday?”:")
    assert "Open on Friday, March 25" in words
    assert "Closed" not in words


async def test_it_is_in_the_language_of_the_question(office: Office) -> None:
    await office.asks_a_person(text="¿puede ir mi hijo a la enfermería?", language="es")
    await office.do(EDITOR, "gaps", "reply", inquiry="1", answer="Sí.")
    assert await office.send_due() == Returned(sent=1)

    ((_, words),) = office.sent
    assert "martes, 22 de marzo" in words


async def test_what_cannot_be_told_holds_up_nobody_and_a_crash_leaves_only_one_in_doubt(office: Office) -> None:
    for number in (1, 2, 3):
        await office.asks_a_person(f"telegram:{number}")
        await office.do(EDITOR, "gaps", "reply", inquiry=str(number), answer=ANSWER)
    office.refuses = KeyError("something nobody thought of")
    assert await office.send_due() == Returned()
    assert await office.states() == ["sending"] * 3
    office.refuses = None
    office.clock.move(timedelta(minutes=6))
    assert await office.send_due() == Returned(sent=3)

    for number in (4, 5, 6):
        await office.asks_a_person(f"telegram:{number}")
        await office.do(EDITOR, "gaps", "reply", inquiry=str(number), answer=ANSWER)
    office.refuses = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await office.send_due()
    assert (await office.states())[3:] == ["sending", "pending", "pending"]
