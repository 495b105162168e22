"""People and roles of a server as somebody names them in a command, under the names that the core gives rights to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.discord.places import person_of, role_of
from bot.commands import Command, FieldKind

MENTION = re.compile(r"<@(?P<role>&)?!?(?P<number>\d{1,20})>")


def plain_values(command: Command, values: Mapping[str, str]) -> dict[str, str]:
    """A mention where somebody is to be named: of a role it is that of everybody who has it."""
    named = {one.name for one in command.fields if one.kind is FieldKind.IDENTITY}
    return {name: identity(words) if name in named else words for name, words in values.items()}


def identity(words: str) -> str:
    found = MENTION.fullmatch(words.strip())
    if found is None:
        return words
    number = int(found["number"])
    return role_of(number) if found["role"] else person_of(number)
