"""Every command can be typed, is in the help of its role, on every platform and in the documents, with its fields; and
no other is. Where a platform has one otherwise, that stands beside the list with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from adapters.discord.tree import commands_json
from adapters.telegram.menus import family_menus, staff_commands
from adapters.terminal.talking import help_of
from bot.commands import Command, Field, FieldKind, Role, all_commands
from bot.commands.deviations import deviations, drawn_key
from bot.commands.editing.own_fields import own_fields
from bot.slashes import read_slash, usage
from tests.adapters.conftest import ROOT
from tests.adapters.test_editors_guide import typed_lines

ROWS = re.compile(r"^\| `(/[^`]+)` \| (\w+) \| (.+) \|$", re.MULTILINE)
DEVIATING = re.compile(r"^\| (\w+) \| `/([a-z ]+)` \| (?:`/([a-z ]+)`|none) \| (.+) \|$", re.MULTILINE)
OWN_FIELD = re.compile(r"^\| (\w+) \| `/([a-z ]+)` \| `([a-z]+)=…` \| (.+) \|$", re.MULTILINE)
COMMANDS = all_commands()
EDITING = tuple(one for one in COMMANDS if one.role is not Role.FAMILY)
SAMPLES = {FieldKind.NUMBER: "7", FieldKind.FLAG: "yes", FieldKind.HOUR: "10:00", FieldKind.HOURS: "8:00-10:00"}
PLATFORMS = ("telegram", "discord")


def documented(name: str) -> set[tuple[str, str, str]]:
    return set(ROWS.findall((ROOT / "docs" / name).read_text(encoding="utf-8")))


def sample(field: Field) -> str:
    return field.choices[0] if field.choices else SAMPLES.get(field.kind, "two words" if field.rest else "word")


def key(command: Command) -> str:
    return command.key


def on_discord() -> Iterator[tuple[str, frozenset[str]]]:
    """What is used there, with the names of its options."""
    for one in commands_json(("en", "es")):
        options = one.get("options", ())
        parts = [each for each in options if each["type"] == 1]
        if one["type"] == 1 and not parts:
            yield one["name"], frozenset(each["name"] for each in options)
        for part in parts:
            yield f"{one['name']} {part['name']}", frozenset(each["name"] for each in part["options"])


def own_of(platform: str, command: Command) -> set[str]:
    """Names of the fields that the command has there alone."""
    return {one.name for one in own_fields() if (one.platform, one.key) == (platform, command.key)}


def on_telegram() -> set[str]:
    """What some menu there has, of whatever role."""
    staff = {one.command for role in Role for one in staff_commands(role, "en")}
    return staff | {one.command for menu in family_menus(("en", "es")) for one in menu.commands}


@pytest.mark.parametrize("command", COMMANDS, ids=key)
def test_a_command_can_be_typed_with_every_field_it_has(command: Command) -> None:
    named = [f'{one.name}="{sample(one)}"' for one in command.fields if not one.rest]
    rest = [sample(one) for one in command.fields if one.rest]

    slash = read_slash(" ".join([f"/{command.key}", *named, *rest]), is_days=lambda text: False)

    assert slash.command == command
    assert slash.values == {one.name: sample(one) for one in command.fields}


@pytest.mark.parametrize("command", COMMANDS, ids=key)
def test_a_command_is_in_the_help_of_those_who_may_use_it_and_of_nobody_else(command: Command) -> None:
    for role in Role:
        listed = {row[0] for row in help_of(role).rows}

        assert (usage(command) in listed) == role.may(command.role)


def test_discord_has_every_command_with_its_fields_and_no_other() -> None:
    wanted = {
        drawn_key(one, "discord"): frozenset(field.name for field in one.fields) | own_of("discord", one)
        for one in COMMANDS
        if drawn_key(one, "discord")
    }

    assert dict(on_discord()) == wanted


def test_telegrams_menus_have_the_name_of_every_command_and_no_other() -> None:
    assert on_telegram() == {one.name for one in COMMANDS if drawn_key(one, "telegram")}


def test_a_deviation_is_of_a_command_that_there_is_on_a_platform_that_there_is_and_has_a_reason() -> None:
    keys = {one.key for one in COMMANDS}

    for one in deviations():
        assert one.platform in PLATFORMS
        assert one.key in keys
        assert one.drawn_as != one.key
        assert len(one.reason.split()) > 3
    assert len({(one.platform, one.key) for one in deviations()}) == len(deviations())


def test_a_field_that_one_platform_has_alone_is_of_a_command_that_there_is_and_has_a_reason() -> None:
    for own in own_fields():
        (command,) = (one for one in COMMANDS if one.key == own.key)
        assert own.platform in PLATFORMS
        assert command.field(own.name) is None
        assert len(own.reason.split()) > 3


def test_the_documents_list_every_field_that_one_platform_has_alone() -> None:
    told = OWN_FIELD.findall((ROOT / "docs" / "commands.md").read_text(encoding="utf-8"))

    assert {(platform.lower(), *others) for platform, *others in told} == {
        (one.platform, one.key, one.name, one.reason) for one in own_fields()
    }


def test_no_command_is_drawn_under_the_name_of_another() -> None:
    for platform in PLATFORMS:
        drawn = [found for one in COMMANDS if (found := drawn_key(one, platform))]
        assert len(drawn) == len(set(drawn))


def test_the_documents_list_every_deviation_with_its_reason() -> None:
    told = DEVIATING.findall((ROOT / "docs" / "commands.md").read_text(encoding="utf-8"))

    assert {(platform.lower(), *others) for platform, *others in told} == {
        (one.platform, one.key, one.drawn_as, one.reason) for one in deviations()
    }


def test_the_documents_list_every_command_with_its_fields_and_no_other() -> None:
    def rows(commands: tuple[Command, ...]) -> set[tuple[str, str, str]]:
        return {(usage(one), one.role.value, one.help) for one in commands}

    assert documented("commands.md") == rows(COMMANDS)
    assert documented("editors.md") == rows(EDITING)


def test_the_editors_guide_types_every_command_of_theirs() -> None:
    lines = [one.line for one in typed_lines() if one.line.startswith("/") and not one.line.startswith("/at ")]
    typed = {read_slash(line, is_days=lambda text: False).command.key for line in lines}

    assert {one.key for one in EDITING} - typed == set()
