"""Who and where: people, rooms, what was said in them by the bot, and what was pressed or typed in passing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.telegram.double_entities import Entity, part

Body = dict[str, Any]
PRIVATE_NAMES = ("first_name", "last_name", "username")
ADMINS = ("creator", "administrator")


@dataclass
class Room:
    """*members*: their status by user; *topics*: thread ids of a forum; *lost*: Telegram's words why the bot cannot
    write there; *started*: a private chat in which the person has written, so that the bot may; *may_pin*: the bot;
    *pinned*: the message, and whether it was heard."""

    id: int
    kind: str
    title: str = ""
    members: dict[int, str] = field(default_factory=dict)
    privacy: bool = True
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    lost: str | None = None
    started: bool = True
    moved_to: int | None = None
    bot_status: str = "member"
    messages: dict[int, Body] = field(default_factory=dict)
    sends: list[float] = field(default_factory=list)
    person: Body | None = None
    may_pin: bool = False
    pinned: tuple[int, bool] | None = None

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def body(self) -> Body:
        if self.person is not None:
            named: Body = {key: self.person[key] for key in PRIVATE_NAMES if key in self.person}
            return {"id": self.id, "type": "private", **named}
        plain = {"id": self.id, "type": self.kind, "title": self.title}
        return plain | ({"is_forum": True} if self.forum else {})


@dataclass
class SentMessage:
    """What the bot said: as it reads after parsing. *html*: as it was sent; *edits*: what stood there before;
    *inline*: its name where it was put into a chat through inline mode; *at*: when it came, on the loop's clock."""

    room: Room | None
    id: int
    html: str
    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: tuple[tuple[Body, ...], ...] = ()
    quoting: int | None = None
    thread: int | None = None
    silent: bool = False
    edits: list[str] = field(default_factory=list)
    deleted: bool = False
    inline: str | None = None
    asked: Body = field(default_factory=dict)
    at: float = 0.0

    @property
    def paid(self) -> bool:
        return bool(self.asked.get("allow_paid_broadcast"))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(one["text"] for one in row) for row in self.keyboard)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in self.rows for label in row)

    def button(self, label: str | int) -> Body:
        """By its whole label, else by the only one that has it within, or by its place."""
        buttons = [one for row in self.keyboard for one in row]
        if isinstance(label, int):
            return buttons[label]
        exact = [one for one in buttons if one["text"] == label]
        found = exact or [one for one in buttons if label.lower() in one["text"].lower()]
        if not found or (len(found) > 1 and not exact):
            raise LookupError(f'{len(found)} buttons named "{label}" among {list(self.labels)}')
        return found[0]

    def parts(self, kind: str) -> list[str]:
        """What is bold, italic, text_link, blockquote..., in order."""
        return [part(self.text, one) for one in self.entities if one.kind == kind]

    @property
    def links(self) -> dict[str, str]:
        return {part(self.text, one): one.address for one in self.entities if one.address is not None}


@dataclass(frozen=True)
class Said:
    """What a person wrote; *update* None: the bot does not get to see it."""

    room: Room
    id: int
    body: Mapping[str, Any]
    update: int | None


@dataclass
class Pressed:
    """*words*: the toast; None until the bot answered, empty where it only took the waiting sign away."""

    id: str
    asked_at: float
    words: str | None = None
    alert: bool = False
    address: str | None = None

    @property
    def answered(self) -> bool:
        return self.words is not None


@dataclass
class Typed:
    """An inline query. *results*: as the bot gave them; None until it answered."""

    id: str
    asked_at: float
    results: list[Body] | None = None
    options: Body = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        return self.results is not None
