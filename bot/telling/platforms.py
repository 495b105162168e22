"""The platforms that many can be written to on, how fast, and where rooms only are."""

from __future__ import annotations

from bot.settings import TellingSettings

PLATFORMS = {"telegram": "Telegram", "discord": "Discord"}
TO_ROOMS_ONLY = frozenset({"discord"})  # whoever writes to many people there by themselves is shut out


def per_second(settings: TellingSettings, platform: str) -> float:
    return settings.discord_per_second if platform == "discord" else settings.telegram_per_second
