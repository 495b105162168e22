"""Users, servers, roles and channels as Discord keeps them, and as it writes them down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.adapters.discord.refusals import Json

if TYPE_CHECKING:
    from tests.adapters.discord.messages import Message

TEXT, DM, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 5, 11, 15

PERMISSIONS = {
    name: 1 << bit
    for name, bit in {
        "administrator": 3, "manage_channels": 4, "manage_guild": 5, "add_reactions": 6, "view_channel": 10,
        "send_messages": 11, "manage_messages": 13, "embed_links": 14, "attach_files": 15, "read_message_history": 16,
        "mention_everyone": 17, "manage_roles": 28, "use_application_commands": 31, "manage_threads": 34,
        "create_public_threads": 35, "create_private_threads": 36, "send_messages_in_threads": 38,
        "pin_messages": 51,
    }.items()
}  # fmt: skip
EVERYTHING = (1 << 53) - 1


def bits(*names: str) -> int:
    return sum(PERMISSIONS[name] for name in names)


ORDINARY = bits(
    "view_channel", "send_messages", "add_reactions", "embed_links", "attach_files", "read_message_history",
    "use_application_commands", "create_public_threads", "send_messages_in_threads",
)  # fmt: skip


@dataclass(eq=False)
class User:
    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    dm_closed: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def json(self) -> Json:
        username = "".join(c for c in self.name.lower() if c.isalnum() or c in "_.") or "user"
        return {
            "id": str(self.id),
            "username": username,
            "global_name": None if self.bot else self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0

    def json(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": 0 if self.name == "@everyone" else 1,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    everyone: Role
    joined: datetime
    owner: User
    locale: str = "en-US"
    roles: list[Role] = field(default_factory=list)
    members: dict[int, list[Role]] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=list)
    arrived: bool = False
    left: bool = False

    def channel(self, name: str) -> Channel:
        return next(one for one in self.channels if one.name == name)

    def permissions(self, user: User, channel: Channel | None = None) -> int:
        granted = self.everyone.permissions
        for role in self.members.get(user.id, []):
            granted |= role.permissions
        if granted & PERMISSIONS["administrator"] or user is self.owner:
            return EVERYTHING
        home = (channel.parent or channel) if channel else None
        return granted & ~home.denied if home and user.bot else granted

    def member_json(self, user: User, *, channel: Channel | None = None) -> Json:
        allowed = {"permissions": str(self.permissions(user, channel))} if channel else {}
        return {
            "user": user.json(),
            "roles": [str(role.id) for role in self.members.get(user.id, [])],
            "joined_at": self.joined.isoformat(),
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            **allowed,
        }

    def json(self, bot: User) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "joined_at": self.joined.isoformat(),
            "member_count": len(self.members),
            "large": False,
            "roles": [role.json() for role in (self.everyone, *self.roles)],
            "channels": [one.json() for one in self.channels if one.kind != THREAD],
            "threads": [one.json() for one in self.channels if one.kind == THREAD and not one.archived],
            "members": [self.member_json(bot)],
            **{key: [] for key in ("emojis", "features", "stickers", "voice_states", "presences")},
            **{key: [] for key in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
            **dict.fromkeys(("verification_level", "default_message_notifications", "explicit_content_filter"), 0),
            **dict.fromkeys(("mfa_level", "premium_tier", "nsfw_level", "system_channel_flags", "afk_timeout"), 0),
        }

    def partial_json(self) -> Json:
        return {"id": str(self.id), "locale": self.locale, "features": []}


@dataclass(eq=False)
class Channel:
    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    recipient: User | None = None
    parent: Channel | None = None
    owner: User | None = None
    denied: int = 0
    topic: str | None = None
    tags: dict[int, str] = field(default_factory=dict)
    applied_tags: list[int] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    created: datetime | None = None
    messages: list[Message] = field(default_factory=list)
    typing: int = 0

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def json(self, user: User | None = None) -> Json:
        """*user*: for an interaction, with what that person may do here."""
        if self.kind == DM:
            assert self.recipient is not None
            recipients = [self.recipient.json()]
            return {"id": str(self.id), "type": DM, "recipients": recipients, "last_message_id": None, "flags": 0}
        assert self.guild is not None
        allowed = {"permissions": str(self.guild.permissions(user, self))} if user else {}
        common = {
            "id": str(self.id),
            "type": self.kind,
            "name": self.name,
            "guild_id": str(self.guild.id),
            "parent_id": str(self.parent.id) if self.parent else None,
            "last_message_id": str(self.messages[-1].id) if self.messages else None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        return {**common, **(self._thread_json() if self.kind == THREAD else self._room_json()), **allowed}

    def _room_json(self) -> Json:
        assert self.guild is not None
        bots = [user.id for user in self.guild.users.values() if user.bot] if self.denied else []
        tags = [
            {"id": str(one), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for one, name in self.tags.items()
        ]
        return {
            "position": self.guild.channels.index(self) if self in self.guild.channels else 0,
            "topic": self.topic,
            "nsfw": False,
            "permission_overwrites": [
                {"id": str(one), "type": 1, "allow": "0", "deny": str(self.denied)} for one in bots
            ],
            **({"available_tags": tags, "default_sort_order": None, "default_forum_layout": 0} if tags or
               self.kind == FORUM else {}),
        }  # fmt: skip

    def _thread_json(self) -> Json:
        assert self.owner is not None
        assert self.created is not None
        return {
            "owner_id": str(self.owner.id),
            "message_count": max(len(self.messages) - 1, 0),
            "total_message_sent": len(self.messages),
            "member_count": 1,
            "applied_tags": [str(one) for one in self.applied_tags],
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": self.created.isoformat(),
                "create_timestamp": self.created.isoformat(),
            },
        }
