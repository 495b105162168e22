"""Commands that Discord would not register are refused with its own code, at its own path; the set is kept whole."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.adapters.discord.caller import Caller
from tests.adapters.discord.double import Double
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Json
from tests.adapters.discord.tiny_bot import TinyBot


def command(**changed: Any) -> Json:
    return {"type": 1, "name": "ask", "description": "Ask whether school is on", **changed}


def option(**changed: Any) -> Json:
    return {"type": 3, "name": "question", "description": "In your own words", **changed}


def choice(number: int) -> Json:
    return {"name": f"Choice {number}", "value": str(number)}


def options(count: int) -> list[Json]:
    return [option(name=f"option{one}") for one in range(count)]


REFUSED: list[tuple[Json, str, str]] = [
    (command(name="Ask"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
    (command(name="ask me"), "name", "APPLICATION_COMMAND_INVALID_NAME"),
    (command(name="x" * 33), "name", "BASE_TYPE_BAD_LENGTH"),
    (command(description=""), "description", "BASE_TYPE_REQUIRED"),
    (command(description="x" * 101), "description", "BASE_TYPE_BAD_LENGTH"),
    (command(options=options(26)), "options", "BASE_TYPE_MAX_LENGTH"),
    (command(options=[option(choices=[choice(one) for one in range(26)])]), "options.0.choices",
     "BASE_TYPE_MAX_LENGTH"),
    (command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])]), "options.0.choices.0.name",
     "BASE_TYPE_BAD_LENGTH"),
    (command(options=[option(choices=[choice(1)], autocomplete=True)]), "options.0",
     "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES"),
    (command(options=[option(), option(name="day", required=True)]), "options.1",
     "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    (command(options=[option(), option()]), "options.1", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
    (command(options=[option(type=1, options=[option(type=2)])]), "options.0.options.0.type", "BASE_TYPE_CHOICES"),
    (command(name_localizations={"xx": "ask"}), "name_localizations.xx", "BASE_TYPE_CHOICES"),
    (command(name_localizations={"es-ES": "Preguntar"}), "name_localizations.es-ES",
     "APPLICATION_COMMAND_INVALID_NAME"),
    (command(description_localizations={"es-ES": "x" * 101}), "description_localizations.es-ES",
     "BASE_TYPE_BAD_LENGTH"),
    (command(default_member_permissions="manage"), "default_member_permissions", "BASE_TYPE_BAD_INT"),
    (command(contexts=[3]), "contexts.0", "BASE_TYPE_CHOICES"),
    (command(integration_types=[2]), "integration_types.0", "BASE_TYPE_CHOICES"),
    (command(type=3, name="Answer this"), "description", "APPLICATION_COMMAND_NO_DESCRIPTION"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "path", "code"), REFUSED, ids=[f"{path} {code}" for _, path, code in REFUSED])
async def test_a_command_is_refused_at_its_place(
    caller: Caller, double: Double, body: Json, path: str, code: str
) -> None:
    told = await caller.call("POST", f"/applications/{double.world.bot.id}/commands", body)

    assert (told.status, told.body["code"]) == (400, 50035)
    assert code in told.codes(*path.split("."))
    assert double.commands.everywhere() == []


def large(*, characters: int) -> Json:
    """Of that size: names, descriptions and values taken together."""
    choices = [{"name": "n" * 100, "value": str(one).zfill(100)} for one in range(25)]
    many = [option(name="one", choices=choices), option(name="two", choices=choices[:14])]
    body = command(options=many)
    left = characters - sum(len(part[key]) for part in (body, *many) for key in ("name", "description")) - 39 * 200
    many[1]["choices"].append({"name": "m" * (left // 2), "value": "v" * (left - left // 2)})
    return body


async def test_a_command_has_8000_characters_in_all(caller: Caller, double: Double) -> None:
    at = f"/applications/{double.world.bot.id}/commands"

    assert (await caller.call("POST", at, large(characters=8000))).status == 200
    told = await caller.call("POST", at, large(characters=8001))
    assert "APPLICATION_COMMAND_TOO_LARGE" in told.codes()


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
async def test_there_are_only_so_many_of_a_kind(caller: Caller, double: Double, kind: int, most: int) -> None:
    at = f"/applications/{double.world.bot.id}/commands"
    described = {"description": "One of many"} if kind == 1 else {}
    many = [{"type": kind, "name": f"name{one}", **described} for one in range(most + 1)]

    assert (await caller.call("PUT", at, many[:-1])).status == 200
    told = await caller.call("PUT", at, many)
    one_more = await caller.call("POST", at, many[-1])

    assert (told.status, told.body["code"]) == (400, 30032)
    assert one_more.body["code"] == 30032
    assert len(double.commands.everywhere()) == most


async def test_two_of_the_same_name_are_refused(caller: Caller, double: Double) -> None:
    told = await caller.call("PUT", f"/applications/{double.world.bot.id}/commands", [command(), command()])

    assert told.codes("1", "name") == {"APPLICATION_COMMANDS_DUPLICATE_NAME"}


async def test_two_hundred_new_ones_a_day(caller: Caller, double: Double) -> None:
    at = f"/applications/{double.world.bot.id}/commands"
    for turn in range(2):
        await caller.call("PUT", at, [command(name=f"turn{turn}-{one}") for one in range(100)])
    told = await caller.call("PUT", at, [command()])

    assert told.body["code"] == 30034


async def test_the_same_set_again_keeps_ids_and_versions(bot: TinyBot, double: Double) -> None:
    before = double.commands.everywhere()
    await bot.tree.sync()

    assert double.commands.everywhere() == before
    assert double.commands.writes == {"PUT": 2}


async def test_the_library_names_what_was_refused(bot: TinyBot) -> None:
    @bot.tree.command(name="too-long", description="x")
    @discord.app_commands.describe(text="x" * 100)
    async def too_long(interaction: discord.Interaction, text: str) -> None:
        raise NotImplementedError

    too_long._params["text"].description = "x" * 101

    with pytest.raises(discord.app_commands.CommandSyncFailure, match="too-long"):
        await bot.tree.sync()


async def test_a_servers_own_command_stands_before_the_global_one(
    bot: TinyBot, caller: Caller, double: Double, maria: Person, general: Channel
) -> None:
    assert general.guild is not None
    at = f"/applications/{double.world.bot.id}/guilds/{general.guild.id}/commands"
    made = await caller.call("POST", at, command(description="Only here"))
    listed = await caller.call("GET", at)

    assert listed.body == [made.body]
    assert maria.commands(general).count("ask") == 1
    assert (await caller.call("DELETE", f"{at}/{made.body['id']}")).status == 204
    assert (await caller.call("GET", f"{at}/{made.body['id']}")).body["code"] == 10063
