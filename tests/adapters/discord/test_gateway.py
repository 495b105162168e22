"""Sessions of the real library: started, cut off, resumed, refused; two shards; one who is silent."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double, discord_double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.tiny_bot import TinyBot, running


@pytest.mark.parametrize("code", [None, 1001, 4000])
async def test_what_was_missed_is_replayed_after_a_loss(
    bot: TinyBot, double: Double, maria: Person, code: int | None
) -> None:
    await double.gateway.drop(code)
    await maria.says(maria.dm, "while you were away")
    await bot.hears("while you were away")
    await bot.resumed.wait()

    assert double.gateway.counted["resumed"] == 1
    assert double.gateway.counted["identified"] == 1


async def test_a_request_to_reconnect_is_followed(bot: TinyBot, double: Double, maria: Person) -> None:
    double.gateway.ask_to_reconnect()
    await bot.resumed.wait()
    await maria.says(maria.dm, "back again")
    await bot.hears("back again")

    assert double.gateway.counted["identified"] == 1


async def test_an_invalid_session_is_started_anew(bot: TinyBot, double: Double, maria: Person) -> None:
    double.gateway.joined.clear()
    double.gateway.invalidate()
    await double.gateway.joined.wait()
    await maria.says(maria.dm, "a new session")
    await bot.hears("a new session")

    assert double.gateway.counted["identified"] == 2


async def test_an_absence_that_outlasts_one_try_costs_the_session(bot: TinyBot, double: Double, maria: Person) -> None:
    """A sharded client whose first RESUME finds nobody begins anew: what was said meanwhile is never replayed."""
    await double.gateway.go_away()
    await double.gateway.turned_away.wait()
    await maria.says(maria.dm, "lost")
    double.gateway.joined.clear()
    double.gateway.come_back()
    await double.gateway.joined.wait()
    await maria.says(maria.dm, "heard")
    await bot.hears("heard")

    assert double.gateway.counted["identified"] == 2
    assert "lost" not in [one.content for one in bot.heard]


async def test_a_malformed_event_ends_the_client(double: Double) -> None:
    bot = TinyBot()
    async with bot:
        started = asyncio.create_task(bot.start(double.token))
        await double.ready()
        double.gateway.send_malformed()
        with pytest.raises(KeyError):
            await started


@pytest.mark.parametrize(
    ("intents", "granted", "ends"),
    [
        (discord.Intents(guilds=True, message_content=True), False, discord.PrivilegedIntentsRequired),
        (discord.Intents(guilds=True, members=True), False, discord.PrivilegedIntentsRequired),
        (discord.Intents(guilds=True, message_content=True), True, None),
    ],
)
async def test_privileged_intents_have_to_be_granted(
    double: Double, intents: discord.Intents, granted: bool, ends: type[Exception] | None
) -> None:
    if granted:
        double.allow_intents(intents)
    bot = TinyBot(intents=intents)
    async with bot:
        started = asyncio.create_task(bot.start(double.token))
        if ends:
            with pytest.raises(ends):
                await started
        else:
            await double.ready()
            await bot.close()
            await started


async def test_with_the_intent_all_content_arrives(double: Double, general: Channel, maria: Person) -> None:
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    double.allow_intents(intents)
    async with running(TinyBot(intents=intents)) as bot:
        await maria.says(general, "Are schools closed?")
        await bot.hears("Are schools closed?")


async def test_a_wrong_token_is_refused(double: Double) -> None:
    async with TinyBot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("another.token")


async def test_two_shards_divide_the_servers_and_the_first_has_direct_messages() -> None:
    async with discord_double(shards=2) as double:
        even, odd = double.guild("Even"), double.guild("Odd")
        maria = double.member("Maria", guild=odd)
        async with running(TinyBot()) as bot:
            await double.ready()
            mention = f"<@{double.world.bot.id}> hello"
            for place in (even.channel("general"), odd.channel("general"), maria.dm):
                await maria.says(place, mention)
            await double.settled()
            asked = await maria.uses(odd.channel("general"), "/ask", question="Are schools closed?")

            assert sorted(guild.shard_id for guild in bot.guilds) == [0, 1]
            heard = {one.guild.name if one.guild else None: one for one in bot.heard if one.author.id == maria.id}
            assert set(heard) == {"Even", "Odd", None}
            assert asked.ephemeral

            sessions = {one.shard: one for one in double.gateway.up}
            await double.gateway.drop(shard=1)
            await bot.resumed.wait()
            assert [one.shard for one in double.gateway.up if one is sessions[one.shard]] == [0, 1]


async def test_identifying_too_soon_is_refused() -> None:
    async with discord_double(shards=2, identify_every=0.2, concurrency=1) as double:
        async with running(TinyBot()):
            await double.ready()

        assert double.gateway.counted["connected"] > 2


# What a client could do wrong, over a bare socket.


async def closed_with(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    while (await socket.receive()).type != aiohttp.WSMsgType.CLOSE:
        pass
    return socket.close_code


async def test_a_silent_client_is_closed() -> None:
    async with discord_double(heartbeat=0.02) as double, aiohttp.ClientSession() as session:
        socket = await Caller(double, session).gateway()

        assert await closed_with(socket) == 4009


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{not json", 4002),
        ('{"op": 0, "d": "' + "x" * 5000 + '"}', 4002),
        ('{"op": 5, "d": {}}', 4001),
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 1}}', 4004),
        ('{"op": 2, "d": {"token": "TOKEN", "intents": 536870912}}', 4013),
        ('{"op": 2, "d": {"token": "TOKEN", "intents": 1, "shard": [2, 2]}}', 4010),
    ],
)
async def test_a_wrong_frame_closes_the_socket(double: Double, caller: Caller, frame: str, code: int) -> None:
    socket = await caller.gateway()
    await socket.send_str(frame.replace("TOKEN", double.token))

    assert await closed_with(socket) == code


async def test_more_than_120_frames_a_minute_are_too_many(caller: Caller) -> None:
    socket = await caller.gateway()
    for _ in range(121):
        await socket.send_str('{"op": 1, "d": null}')

    assert await closed_with(socket) == 4008


IDENTIFY = '{"op": 2, "d": {"token": "TOKEN", "intents": 1}}'
RESUME = '{"op": 6, "d": {"token": "TOKEN", "session_id": "SESSION", "seq": 1}}'


@pytest.mark.parametrize(("session", "sequence", "code"), [("SESSION", 99, 4007), ("SESSION", 1, 4005)])
async def test_a_session_is_resumed_only_as_it_was(
    double: Double, caller: Caller, session: str, sequence: int, code: int
) -> None:
    """*4005*: who is known already says who they are again."""
    socket = await caller.gateway()
    await socket.send_str(IDENTIFY.replace("TOKEN", double.token))
    await double.gateway.joined.wait()
    [known] = double.gateway.up
    again = await caller.gateway() if code == 4007 else socket
    resume = RESUME.replace("TOKEN", double.token).replace(session, known.id).replace('"seq": 1', f'"seq": {sequence}')
    await again.send_str(resume)

    assert await closed_with(again) == code


async def test_an_unknown_session_is_invalid(double: Double, caller: Caller) -> None:
    socket = await caller.gateway()
    await socket.send_str(RESUME.replace("TOKEN", double.token))
    said = [await socket.receive_json() for _ in range(2)]

    assert [one["op"] for one in said] == [10, 9]
    assert said[1]["d"] is False


async def test_another_version_of_the_api_is_refused(caller: Caller) -> None:
    assert await closed_with(await caller.gateway(version=9)) == 4012


async def test_with_two_shards_everybody_says_which_they_are() -> None:
    async with discord_double(shards=2) as double, aiohttp.ClientSession() as session:
        socket = await Caller(double, session).gateway()
        await socket.send_str(IDENTIFY.replace("TOKEN", double.token))

        assert await closed_with(socket) == 4011


async def test_a_gateway_that_falls_silent_is_left_and_the_session_resumed() -> None:
    async with discord_double(heartbeat=0.1) as double, running(TinyBot(heartbeat_timeout=0.2)) as bot:
        double.gateway.acknowledges = False
        await bot.resumed.wait()
        double.gateway.acknowledges = True

        assert double.gateway.counted["resumed"] >= 1


async def test_all_of_discord_is_away_for_a_while(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    await double.go_away()
    with pytest.raises(discord.DiscordServerError):
        await bot.fetch_user(maria.id)
    double.gateway.joined.clear()
    double.come_back()
    await double.gateway.joined.wait()

    assert (await maria.uses(general, "/ask", question="Are schools closed?")).answered
