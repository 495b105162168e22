"""What the courier brings over Discord: each message one try and one message, in its place, without a ping."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import House
from adapters.discord.telling import Telling
from bot.channels import CannotRewrite, InDoubt, NobodyThere, NotSent, NotTheirs, NotYet, SlowDown
from bot.pages import PageKind
from bot.questions import Attribution, Line, LineKind, Outcome, Passage, Reply
from knowledge.rooms import read_room
from tests.adapters.discord.double import Double
from tests.adapters.discord.faults import Fault
from tests.adapters.discord.limits import EPHEMERAL
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Refusal
from tests.adapters.discord.running import Doing, running_bot, settings_for
from tests.sacramento import at

CLOSED = "are schools closed Wednesday?"
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_OPEN = "Open on Wednesday, March 23"
WAS_CLOSED = "Closed on Wednesday, March 23"
MESSAGES = "/channels/*/messages"
STOP = "Stop telling me this"


@asynccontextmanager
async def begun_house(double: Double, database: Path, curated: Path, doing: Doing) -> AsyncIterator[House]:
    begun: asyncio.Future[House] = asyncio.get_running_loop().create_future()

    async def begin(house: House) -> None:
        begun.set_result(house)

    async with running_bot(double, settings_for(double, database, curated), doing.handle, chores=(begin,)):
        yield await begun


@pytest.fixture
async def house(double: Double, database: Path, curated: Path, doing: Doing) -> AsyncIterator[House]:
    async with begun_house(double, database, curated, doing) as house:
        yield house


@pytest.fixture
def telling(house: House) -> Telling:
    return Telling(house)


@pytest.fixture
async def dm(double: Double, maria: Person) -> Channel:
    return maria.dm


def reply(*lines: Line, **more: object) -> Reply:
    said = lines or (Line(LineKind.HEADLINE, IS_OPEN),)
    source = Attribution(("The district",), "scusd.edu", at("2022-03-22 20:15"), "scusd.edu, as of Tuesday, March 22")
    made = Reply(Outcome.ANSWER, "en", (Passage(said, (source,)),), delivery=7)
    return replace(made, **more)  # type: ignore[arg-type]


def place(channel: Channel) -> str:
    return f"discord:{channel.id}"


def calls(double: Double, method: str = "POST") -> int:
    return sum(one.method == method and "/messages" in one.path for one in double.rest.seen)


async def test_it_stands_once_in_the_direct_message_under_its_number(
    double: Double, telling: Telling, dm: Channel, maria: Person
) -> None:
    named = await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    (told,) = double.sent(dm)
    assert named == str(told.id)
    assert told.nonce == "delivery-7"
    assert told.text.startswith(IS_OPEN)
    assert double.pinged == []


async def test_the_same_delivery_twice_is_one_message(
    double: Double, telling: Telling, dm: Channel, maria: Person
) -> None:
    first = await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert await telling.send(place(dm), reply(to=f"discord:{maria.id}")) == first
    await telling.send(place(dm), reply(to=f"discord:{maria.id}", delivery=8))

    assert len(double.sent(dm)) == 2
    assert double.messages.repeated == 1


@pytest.mark.parametrize("after", [True, False])
async def test_a_connection_that_is_cut_is_told_at_once_and_a_repetition_is_one_message(
    double: Double, telling: Telling, dm: Channel, maria: Person, *, after: bool
) -> None:
    double.faults.cut("POST", MESSAGES, after=after)

    with pytest.raises(NotSent):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))
    assert calls(double) == 1
    await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert len(double.sent(dm)) == 1
    assert double.messages.repeated == int(after)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_failing_server_is_asked_once(
    double: Double, telling: Telling, dm: Channel, maria: Person, status: int
) -> None:
    double.faults.fail("POST", MESSAGES, status, after=True)

    with pytest.raises(NotSent):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))
    assert calls(double) == 1
    await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert len(double.sent(dm)) == 1


async def test_what_may_have_come_through_too_long_ago_is_in_doubt_and_not_sent_again(
    double: Double, house: House, dm: Channel, maria: Person
) -> None:
    telling = Telling(house, known_again=0.0)
    double.faults.cut("POST", MESSAGES, after=True)
    with pytest.raises(NotSent):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    with pytest.raises(InDoubt):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert calls(double) == 1
    assert len(double.sent(dm)) == 1


@pytest.mark.parametrize("whole", [True, False])
async def test_a_wish_for_silence_is_passed_on_and_not_slept_out(
    double: Double, telling: Telling, dm: Channel, maria: Person, *, whole: bool
) -> None:
    double.faults.limit("POST", MESSAGES, 1234.5, whole=whole)

    with pytest.raises(SlowDown) as raised:
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert raised.value.rest == timedelta(seconds=1234.5)
    assert double.sent(dm) == []
    assert calls(double) == 1


async def test_what_several_bots_may_send_together_holds_up_no_other_room(
    double: Double, telling: Telling, dm: Channel, maria: Person
) -> None:
    shared = Refusal(
        429,
        0,
        "The resource is being rate limited.",
        more={"retry_after": 8.5, "global": False},
        headers={"Via": "1.1 google", "X-RateLimit-Scope": "shared"},
    )
    double.faults.add(Fault("POST", MESSAGES, refusal=shared))

    with pytest.raises(NotYet) as raised:
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert raised.value.rest == timedelta(seconds=8.5)


async def test_whoever_is_shut_out_before_discord_reads_it_rests_too(
    double: Double, telling: Telling, dm: Channel, maria: Person
) -> None:
    double.faults.add(Fault("POST", MESSAGES, refusal=Refusal(429, 0, "", headers={"Retry-After": "3600"})))

    with pytest.raises(SlowDown) as raised:
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert raised.value.rest == timedelta(hours=1)


async def test_answers_still_wait_such_silence_out_beside_it(
    double: Double, house: House, telling: Telling, general: Channel, dm: Channel, maria: Person
) -> None:
    double.faults.limit("POST", f"/channels/{general.id}/messages", 0.2)
    double.faults.limit("POST", f"/channels/{dm.id}/messages", 900)

    answering = asyncio.create_task(house.sender.send(place(general), Drawn("an answer")))
    with pytest.raises(SlowDown):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))
    await answering

    assert [one.text for one in double.sent(general)] == ["an answer"]


async def test_closed_direct_messages_are_nobody_there_and_noted(
    double: Double, house: House, telling: Telling, dm: Channel, maria: Person
) -> None:
    maria.closes_dms()

    with pytest.raises(NobodyThere):
        await telling.send(place(dm), reply(to=f"discord:{maria.id}"))

    assert await gone(house, place(dm)) is not None


@pytest.mark.parametrize("lost", ["deleted", "hidden"])
async def test_a_channel_that_is_no_more_or_hidden_is_nobody_there_and_noted(
    double: Double, house: House, telling: Telling, general: Channel, lost: str
) -> None:
    if lost == "deleted":
        double.world.remove(general)
    else:
        double.deny(general, "view_channel")
    await double.settled()

    with pytest.raises(NobodyThere):
        await telling.send(place(general), reply(to=place(general)))

    assert await gone(house, place(general)) is not None


@pytest.mark.parametrize(("code", "expected"), [(40004, NotSent), (40003, SlowDown)])
async def test_what_passes_is_not_held_against_the_room(
    double: Double, house: House, telling: Telling, dm: Channel, code: int, expected: type[Exception]
) -> None:
    double.faults.fail("POST", MESSAGES, 400, code=code)

    with pytest.raises(expected):
        await telling.send(place(dm), reply(to="discord:1"))

    assert await gone(house, place(dm)) is None


async def test_what_somebody_is_told_alone_never_stands_in_a_channel(
    double: Double, house: House, telling: Telling, general: Channel, maria: Person
) -> None:
    with pytest.raises(NotTheirs):
        await telling.send(place(general), reply(to=f"discord:{maria.id}"))

    assert double.sent(general) == []
    assert await gone(house, place(general)) is None


async def test_what_a_channel_follows_is_said_there_and_pings_nobody(
    double: Double, telling: Telling, general: Channel
) -> None:
    await telling.send(place(general), reply(Line(LineKind.HEADLINE, f"@everyone {IS_OPEN}"), to=place(general)))

    (told,) = double.sent(general)
    assert IS_OPEN in told.text
    assert not told.flags & EPHEMERAL
    assert double.pinged == []


async def test_what_makes_no_sound_says_so_to_discord(
    double: Double, telling: Telling, dm: Channel, maria: Person
) -> None:
    await telling.send(place(dm), reply(to=f"discord:{maria.id}", silent=True))

    assert double.sent(dm)[0].flags & SUPPRESS_NOTIFICATIONS


STRUCK = (Line(LineKind.HEADLINE, WAS_CLOSED, struck=True), Line(LineKind.HEADLINE, IS_OPEN))


async def test_a_rewrite_changes_the_very_message_and_strikes_what_no_longer_holds(
    double: Double, house: House, telling: Telling, general: Channel, maria: Person
) -> None:
    named = await house.sender.send(place(general), Drawn(WAS_CLOSED))
    await house.sender.send(place(general), Drawn("a later message"))

    again = await telling.send(place(general), reply(*STRUCK, to=f"discord:{maria.id}", replaces=named, silent=True))

    changed, _ = double.sent(general)
    assert again == named == str(changed.id)
    assert changed.text.startswith(f"{IS_OPEN}\n~~{WAS_CLOSED}~~\n")
    assert changed.versions == [WAS_CLOSED]
    assert len(double.sent(general)) == 2
    assert double.pinged == []


async def test_a_rewrite_that_was_cut_off_is_made_again(
    double: Double, house: House, telling: Telling, general: Channel
) -> None:
    named = await house.sender.send(place(general), Drawn(WAS_CLOSED))
    double.faults.cut("PATCH", "/channels/*/messages/*", after=True)

    with pytest.raises(NotSent):
        await telling.send(place(general), reply(*STRUCK, replaces=named))
    await telling.send(place(general), reply(*STRUCK, replaces=named))

    assert IS_OPEN in double.sent(general)[0].text
    assert calls(double, "PATCH") == 2


async def test_a_message_that_was_deleted_cannot_be_rewritten(
    double: Double, house: House, telling: Telling, general: Channel
) -> None:
    named = await house.sender.send(place(general), Drawn(WAS_CLOSED))
    double.world.erase(double.sent(general)[0])

    with pytest.raises(CannotRewrite):
        await telling.send(place(general), reply(*STRUCK, replaces=named))

    assert double.sent(general) == []


async def test_in_an_archived_thread_it_is_rewritten_too(
    double: Double, house: House, telling: Telling, general: Channel, maria: Person
) -> None:
    thread = double.world.thread(general, "Wednesday?", owner=maria.user)
    await double.settled()
    named = await house.sender.send(place(thread), Drawn(WAS_CLOSED))
    double.archive(thread)
    await double.settled()

    await telling.send(place(thread), reply(*STRUCK, replaces=named))

    (changed,) = double.sent(thread)
    assert IS_OPEN in changed.text
    assert double.pinged == []


async def test_in_a_locked_thread_nothing_can_be_rewritten(
    double: Double, house: House, telling: Telling, general: Channel, maria: Person
) -> None:
    thread = double.world.thread(general, "Wednesday?", owner=maria.user)
    await double.settled()
    named = await house.sender.send(place(thread), Drawn(WAS_CLOSED))
    double.archive(thread, locked=True)
    await double.settled()

    with pytest.raises(CannotRewrite):
        await telling.send(place(thread), reply(*STRUCK, replaces=named))


async def test_nothing_is_tried_once_the_connection_has_ended(
    double: Double, database: Path, curated: Path, doing: Doing, dm: Channel
) -> None:
    async with begun_house(double, database, curated, doing) as house:
        telling = Telling(house)

    with pytest.raises(NotSent):
        await telling.send(place(dm), reply(to="discord:1"))


# From what is published to what families read.


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated) as made:
        yield made


async def opens(room: Newsroom) -> None:
    await room.bot.do("status", status="open", day="wednesday")


async def test_whoever_asked_in_a_direct_message_is_told_of_the_change_there(room: Newsroom) -> None:
    await room.says(room.anna, room.anna.dm, CLOSED)

    await opens(room)
    await room.until(lambda: IS_OPEN in room.shown_to(room.anna))

    told = room.double.sent(room.anna.dm)
    assert len(told) == 2
    assert (told[-1].nonce or "").startswith("delivery-")
    assert room.double.pinged == []


async def test_it_comes_through_once_although_the_connection_is_cut_and_silence_asked_for(room: Newsroom) -> None:
    await room.says(room.anna, room.anna.dm, CLOSED)
    there = f"/channels/{room.anna.dm.id}/messages"
    room.double.faults.cut("POST", there, after=True)
    room.double.faults.limit("POST", there, 0.1)

    await opens(room)
    await room.until(lambda: room.double.messages.repeated == 1)

    assert [IS_OPEN in one.text for one in room.double.sent(room.anna.dm)] == [False, True]


async def test_an_answer_that_everybody_read_is_rewritten_where_it_stands(room: Newsroom) -> None:
    answer = await room.says(room.anna, room.general, f"{room.double.world.bot.mention} {CLOSED}")
    assert WAS_CLOSED in answer.text

    await opens(room)
    await room.until(lambda: IS_OPEN in answer.text)

    assert room.double.sent(room.general) == [answer]
    assert room.double.sent(room.anna.dm) == []
    assert room.double.pinged == []


async def test_whoever_asked_aside_in_a_server_is_told_nothing_until_they_ask_for_it(room: Newsroom) -> None:
    beth = room.double.member("Beth")
    await room.uses_as(room.anna, "/ask", question=CLOSED)
    asked = await room.uses_as(beth, "/ask", question=CLOSED)
    await room.presses(asked, "Tell me in a private chat", by=beth)

    await opens(room)
    await room.until(lambda: IS_OPEN in room.shown_to(beth))

    assert room.double.sent(room.anna.dm) == []
    assert room.double.sent(room.general) == []


async def test_a_channel_that_follows_reads_it_and_nobody_is_pinged(room: Newsroom) -> None:
    await room.uses("/follow", topic="school-open", here=True)

    await opens(room)
    await room.until(lambda: bool(room.double.sent(room.general)))

    (told,) = room.double.sent(room.general)
    assert IS_OPEN in told.text
    assert told.labels == ["More"]
    assert room.double.pinged == []


async def test_an_answer_to_a_command_that_everybody_read_is_rewritten_too(room: Newsroom) -> None:
    await room.uses("/room", answers="everything")
    asked = await room.uses_as(room.anna, "/ask", question=CLOSED)
    assert not asked.ephemeral

    await opens(room)
    await room.until(lambda: IS_OPEN in asked.text)

    assert room.double.sent(room.general)[-1] is asked.shown
    assert room.double.sent(room.anna.dm) == []


async def test_one_press_ends_it_and_shows_that_it_did(room: Newsroom) -> None:
    await room.says(room.anna, room.anna.dm, CLOSED)
    await opens(room)
    await room.until(lambda: IS_OPEN in room.shown_to(room.anna))
    told = room.double.sent(room.anna.dm)[-1]

    pressed = await room.presses(told, STOP, by=room.anna)

    assert "I tell you nothing more of this here" in pressed.followups[-1].text
    assert told.labels == ["✓ " + STOP]
    await room.bot.do("status", status="closed", day="wednesday")
    beth = room.double.member("Beth")
    await room.says(beth, beth.dm, CLOSED)
    await opens(room)
    await room.until(lambda: IS_OPEN in room.shown_to(beth))
    assert room.double.sent(room.anna.dm)[-1] is told


async def test_what_is_announced_goes_to_rooms_and_to_nobodys_direct_messages(room: Newsroom) -> None:
    await room.says(room.anna, room.anna.dm, CLOSED)
    await room.uses_as(room.anna, "/follow", topic="meals")
    before = len(room.double.sent(room.anna.dm))
    await room.uses("/follow", topic="school-open", here=True)
    await room.uses("/room", room.staff, board="on")

    done = await room.bot.do("announce", words="The board meets tonight. @everyone come.")
    assert done.kind is PageKind.DONE, done
    rooms = (room.general, room.staff)
    await room.until(lambda: all(room.double.sent(one) for one in rooms))
    assert all("The board meets tonight" in one.text for place in rooms for one in room.double.sent(place)[-1:])

    assert len(room.double.sent(room.anna.dm)) == before
    assert room.double.pinged == []


async def gone(house: House, named: str) -> datetime | None:
    return (await house.bellwether.database.read(partial(read_room, place=named))).gone
