"""How often pages that stay up to date are edited: seldom enough that Telegram does not take it for a flood."""

from __future__ import annotations

from datetime import timedelta

from bot.telling.living import Living

__all__ = ["EVERY", "Living"]

EVERY = timedelta(seconds=6)
