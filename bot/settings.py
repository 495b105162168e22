"""The settings: one class with nested sections, read from the environment and from .env; unknown names are refused."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BELLWETHER_"
DELIMITER = "__"


IDENTITY = re.compile(r"[a-z]{2,20}:\S{1,150}")


def _divided(written: object) -> object:
    """What stands between commas, as one line of the environment says a list."""
    return tuple(one.strip() for one in written.split(",") if one.strip()) if isinstance(written, str) else written


def _identities(named: tuple[str, ...]) -> tuple[str, ...]:
    for one in named:
        if not IDENTITY.fullmatch(one):
            raise PydanticCustomError("identity", "an identity is a platform and an id, such as telegram:12345")
    return named


Identities = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_divided), AfterValidator(_identities)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    url: str = Field(
        default="sqlite:///bellwether.db",
        description="Where the knowledge base lives: a SQLite file, or postgresql://user:password@host/name.",
    )


def _sayable(secret: SecretStr) -> SecretStr:
    if not re.fullmatch("[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise PydanticCustomError("webhook_secret", "a webhook secret is 1 to 256 of A-Z a-z 0-9 _ -")
    return secret


WebhookSecret = Annotated[SecretStr, AfterValidator(_sayable)]


class TelegramSettings(Section):
    token: SecretStr | None = Field(default=None, description="The bot token from @BotFather. Empty: Telegram is off.")
    api_url: str = Field(
        default="https://api.telegram.org",
        pattern="^https?://[^/]+.*[^/]$",
        description="Where the Bot API is: Telegram's own, or a Bot API server that you run.",
    )
    webhook_url: str | None = Field(
        default=None,
        pattern="^https?://",
        description="The public address Telegram shall bring updates to. Empty: they are fetched by long polling.",
    )
    webhook_secret: WebhookSecret | None = Field(
        default=None,
        description="What Telegram must say along (1 to 256 of A-Z a-z 0-9 _ -). Empty: a new one at every start.",
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8443",
        pattern=r"^\S+:\d{1,5}$",
        description="Host and port on which updates are taken in, behind whatever serves webhook_url.",
    )


class DiscordSettings(Section):
    token: SecretStr | None = Field(
        default=None, description="The bot token from the developer portal. Empty: Discord is off."
    )


QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)|off")
UNPAID = 30  # messages a second that Telegram takes from a bot for nothing


class TellingSettings(Section):
    telegram_per_second: float = Field(
        default=25,
        gt=0,
        le=1000,
        description="Messages a second that go out to many over Telegram; answers to families come on top.",
    )
    telegram_paid: bool = Field(
        default=False,
        description="Whether Telegram may charge the bot for more than 30 messages a second (0.1 Star each).",
    )
    discord_per_second: float = Field(
        default=1, gt=0, le=20, description="Messages a second that go out to many over Discord."
    )
    settling_seconds: int = Field(
        default=30,
        ge=0,
        le=3600,
        description="How long a correction waits, so that several changes close together are one message.",
    )
    quiet_hours: str = Field(
        default="22:00-06:00",
        pattern=f"^(?:{QUIET.pattern})$",
        description="When nothing that can wait is sent, on the district's clock, for whoever chose no hours; or off.",
    )

    @property
    def quiet(self) -> tuple[time, time] | None:
        found = QUIET.fullmatch(self.quiet_hours)
        if found is None or found[1] is None:
            return None
        first, last = (time(int(found[hour]), int(found[hour + 1])) for hour in (1, 3))
        return None if first == last else (first, last)

    @model_validator(mode="after")
    def paid_above_thirty(self) -> TellingSettings:
        if self.telegram_per_second > UNPAID and not self.telegram_paid:
            raise PydanticCustomError("unpaid_rate", "more than 30 a second needs telegram_paid, which costs Stars")
        return self


class RetentionSettings(Section):
    question_days: int = Field(
        default=30, ge=0, le=3650, description="Days after which the text of a question is deleted."
    )
    telling_days: int = Field(
        default=30, ge=0, le=3650, description="Days after its day for which is kept who was told an answer."
    )


class SemanticSettings(Section):
    folder: Path | None = Field(
        default=None, description="A folder with a sentence model, to match by meaning as well. Empty: off."
    )
    sha256: str | None = Field(
        default=None, pattern="^[0-9a-fA-F]{64}$", description="The SHA-256 of model.onnx in that folder."
    )

    @model_validator(mode="after")
    def both_or_none(self) -> SemanticSettings:
        if (self.folder is None) != (self.sha256 is None):
            raise PydanticCustomError("both_or_none", "folder and sha256 go together, both or none")
        return self


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
    telling: TellingSettings = Field(default_factory=TellingSettings)
    semantic: SemanticSettings = Field(default_factory=SemanticSettings)
    knowledge: Path | None = Field(
        default=None,
        description="A folder with curated files of your own. Empty: the ones that come with the program.",
    )
    cache: Path | None = Field(
        default=None,
        description='A folder for what makes the next start quick, or "off". Empty: bellwether in your cache folder.',
    )
    owners: Identities = Field(
        default=(),
        description="Who may do everything, divided by commas: telegram:12345, discord:678. No command takes it away.",
    )
    second_approval: bool = Field(
        default=False, description="Whether a status goes live only when a second publisher approves it."
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )

    @property
    def cache_folder(self) -> Path | None:
        """None: nothing is kept. All in it can be deleted at any time."""
        if self.cache is None:
            return _user_cache() / "bellwether"
        return None if self.cache == Path("off") else self.cache


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


def _user_cache() -> Path:
    """Where programs keep what they could make again; a relative XDG_CACHE_HOME counts as none."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else Path("~/.cache").expanduser()


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """UnknownSetting or pydantic's ValidationError say what is wrong with which name."""
    known = setting_names()
    for name in environment if environment is not None else os.environ:
        if name.startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise UnknownSetting(f"{name} is no setting of Bellwether{hint}")
    return Settings()
