"""The set of commands at Discord: sent when it changed, and in nobody's way."""

from __future__ import annotations

from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange
from adapters.discord.syncing import digest_of
from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.running import ASK, Doing, RunningBot

TODAY = {"type": 1, "name": "today", "description": "How it stands today"}
SET = "/applications/*/commands"


def written(double: Double) -> int:
    return sum(double.commands.writes.values())


async def test_the_set_is_sent_once_and_again_only_when_it_changed(wired: RunningBot, double: Double) -> None:
    first = written(double)
    await wired.restart()
    assert written(double) == first

    wired.commands = [ASK, TODAY]
    await wired.restart()
    assert written(double) == first + 1
    assert {one["name"] for one in double.commands.everywhere()} == {"ask", "today"}


async def test_a_set_that_somebody_took_away_is_sent_anew(wired: RunningBot, double: Double, caller: Caller) -> None:
    await caller.call("PUT", f"/applications/{double.world.bot.id}/commands", [])
    assert double.commands.everywhere() == []
    await wired.restart()
    assert {one["name"] for one in double.commands.everywhere()} == {"ask", "Answer this"}


async def test_a_set_that_cannot_be_sent_keeps_nobody_from_an_answer(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    async def work(exchange: Exchange) -> None:
        await exchange.show(Drawn("Closed on Wednesday."))

    doing.work, wired.waits, wired.commands = work, False, [ASK, TODAY]
    double.faults.fail("PUT", SET, 403, code=50001, times=None)
    await wired.restart()
    await maria.says(maria.dm, "Are schools closed?")
    await double.settled()

    assert [one.content for one in double.sent(maria.dm)] == ["Closed on Wednesday."]
    assert {one["name"] for one in double.commands.everywhere()} == {"ask", "Answer this"}


def test_the_order_of_names_within_a_command_is_no_change() -> None:
    assert digest_of([ASK]) == digest_of([dict(reversed(ASK.items()))])
    assert digest_of([ASK]) != digest_of([{**ASK, "description": "Ask"}])
