"""Interactions: one acknowledgement within three seconds, a token for fifteen minutes, what was shown to whom."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.adapters.discord.limits import EPHEMERAL, LOADING
from tests.adapters.discord.messages import SYSTEM_KINDS, Message
from tests.adapters.discord.modals import Modal
from tests.adapters.discord.places import EVERYTHING, Channel, User
from tests.adapters.discord.refusals import Json, Refusal, missing
from tests.adapters.discord.world import Event, World

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FIRST_ANSWER, TOKEN_LIFE = timedelta(seconds=3), timedelta(minutes=15)


@dataclass(frozen=True)
class Choice:
    name: str
    value: Any


@dataclass(eq=False)
class Interaction:
    """*original*: what the first answer shows; for an update the message the button stood on."""

    id: int
    kind: int
    user: User
    channel: Channel
    data: Json
    created: datetime
    source: Message | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    acknowledged: int = 0
    acknowledged_at: datetime | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Modal | None = None
    choices: list[Choice] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    happened: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> bool:
        return bool(self.acknowledged)

    @property
    def thinking(self) -> bool:
        return self.original is not None and bool(self.original.flags & LOADING)

    @property
    def shown(self) -> Message:
        """The last message this brought forth."""
        found = self.followups[-1] if self.followups else self.original
        assert found is not None, "the app did not respond" if not self.answered else "it showed no message"
        return found

    @property
    def ephemeral(self) -> bool:
        return self.shown.ephemeral

    @property
    def text(self) -> str:
        return self.shown.text

    @property
    def content(self) -> str:
        return self.shown.content

    @property
    def embeds(self) -> list[Json]:
        return self.shown.embeds

    @property
    def components(self) -> list[Json]:
        return self.shown.components

    def late(self, now: datetime) -> bool:
        return not self.acknowledged and now - self.created > FIRST_ANSWER

    def allowed_answers(self) -> frozenset[int]:
        if self.kind == AUTOCOMPLETE:
            return frozenset({CHOICES})
        if self.kind == COMMAND:
            return frozenset({MESSAGE, DEFERRED, MODAL})
        updates = {DEFERRED_UPDATE, UPDATE} if self.source else set()
        return frozenset({MESSAGE, DEFERRED, *updates, *({MODAL} if self.kind == COMPONENT else set())})

    def origin(self) -> Json:
        """What its messages say about where they come from."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.json(),
            "authorizing_integration_owners": self._owners(),
            **({"interacted_message_id": str(self.source.id)} if self.source else {}),
        }

    def _owners(self) -> Json:
        return {"0": str(self.channel.guild.id) if self.channel.guild else "0"}

    def json(self, bot: User) -> Json:
        guild = self.channel.guild
        found: Json = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "locale": self.user.locale,
            "channel_id": str(self.channel.id),
            "channel": self.channel.json(self.user),
            "app_permissions": str(guild.permissions(bot, self.channel) if guild else EVERYTHING),
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "context": 0 if guild else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if self.source:
            found["message"] = self.source.json()
        if guild is None:
            return {**found, "user": self.user.json()}
        member = guild.member_json(self.user, channel=self.channel)
        place = {"guild_id": str(guild.id), "guild": guild.partial_json(), "guild_locale": guild.locale}
        return {**found, **place, "member": member}


class Interactions:
    def __init__(self, world: World) -> None:
        self.world = world
        self.all: list[Interaction] = []
        self.private: dict[int, Message] = {}
        self._by_token: dict[str, Interaction] = {}

    def begin(
        self, kind: int, user: User, channel: Channel, data: Json, *, source: Message | None = None
    ) -> Interaction:
        made = Interaction(self.world.ids.next(), kind, user, channel, data, self.world.clock.now(), source)
        self.all.append(made)
        self._by_token[made.token] = made
        self.world.tell(Event("INTERACTION_CREATE", made.json(self.world.bot), channel.guild))
        return made

    def unacknowledged(self) -> list[Interaction]:
        """Those whose three seconds are over without a first answer."""
        now = self.world.clock.now()
        return [one for one in self.all if one.late(now)]

    def to_acknowledge(self, number: int, token: str) -> Interaction:
        found = self._by_token.get(token)
        if found is None or found.id != number or found.late(self.world.clock.now()):
            if found:
                found.refused.append(10062)
            raise missing("interaction", 10062)
        if found.acknowledged:
            found.refused.append(40060)
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        return found

    def by_token(self, token: str) -> Interaction:
        """For whatever comes after the first answer."""
        found = self._by_token.get(token)
        if found is None or not found.acknowledged or found.acknowledged in (CHOICES, MODAL):
            raise missing("Webhook", 10015)
        if self.world.clock.now() - found.created > TOKEN_LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return found

    def acknowledge(self, interaction: Interaction, kind: int) -> None:
        interaction.acknowledged = kind
        interaction.acknowledged_at = self.world.clock.now()
        interaction.happened.set()

    def show(self, interaction: Interaction, body: Json, *, flags: int = 0, pings: set[Any]) -> Message:
        """A new message of it: for one person only, or posted to the channel."""
        context = interaction.data.get("type") in (2, 3)
        kind = SYSTEM_KINDS["context" if context else "command"] if interaction.kind == COMMAND else 0
        made = Message(
            self.world.ids.next(), interaction.channel, self.world.bot, self.world.clock.now(), kind=kind,
            flags=body.get("flags", 0) | flags, pinged=pings, origin=interaction.origin(),
        )  # fmt: skip
        made.shows(body)
        if made.flags & EPHEMERAL:
            made.seen_by = interaction.user
            self.private[made.id] = made
        else:
            self.world.post(made)
        interaction.happened.set()
        return made

    def change(self, interaction: Interaction, message: Message, body: Json) -> None:
        message.versions.append(message.text)
        message.shows(body)
        if message.flags & LOADING:
            message.flags &= ~LOADING
        else:
            message.edited = self.world.clock.now()
        if not message.ephemeral:
            self.world.announce("MESSAGE_UPDATE", message)
        interaction.happened.set()

    def message(self, interaction: Interaction, number: str) -> Message:
        known = [interaction.original, *interaction.followups]
        for one in known:
            if one and not one.deleted and number in ("@original", str(one.id)):
                return one
        raise missing("Message", 10008)

    def erase(self, message: Message) -> None:
        if message.ephemeral:
            message.deleted = True
        else:
            self.world.erase(message)
