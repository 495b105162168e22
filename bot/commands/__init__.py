"""Every command in one place, as data; a parity test holds what each platform draws to this list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.commands.editing import editing_commands
from bot.commands.families import family_commands
from bot.commands.nouns import STAFF, Command, Field, FieldKind, Role

__all__ = ["STAFF", "Command", "Field", "FieldKind", "Role", "all_commands", "find_command"]


@cache
def all_commands() -> tuple[Command, ...]:
    """Made when first asked for: they are looked at for each press, and never change."""
    return (*family_commands(), *editing_commands())


def find_command(name: str, action: str = "") -> Command | None:
    return _by_name().get((name, action))


@cache
def _by_name() -> Mapping[tuple[str, str], Command]:
    return {(one.name, one.action): one for one in all_commands()}
