"""Every command can be typed, is in the help of its role and in the documents, with its fields; and no other is."""

from __future__ import annotations

import re

import pytest

from adapters.terminal.talking import help_of
from bot.commands import Command, Field, FieldKind, Role, all_commands
from bot.slashes import read_slash, usage
from tests.adapters.conftest import ROOT
from tests.adapters.test_editors_guide import typed_lines

ROWS = re.compile(r"^\| `(/[^`]+)` \| (\w+) \| (.+) \|$", re.MULTILINE)
COMMANDS = all_commands()
EDITING = tuple(one for one in COMMANDS if one.role is not Role.FAMILY)
SAMPLES = {FieldKind.NUMBER: "7", FieldKind.FLAG: "yes", FieldKind.HOUR: "10:00", FieldKind.HOURS: "8:00-10:00"}


def documented(name: str) -> set[tuple[str, str, str]]:
    return set(ROWS.findall((ROOT / "docs" / name).read_text(encoding="utf-8")))


def sample(field: Field) -> str:
    return field.choices[0] if field.choices else SAMPLES.get(field.kind, "two words" if field.rest else "word")


def key(command: Command) -> str:
    return command.key


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


def test_the_documents_list_every_command_with_its_fields_and_no_other() -> None:
    def rows(commands: tuple[Command, ...]) -> set[tuple[str, str, str]]:
        return {(usage(one), one.role.value, one.help) for one in commands}

    assert documented("commands.md") == rows(COMMANDS)
    assert documented("editors.md") == rows(EDITING)


def test_the_editors_guide_types_every_command_of_theirs() -> None:
    lines = [one.line for one in typed_lines() if one.line.startswith("/") and not one.line.startswith("/at ")]
    typed = {read_slash(line, is_days=lambda text: False).command.key for line in lines}

    assert {one.key for one in EDITING} - typed == set()
