"""One run from login to end: refusals that are final, lost connections, shards, events nobody can read, a signal."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.discord.calling import Patience
from adapters.discord.client import GUILDS_COME, TooManyStarts
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Refused
from adapters.discord.running import Away, Discord
from adapters.supervising import Backoff, State, Supervisor
from bot.pages import Who
from bot.program import SystemClock, open_bellwether
from bot.settings import DiscordSettings
from tests.adapters.discord.double import Double, discord_double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.running import Doing, RunningBot, running_bot, settings_for, until
from tests.adapters.discord.world import Event

CLOSED = Drawn("Closed on Wednesday.")
WRONG = "wrong.token.taken-back-last-year"
HURRY = Patience(first=0.01, longest=0.05, tries=4)


async def say_closed(exchange: Exchange) -> None:
    await exchange.show(CLOSED)


def texts(double: Double, room: Channel) -> list[str]:
    return [one.content for one in double.sent(room)]


async def test_a_wrong_token_is_final_and_never_shown(
    wired: RunningBot, doing: Doing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for token in (WRONG, "two\nlines", "ключ"):
        refused = Discord(wired.bellwether, DiscordSettings(token=SecretStr(token)), handle=doing.handle)
        with pytest.raises(Refused) as told:
            await refused.run()
        assert "BELLWETHER_DISCORD__TOKEN" in str(told.value)
        assert token not in str(told.value) + caplog.text


@pytest.mark.parametrize("code", [4004, 4013, 4014])
async def test_what_the_gateway_refuses_for_good_is_final(wired: RunningBot, double: Double, code: int) -> None:
    await double.gateway.drop(code)
    await asyncio.sleep(0.1)
    with pytest.raises(Refused):
        await wired.stop()


async def test_without_starts_left_today_there_is_a_rest_and_not_another_start(
    wired: RunningBot, double: Double
) -> None:
    await wired.stop()
    double.gateway.starts_left, begun = 5, double.gateway.counted["identified"]
    with pytest.raises(TooManyStarts):
        await wired.start()
    assert double.gateway.counted["identified"] == begun


async def test_discord_being_away_at_the_start_is_told_in_one_line(
    wired: RunningBot, double: Double, doing: Doing
) -> None:
    await wired.stop()
    await double.go_away()
    with pytest.raises(Away):
        await wired.start()
    double.come_back()
    await wired.start()
    assert double.gateway.up


async def test_a_connection_that_discord_wants_anew_loses_nothing_and_answers_nothing_twice(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    doing.work = say_closed
    await maria.says(maria.dm, "Are schools closed?")
    await double.settled()
    double.gateway.ask_to_reconnect()
    await maria.says(maria.dm, "And Thursday?")
    await until(lambda: double.gateway.counted["resumed"])
    await until(lambda: len(texts(double, maria.dm)) == 2)
    await double.settled()

    assert texts(double, maria.dm) == [CLOSED.content] * 2


async def test_after_a_connection_that_was_cut_the_next_question_is_answered(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    doing.work = say_closed
    gateway = double.gateway
    await gateway.drop(None)
    await until(lambda: gateway.counted["resumed"] + gateway.counted["identified"] == 2)
    await maria.says(maria.dm, "Are schools closed?")
    await until(lambda: double.sent(maria.dm))
    await double.settled()

    assert texts(double, maria.dm) == [CLOSED.content]


async def test_the_token_is_in_no_line_of_the_log_at_no_level(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await wired.restart()
    double.faults.cut("POST", "/interactions/*/callback")
    await maria.uses(maria.dm, "/ask", question="Are schools closed?")
    await double.gateway.drop(None)
    await double.ready()
    await wired.restart()
    assert len(caplog.messages) > 20
    assert double.token not in caplog.text


async def test_the_same_event_twice_is_one(wired: RunningBot, double: Double, doing: Doing, maria: Person) -> None:
    doing.work = say_closed
    asked = await maria.uses(maria.dm, "/ask", question="Are schools closed?")
    await double.settled()
    double.world.tell(Event("INTERACTION_CREATE", asked.json(double.world.bot), None))
    await double.settled()

    assert len(doing.came) == 1
    assert asked.refused == []


async def test_an_event_that_nobody_can_read_ends_the_run_with_what_had_begun_brought_to_its_end(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def work(exchange: Exchange) -> None:
        began.set()
        await go_on.wait()
        await exchange.show(CLOSED)

    doing.work = work
    asked = await maria.uses(maria.dm, "/ask", question="Are schools closed?", wait=False)
    await began.wait()
    double.gateway.send_malformed()
    await asyncio.sleep(0.1)
    go_on.set()
    await asyncio.sleep(0.1)

    assert asked.content == CLOSED.content
    with pytest.raises(KeyError):
        await wired.stop()
    wired.faults.clear()


async def test_under_its_supervisor_it_comes_back_after_an_event_that_nobody_can_read(
    double: Double, database: Path, curated: Path, doing: Doing, maria: Person
) -> None:
    doing.work = say_closed
    settings, clock = settings_for(double, database, curated), SystemClock()
    supervisor = Supervisor("Discord", clock, final=(Refused,), backoff=Backoff(first=timedelta(milliseconds=10)))
    async with open_bellwether(settings, clock=clock) as bellwether:
        discord = Discord(bellwether, settings.discord, handle=doing.handle, up=supervisor.is_up, patience=HURRY)
        kept = asyncio.create_task(supervisor.keep(discord.run))
        await double.ready()
        double.gateway.send_malformed()
        await until(lambda: double.gateway.counted["identified"] == 2 and supervisor.state is State.UP)
        await maria.says(maria.dm, "Are schools closed?")
        await until(lambda: double.sent(maria.dm))
        kept.cancel()
        await asyncio.gather(kept, return_exceptions=True)
    assert supervisor.state is State.STOPPED


async def test_at_the_end_what_has_begun_is_answered(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    began = asyncio.Event()

    async def work(exchange: Exchange) -> None:
        began.set()
        await asyncio.sleep(0.3)
        await exchange.show(CLOSED)

    doing.work = work
    asked = await maria.uses(general, "/ask", question="Are schools closed?", wait=False)
    await began.wait()
    await wired.stop()

    assert asked.content == CLOSED.content


@pytest.mark.parametrize("room", ["general", "dm"])
async def test_a_message_that_was_broken_off_is_answered_once_after_the_next_start(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel, room: str
) -> None:
    began, place = asyncio.Event(), general if room == "general" else maria.dm

    async def work(exchange: Exchange) -> None:
        began.set()
        await asyncio.Event().wait()

    patient, wired.drain = wired.drain, 0.1
    await wired.restart()
    doing.work = work
    await maria.says(place, f"<@{double.world.bot.id}> are schools closed?")
    await began.wait()
    await wired.stop()
    assert "were not dealt with in time" in wired.faults.pop()
    doing.work, wired.drain = say_closed, patient
    for _ in range(2):
        await wired.start()
        await double.settled()
        await wired.stop()

    assert texts(double, place) == [CLOSED.content]
    assert doing.came[-1].who == doing.came[0].who


async def test_a_message_that_was_deleted_meanwhile_is_left_alone(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    began = asyncio.Event()

    async def work(exchange: Exchange) -> None:
        began.set()
        await asyncio.Event().wait()

    wired.drain = 0.1
    await wired.restart()
    doing.work = work
    said = await maria.says(maria.dm, "Are schools closed?")
    await began.wait()
    await wired.stop()
    wired.faults.clear()
    double.world.erase(said)
    doing.work = say_closed
    await wired.start()
    await double.settled()

    assert texts(double, maria.dm) == []


async def test_what_takes_too_long_at_the_end_is_broken_off(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    began = asyncio.Event()

    async def work(exchange: Exchange) -> None:
        began.set()
        await asyncio.Event().wait()

    wired.drain = 0.1
    await wired.restart()
    doing.work = work
    await maria.uses(general, "/ask", question="Are schools closed?", wait=False)
    await began.wait()
    await wired.stop()

    assert "were not dealt with in time" in wired.faults.pop()


@pytest.mark.parametrize("room", ["general", "dm"])
async def test_whatever_goes_wrong_is_one_sentence_with_a_reference_that_stands_in_the_log(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel, room: str
) -> None:
    async def work(exchange: Exchange) -> None:
        raise ValueError("as asked")

    doing.work = work
    asked = await maria.uses(general if room == "general" else maria.dm, "/ask", question="Are schools closed?")
    await double.settled()

    reference = asked.content.rpartition(" ")[2].strip(").")
    assert asked.content.startswith("Ahora mismo no puedo consultar nada.")
    assert asked.ephemeral
    assert reference in wired.faults.pop()


async def test_a_server_that_we_are_brought_into_is_greeted_where_we_may_speak(
    database: Path, curated: Path, double: Double, doing: Doing
) -> None:
    greeted: list[tuple[str, Who]] = []

    async def joined(house: House, place: str, who: Who) -> None:
        greeted.append((place, who))
        await house.sender.send(place, Drawn("Hello"))

    async with running_bot(double, settings_for(double, database, curated), doing.handle, joined=joined) as running:
        await asyncio.sleep(2 * GUILDS_COME)
        guild = double.guild("School 5", channels=("rules", "parents"))
        await until(lambda: double.sent(guild.channel("rules")))
        await double.settled()
        assert not running.discord.busy
    (place, who), *others = greeted
    assert others == []
    assert place == f"discord:{guild.channel('rules').id}"
    assert who.shared
    assert texts(double, guild.channel("rules")) == ["Hello"]


async def test_with_two_shards_both_are_answered(database: Path, curated: Path, doing: Doing) -> None:
    doing.work = say_closed
    async with discord_double(shards=2) as double:
        rooms = [double.guild(f"On shard {shard}", shard=shard).channel("general") for shard in (0, 1)]
        people = [double.member("Maria", guild=room.guild) for room in rooms]
        async with running_bot(double, settings_for(double, database, curated), doing.handle):
            asked = [await one.uses(room, "/ask", question="?") for one, room in zip(people, rooms, strict=True)]
            await double.settled()
    assert [one.content for one in asked] == [CLOSED.content] * 2
    assert {one.who.place for one in doing.came} == {f"discord:{room.id}" for room in rooms}


async def test_other_bots_and_what_the_library_tells_of_a_room_are_left_alone(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    await maria.says(general, "<@&1> are schools closed?")
    await double.settled()
    assert doing.came == []
