"""What an option may be, while it is typed: at most 25, in the language of whoever types, and nothing where that takes
too long."""

from __future__ import annotations

from adapters.discord.exchanges import Exchange
from adapters.discord.letters import one_line
from adapters.discord.tree import command_of
from bot.completing import Typing
from bot.suggestions import Suggestion

MOST, LONGEST = 25, 100


async def complete(exchange: Exchange) -> None:
    await exchange.choices([(one_line(one.label, LONGEST), one.value) for one in await _found(exchange)])


async def _found(exchange: Exchange) -> tuple[Suggestion, ...]:
    used = exchange.used
    command = command_of(used.name, used.action) if used is not None else None
    field = command.field(used.focused) if used is not None and command is not None else None
    if used is None or command is None or field is None:
        return ()
    bellwether = exchange.house.bellwether
    chosen = bellwether.answering.chosen_at_hand(exchange.who.person, at=exchange.at)
    spoken = bellwether.answering.spoken
    language = next((one for one in (chosen, exchange.who.language) if one in spoken), None) or spoken[0]
    typed = used.values.get(field.name, "")
    typing = Typing(command, field, typed, exchange.who, exchange.at, language, used.values)
    found = await bellwether.completing.complete(typing, most=MOST)
    return tuple(one for one in found if 0 < len(one.value) <= LONGEST)
