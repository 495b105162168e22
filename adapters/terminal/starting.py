"""How every command starts: the settings are read, and the log goes to stderr without the secrets in them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Collection
from secrets import token_urlsafe
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from bot.settings import Settings, load_settings

HIDDEN = "•••"


class WithoutSecrets(logging.Formatter):
    """Also cleans what a library or a traceback quotes."""

    def __init__(self, layout: str, secrets: Collection[str]) -> None:
        super().__init__(layout)
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def start(*, quiet: bool = True) -> Settings:
    """*quiet*: somebody is reading along, so only what they should know is logged, unless they ask for all of it."""
    settings = _with_webhook_secret(load_settings())
    level = logging.WARNING if quiet and settings.log_level == "INFO" else logging.getLevelName(settings.log_level)
    handler = logging.StreamHandler(sys.stderr)
    layout = "%(levelname)s: %(message)s" if quiet else "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler.setFormatter(WithoutSecrets(layout, secrets_of(settings)))
    logging.basicConfig(level=level, handlers=[handler])
    return settings


def _with_webhook_secret(settings: Settings) -> Settings:
    """One that nobody chose is known here too, so that the log can leave it out."""
    telegram = settings.telegram
    if telegram.webhook_url is None or telegram.webhook_secret is not None:
        return settings
    made = SecretStr(token_urlsafe(32))
    return settings.model_copy(update={"telegram": telegram.model_copy(update={"webhook_secret": made})})


def secrets_of(settings: Settings) -> set[str]:
    tokens = (settings.telegram.token, settings.telegram.webhook_secret, settings.discord.token)
    found = {token.get_secret_value() for token in tokens if token is not None}
    password = urlsplit(settings.database.url).password
    return {one for one in {*found, password or "", unquote(password or "")} if one}


def somebody_types() -> bool:
    """Whether there is a person at both ends of this terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
