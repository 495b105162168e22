"""Calls about messages: sent, read, edited, deleted, pinned, reacted to; and opening a direct channel."""

from __future__ import annotations

from datetime import timedelta

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.limits import (
    EPHEMERAL,
    SHOWN,
    check_message,
    mentioned,
    refuse_empty,
)
from tests.adapters.discord.messages import SYSTEM_KINDS, Message, without_content
from tests.adapters.discord.places import ANNOUNCEMENT, DM, FORUM, THREAD, Channel
from tests.adapters.discord.refusals import NO_PERMISSION, Form, Json, Refusal, Unmodelled, only
from tests.adapters.discord.sessions import MESSAGE_CONTENT
from tests.adapters.discord.world import World

AT = "/channels/{channel}/messages"
ONE = AT + "/{message}"
CROSSPOSTED = 1
NONCE_LASTS = timedelta(minutes=5)  # Discord says "the past few minutes"


class MessageRoutes:
    def __init__(self, world: World) -> None:
        self.world = world
        self.intents = 0
        self.repeated = 0
        self._nonces: dict[str, Message] = {}

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/users/@me/channels", self.open_direct),
            Route("POST", AT, self.send),
            Route("GET", AT, self.list),
            Route("GET", AT + "/pins", self.pins),
            Route("PUT", AT + "/pins/{message}", self.pin),
            Route("DELETE", AT + "/pins/{message}", self.unpin),
            Route("GET", ONE, self.get),
            Route("PATCH", ONE, self.edit),
            Route("DELETE", ONE, self.delete),
            Route("PUT", ONE + "/reactions/{emoji}/@me", self.react),
            Route("DELETE", ONE + "/reactions/{emoji}/@me", self.unreact),
            Route("POST", ONE + "/crosspost", self.publish),
            Route("POST", "/channels/{channel}/typing", self.type),
        ]

    async def open_direct(self, call: Call) -> Answer:
        only(call.body, frozenset({"recipient_id"}), "direct channel")
        user = self.world.users.get(int(call.body["recipient_id"]))
        if user is None or user.bot:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return self.world.direct(user).json()

    def _channel(self, call: Call) -> Channel:
        return self.world.found(call.number("channel"))

    def writable(self, channel: Channel, body: Json) -> None:
        """Raises where the app may not write that there."""
        if channel.kind == DM:
            assert channel.recipient is not None
            if channel.recipient.dm_closed:
                raise Refusal(403, 50007, "Cannot send messages to this user")
            if not self.world.acquainted(channel):
                raise Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        if channel.kind == FORUM:
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        self.world.need(channel, "send_messages_in_threads" if channel.kind == THREAD else "send_messages")
        if body.get("embeds"):
            self.world.need(channel, "embed_links")
        if channel.kind == THREAD and channel.archived:
            if channel.locked:
                self.world.need(channel, "manage_threads")
            channel.archived = False
            self.world.changed(channel)

    async def send(self, call: Call) -> Answer:
        channel, body = self._channel(call), call.body
        self.writable(channel, body)
        check_message(body)
        if body.get("flags", 0) & EPHEMERAL:
            # Discord drops the flag without a word, and everybody reads it.
            raise Unmodelled("only the answer to an interaction can be private")
        refuse_empty({**body, "attachments": call.files})
        nonce = body.get("nonce")
        if body.get("enforce_nonce") and nonce is not None and (before := self._known_again(nonce)):
            self.repeated += 1
            return before.json()
        made = self.create(channel, call)
        if nonce is not None:
            self._nonces[nonce] = made
        return made.json()

    def _known_again(self, nonce: str) -> Message | None:
        """Of the bot's messages, in whichever channel, for a few minutes."""
        found = self._nonces.get(nonce)
        return found if found and self.world.clock.now() - found.created < NONCE_LASTS else None

    def create(self, channel: Channel, call: Call, *, number: int | None = None) -> Message:
        body = call.body
        answered = self._answered(channel, body.get("message_reference"))
        allowed = body.get("allowed_mentions")
        pings = mentioned(body.get("content") or "", allowed)
        if answered and (allowed or {}).get("replied_user", allowed is None):
            pings.add(answered.author.id)
        if channel.guild and not channel.guild.permissions(self.world.bot, channel) & (1 << 17):
            pings.discard("everyone")
        made = Message(
            number or self.world.ids.next(), channel, self.world.bot, self.world.clock.now(), reply_to=answered,
            kind=SYSTEM_KINDS["reply" if answered else "ordinary"], flags=body.get("flags", 0),
            nonce=body.get("nonce"), attachments=call.files, pinged=pings,
        )  # fmt: skip
        made.shows(body)
        self.world.post(made)
        return made

    def _answered(self, channel: Channel, reference: Json | None) -> Message | None:
        if reference is None:
            return None
        number = int(reference["message_id"])
        found = next((one for one in channel.messages if one.id == number and not one.deleted), None)
        if found is None and reference.get("fail_if_not_exists", True):
            form = Form()
            form.wrong(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            form.refuse()
        return found

    def _read(self, message: Message) -> Json:
        """As the app may read it: without the intent, content is hidden here too."""
        shown = message.json()
        pinged = self.world.bot.id in message.pinged
        if self.intents & MESSAGE_CONTENT or message.open_to(self.world.bot, pings=pinged):
            return shown
        return without_content(shown)

    def _one(self, call: Call) -> Message:
        channel = self._channel(call)
        return self.world.message(channel, call.number("message"))

    async def list(self, call: Call) -> Answer:
        call.asked("limit", "before", "after", "around")
        channel = self._channel(call)
        self.world.need(channel, "read_message_history")
        before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
        found = [one for one in channel.messages if not one.deleted and after < one.id < before]
        limit = int(call.query.get("limit", 50))
        chosen = found[:limit] if "after" in call.query else found[-limit:]
        return [self._read(one) for one in reversed(chosen)]

    async def get(self, call: Call) -> Answer:
        message = self._one(call)
        self.world.need(message.channel, "read_message_history")
        return self._read(message)

    async def edit(self, call: Call) -> Answer:
        message = self._one(call)
        if message.author is not self.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        if message.channel.archived:
            raise Refusal(400, 50083, "Thread is archived")
        check_message(call.body, keys=SHOWN)
        message.versions.append(message.text)
        message.shows(call.body)
        message.edited = self.world.clock.now()
        self.world.announce("MESSAGE_UPDATE", message)
        return message.json()

    async def delete(self, call: Call) -> Answer:
        message = self._one(call)
        if message.author is not self.world.bot:
            if message.channel.kind == DM:
                raise Refusal(403, 50003, "Cannot execute action on a DM channel")
            self.world.need(message.channel, "manage_messages")
        self.world.erase(message)
        return None

    async def pins(self, call: Call) -> Answer:
        call.asked("limit", "before")
        pinned = [one for one in self._channel(call).messages if one.pinned and not one.deleted]
        items = [{"pinned_at": one.created.isoformat(), "message": self._read(one)} for one in pinned]
        return {"items": items, "has_more": False}

    async def pin(self, call: Call) -> Answer:
        self._pinned(call, True)
        return None

    async def unpin(self, call: Call) -> Answer:
        self._pinned(call, False)
        return None

    def _pinned(self, call: Call, pinned: bool) -> None:
        message = self._one(call)
        self.world.need(message.channel, "pin_messages")
        if pinned and sum(one.pinned for one in message.channel.messages) >= 250:
            raise Refusal(400, 30003, "Maximum number of pins reached for the channel (250)")
        message.pinned = pinned

    async def react(self, call: Call) -> Answer:
        message = self._one(call)
        self.world.need(message.channel, "add_reactions", "read_message_history")
        if message.channel.archived:
            raise Refusal(400, 50083, "Thread is archived")
        message.reactions.append(call.parts["emoji"])
        return None

    async def unreact(self, call: Call) -> Answer:
        message = self._one(call)
        if call.parts["emoji"] in message.reactions:
            message.reactions.remove(call.parts["emoji"])
        return None

    async def publish(self, call: Call) -> Answer:
        """To the servers that follow an announcement channel."""
        message = self._one(call)
        if message.channel.kind != ANNOUNCEMENT:
            raise Refusal(400, 50068, "Invalid message type")
        if message.flags & CROSSPOSTED:
            raise Refusal(400, 40033, "This message has already been crossposted.")
        message.flags |= CROSSPOSTED
        return message.json()

    async def type(self, call: Call) -> Answer:
        channel = self._channel(call)
        if channel.guild and channel.kind == FORUM:
            raise Refusal(*NO_PERMISSION)
        channel.typing += 1
        return None
