"""What goes out arrives once, whatever happens to the connection; where nothing can arrive, that is known."""

from __future__ import annotations

from functools import partial

import pytest

from adapters.discord.drawn import Button, Drawn
from adapters.discord.exchanges import Exchange, House
from adapters.discord.failures import Gone, NotAllowed
from bot.pages import Who
from bot.presses import Step, StepKind
from knowledge.rooms import read_room
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.running import Doing, RunningBot

CALLBACK, MESSAGES, HOOKS = "/interactions/*/callback", "/channels/*/messages", "/webhooks/*"
CLOSED = Drawn("Closed on Wednesday.")
FOLLOW = Step(StepKind.VALUE, "follow", "yes")


@pytest.fixture
async def house(wired: RunningBot, double: Double, doing: Doing) -> House:
    """As whoever sends something by itself has it."""
    omar = double.person("Omar")
    await omar.says(omar.dm, "Hello")
    await double.settled()
    return doing.came.pop().house


def place(room: Channel) -> str:
    return f"discord:{room.id}"


@pytest.mark.parametrize("after", [False, True])
async def test_a_message_whose_connection_was_cut_stands_once(
    house: House, double: Double, general: Channel, after: bool
) -> None:
    double.faults.cut("POST", MESSAGES, after=after)
    named = await house.sender.send(place(general), CLOSED)

    assert [str(one.id) for one in double.sent(general)] == [named]


@pytest.mark.parametrize("after", [False, True])
async def test_a_first_response_whose_connection_was_cut_is_given_once_and_its_message_is_known(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel, after: bool
) -> None:
    async def work(exchange: Exchange) -> None:
        await exchange.show(CLOSED)
        await exchange.rewrite(Drawn("Open on Thursday."))

    doing.work = work
    double.faults.cut("POST", CALLBACK, after=after)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.content == "Open on Thursday."
    assert asked.followups == []
    assert doing.came[0].sent == [str(asked.shown.id)]


async def test_an_error_of_the_server_after_the_response_was_taken_is_no_error(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel
) -> None:
    doing.work = say_closed
    double.faults.fail("POST", CALLBACK, 500, after=True)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert (asked.content, asked.refused) == (CLOSED.content, [40060])


@pytest.mark.parametrize(("method", "path"), [("PATCH", HOOKS), ("POST", HOOKS)])
async def test_what_comes_after_the_first_response_is_brought_again(
    wired: RunningBot, double: Double, doing: Doing, maria: Person, general: Channel, method: str, path: str
) -> None:
    async def work(exchange: Exchange) -> None:
        first = await exchange.show(Drawn("First"))
        await exchange.rewrite(Drawn("First, changed"), first)
        await exchange.show(Drawn("Second"))

    doing.work = work
    double.faults.cut(method, path)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.original is not None
    assert (asked.original.content, [one.content for one in asked.followups]) == ("First, changed", ["Second"])


async def test_an_answer_that_comes_too_late_is_said_in_the_log_and_in_a_private_room_all_the_same(
    wired: RunningBot,
    double: Double,
    doing: Doing,
    maria: Person,
    general: Channel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work(exchange: Exchange) -> None:
        double.clock.forward(seconds=3.5)
        await exchange.show(CLOSED)

    doing.work = work
    for room in (general, maria.dm):
        await maria.uses(room, "/ask", question="Are schools closed?")
        await double.settled()

    assert double.sent(general) == []
    assert [one.content for one in double.sent(maria.dm)] == [CLOSED.content]
    assert len([one for one in caplog.messages if "too late" in one]) == 2


async def test_after_a_quarter_of_an_hour_a_private_room_is_still_written_to(
    wired: RunningBot, double: Double, doing: Doing, maria: Person
) -> None:
    async def work(exchange: Exchange) -> None:
        await exchange.show(Drawn("First"))
        double.clock.forward(minutes=16)
        await exchange.show(CLOSED)

    doing.work = work
    await maria.uses(maria.dm, "/ask", question="Are schools closed?")
    await double.settled()

    assert [one.content for one in double.sent(maria.dm)] == ["First", CLOSED.content]


async def test_a_room_closed_to_us_is_known_with_the_permissions_that_are_missing(
    house: House, wired: RunningBot, double: Double, general: Channel
) -> None:
    double.deny(general, "send_messages", "embed_links")
    await double.settled()
    with pytest.raises(NotAllowed) as refused:
        await house.sender.send(place(general), CLOSED)

    assert refused.value.names == ("Embed Links", "Send Messages")
    assert house.sender.servers.lacking(place(general)) == refused.value.names
    assert await is_gone(wired, general)

    double.deny(general)
    await double.settled()
    assert not await is_gone(wired, general)


async def test_whoever_looks_after_a_server_is_told_which_permissions_lack_once_a_day(
    wired: RunningBot, double: Double, doing: Doing, editor: Person, maria: Person, general: Channel
) -> None:
    doing.work = say_closed
    double.deny(general, "send_messages")
    asked = [await one.uses(general, "/ask", question="Are schools closed?") for one in (maria, editor, editor)]
    await double.settled()

    told = [[one.content for one in each.followups] for each in asked]
    assert told == [[], ["In this channel I lack permissions that I need to answer: Send Messages."], []]
    assert all(one.original is not None and one.original.content == CLOSED.content for one in asked)


async def test_whoever_takes_no_messages_is_gone_until_they_write_again(
    wired: RunningBot, house: House, double: Double, maria: Person
) -> None:
    room = await house.sender.private_room(f"discord:{maria.id}")
    maria.closes_dms()
    with pytest.raises(Gone):
        await house.sender.send(room, CLOSED)

    assert room == place(maria.dm)
    assert await is_gone(wired, maria.dm)
    await maria.says(maria.dm, "Are schools closed?")
    await double.settled()
    assert not await is_gone(wired, maria.dm)


async def test_a_channel_that_is_no_more_is_gone(
    wired: RunningBot, house: House, double: Double, general: Channel
) -> None:
    double.world.remove(general)
    await double.settled()
    with pytest.raises(Gone):
        await house.sender.send(place(general), CLOSED)
    assert await is_gone(wired, general)


@pytest.mark.parametrize("fault", ["unavailable", "slow down", "slow down, all"])
async def test_what_discord_puts_off_is_brought_all_the_same(
    house: House, double: Double, general: Channel, fault: str
) -> None:
    if fault == "unavailable":
        double.faults.fail("POST", MESSAGES, 503)
    else:
        double.faults.limit("POST", MESSAGES, 0.05, whole="all" in fault)
    await house.sender.send(place(general), CLOSED)

    assert [one.content for one in double.sent(general)] == [CLOSED.content]


@pytest.mark.parametrize("after", [False, True])
async def test_a_post_of_a_forum_is_opened_once_with_buttons_that_are_good_in_it(
    wired: RunningBot, house: House, double: Double, doing: Doing, maria: Person, after: bool
) -> None:
    (forum,) = [one for one in double.world.channels.values() if one.name == "questions"]
    assert house.sender.servers.is_forum(place(forum))
    double.faults.cut("POST", "/channels/*/threads", after=after)
    drawn = Drawn("Who knows?", rows=((Button("Follow", FOLLOW),),), for_all=True)
    room, message = await house.sender.post(place(forum), "Bell times", drawn, tag="open")

    (post,) = double.posts(forum)
    assert (room, post.name) == (place(post), "Bell times")
    assert house.sender.servers.parent(room) == place(forum)
    pressed = []

    async def work(exchange: Exchange) -> None:
        pressed.append(await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at))

    doing.work = work
    (standing,) = double.sent(post)
    assert str(standing.id) == message
    await maria.presses(standing, "Follow")
    await double.settled()
    assert pressed == [FOLLOW]

    assert await house.sender.retag(room, tag="answered", closed=True)
    assert post.archived


async def test_nobody_is_pinged_whatever_the_words(
    wired: RunningBot, house: House, double: Double, maria: Person, general: Channel
) -> None:
    await house.sender.send(place(general), Drawn(f"@everyone @here <@{maria.id}>"))
    assert double.pinged == []


async def test_a_message_that_is_gone_cannot_be_changed_and_that_is_said(
    house: House, double: Double, general: Channel
) -> None:
    named = await house.sender.send(place(general), CLOSED)
    assert await house.sender.edit(place(general), named, Drawn("Open on Thursday."))
    assert await house.sender.delete(place(general), named)
    assert not await house.sender.edit(place(general), named, CLOSED)
    assert not await house.sender.delete(place(general), named)


async def test_a_message_goes_out_without_its_buttons_where_they_cannot_be_kept(
    house: House, double: Double, general: Channel, wired: RunningBot
) -> None:
    who = Who("discord:1", place(general))
    named = await house.sender.send(place(general), Drawn("Which?", rows=((Button("One", FOLLOW),),)), who=who)
    (standing,) = double.sent(general)
    assert (str(standing.id), standing.labels) == (named, ["One"])


async def say_closed(exchange: Exchange) -> None:
    await exchange.show(CLOSED)


async def is_gone(wired: RunningBot, room: Channel) -> bool:
    found = await wired.bellwether.database.read(partial(read_room, place=place(room)))
    return found.gone is not None
