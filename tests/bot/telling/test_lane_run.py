"""A lane sends what is due while it may, and whatever happens on the way, nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, update

from bot.channels import CannotRewrite, InDoubt, NobodyThere, NotSent, NotTheirs, SlowDown
from bot.questions import Reply
from bot.telling.lane_run import Worded
from bot.telling.pace import Pace, steady
from knowledge.database import Database
from knowledge.deliveries import DeliveryKind
from knowledge.due import Due
from knowledge.failures import DatabaseUnreadable
from knowledge.lanes import Lease, LeaseLost, database_now, take_lane
from knowledge.outgoing import claim_due
from knowledge.tables import lane, owed, room
from tests.bot.telling.lane import LASTS, PATIENCE, Lane, moment, naming
from tests.sacramento import TUESDAY_NOON, at

MINUTE = timedelta(minutes=1)
LONG_REST = timedelta(minutes=5)


@pytest.fixture
async def one(address: str) -> AsyncIterator[Lane]:
    async with Database.open(address) as database:
        yield Lane(database)


async def held(one: Lane) -> asyncio.Event:
    one.wire.held = asyncio.Event()
    return one.wire.held


def later(one: Lane) -> None:
    """When rooms and the lane have rested."""
    one.pace = Pace(1000)
    one.clock.move(timedelta(minutes=10))


async def test_each_is_sent_once_and_in_order(one: Lane) -> None:
    await one.add("c", urgent=False)
    await one.add("b", kind=DeliveryKind.ANSWER)
    await one.add("a", urgent=True)

    assert await one.once() == 3
    assert await one.once() == 0

    assert one.wire.sent == ["telegram:a", "telegram:b", "telegram:c"]
    assert await one.states() == {"a": ("sent", 1), "b": ("sent", 1), "c": ("sent", 1)}
    assert [row.message for row in await one.rows()] == ["3", "2", "1"]


async def test_hundreds_leave_each_once(one: Lane) -> None:
    people = [f"{number:03}" for number in range(300)]
    await one.add(*people)

    assert await one.once() == 300
    assert one.wire.sent == [f"telegram:{person}" for person in people]


async def test_each_has_left_when_the_next_takes_its_turn_also_where_many_are_late(one: Lane) -> None:
    class Late(Pace):
        """Waits for nothing, as where it is behind."""

        async def turn(self) -> None:
            begun.append(len(one.wire.begun))

    begun: list[int] = []
    one.pace = Late(1000)
    await one.add(*(str(number) for number in range(20)))

    assert await one.once() == 20

    assert begun == list(range(20))


async def test_after_a_request_for_silence_nothing_is_sent_nor_lost(one: Lane) -> None:
    one.pace = Pace(100)
    await one.add(*"abcdefghij")
    one.wire.does["telegram:a"] = [SlowDown(LONG_REST)]

    await one.once()
    begun = list(one.wire.begun)
    await one.once()

    assert one.wire.begun == begun, "a successor sends nothing either"
    assert len(begun) < 10
    assert {state for state, _ in (await one.states()).values()} <= {"waiting", "sent"}
    assert (await one.states())["a"] == ("waiting", 0)


async def test_the_silence_is_kept_by_whoever_has_the_lane_next_in_another_process(one: Lane) -> None:
    await one.add("a", "b")
    one.wire.does["telegram:a"] = [SlowDown(LONG_REST)]
    await one.once()

    one.pace = Pace(1000)
    successor = await one.take("another")
    async with one.running(successor):
        await asyncio.sleep(0.3)

    assert one.wire.begun.count("telegram:a") == 1


async def test_a_silence_that_could_not_be_stored_ends_the_run_and_is_kept_all_the_same(one: Lane) -> None:
    await one.add("a", "b")
    one.wire.does["telegram:a"] = [SlowDown(LONG_REST)]
    now = await held(one)
    run = await one.take()
    async with one.running(run) as task:
        await one.until(lambda: "telegram:a" in one.wire.begun)
        await one.take("us")  # the lease is somebody else's now, so nothing more is stored under the former
        now.set()
        with pytest.raises(LeaseLost):
            await task

    assert one.pace.rests()


async def test_where_nobody_is_any_more_nothing_is_tried_again(one: Lane) -> None:
    await one.add("a")
    one.wire.does["telegram:a"] = [NobodyThere()]
    await one.once()
    await one.add("a")

    one.clock.move(MINUTE)
    assert await one.once() == 0

    assert one.wire.begun == ["telegram:a"]
    assert [row.state for row in await one.rows()] == ["gone", "gone"]
    gone = await one.database.read(lambda c: c.scalars(select(room.c.place).where(room.c.gone.is_not(None))).all())
    assert gone == ["telegram:a"]


async def test_a_room_where_somebody_cannot_be_told_alone_stays_open_to_others(one: Lane) -> None:
    await one.add("a")
    one.wire.does["telegram:a"] = [NotTheirs()]
    await one.once()
    await one.add("a")

    later(one)
    assert await one.once() == 1

    assert [row.state for row in await one.rows()] == ["gone", "sent"]
    assert await one.database.read(lambda c: c.scalars(select(room.c.place)).all()) == []


async def test_what_is_spread_keeps_to_the_hours_that_there_are_by_then(one: Lane) -> None:
    await one.add("a")
    owes = {"kind": "correction", "topic": "meals", "scope": {}, "because": "told", "state": "pending"}
    row = {**owes, "person": "telegram:b", "place": "telegram:b", "recorded": TUESDAY_NOON, "loudness": "ordinary"}
    async with one.running(await one.take()):
        await one.until(lambda: one.wire.sent == ["telegram:a"])
        one.quiet = (time(11), time(14))
        await one.database.write(lambda c: c.execute(insert(owed), [row]).rowcount)
        async with asyncio.timeout(PATIENCE):
            while len(found := await one.rows()) < 2:  # noqa: ASYNC110  no event tells of a row
                await asyncio.sleep(0.02)

    assert found[1].not_before == at("2022-03-22 14:00")


async def test_what_is_urgent_and_in_doubt_is_sent_again_up_to_three_times(one: Lane) -> None:
    await one.add("a", urgent=True)
    one.wire.does["telegram:a"] = [InDoubt()] * 9

    for _ in range(6):
        await one.once()
        later(one)

    assert len(one.wire.begun) == 4
    assert await one.states() == {"a": ("doubtful", 4)}


async def test_what_is_ordinary_and_in_doubt_is_not_sent_again(one: Lane) -> None:
    await one.add("a")
    one.wire.does["telegram:a"] = [InDoubt()]

    await one.once()
    one.clock.move(MINUTE)
    await one.once()

    assert len(one.wire.begun) == 1
    assert await one.states() == {"a": ("doubtful", 1)}


async def test_what_was_not_sent_is_tried_again_later_and_not_lost(one: Lane) -> None:
    await one.add("a")
    one.wire.does["telegram:a"] = [NotSent(), NotSent()]

    for _ in range(3):
        await one.once()
        later(one)

    assert one.wire.sent == ["telegram:a"]
    assert await one.states() == {"a": ("sent", 3)}


async def test_while_the_platform_fails_the_lane_rests(one: Lane) -> None:
    await one.add(*"abcdefgh")
    one.wire.does["telegram:a"] = [NotSent()]
    one.pace = Pace(100)

    await one.once()

    assert one.pace.rests()
    assert {state for state, _ in (await one.states()).values()} <= {"waiting", "sent"}


async def test_a_message_of_ours_that_is_no_more_is_not_rewritten(one: Lane) -> None:
    await one.add("a", kind=DeliveryKind.REWRITE, message="17")
    one.wire.does["telegram:a"] = [CannotRewrite()]

    await one.once()

    assert await one.states() == {"a": ("dropped", 1)}


async def test_a_failure_that_nobody_foresaw_is_tried_again_a_few_times(one: Lane) -> None:
    await one.add("a", "b")
    one.wire.does["telegram:a"] = [ValueError("of the channel")] * 9

    for _ in range(8):
        await one.once()
        later(one)

    assert await one.states() == {"a": ("failed", 4), "b": ("sent", 1)}


async def test_what_cannot_be_worded_leaves_the_others_alone(one: Lane) -> None:
    async def wording(due: Due) -> Worded:
        if due.delivery.person == "telegram:a":
            raise KeyError("no words")
        return await naming(due)

    one.wording = wording
    await one.add("a", "b")

    assert await one.once() == 1
    assert await one.states() == {"a": ("waiting", 1), "b": ("sent", 1)}


async def test_what_has_nothing_to_say_any_more_is_dropped(one: Lane) -> None:
    async def nothing(due: Due) -> Worded:
        return Worded(None)

    one.wording = nothing
    await one.add("a")

    assert await one.once() == 0
    assert await one.states() == {"a": ("dropped", 1)}


async def test_a_database_that_cannot_be_read_while_wording_counts_as_no_try(one: Lane) -> None:
    async def away(due: Due) -> Worded:
        raise DatabaseUnreadable("away")

    one.wording = away
    await one.add("a")

    with pytest.raises(DatabaseUnreadable):
        await one.once()
    assert await one.states() == {"a": ("waiting", 0)}


async def test_one_room_rests_between_two_messages(one: Lane) -> None:
    await one.add("a", "a", "b")

    assert await one.once() == 2
    assert one.wire.sent == ["telegram:a", "telegram:b"]

    one.pace = Pace(1000)
    one.clock.move(MINUTE)
    assert await one.once() == 1
    assert {row.state for row in await one.rows()} == {"sent"}


async def test_nothing_is_sent_to_a_room_while_something_is_on_its_way_there(one: Lane) -> None:
    now = await held(one)
    await one.add("a", "a")
    async with one.running(await one.take()):
        await one.until(lambda: len(one.wire.begun) == 1)
        for _ in range(5):
            one.clock.move(MINUTE)
            await asyncio.sleep(0.05)
        assert len(one.wire.begun) == 1
        now.set()
        await one.until(lambda: len(one.wire.sent) == 1)


async def test_in_quiet_hours_only_what_is_urgent_is_sent(one: Lane) -> None:
    one.quiet = (time(22), time(6))
    one.clock.set(at("2022-03-22 23:30"))
    await one.add("a")
    await one.add("b", urgent=True)
    await one.add("c", kind=DeliveryKind.REWRITE, message="17")

    assert await one.once() == 2
    assert one.wire.sent == ["telegram:b", "telegram:c"]
    assert next(row for row in await one.rows() if row.state == "waiting").not_before == at("2022-03-23 06:00")

    one.clock.set(at("2022-03-23 06:00"))
    assert await one.once() == 1


async def test_what_came_too_late_is_dropped(one: Lane) -> None:
    await one.add("a", not_after=moment(5))
    one.clock.move(timedelta(minutes=6))

    assert await one.once() == 0
    assert await one.states() == {"a": ("dropped", 0)}


async def test_under_a_lease_that_may_be_over_nothing_is_sent(one: Lane) -> None:
    await one.add("a", "b")
    lease = await one.database.write(lambda c: take_lane(c, "telegram", holder="us", lasts=LASTS))
    assert lease is not None
    stopped = one.under(lease, since=steady() - LASTS.total_seconds())  # it was stopped for so long

    await stopped.run(once=True)

    assert one.wire.begun == []
    assert await one.states() == {"a": ("waiting", 0), "b": ("waiting", 0)}


async def test_a_run_that_is_taken_over_ends_and_its_successor_sends_the_rest(one: Lane) -> None:
    now = await held(one)
    await one.add(*"abc")
    async with one.running(await one.take()) as task:
        await one.until(lambda: len(one.wire.begun) == 3)
        successor = await one.take()
        await one.add("d")
        now.set()
        with pytest.raises(LeaseLost):
            await asyncio.wait_for(task, 30)
    one.pace = Pace(1000)
    await successor.run(once=True)

    assert sorted(one.wire.sent) == [f"telegram:{person}" for person in "abcd"]
    assert {row.state for row in await one.rows()} == {"sent"}


async def test_a_run_whose_lease_was_lost_unnoticed_cannot_renew_it(one: Lane) -> None:
    lasts = timedelta(seconds=1.5)
    async with one.running(await one.take(lasts=lasts)) as task:
        past = {"until": None}
        await one.database.write(lambda c: c.execute(update(lane).values(**past, epoch=lane.c.epoch + 1)))
        with pytest.raises(LeaseLost):
            await asyncio.wait_for(task, 30)


async def test_cancelled_in_the_middle_it_finishes_what_has_begun_and_gives_back_the_rest(one: Lane) -> None:
    now = await held(one)
    one.pace = Pace(40)
    people = [str(number) for number in range(30)]
    await one.add(*people)
    run = await one.take()
    task = asyncio.create_task(run.run(once=False))
    await one.until(lambda: len(one.wire.begun) >= 4)
    task.cancel()
    await asyncio.sleep(0.05)
    now.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await run.give_back()

    begun = len(one.wire.begun)
    states = [row.state for row in await one.rows()]
    assert (states.count("sent"), states.count("waiting")) == (begun, 30 - begun)
    assert [row.tries for row in await one.rows() if row.state == "waiting"] == [0] * (30 - begun)
    successor = await one.database.write(lambda c: take_lane(c, "telegram", holder="another", lasts=LASTS))
    assert successor is not None


async def test_what_was_claimed_while_it_was_cancelled_goes_back_with_the_lane(one: Lane) -> None:
    await one.add("a")
    run = await one.take()
    lease = Lease("telegram", 1, LASTS)
    await one.database.write(lambda c: claim_due(c, lease, at=TUESDAY_NOON, most=1))

    await run.give_back()

    assert await one.all_are("waiting")


async def test_whatever_helps_a_run_along_and_fails_ends_it(one: Lane) -> None:
    async def broken(due: Due) -> Worded:
        raise asyncio.CancelledError  # a task that ends without a word

    one.wording = broken
    await one.add("a")
    with pytest.raises(RuntimeError):
        await asyncio.wait_for((await one.take()).run(once=False), 30)

    assert await one.states() == {"a": ("waiting", 0)}


async def test_a_clock_that_jumps_neither_ends_a_lease_nor_sends_anything_twice(one: Lane) -> None:
    await one.add("a")
    async with one.running(await one.take(lasts=timedelta(seconds=1.5))) as task:
        await one.until(lambda: len(one.wire.sent) == 1)
        for hours, person in ((1, "after 1"), (-2, "after -2"), (1, "after 1 more")):
            one.clock.move(timedelta(hours=hours))
            await one.add(person, not_before=one.clock.now())
            await one.until(partial(one.wire.sent.__contains__, f"telegram:{person}"))
        await asyncio.sleep(1)
        assert not task.done()

    assert sorted(one.wire.sent) == sorted(
        f"telegram:{person}" for person in ("a", "after 1", "after -2", "after 1 more")
    )
    until = await one.database.read(lambda c: c.scalars(select(lane.c.until)).one() - database_now(c))
    assert until <= timedelta(seconds=1.5)


async def test_an_idle_lane_writes_nothing(one: Lane) -> None:
    said: list[str] = []

    def hear(*heard: Any) -> None:
        said.append(heard[2])

    async with one.running(await one.take()):
        await asyncio.sleep(0.2)
        event.listen(Engine, "before_cursor_execute", hear)
        try:
            await asyncio.sleep(0.8)
        finally:
            event.remove(Engine, "before_cursor_execute", hear)

    assert said
    assert {statement.split()[0] for statement in said} == {"SELECT"}


async def test_the_reply_says_for_whom_it_is_and_under_which_number(one: Lane) -> None:
    seen: list[Reply] = []

    class Reading:
        platform = "telegram"

        async def send(self, place: str, reply: Reply) -> None:
            seen.append(reply)

    await one.add("a")
    one.wire = Reading()  # type: ignore[assignment]
    await one.once()

    (row,) = await one.rows()
    assert [(reply.to, reply.delivery) for reply in seen] == [("telegram:a", row.id)]
