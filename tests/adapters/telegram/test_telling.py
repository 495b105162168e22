"""Families on Telegram who heard the old answer hear the new one: with buttons, once, and no faster than they may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pages import Invocation, Who
from knowledge.people import read_follows
from knowledge.tables import delivery
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import too_many
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.sacramento import at

OWNER = 900
WEDNESDAY = "is there school on wednesday?"
STOP = "Stop telling me this"
NO_MORE = "No more announcements"


@dataclass
class Town:
    """The bot, and a courier that goes when it is told to."""

    bot: RunningBot
    double: TelegramDouble

    async def asks(self, person: Person, text: str = WEDNESDAY, room: Room | None = None) -> SentMessage:
        await person.says(room or self.double.private(person), text)
        await self.double.settled()
        return self.double.last(room or self.double.private(person))

    async def families(self, most: int) -> list[Person]:
        people = [self.double.person(1000 + number, f"Parent {number}") for number in range(most)]
        for one in people:
            await one.says(self.double.private(one), WEDNESDAY)
        await self.double.settled()
        return people

    async def opens(self) -> None:
        await self.bot.do("status", day="wednesday", status="open")

    async def closes(self) -> None:
        await self.bot.do("status", day="wednesday", status="closed")

    async def deliver(self, after: timedelta = timedelta(minutes=1)) -> int:
        await self.bot.clock.move(after)
        courier = replace(self.bot.bellwether.courier, channels=(self.bot.telegram,))
        return await courier.deliver_due()

    async def states(self) -> list[str]:
        rows = await self.bot.bellwether.database.read(lambda c: c.execute(delivery.select()).all())
        return sorted(row.state for row in rows)

    def corrections(self, person: Person) -> list[SentMessage]:
        """Without the answer."""
        return self.double.sent(self.double.private(person))[1:]


@pytest.fixture
async def town(double: TelegramDouble, database: Path, curated: Path) -> AsyncIterator[Town]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    quick = settings.telling.model_copy(update={"telegram_per_second": 200.0, "telegram_paid": True})
    async with running_bot(double, settings.model_copy(update={"telling": quick})) as running:
        yield Town(running, double)


async def test_whoever_was_told_hears_the_new_answer_with_a_way_to_stop_it(town: Town, anna: Person) -> None:
    await town.asks(anna)
    await town.opens()
    assert await town.deliver() == 1
    assert await town.deliver() == 0

    (said,) = town.corrections(anna)
    assert "Open on Wednesday, March 23" in said.text
    assert STOP in said.labels


async def test_one_tap_stops_it_and_the_message_keeps_its_words(town: Town, anna: Person) -> None:
    await town.asks(anna)
    await town.opens()
    await town.deliver()
    (said,) = town.corrections(anna)
    words = said.text

    pressed = await anna.presses(said, STOP)
    await town.double.settled()
    assert pressed.words
    assert (said.text, said.edits) == (words, [])
    assert f"✓ {STOP}" in said.labels

    await town.closes()
    assert await town.deliver() == 0


async def test_one_tap_ends_announcements_and_this_one_keeps_its_words(town: Town, anna: Person) -> None:
    await town.asks(anna)
    await town.bot.do("announce", words="Bags with meals at every school on Wednesday.")
    assert await town.deliver() == 1
    (said,) = town.corrections(anna)
    words = said.text

    pressed = await anna.presses(said, NO_MORE)
    await town.double.settled()
    assert pressed.words is not None
    assert "none reach you" in pressed.words
    assert (said.text, said.edits) == (words, [])
    assert f"✓ {NO_MORE}" in said.labels
    await town.bot.do("announce", words="And buses run as usual.")
    assert await town.deliver() == 0


async def test_of_two_who_are_told_the_same_each_stops_their_own(town: Town) -> None:
    first, second = await town.families(2)
    await town.opens()
    assert await town.deliver() == 2
    (to_first,), (to_second,) = town.corrections(first), town.corrections(second)
    assert to_first.text == to_second.text
    assert to_first.button(STOP) == to_second.button(STOP), "a row for each of a million would be kept"

    await first.presses(to_first, STOP)
    await town.double.settled()
    await town.closes()
    assert await town.deliver() == 1
    assert "Closed on Wednesday, March 23" in town.corrections(second)[-1].text
    assert town.corrections(first) == [to_first]


async def test_each_of_those_who_are_told_the_same_ends_announcements_for_themselves(town: Town) -> None:
    people = await town.families(3)
    await town.bot.do("announce", words="Schools reopen on Monday.")
    assert await town.deliver() == 3
    told = {one.id: town.corrections(one)[-1] for one in people}

    for one in people[:2]:  # the first tap ends it for nobody else
        await one.presses(told[one.id], "No more announcements")
        await town.double.settled()
    await town.bot.do("announce", words="Bring lunch on Monday.")

    assert await town.deliver() == 1
    assert "Bring lunch on Monday." in town.double.last(town.double.private(people[2])).text


async def test_an_answer_in_a_group_is_rewritten_where_it_stands_and_nobody_is_pinged(town: Town, anna: Person) -> None:
    bea = town.double.person(12, "Bea")
    group = town.double.group("Parents of room 5", [anna, bea])
    told = await town.asks(anna, f"@bellwether_bot {WEDNESDAY}", group)
    assert told.text.startswith("Closed on Wednesday, March 23, unless a deal is reached first")
    sent = len(town.double.messages)
    await town.opens()
    assert await town.deliver() == 1

    assert len(town.double.messages) == sent, "nothing new stands anywhere"
    (was,) = told.parts("strikethrough")
    assert "Closed on Wednesday, March 23, unless a deal is reached first" in was
    assert "Open on Wednesday, March 23" in told.text
    assert "More" in told.labels
    assert told.parts("bold"), "the new answer stands out, the old one does not"
    assert not any("Closed" in one for one in told.parts("bold"))


async def test_nothing_goes_to_many_while_telegram_wants_silence_and_then_all_of_it(town: Town) -> None:
    people = await town.families(8)
    await town.opens()
    town.double.token_rate = (3, 5.0)
    plain = town.bot.bellwether.settings.telling.model_copy(update={"telegram_paid": False})
    object.__setattr__(town.bot.bellwether.settings, "telling", plain)

    sent = await town.deliver()
    while sent < len(people):
        town.double.token_rate = None
        await asyncio.sleep(0.1)
        sent += await town.deliver(timedelta())
    refused = [one for one in town.double.calls.of("sendMessage") if one.refused]
    assert town.double.inside_rest <= len(refused) <= 8, "at most what was under way when it began"
    assert [len(town.corrections(one)) for one in people] == [1] * 8


async def test_who_blocks_in_the_middle_is_dropped_and_the_others_get_theirs(town: Town) -> None:
    people = await town.families(4)
    await town.opens()
    town.double.private(people[1]).lost = "bot was blocked by the user"

    assert await town.deliver() == 3
    assert [len(town.corrections(one)) for one in people] == [1, 0, 1, 1]
    assert await town.states() == ["gone", "sent", "sent", "sent"]
    tries = [one for one in town.double.calls.of("sendMessage") if one.refused]
    assert len(tries) == 1


async def test_after_a_group_has_moved_no_other_message_is_taken_for_the_one_of_before(
    town: Town, anna: Person
) -> None:
    """Messages have other names in what it became, and the old ones come again."""
    for _ in range(6):
        await anna.says(town.double.private(anna), "thanks")
    group = town.double.group("Parents", [anna], kind="group")
    told = await town.asks(anna, f"@bellwether_bot {WEDNESDAY}", group)
    moved = town.double.migrate(group)
    while max(moved.messages) < told.id - 2:
        await anna.says(moved, "hello everybody")
    later = await town.asks(anna, "@bellwether_bot who is on strike?", moved)
    assert later.id == told.id
    await town.opens()
    await town.deliver()
    assert (later.edits, len(town.double.sent(moved))) == ([], 1)


async def test_nobody_gets_two_within_a_second(town: Town, anna: Person) -> None:
    """By one courier, which knows what it sent a moment ago."""
    await town.asks(anna)
    keeping = asyncio.create_task(town.bot.bellwether.courier.keep(town.bot.telegram))
    await town.opens()
    await town.bot.clock.move(timedelta(minutes=1))
    await town.double.until(lambda: len(town.corrections(anna)) == 1)
    await town.closes()
    await town.bot.clock.move(timedelta(minutes=1))
    while len(town.corrections(anna)) < 2:
        await asyncio.sleep(0.2)
        await town.bot.clock.move(timedelta(seconds=1))
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert len(town.corrections(anna)) == 2
    first, second = town.corrections(anna)
    assert second.at - first.at >= 1.0


async def test_answers_to_families_go_on_while_many_are_told(town: Town, anna: Person) -> None:
    people = await town.families(30)
    await town.opens()
    telling = asyncio.create_task(town.deliver())
    await town.double.until(lambda: any(town.corrections(one) for one in people))
    answer = await town.asks(anna)
    assert answer.text.startswith("Open on Wednesday, March 23")
    assert await telling == 30


async def test_an_answer_that_is_told_to_slow_down_holds_what_goes_to_many(town: Town, anna: Person) -> None:
    people = await town.families(3)
    await town.opens()
    began = asyncio.get_running_loop().time()
    town.double.calls.refuse("sendMessage", too_many(2), chat=town.double.private(anna).id)
    await anna.says(town.double.private(anna), WEDNESDAY)
    await town.double.until(lambda: [one for one in town.double.calls.of("sendMessage") if one.refused])
    while not all(town.corrections(one) for one in people):
        await town.deliver()
    await town.double.settled()
    assert all(town.corrections(one)[0].at >= began + 2 for one in people)
    assert len(town.double.sent(town.double.private(anna))) == 1


async def test_what_somebody_follows_in_a_group_is_told_in_private(town: Town, anna: Person) -> None:
    await anna.starts()
    await town.double.settled()
    group = town.double.group("Parents", [anna])
    said = await town.asks(anna, "/follow is there school on friday?", group)
    assert "written to you there" in said.text
    home = town.double.private(anna)
    assert "You follow this now" in town.double.last(home).text

    sent = len(town.double.sent(group))
    await town.bot.do("status", day="friday", status="closed")
    await town.deliver()
    assert "Closed on Friday, March 25" in town.double.last(home).text
    assert len(town.double.sent(group)) == sent


async def test_a_correction_of_last_night_is_told_in_the_morning(town: Town, anna: Person) -> None:
    await town.asks(anna)
    await town.bot.clock.move(at("2022-03-22 22:30"))
    await town.opens()
    assert await town.deliver() == 0
    await town.bot.clock.move(at("2022-03-23 06:01"))
    assert await town.deliver() == 1


async def test_follows_are_kept_under_the_private_chat(town: Town, anna: Person) -> None:
    await anna.starts()
    await town.double.settled()
    group = town.double.group("Parents", [anna])
    await town.asks(anna, "/follow meals", group)
    reading = town.bot.bellwether.database.read
    now = town.bot.clock.now()
    mine = await reading(lambda c: read_follows(c, "telegram:11", at=now, place="telegram:11"))
    there = await reading(lambda c: read_follows(c, "telegram:11", at=now, place=f"telegram:{group.id}"))
    assert ([one.topic for one in mine], there) == (["meals"], ())


async def test_what_a_group_follows_has_no_button_that_nobody_there_can_press(town: Town, anna: Person) -> None:
    group = town.double.group("Parents", [anna])
    place = f"telegram:{group.id}"
    about = {"topic": "is there school on friday?"}
    await town.bot.bellwether.desk.do(Invocation("follow", Who(place, place, "en"), town.bot.clock.now(), "", about))
    await town.bot.do("status", day="friday", status="closed")
    await town.deliver()

    told = town.double.sent(group)[-1]
    assert told.text.startswith("New on what you follow: Closed on Friday, March 25")
    assert STOP not in told.labels
