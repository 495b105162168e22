"""What goes wrong on the way, and what is forbidden: limits of rate, errors, cut connections, closed doors."""

from __future__ import annotations

import asyncio
import io

import discord
import pytest

from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.tiny_bot import TinyBot

SENDING = "/channels/*/messages"


def room(bot: TinyBot, channel: Channel) -> discord.TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_too_many_calls_wait_and_are_sent(bot: TinyBot, double: Double, general: Channel) -> None:
    double.faults.limit("POST", SENDING, 0.01)
    double.faults.limit("POST", SENDING, 0.01, whole=True)

    await room(bot, general).send("Closed.")

    assert [one.status for one in double.rest.seen if one.path.endswith("/messages")] == [429, 429, 200]
    assert len(double.sent(general)) == 1


async def test_a_bucket_that_is_empty_refuses(caller: Caller, double: Double, general: Channel) -> None:
    double.rates.bucket("POST /channels/{channel}/messages", limit=2, per=30)
    at = f"/channels/{general.id}/messages"
    told = [await caller.call("POST", at, {"content": "x"}) for _ in range(3)]

    assert [one.status for one in told] == [200, 200, 429]
    assert told[2].body["retry_after"] > 0
    assert told[2].body["global"] is False


async def test_the_limit_over_all_does_not_count_answers_to_interactions(
    bot: TinyBot, caller: Caller, double: Double, maria: Person, general: Channel
) -> None:
    double.rates.whole = (1, 30)
    assert (await caller.call("GET", "/users/@me")).status == 200
    assert (await caller.call("GET", "/users/@me")).body["global"] is True

    assert (await maria.uses(general, "/ask", question="Are schools closed?")).answered


async def test_an_error_of_the_server_is_told(bot: TinyBot, double: Double, general: Channel) -> None:
    double.faults.fail("POST", SENDING, 503)

    with pytest.raises(discord.DiscordServerError):
        await room(bot, general).send("Closed.")
    assert double.sent(general) == []


async def test_a_connection_cut_before_the_effect_is_not_tried_again(
    bot: TinyBot, double: Double, general: Channel
) -> None:
    double.faults.cut("POST", SENDING)

    with pytest.raises(OSError, match=r"reset|disconnected"):
        await room(bot, general).send("Closed.")
    assert double.sent(general) == []


async def test_a_connection_cut_after_the_effect_and_the_same_nonce_again(
    bot: TinyBot, double: Double, general: Channel
) -> None:
    double.faults.cut("POST", SENDING, after=True)

    with pytest.raises(OSError, match=r"reset|disconnected"):
        await room(bot, general).send("Closed.", nonce="1234")
    again = await room(bot, general).send("Closed.", nonce="1234")

    assert [one.id for one in double.sent(general)] == [again.id]
    assert double.messages.repeated == 1


async def test_a_slow_call_holds_up_nobody_else(bot: TinyBot, double: Double, maria: Person, general: Channel) -> None:
    held = double.faults.hold("POST", SENDING)
    sending = asyncio.create_task(room(bot, general).send("Closed."))
    await held.arrived.wait()

    assert (await maria.uses(general, "/ask", question="Are schools closed?")).answered
    held.release()
    await sending


@pytest.mark.parametrize(("lost", "code"), [("view_channel", 50001), ("send_messages", 50013), ("embed_links", 50013)])
async def test_what_the_bot_may_not_do_is_forbidden(
    bot: TinyBot, double: Double, general: Channel, lost: str, code: int
) -> None:
    double.deny(general, lost)

    with pytest.raises(discord.Forbidden) as refused:
        await room(bot, general).send(embed=discord.Embed(title="Closed"))
    assert refused.value.code == code


async def test_the_library_sees_what_the_bot_may_do(bot: TinyBot, double: Double, general: Channel) -> None:
    assert room(bot, general).permissions_for(room(bot, general).guild.me).send_messages
    double.deny(general, "send_messages")
    await double.settled()

    assert not room(bot, general).permissions_for(room(bot, general).guild.me).send_messages


async def test_a_closed_door(bot: TinyBot, double: Double, maria: Person) -> None:
    maria.closes_dms()

    with pytest.raises(discord.Forbidden) as refused:
        await (await bot.fetch_user(maria.id)).send("Closed.")
    assert refused.value.code == 50007


async def test_somebody_who_shares_no_server_and_never_wrote(bot: TinyBot, double: Double) -> None:
    stranger = double.person("Omar")
    found = await bot.fetch_user(stranger.id)
    with pytest.raises(discord.Forbidden) as refused:
        await found.send("Closed.")
    assert refused.value.code == 50278

    await stranger.says(stranger.dm, "Are schools closed?")
    await double.settled()
    assert [one.text for one in double.sent(stranger.dm)] == ["You said: Are schools closed?"]


async def test_a_channel_that_is_gone(bot: TinyBot, double: Double, general: Channel) -> None:
    before = room(bot, general)
    double.world.remove(general)

    with pytest.raises(discord.NotFound) as gone:
        await before.send("Closed.")
    assert gone.value.code == 10003


async def test_a_server_the_bot_was_thrown_out_of(bot: TinyBot, double: Double, general: Channel) -> None:
    assert general.guild is not None
    before = room(bot, general)
    double.world.leave(general.guild)
    await double.settled()

    assert list(bot.guilds) == []
    with pytest.raises(discord.Forbidden) as refused:
        await before.send("Closed.")
    assert refused.value.code == 50001


async def test_only_those_are_pinged_who_may_be(
    bot: TinyBot, double: Double, maria: Person, editor: Person, general: Channel
) -> None:
    text = f"@everyone {maria.mention} {editor.mention}"
    await room(bot, general).send(text)
    assert double.pinged == []

    await room(bot, general).send(text, allowed_mentions=discord.AllowedMentions.all())
    assert set(double.pinged) == {maria.id, editor.id}

    double.world.pings.clear()
    said = await maria.says(general, "Are schools closed?")
    message = room(bot, general).get_partial_message(said.id)
    await message.reply("Yes", allowed_mentions=discord.AllowedMentions(replied_user=True, everyone=False, users=False))
    assert double.pinged == [maria.id]


async def test_messages_are_edited_deleted_and_read(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    sent = await room(bot, general).send("Closed.")
    theirs = await maria.says(general, "Are schools closed?")
    await sent.edit(content="Open.")
    assert [one.content async for one in room(bot, general).history(limit=5)] == ["", "Open."]
    with pytest.raises(discord.Forbidden) as another:
        await room(bot, general).get_partial_message(theirs.id).edit(content="x")
    with pytest.raises(discord.Forbidden) as forbidden:
        await room(bot, general).get_partial_message(theirs.id).delete()
    await sent.delete()

    assert (another.value.code, forbidden.value.code) == (50005, 50013)
    assert double.sent(general) == []


async def test_a_post_in_a_forum_is_answered_closed_and_opened(
    bot: TinyBot, double: Double, editor: Person, general: Channel
) -> None:
    assert general.guild is not None
    forum = bot.get_channel(general.guild.channel("questions").id)
    assert isinstance(forum, discord.ForumChannel)
    made = await forum.create_thread(
        name="When do buses run?", content="3 people ask.", applied_tags=[forum.available_tags[0]]
    )
    [post] = double.posts(general.guild.channel("questions"))

    assert post.name == "When do buses run?"
    assert [one.text for one in double.sent(post)] == ["3 people ask."]

    await editor.says(post, "From seven.")
    await double.settled()
    assert [one.author.id for one in bot.heard if one.channel.id == post.id and one.author != bot.user] == [editor.id]

    await made.thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as archived:
        await made.message.edit(content="4 people ask.")
    assert archived.value.code == 50083
    await made.thread.send("Answered.")
    assert not post.archived

    double.archive(post, locked=True)
    with pytest.raises(discord.Forbidden):
        await made.thread.send("And again.")


async def test_a_file_is_sent_and_read(bot: TinyBot, double: Double, maria: Person, general: Channel) -> None:
    await room(bot, general).send("The list", file=discord.File(io.BytesIO(b"one\ntwo"), "list.txt"))
    await maria.says(maria.dm, "Here", files=[double.attachment("article.txt", b"Schools close.")])
    await bot.hears("Here")
    [attached] = next(one for one in bot.heard if one.content == "Here").attachments

    assert double.sent(general)[0].attachments[0].content == b"one\ntwo"
    assert await attached.read() == b"Schools close."
