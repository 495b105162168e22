"""An editor's evening in March 2022 from the phone: taps and replies only, and after each step families are told it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from adapters.telegram.staffing import keep_posting
from adapters.telegram.telling import keep_telling
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.adapters.telegram.test_staff_room import Evening
from tests.sacramento import at

OWNER = 900
BROKE_OFF = at("2022-03-22 20:15")
NURSE = "can my son see the school nurse on Wednesday"


class Phone(Evening):
    """The editor's private chat, beside the staff's room; *taps* are counted."""

    taps: int = 0

    @property
    def chat(self) -> Room:
        return self.double.private(self.ines)

    @property
    def screen(self) -> SentMessage:
        return self.double.last(self.chat)

    async def types(self, text: str) -> None:
        await self.ines.says(self.chat, text)
        await self.double.settled()

    async def taps_on(self, *labels: str) -> None:
        for label in labels:
            self.taps += 1
            await self.ines.presses(self.screen, label)
            await self.double.settled()

    async def family_reads(self, question: str, number: int) -> str:
        """What a family nobody has heard of is told."""
        somebody = self.double.person(number, "Somebody")
        home = self.double.private(somebody)
        await somebody.says(home, question)
        await self.double.settled()
        return self.double.last(home).text


@pytest.fixture
async def phone(
    double: TelegramDouble, database: Path, curated: Path, owner: Person, anna: Person
) -> AsyncIterator[Phone]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    async with running_bot(double, settings, chores=(keep_posting, keep_telling)) as running:
        made = Phone(running, double, owner, anna, double.group("Newsroom", [], admins=[owner]))
        await made.opens_the_room()
        yield made


async def test_an_evening_from_the_phone(phone: Phone) -> None:
    family = count(1000)
    before = await phone.family_reads("are schools closed Wednesday?", next(family))
    assert before.startswith("Closed on Wednesday, March 23, unless a deal is reached first")

    # The talks break off: the condition is settled together with what holds now.
    await phone.bot.clock.move(BROKE_OFF)
    await phone.types("/claim settle")
    await phone.taps_on("unless a deal is reached first", "met")
    assert "is now certain: Closed on Wednesday, March 23" in phone.screen.text
    await phone.taps_on("Publish")
    after = await phone.family_reads("are schools closed Wednesday?", next(family))
    assert after.startswith("Closed on Wednesday, March 23 (all")
    assert "unless" not in after.splitlines()[0]
    assert "if campuses close" not in await phone.family_reads("are there meals on Wednesday?", next(family))

    # Thursday too: three taps behind the command.
    taps = phone.taps
    await phone.types("/status")
    await phone.taps_on("Closed", "Thursday, March 24", "Publish")
    assert phone.taps - taps == 3
    assert (await phone.family_reads("and Thursday?", next(family))).startswith("Closed on Thursday, March 24")

    # That was the wrong day: it is taken back where it was done, and given again.
    await phone.taps_on("Undo", "Publish")
    assert (await phone.family_reads("is there school on Thursday?", next(family))).startswith("Nothing is announced")
    await phone.taps_on("Undo", "Publish")
    assert (await phone.family_reads("is there school on Thursday?", next(family))).startswith("Closed on Thursday")

    # Somebody asks a person; the answer is a reply in the staff's room.
    await phone.family_asks_a_person(NURSE)
    post = await phone.post_about(NURSE)
    preview = await phone.replies(phone.ines, post, "Not on Wednesday: the building is locked.")
    await phone.presses(phone.ines, preview, "Send the answer")
    await phone.until(lambda: "the building is locked" in phone.double.last(phone.home).text)
    assert NURSE in phone.double.last(phone.home).text


async def test_gaps_are_answered_from_their_list(phone: Phone) -> None:
    await phone.family_reads("are the buses running on Friday?", 1001)
    await phone.types("/gaps")
    assert phone.screen.rows[0] == ("1", "Claim", "Not ours")
    await phone.taps_on("Claim")
    await phone.types("All buses run on Friday.")
    await phone.taps_on("Publish")

    assert "All buses run on Friday." in await phone.family_reads("are the buses running on Friday?", 1002)
    await phone.types("/gaps")
    assert phone.screen.text == "Nothing was missed: there is no open question."


async def test_the_pages_of_a_long_list_are_turned_in_one_message(phone: Phone) -> None:
    for number in range(12):
        day = (at("2022-03-25 12:00") + timedelta(days=7 * number)).date()
        await phone.family_reads(f"is there school on {day:%B} {day.day}?", 1100 + number)
    await phone.types("/gaps")
    screen = phone.screen
    assert screen.rows[-1] == ("Next page",)
    await phone.taps_on("Next page")

    assert phone.screen is screen
    assert "page 2 of 2" in screen.text
    assert screen.rows[-1] == ("Previous page",)
    await phone.taps_on("Previous page")
    assert "page 1 of 2" in screen.text


async def test_it_speaks_spanish_to_an_editor_who_does(
    double: TelegramDouble, telegram_bot: RunningBot, owner: Person
) -> None:
    luz = double.person(OWNER, "Luz", "es")
    room = double.private(luz)
    await luz.says(room, "/status")
    await double.settled()
    await luz.presses(double.last(room), 1)
    await double.settled()

    assert "jueves, 24 de marzo" in double.last(room).labels
