"""The settings: one class with nested sections, read from the environment and from .env; unknown names are refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "BELLWETHER_"
DELIMITER = "__"


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    url: str = Field(
        default="sqlite:///bellwether.db",
        description="Where the knowledge base lives: a SQLite file, or postgresql://user:password@host/name.",
    )


class TelegramSettings(Section):
    token: SecretStr | None = Field(default=None, description="The bot token from @BotFather. Empty: Telegram is off.")


class DiscordSettings(Section):
    token: SecretStr | None = Field(
        default=None, description="The bot token from the developer portal. Empty: Discord is off."
    )


class RetentionSettings(Section):
    question_days: int = Field(
        default=30, ge=0, le=3650, description="Days after which the text of a question is deleted."
    )
    telling_days: int = Field(
        default=30, ge=0, le=3650, description="Days after its day for which is kept who was told an answer."
    )


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=DELIMITER,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        validate_default=True,
    )

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    telegram: TelegramSettings = Field(default_factory=TelegramSettings)
    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    retention: RetentionSettings = Field(default_factory=RetentionSettings)
    knowledge: Path | None = Field(
        default=None,
        description="A folder with curated files of your own. Empty: the ones that come with the program.",
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )


class UnknownSetting(Exception):
    """A name with our prefix that no setting has; pydantic alone would pass it over in silence."""


def setting_names() -> dict[str, str]:
    """Every setting's name in the environment, with what it is for."""
    names: dict[str, str] = {}
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            for inner, one in kind.model_fields.items():
                names[f"{PREFIX}{name}{DELIMITER}{inner}".upper()] = one.description or ""
        else:
            names[f"{PREFIX}{name}".upper()] = field.description or ""
    return names


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """UnknownSetting or pydantic's ValidationError say what is wrong with which name."""
    known = setting_names()
    for name in environment if environment is not None else os.environ:
        if name.startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise UnknownSetting(f"{name} is no setting of Bellwether{hint}")
    return Settings()
