"""What editors can do: the commands that keep the answers true."""

from __future__ import annotations

from bot.commands.editing.articles import article_commands
from bot.commands.editing.claims import claim_commands, source_commands, status_commands
from bot.commands.editing.gaps import event_commands, gap_commands
from bot.commands.editing.house import history_commands, house_commands, trying_commands
from bot.commands.editing.sending import sending_commands
from bot.commands.nouns import Command

__all__ = ["editing_commands"]


def editing_commands() -> tuple[Command, ...]:
    return (
        *status_commands(),
        *claim_commands(),
        *source_commands(),
        *article_commands(),
        *event_commands(),
        *gap_commands(),
        *trying_commands(),
        *history_commands(),
        *sending_commands(),
        *house_commands(),
    )
