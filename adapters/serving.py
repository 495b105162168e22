"""Starting every platform that has a token. None is built yet, and that is said rather than hidden."""

from __future__ import annotations

from bot.settings import Settings


def platforms_with_token(settings: Settings) -> list[str]:
    tokens = {"Telegram": settings.telegram.token, "Discord": settings.discord.token}
    return [name for name, token in tokens.items() if token is not None and token.get_secret_value()]


def serve(settings: Settings) -> int:
    """Returns the exit status."""
    from adapters.terminal.paper import remarks

    named = platforms_with_token(settings)
    if not named:
        remarks().say(
            "No platform has a token, so there is nothing to serve; `bellwether chat` talks in this terminal."
        )
        return 0
    remarks().say(f"{' and '.join(named)}: there is a token, but this version cannot serve that platform yet.")
    return 1
