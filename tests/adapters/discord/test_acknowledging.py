"""One acknowledgement, within three seconds; a token for fifteen minutes; what comes after it."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.tiny_bot import Interaction, TinyBot

CALLBACK = "/interactions/*/callback"


async def test_an_answer_after_three_seconds_is_refused(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    refused: asyncio.Queue[discord.NotFound] = asyncio.Queue()

    async def answer(interaction: Interaction) -> None:
        try:
            await interaction.response.send_message("late")
        except discord.NotFound as late:
            refused.put_nowait(late)

    bot.work = answer
    held = double.faults.hold("POST", CALLBACK)
    asked = await maria.uses(general, "/ask", question="Are schools closed?", wait=False)
    await held.arrived.wait()
    double.clock.forward(seconds=3.1)
    assert double.unacknowledged == [asked]
    held.release()

    assert (await refused.get()).code == 10062
    assert asked.refused == [10062]
    assert double.unacknowledged == [asked]
    assert double.sent(general) == []


async def test_an_answer_just_in_time_is_taken(bot: TinyBot, double: Double, maria: Person, general: Channel) -> None:
    held = double.faults.hold("POST", CALLBACK)
    asked = await maria.uses(general, "/ask", question="Are schools closed?", wait=False)
    await held.arrived.wait()
    double.clock.forward(seconds=2.9)
    held.release()
    await double.settled()

    assert asked.answered
    assert double.unacknowledged == []


async def test_a_second_acknowledgement_is_refused(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    codes = []

    async def twice(interaction: Interaction) -> None:
        await interaction.response.send_message("one")
        again = interaction.client._connection  # another view of the same interaction, as after a lost answer
        copy = discord.Interaction(data=double.interactions.all[-1].json(double.world.bot), state=again)  # type: ignore[arg-type]
        try:
            await copy.response.send_message("two")
        except discord.HTTPException as refusal:
            codes.append((refusal.status, refusal.code))

    bot.work = twice
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert codes == [(400, 40060)]
    assert asked.refused == [40060]
    assert [one.text for one in double.sent(general)] == ["one"]


async def test_thinking_first_and_answering_later(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    async def think(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        double.clock.forward(minutes=2)
        await interaction.edit_original_response(content="Closed.")
        await interaction.followup.send("Pickets at eight.", ephemeral=True)

    bot.work = think
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.original is not None
    assert (asked.original.text, asked.original.ephemeral) == ("Closed.", True)
    assert [one.text for one in asked.followups] == ["Pickets at eight."]


async def test_the_first_follow_up_takes_the_place_of_thinking(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    async def think(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("Closed.", ephemeral=False)

    bot.work = think
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    assert asked.ephemeral
    assert asked.followups == []
    assert asked.text == "Closed."


async def test_a_token_lives_fifteen_minutes(bot: TinyBot, double: Double, maria: Person, general: Channel) -> None:
    codes = []

    async def come_back_later(interaction: Interaction) -> None:
        await interaction.response.send_message("Closed.")
        double.clock.forward(minutes=14)
        await interaction.edit_original_response(content="Closed, as of noon.")
        double.clock.forward(minutes=2)
        try:
            await interaction.edit_original_response(content="Open.")
        except discord.HTTPException as refusal:
            codes.append((refusal.status, refusal.code))

    bot.work = come_back_later
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert codes == [(401, 50027)]
    assert asked.text == "Closed, as of noon."


async def test_an_answer_can_be_read_again_and_taken_back(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    async def take_back(interaction: Interaction) -> None:
        await interaction.response.send_message("Closed.")
        assert (await interaction.original_response()).content == "Closed."
        await interaction.delete_original_response()
        with pytest.raises(discord.NotFound) as gone:
            await interaction.edit_original_response(content="Open.")
        assert gone.value.code == 10008

    bot.work = take_back
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert asked.original is not None
    assert asked.original.deleted
    assert double.sent(general) == []


async def test_a_form_cannot_answer_a_form(bot: TinyBot, double: Double, editor: Person, general: Channel) -> None:
    asked = await editor.uses(general, "/correct")
    again = await editor.submits(asked, {"Status": "open"})

    assert 9 not in again.allowed_answers()
    assert 7 not in again.allowed_answers()
    assert 9 in asked.allowed_answers()
