"""Every command in one place, as data; a parity test holds what each platform draws to this list."""

from __future__ import annotations

from bot.commands.editing import editing_commands
from bot.commands.families import family_commands
from bot.commands.nouns import STAFF, Command, Field, FieldKind, Role

__all__ = ["STAFF", "Command", "Field", "FieldKind", "Role", "all_commands", "find_command"]


def all_commands() -> tuple[Command, ...]:
    return (*family_commands(), *editing_commands())


def find_command(name: str, action: str = "") -> Command | None:
    return next((one for one in all_commands() if one.name == name and one.action == action), None)
