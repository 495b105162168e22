"""Options of every type arrive as what they stand for; subcommands; servers joined on the way."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Impossible
from tests.adapters.discord.tiny_bot import Follow, Interaction, TinyBot


async def test_options_of_every_type(
    bot: TinyBot, double: Double, maria: Person, editor: Person, general: Channel
) -> None:
    assert general.guild is not None
    got: list[object] = []

    @bot.tree.command(description="Everything at once")
    async def everything(
        interaction: Interaction,
        number: app_commands.Range[int, 1, 5],
        ratio: float,
        sure: bool,
        who: discord.Member,
        role: discord.Role,
        place: discord.TextChannel,
        paper: discord.Attachment,
        either: discord.Member | discord.Role,
    ) -> None:
        got.extend((number, ratio, sure, who.display_name, role.name, place.name, await paper.read(), either.name))
        await interaction.response.send_message("Thanks")

    await bot.tree.sync()
    staff = double.role(general.guild, "Staff", "manage_messages")
    given: dict[str, Any] = {
        "number": 3,
        "ratio": 0.5,
        "sure": True,
        "who": maria,
        "role": staff,
        "place": general,
        "paper": double.attachment("article.txt", b"Schools close."),
        "either": staff,
    }

    assert (await editor.uses(general, "/everything", **given)).text == "Thanks"
    assert got == [3, 0.5, True, "Maria", "Staff", "general", b"Schools close.", "Staff"]
    with pytest.raises(Impossible, match="out of range"):
        await editor.uses(general, "/everything", **{**given, "number": 6})
    with pytest.raises(Impossible, match="not of its type"):
        await editor.uses(general, "/everything", **{**given, "sure": "yes"})


async def test_a_choice_is_one_of_those_unless_the_app_is_stale(bot: TinyBot, maria: Person, general: Channel) -> None:
    @bot.tree.command(description="A day")
    @app_commands.choices(day=[app_commands.Choice(name="Wednesday", value="wed")])
    async def day(interaction: Interaction, day: str) -> None:
        await interaction.response.send_message(day)

    await bot.tree.sync()

    assert (await maria.uses(general, "/day", day="wed")).text == "wed"
    with pytest.raises(Impossible, match="choices"):
        await maria.uses(general, "/day", day="someday")
    assert (await maria.uses(general, "/day", checked=False, day="someday")).text == "someday"


async def test_a_part_of_a_command(bot: TinyBot, maria: Person, general: Channel) -> None:
    group = app_commands.Group(name="event", description="What happens to schools")

    @group.command(name="open", description="A new one")
    async def begin(interaction: Interaction, name: str) -> None:
        await interaction.response.send_message(f"Opened: {name}")

    bot.tree.add_command(group)
    await bot.tree.sync()

    assert (await maria.uses(general, "/event open", name="strike")).text == "Opened: strike"
    with pytest.raises(Impossible, match="one of its parts"):
        await maria.uses(general, "/event")


async def test_a_server_joined_on_the_way(bot: TinyBot, double: Double, maria: Person) -> None:
    joined = bot.loop.create_task(bot.wait_for("guild_join", timeout=20))
    await double.settled()
    guild = double.guild("Teachers", channels=("lounge",))
    there = await joined
    elsewhere = double.member("Li", guild=guild)

    assert [one.name for one in there.text_channels] == ["lounge"]
    assert (await elsewhere.uses(guild.channel("lounge"), "/ask", question="Are schools closed?")).answered


async def test_somebody_and_a_room_are_chosen_from_a_menu(bot: TinyBot, editor: Person, general: Channel) -> None:
    class Rooms(discord.ui.View):
        @discord.ui.select(cls=discord.ui.ChannelSelect, custom_id="room")
        async def room(self, interaction: Interaction, menu: discord.ui.ChannelSelect[Rooms]) -> None:
            await interaction.response.edit_message(content=menu.values[0].name)

        @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
        async def who(self, interaction: Interaction, menu: discord.ui.UserSelect[Rooms]) -> None:
            await interaction.response.edit_message(content=menu.values[0].display_name)

    async def ask_for_a_room(interaction: Interaction) -> None:
        await interaction.response.send_message("Where?", view=Rooms(), ephemeral=True)

    bot.work = ask_for_a_room
    asked = await editor.uses(general, "/ask", question="Where")

    assert (await editor.selects(asked, [general])).text == "general"
    assert (await editor.selects(asked, [editor], which=1)).text == "Anna"


async def test_a_layout_takes_the_place_of_content(bot: TinyBot, maria: Person, general: Channel) -> None:
    async def lay_out(interaction: Interaction) -> None:
        view = discord.ui.LayoutView()
        row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
        row.add_item(Follow("meals"))
        view.add_item(discord.ui.Container(discord.ui.TextDisplay("Schools are closed."), row))
        await interaction.response.send_message(view=view, ephemeral=True)
        with pytest.raises(discord.HTTPException, match="50035"):
            await interaction.followup.send(view=discord.ui.LayoutView().add_item(discord.ui.TextDisplay("x" * 4001)))

    bot.work = lay_out
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    assert asked.original is not None
    assert asked.original.text == "Schools are closed."
    assert (await maria.presses(asked.original, "Follow")).text == "You follow meals."


async def test_a_board_is_pinned_and_published(bot: TinyBot, double: Double, general: Channel) -> None:
    guild = double.guild("Board", channels=("board",), announcements="news")
    await double.settled()
    board, news = (bot.get_channel(guild.channel(name).id) for name in ("board", "news"))
    assert isinstance(board, discord.TextChannel)
    assert isinstance(news, discord.TextChannel)
    drawn = await board.send("Open")
    with pytest.raises(discord.Forbidden):
        await drawn.pin()
    double.world.join(guild, double.world.bot, permissions=1 << 51)
    await drawn.pin()
    told = await news.send("Closed on Wednesday")
    await told.publish()

    assert [one.id async for one in board.pins()] == [drawn.id]
    with pytest.raises(discord.HTTPException, match="40033"):
        await told.publish()
