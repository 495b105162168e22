"""The documents name every command, every option and every setting, and none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from adapters.command_line import build_app
from bot.settings import load_settings, setting_names
from tests.adapters.conftest import ROOT

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every command with its full name; groups only lead to them."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, one in below.items():
        yield from commands(one, f"{name} {word}")


ALL = dict(commands(typer.main.get_command(build_app()), "bellwether"))


def section(name: str) -> str:
    found = re.search(rf"^### `{re.escape(name)}`\n(.*?)(?=^##|\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section about {name}"
    return found[1]


def named_in_code(command: Any) -> set[str]:
    options = {word for one in command.params for word in one.opts if word.startswith("-")}
    arguments = {
        str(one.metavar or one.name).strip("[]") for one in command.params if one.param_type_name == "argument"
    }
    return (options - {"--help"}) | arguments


@pytest.mark.parametrize("name", ALL)
def test_a_command_is_documented_with_just_the_options_it_has(name: str) -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", section(name), re.MULTILINE)
    documented = {row.split()[0] for row in rows if row.startswith("-") or row.isupper()}

    assert documented == named_in_code(ALL[name])
    assert ALL[name].help


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^### `([^`]+)`$", COMMANDS, re.MULTILINE)) == set(ALL)


def test_every_option_explains_itself() -> None:
    silent = [(name, one.name) for name, command in ALL.items() for one in command.params if not one.help]

    assert silent == []


def test_every_setting_is_documented_and_in_the_example() -> None:
    assert set(re.findall(r"^\| `(BELLWETHER_\w+)` \|", SETTINGS, re.MULTILINE)) == set(setting_names())
    assert set(re.findall(r"^# (BELLWETHER_\w+)=", EXAMPLE, re.MULTILINE)) == set(setting_names())


def test_the_example_with_every_line_taken_in_is_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    defaults = load_settings({})

    taken_in = re.sub(r"^# (BELLWETHER_\w+=)", r"\1", EXAMPLE, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(taken_in, encoding="utf-8")

    assert load_settings({}) == defaults
