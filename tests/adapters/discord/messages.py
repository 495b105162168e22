"""A message as Discord keeps it: what is shown, to whom, and who was pinged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.adapters.discord.components import SELECTS, walk
from tests.adapters.discord.limits import EPHEMERAL, embed_texts
from tests.adapters.discord.places import Channel, User
from tests.adapters.discord.refusals import Json

BUTTON = 2
SYSTEM_KINDS = {"ordinary": 0, "reply": 19, "command": 20, "context": 23}


@dataclass(frozen=True)
class Attachment:
    id: int
    name: str
    content: bytes
    url: str
    kind: str = "application/octet-stream"

    def json(self) -> Json:
        size = len(self.content)
        link = {"url": self.url, "proxy_url": self.url, "content_type": self.kind}
        return {"id": str(self.id), "filename": self.name, "size": size, **link}


@dataclass(eq=False)
class Message:
    id: int
    channel: Channel
    author: User
    created: datetime
    kind: int = 0
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    reply_to: Message | None = None
    nonce: str | None = None
    pinged: set[Any] = field(default_factory=set)
    seen_by: User | None = None
    origin: Json | None = None
    edited: datetime | None = None
    deleted: bool = False
    pinned: bool = False
    reactions: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    passes_on: Message | None = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """All that can be read in it, labels of buttons left out."""
        shown = [text for embed in self.embeds for text in embed_texts(embed)]
        laid_out = [one["content"] for one in walk(self.components) if one["type"] == 10]
        return "\n".join(text for text in (self.content, *shown, *laid_out) if text)

    @property
    def buttons(self) -> list[Json]:
        return [one for one in walk(self.components) if one["type"] == BUTTON]

    @property
    def labels(self) -> list[str]:
        return [str(one.get("label") or one.get("emoji", {}).get("name")) for one in self.buttons]

    @property
    def selects(self) -> list[Json]:
        return [one for one in walk(self.components) if one["type"] in SELECTS]

    def shows(self, body: Json) -> None:
        """Takes over what a request changes and leaves the rest."""
        for key in ("embeds", "components"):
            if key in body:
                setattr(self, key, body[key] or [])
        if "content" in body:
            self.content = body["content"] or ""
        number_components(self.components)

    def json(self, *, with_reply: bool = True, member: bool = False) -> Json:
        answered = self.reply_to
        place = {"guild_id": str(self.channel.guild.id)} if self.channel.guild else {}
        found: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.kind,
            "author": self.author.json(),
            "content": self.content,
            "embeds": [{"type": "rich", **embed} for embed in self.embeds],
            "components": self.components,
            "attachments": [one.json() for one in self.attachments],
            "timestamp": self.created.isoformat(),
            "edited_timestamp": self.edited.isoformat() if self.edited else None,
            "flags": self.flags,
            "pinned": self.pinned,
            "tts": False,
            "mention_everyone": "everyone" in self.pinged,
            "mentions": [user.json() for user in self._mentioned()],
            "mention_roles": [str(one) for one in self.pinged if self._is_role(one)],
            "channel_type": self.channel.kind,
        }
        if self.nonce is not None:
            found["nonce"] = self.nonce
        if self.origin is not None:
            found["interaction_metadata"] = self.origin
        if answered is not None:
            found["message_reference"] = {
                "type": 0, "message_id": str(answered.id), "channel_id": str(answered.channel.id), **place,
            }  # fmt: skip
            if with_reply:
                found["referenced_message"] = None if answered.deleted else answered.json(with_reply=False)
        if self.passes_on is not None:
            found["message_reference"] = {
                "type": 1, "message_id": str(self.passes_on.id), "channel_id": str(self.passes_on.channel.id), **place,
            }  # fmt: skip
            found["message_snapshots"] = [{"message": self.passes_on._snapshot()}]
        if member:
            found |= place
            if self.channel.guild:
                shown = self.channel.guild.member_json(self.author)
                found["member"] = {key: value for key, value in shown.items() if key != "user"}
        return found

    def _snapshot(self) -> Json:
        """As it stood when it was passed on: nothing of who wrote it, or where."""
        kept = ("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp", "flags", "components")
        return {key: value for key, value in self.json(with_reply=False).items() if key in (*kept, "mentions")}

    def _is_role(self, number: Any) -> bool:
        return self.channel.guild is not None and any(role.id == number for role in self.channel.guild.roles)

    def _mentioned(self) -> list[User]:
        users = self.channel.guild.users if self.channel.guild else {}
        known = {**users, **({self.channel.recipient.id: self.channel.recipient} if self.channel.recipient else {})}
        return [known[one] for one in self.pinged if one in known]

    def open_to(self, app: User, *, pings: bool) -> bool:
        """Whether the app may read it without the intent for content."""
        return self.channel.guild is None or self.author is app or pings


def without_content(shown: Json) -> Json:
    emptied: Json = {**shown, "content": "", "embeds": [], "components": [], "attachments": []}
    emptied.pop("message_snapshots", None)
    if shown.get("referenced_message") and not shown["referenced_message"]["author"]["bot"]:
        emptied["referenced_message"] = without_content(shown["referenced_message"])
    return emptied


def number_components(components: list[Json]) -> None:
    """Every component has a number of its own in its message; Discord fills in what is missing."""
    for number, one in enumerate(walk(components), start=1):
        one.setdefault("id", number)
