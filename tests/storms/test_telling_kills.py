"""Senders killed, ended and stopped in the middle: all are reached, and twice only who was being sent something."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from tests.storms.conftest import NewDatabase
from tests.storms.rounds import Figures, Storm
from tests.storms.telling import LEASE, Telling, telling

ORDINARY, PAID = 30, 1000  # messages a second
UNNOTED = {ORDINARY: 64, PAID: 250}  # at the most in one kill: on their way, or arrived and not noted yet


def test_killed_at_any_moment_everybody_is_reached(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"telling-kills-{kind}")
    cases = [(ORDINARY, 20), (PAID, 20)] if storm.long else [(PAID, 2)]

    def one(number: int) -> Figures:
        return asyncio.run(_killed(storm, new_database(), *cases[number], number=number))

    for found in storm.run(range(len(cases)), one):
        assert found["lost"] == 0
        assert int(found["twice"]) <= int(found["in flight"])
        assert int(found["in flight"]) <= UNNOTED[int(found["a second"])] * int(found["faults"])


async def _killed(storm: Storm, address: str, rate: int, kills: int, *, number: int) -> Figures:
    """On a server a second sender waits for its turn."""
    chance = storm.random(number)
    on_server = address.startswith("postgresql")
    async with telling(address, rate=rate, people=round(kills * rate * 1.2 + rate)) as told:
        for _ in range(1 + on_server):
            await told.senders.start()
        for _ in range(kills):
            await told.more(chance.uniform(0.2, 1) * rate)
            await asyncio.sleep(chance.uniform(0, 0.1))
            await told.kill(told.platform.taken[-1].process)
            await told.senders.start()
        await told.all_through()
        assert await told.senders.end(told.senders.running[0], signal.SIGTERM) == 0
        return told.figures("kill -9")


def test_ended_in_order_everybody_is_reached_once(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"telling-ends-{kind}")

    def one(number: int) -> Figures:
        return asyncio.run(_ended(storm, new_database(), number=number))

    for found in storm.run(range(storm.of(1, 2)), one):
        assert (found["lost"], found["twice"]) == (0, 0)


async def _ended(storm: Storm, address: str, *, number: int) -> Figures:
    chance, rate, ends = storm.random(number), (PAID, 200)[number], storm.of(2, 20)
    async with telling(address, rate=rate, people=round(ends * rate * 0.8 + 100)) as told:
        process = await told.senders.start()
        for _ in range(ends):
            await told.more(chance.uniform(0.1, 0.5) * rate)
            assert await told.senders.end(process, signal.SIGTERM) == 0
            told.faults += 1
            process = await told.senders.start()
        await told.all_through()
        return told.figures("SIGTERM")


def test_stopped_for_longer_than_its_lease_it_sends_nothing_more(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"telling-stops-{kind}")

    def one(number: int) -> Figures:
        return asyncio.run(_stopped(storm, new_database(), number=number))

    for found in storm.run(range(1), one):
        assert found["lost"] == 0
        # Stopped between its look at the lease and the very next line, it sends that one; nothing of ours prevents it.
        assert int(found["by the stopped"]) <= int(found["faults"])
        assert int(found["twice"]) <= int(found["in flight"])


async def _stopped(storm: Storm, address: str, *, number: int) -> Figures:
    """On a server another goes on meanwhile; of a file the same one does, under a new lease."""
    chance, stops, rate, stray = storm.random(number), storm.of(1, 8), 200, 0
    on_server = address.startswith("postgresql")
    async with telling(address, rate=rate, people=storm.of(1000, 8000)) as told:
        for _ in range(1 + on_server):
            await told.senders.start()
        for _ in range(stops):
            await told.more(chance.uniform(0.2, 0.8) * rate)
            stopped = told.platform.taken[-1].process
            os.kill(stopped, signal.SIGSTOP)
            await asyncio.sleep(0.2)  # what it had let go arrives
            noted = await asyncio.to_thread(told.noted)
            told.unnoted += len({one.delivery for one in told.platform.taken} - noted)
            await asyncio.sleep(LEASE * chance.uniform(1.2, 1.6))
            if on_server:
                await told.more(rate * 0.2)
            stray += await _continued(told, stopped, until=rate * 0.3)
            told.faults += 1
        await told.all_through()
        return {**told.figures("SIGSTOP"), "by the stopped": stray if on_server else 0}


async def _continued(told: Telling, stopped: int, *, until: float) -> int:
    """How many it sent while another has the lane."""
    since = time.monotonic()
    os.kill(stopped, signal.SIGCONT)
    await told.more(until)
    return sum(one.process == stopped and one.sent > since for one in told.platform.taken)


def test_killed_while_an_announcement_is_spread_it_is_spread_once(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"telling-spreading-{kind}")

    def one(number: int) -> Figures:
        return asyncio.run(_spread(storm, new_database(), number=number))

    for found in storm.run(range(1), one):
        assert (found["lost"], found["deliveries twice"]) == (0, 0)


async def _spread(storm: Storm, address: str, *, number: int) -> Figures:
    """Each sender gets some way before it is killed: one that never does would be no test of what comes after it."""
    chance, people = storm.random(number), storm.of(8_000, 200_000)
    async with telling(address, rate=PAID, people=people) as told:
        while not told.is_spread():
            before, process = told.spread_over()[0], await told.senders.start()
            async with asyncio.timeout(120):
                while not told.is_spread() and told.spread_over()[0] == before:  # noqa: ASYNC110  another process does it
                    await asyncio.sleep(0.05)
            await asyncio.sleep(chance.uniform(0, 0.1))
            await told.kill(process)
        rows, reached = told.spread_over()
        times = told.platform.times()
        return {
            "storm": "kill -9 while spreading",
            "database": kind_of(address),
            "faults": told.faults,
            "expected": people,
            "lost": people - reached,
            "deliveries twice": rows - reached,
            "sent meanwhile": len(times),
            "twice": sum(times.values()) - len(times),
            "in flight": told.unnoted,
        }


def kind_of(address: str) -> str:
    return address.split(":")[0].split("+")[0]


@pytest.mark.parametrize("portable", [False, True])
def test_asked_for_silence_nothing_is_sent_in_it(new_database: NewDatabase, kind: str, portable: bool) -> None:
    """*portable*: on a server that runs transactions one after the other, as distributed ones do."""
    if portable and kind == "sqlite":
        pytest.skip("a file has no other way")
    storm = Storm.named(f"telling-silences-{kind}{'-portable' * portable}")

    def one(number: int) -> Figures:
        more = "options=-c%20default_transaction_isolation%3Dserializable" if portable else ""
        return asyncio.run(_silenced(storm, _with(new_database(), more), number=number))

    for found in storm.run(range(1), one):
        assert (found["lost"], found["sent in silence"]) == (0, 0)
        assert int(found["twice"]) <= int(found["in flight"])
        assert int(found["asked for silence"]) > 0


def _with(address: str, more: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{more}" if more else address


async def _silenced(storm: Storm, address: str, *, number: int) -> Figures:
    """The platform takes half our rate; after some silences the sender is killed within one."""
    chance, kills, rate = storm.random(number), storm.of(1, 5), 100
    people = storm.of(150, 1500)
    async with telling(address, rate=rate, people=people, limit=rate / 2, rest=1.0) as told:
        for _ in range(1 + address.startswith("postgresql")):
            await told.senders.start()
        for _ in range(kills):
            heard = len(told.platform.silences)
            await told.platform.until(lambda heard=heard: len(told.platform.silences) > heard)  # type: ignore[misc]
            await told.resting(0.4)
            await asyncio.sleep(chance.uniform(0, 0.2))
            await told.kill(told.platform.taken[-1].process)
            await told.senders.start()
        await told.all_through()
        silences = {"asked for silence": told.platform.asked, "sent in silence": told.platform.broken_silences()}
        return {**told.figures("429, killed in it"), **silences}
