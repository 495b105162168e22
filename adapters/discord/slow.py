"""What is known to take a while: it is acknowledged before it is begun, not when Discord's patience is nearly over."""

from __future__ import annotations

from adapters.discord.exchanges import Exchange
from bot.pages import Invocation

SLOW = frozenset({"article add", "article recheck"})  # they read a page on the net, for up to twenty seconds


async def acknowledge_slow(exchange: Exchange, invocation: Invocation) -> None:
    if f"{invocation.name} {invocation.action}" in SLOW:
        await exchange.acknowledge()
