"""What a command is, as data: name, one-line help, role and fields; each platform draws it in its own way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Who may do something, each of them all that stands above it."""

    FAMILY = "family"
    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def may(self, wanted: Role) -> bool:
        return self.rank >= wanted.rank


STAFF = tuple(one for one in Role if one is not Role.FAMILY)


class FieldKind(StrEnum):
    """What a field takes; how it is read stands in `bot.values`."""

    TEXT = "text"
    PAGE = "page"
    DAY = "day"
    DAYS = "days"
    HOUR = "hour"
    HOURS = "hours"
    MOMENT = "moment"
    NUMBER = "number"
    CHANGE = "change"
    FLAG = "flag"
    CHOICE = "choice"
    LANGUAGE = "language"
    TOPIC = "topic"
    SCOPE = "scope"
    SPEAKER = "speaker"
    CLAIM = "claim"
    CONDITION = "condition"
    EVENT = "event"
    SOURCE = "source"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Field:
    """*help*: a message; *choices*: the words it takes; *rest*: typed last, it takes all that is left of the line;
    *many*: several, divided by semicolons; *lines*: a text as long as a whole message, whose line breaks stay."""

    name: str
    kind: FieldKind
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    rest: bool = False
    many: bool = False
    lines: bool = False


@dataclass(frozen=True)
class Command:
    """*action*: what it does, for a command that does several things (``/claim add``); *help*: a message; *hidden*: it
    stands behind a button and in no menu."""

    name: str
    help: str
    role: Role
    fields: tuple[Field, ...] = field(default=())
    action: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        return f"{self.name} {self.action}".strip()

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)
