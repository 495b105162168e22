"""What is done with an exchange, by its kind."""

from __future__ import annotations

from adapters.discord import autocomplete, commanding, context_menus, forms, hearing, pressing
from adapters.discord.exchanges import Exchange
from adapters.discord.hearing import joined
from adapters.discord.incoming import Kind

__all__ = ["handle", "joined"]


async def handle(exchange: Exchange) -> None:
    match exchange.kind:
        case Kind.COMMAND:
            await commanding.used(exchange)
        case Kind.TYPING:
            await autocomplete.complete(exchange)
        case Kind.MENU:
            await context_menus.chosen(exchange)
        case Kind.PRESS:
            await pressing.pressed(exchange)
        case Kind.FORM:
            await forms.sent(exchange)
        case Kind.MESSAGE:
            await hearing.heard(exchange)
