"""Order within a room, and no room that waits for another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update

from adapters.telegram.lanes import PerRoom
from adapters.telegram.updates import lane_of

ZERO = 1647950400  # seconds; Tuesday 22 March 2022 at noon in Greenwich


def message(room: int, number: int, *, thread: int | None = None, edited: bool = False) -> Update:
    kind = "private" if room > 0 else "supergroup"
    body: dict[str, Any] = {"message_id": number, "date": ZERO, "chat": {"id": room, "type": kind}, "text": "?"}
    if thread is not None:
        body |= {"message_thread_id": thread, "is_topic_message": True}
    name = "edited_message" if edited else "message"
    made = Update.de_json({"update_id": number, name: body}, None)
    assert made is not None
    return made


class Work:
    """What was begun and ended, in order; it goes on when it is let."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._gates: dict[str, asyncio.Event] = {}

    async def of(self, name: str) -> None:
        self.seen.append(f"{name} begins")
        try:
            await self._gate(name).wait()
        except asyncio.CancelledError:
            self.seen.append(f"{name} is broken off")
            raise
        self.seen.append(f"{name} ends")

    def let(self, name: str) -> None:
        self._gate(name).set()

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())


async def soon() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def all_at_once(lanes: PerRoom, some: list[tuple[Update, Coroutine[Any, Any, None]]]) -> list[asyncio.Task[None]]:
    process: Callable[[object, Awaitable[Any]], Coroutine[Any, Any, None]] = lanes.process_update
    return [asyncio.create_task(process(update, work)) for update, work in some]


async def test_the_second_of_a_room_waits_for_the_first_and_another_room_does_not() -> None:
    lanes, work = PerRoom(), Work()
    tasks = all_at_once(
        lanes, [(message(1, 1), work.of("a1")), (message(1, 2), work.of("a2")), (message(2, 3), work.of("b1"))]
    )
    await soon()
    assert work.seen == ["a1 begins", "b1 begins"]
    work.let("b1")
    work.let("a2")
    await soon()
    assert work.seen == ["a1 begins", "b1 begins", "b1 ends"]
    work.let("a1")
    await asyncio.gather(*tasks)
    assert work.seen[3:] == ["a1 ends", "a2 begins", "a2 ends"]


async def test_an_edited_message_keeps_its_place_in_the_room() -> None:
    lanes, work = PerRoom(), Work()
    tasks = all_at_once(lanes, [(message(1, 1), work.of("first")), (message(1, 2, edited=True), work.of("edited"))])
    await soon()
    assert work.seen == ["first begins"]
    work.let("first")
    work.let("edited")
    await asyncio.gather(*tasks)


async def test_one_that_fails_holds_up_nobody() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    lanes, work = PerRoom(), Work()
    work.let("after")
    done = await asyncio.gather(
        *all_at_once(lanes, [(message(1, 1), fails()), (message(1, 2), work.of("after"))]), return_exceptions=True
    )
    assert [type(one) for one in done] == [ZeroDivisionError, type(None)]
    assert work.seen == ["after begins", "after ends"]


async def test_a_room_with_a_hundred_waiting_takes_no_place_from_others() -> None:
    lanes, work = PerRoom(at_once=2), Work()
    crowd = [(message(1, number), work.of(f"{number}")) for number in range(100)]
    tasks = all_at_once(lanes, [*crowd, (message(2, 200), work.of("other"))])
    await soon()
    assert work.seen == ["0 begins", "other begins"]
    for number in range(100):
        work.let(f"{number}")
    work.let("other")
    await asyncio.gather(*tasks)
    assert [one for one in work.seen if "begins" in one and "other" not in one] == [f"{n} begins" for n in range(100)]


async def test_over_all_rooms_only_so_many_are_dealt_with_at_once() -> None:
    lanes, work = PerRoom(at_once=3), Work()
    tasks = all_at_once(lanes, [(message(room, room), work.of(f"{room}")) for room in range(1, 8)])
    await soon()
    assert (lanes.begun, len(work.seen)) == (3, 3)
    for room in range(1, 8):
        work.let(f"{room}")
    await asyncio.gather(*tasks)
    assert lanes.begun == 0


async def test_at_the_end_what_has_begun_ends_and_nothing_begins() -> None:
    lanes, work = PerRoom(), Work()
    tasks = all_at_once(lanes, [(message(1, 1), work.of("begun")), (message(1, 2), work.of("waiting"))])
    await soon()
    draining = asyncio.create_task(lanes.drain(5))
    await soon()
    late = all_at_once(lanes, [(message(2, 3), work.of("late"))])
    await soon()
    work.let("begun")
    await asyncio.gather(draining, *tasks, *late)
    assert work.seen == ["begun begins", "begun ends"]


async def test_what_takes_too_long_at_the_end_is_broken_off() -> None:
    lanes, work = PerRoom(), Work()
    tasks = all_at_once(lanes, [(message(1, 1), work.of("slow")), (message(1, 2), work.of("next"))])
    await soon()
    await lanes.drain(0)
    await asyncio.gather(*tasks)
    assert work.seen == ["slow begins", "slow is broken off"]


def test_topics_of_a_forum_are_rooms_of_their_own() -> None:
    assert lane_of(message(-1005, 1)) == "telegram:-1005"
    assert lane_of(message(-1005, 2, thread=7)) == "telegram:-1005/7"


def test_what_is_still_being_typed_never_holds_up_what_was_sent() -> None:
    query = {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "Anna"}, "query": "meals", "offset": ""}
    typed = Update.de_json({"update_id": 1, "inline_query": query}, None)
    assert typed is not None
    assert lane_of(typed) != lane_of(message(1, 1))
