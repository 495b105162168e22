"""What the library does that a bot has to know; a new version of it that behaves otherwise is seen here."""

from __future__ import annotations

import discord

from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.tiny_bot import Follow, Interaction, TinyBot


async def test_a_view_that_ends_takes_dynamic_buttons_with_it_if_it_has_ordinary_ones_too(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    """So a dynamic button never stands beside an ordinary one."""
    ended = []

    async def mixed(interaction: Interaction) -> None:
        ordinary: discord.ui.Button[discord.ui.View] = discord.ui.Button(label="Ordinary")
        view = discord.ui.View(timeout=None).add_item(Follow("meals")).add_item(ordinary)
        ended.append(view)
        await interaction.response.send_message("One of each", view=view)

    before = await maria.uses(general, "/ask", question="Are schools closed?")
    assert (await maria.presses(before, "Follow")).answered
    bot.work = mixed
    await maria.uses(general, "/ask", question="And meals?")
    await double.settled()
    ended[0].stop()

    assert not (await maria.presses(before, "Follow")).answered


class Words(discord.ui.Modal, title="Words"):
    words: discord.ui.Label[Words] = discord.ui.Label(text="Words", component=discord.ui.TextInput(default="Closed"))

    def __init__(self, opened_by: str) -> None:
        super().__init__(custom_id="words")
        self.opened_by = opened_by

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"the form of {self.opened_by}", ephemeral=True)


async def test_two_forms_with_one_custom_id_are_taken_for_each_other(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    """So a form has an id of its own each time, or is read from the event."""
    omar = double.member("Omar")

    async def open_form(interaction: Interaction) -> None:
        await interaction.response.send_modal(Words(interaction.user.display_name))

    bot.work = open_form
    hers = await maria.uses(general, "/ask", question="Correct")
    his = await omar.uses(general, "/ask", question="Correct")

    assert (await maria.submits(hers)).text == "the form of Omar"
    assert not (await omar.submits(his)).answered


async def test_an_answer_whose_connection_was_cut_may_have_arrived(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    """The library counts it as not given; a second try is refused, which then means that all is well."""
    told: list[tuple[str, bool]] = []

    async def twice(interaction: Interaction) -> None:
        for text in ("one", "two"):
            try:
                await interaction.response.send_message(text)
            except (OSError, discord.HTTPException) as failure:
                told.append((str(getattr(failure, "code", "cut")), interaction.response.is_done()))

    bot.work = twice
    double.faults.cut("POST", "/interactions/*/callback", after=True)
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    await double.settled()

    assert told == [("cut", False), ("40060", False)]
    assert asked.text == "one"


async def test_a_command_the_bot_no_longer_has_is_never_answered(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    bot.tree.remove_command("ask")
    asked = await maria.uses(general, "/ask", question="Are schools closed?")
    double.clock.forward(seconds=4)

    assert double.unacknowledged == [asked]


async def test_members_are_not_remembered_without_their_intent(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    await maria.uses(general, "/ask", question="Are schools closed?")
    await maria.says(general, "Thanks")
    await double.settled()

    assert bot.get_user(maria.id) is None
    assert (await bot.fetch_user(maria.id)).id == maria.id
