"""The double of Discord, used by people through the real library: commands, menus, forms, buttons, messages."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands

from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Impossible
from tests.adapters.discord.tiny_bot import Interaction, TinyBot, running


async def test_a_slash_command_answers_in_private(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    assert asked.ephemeral
    assert asked.embeds[0]["title"] == "Wednesday"
    assert "Are schools closed?" in asked.text
    assert double.sent(general) == []


async def test_a_private_answer_is_seen_by_nobody_else(
    bot: TinyBot, maria: Person, editor: Person, general: Channel
) -> None:
    asked = await maria.uses(general, "/ask", question="Are schools closed?")

    with pytest.raises(Impossible, match="does not see"):
        await editor.presses(asked, "Follow")


async def test_a_command_works_in_a_direct_message(bot: TinyBot, double: Double) -> None:
    stranger = double.person("Omar")

    asked = await stranger.uses(stranger.dm, "/ask", question="Are schools closed?", day="Friday")

    assert asked.embeds[0]["title"] == "Friday"


async def test_options_are_completed_while_typing(bot: TinyBot, maria: Person, general: Channel) -> None:
    choices = await maria.types(general, "/ask", question="Are", day="wed")

    assert [one.value for one in choices] == ["Wednesday"]


async def test_a_required_option_has_to_be_given(bot: TinyBot, maria: Person, general: Channel) -> None:
    with pytest.raises(Impossible, match="question"):
        await maria.uses(general, "/ask")


async def test_editors_commands_are_hidden_from_families(
    bot: TinyBot, maria: Person, editor: Person, general: Channel
) -> None:
    assert "correct" in editor.commands(general)
    assert "correct" not in maria.commands(general)
    assert "correct" not in editor.commands(editor.dm)
    with pytest.raises(Impossible, match="finds no"):
        await maria.uses(general, "/correct")


async def test_a_form_opens_pre_filled_and_is_submitted(bot: TinyBot, editor: Person, general: Channel) -> None:
    asked = await editor.uses(general, "/correct")
    assert asked.modal is not None
    assert asked.modal.title == "Correct this"
    assert asked.modal.values["Words"] == "Schools are closed."

    done = await editor.submits(asked, {"Status": "open"})

    assert done.text == "open: Schools are closed."


async def test_a_form_lets_nobody_send_too_much(bot: TinyBot, editor: Person, general: Channel) -> None:
    asked = await editor.uses(general, "/correct")

    with pytest.raises(Impossible, match="101 characters"):
        await editor.submits(asked, {"Words": "x" * 101, "Status": "open"})


async def test_a_menu_command_reads_the_message_it_is_used_on(
    bot: TinyBot, double: Double, maria: Person, editor: Person, general: Channel
) -> None:
    said = await maria.says(general, "Are schools closed Wednesday?")
    await double.settled()
    answered = await editor.on_message(said, "Answer this")

    assert answered.text == "About: Are schools closed Wednesday?"
    assert [one.content for one in bot.heard] == [""]


async def test_a_menu_command_on_somebody(bot: TinyBot, maria: Person, editor: Person, general: Channel) -> None:
    answered = await editor.on_user(general, maria, "Who is this?")

    assert answered.text == "Maria"


async def test_a_button_works_after_the_bot_was_started_anew(double: Double, maria: Person, general: Channel) -> None:
    async with running(TinyBot()):
        asked = await maria.uses(general, "/ask", question="Are schools closed?")
    async with running(TinyBot(), sync=False):
        pressed = await maria.presses(asked, "Follow")

    assert pressed.text == "You follow school-open."


async def test_a_form_is_lost_when_the_bot_is_started_anew(double: Double, editor: Person, general: Channel) -> None:
    """The library keeps forms in memory only; what is submitted later it does not hand to any of them."""
    async with running(TinyBot()):
        asked = await editor.uses(general, "/correct")
    async with running(TinyBot(), sync=False):
        done = await editor.submits(asked, {"Status": "open"})
        double.clock.forward(seconds=3.1)

    assert not done.answered
    assert double.unacknowledged == [done]


async def test_something_is_chosen_from_a_menu(bot: TinyBot, maria: Person, general: Channel) -> None:
    class Schools(discord.ui.View):
        @discord.ui.select(
            custom_id="schools",
            max_values=2,
            options=[discord.SelectOption(label=one) for one in ("Bowling Green", "Hiram Johnson", "McClatchy")],
        )
        async def chosen(self, interaction: Interaction, menu: discord.ui.Select[Schools]) -> None:
            await interaction.response.edit_message(content=", ".join(menu.values), view=None)

    async def ask_for_schools(interaction: Interaction) -> None:
        await interaction.response.send_message("Which schools?", view=Schools(), ephemeral=True)

    bot.work = ask_for_schools
    asked = await maria.uses(general, "/ask", question="Set my schools")
    with pytest.raises(Impossible, match="1 to 2"):
        await maria.selects(asked, ["Bowling Green", "Hiram Johnson", "McClatchy"])

    chosen = await maria.selects(asked, ["Bowling Green", "McClatchy"])

    assert chosen.shown is asked.shown
    assert asked.content == "Bowling Green, McClatchy"
    assert asked.shown.versions == ["Which schools?"]
    assert asked.components == []


async def test_without_the_intent_content_comes_by_mention_reply_and_direct_message_only(
    bot: TinyBot, double: Double, maria: Person, general: Channel
) -> None:
    await maria.says(general, "Are schools closed?")
    await maria.says(general, f"<@{double.world.bot.id}> and Thursday?")
    await double.settled()
    answer = double.sent(general)[0]
    await maria.says(general, "thanks", reply_to=answer)
    await maria.says(general, "thanks all the same", reply_to=answer, ping=False)
    await maria.says(maria.dm, "Hello")
    await double.settled()

    theirs = [one.content for one in bot.heard if one.author.id == maria.id]
    assert theirs == ["", f"<@{double.world.bot.id}> and Thursday?", "thanks", "", "Hello"]
    assert answer.text == f"You said: <@{double.world.bot.id}> and Thursday?"
    assert double.pinged == []
    assert double.sent(maria.dm)[0].content == "You said: Hello"


class Spanish(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        spanish = locale is discord.Locale.latin_american_spanish
        return "preguntar" if spanish and string.message == "ask" else None


async def test_names_are_listed_in_the_language_of_the_person(
    bot: TinyBot, double: Double, maria: Person, editor: Person, general: Channel
) -> None:
    before = {one["name"]: one["id"] for one in double.commands.everywhere()}
    await bot.tree.set_translator(Spanish())
    await bot.tree.sync()

    assert "preguntar" in maria.commands(general)
    assert "ask" in editor.commands(general)
    assert before == {one["name"]: one["id"] for one in double.commands.everywhere()}
