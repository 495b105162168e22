"""Calls about the app itself, users, servers, channels, threads and posts of a forum."""

from __future__ import annotations

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.limits import check_message, refuse_empty
from tests.adapters.discord.message_routes import MessageRoutes
from tests.adapters.discord.places import FORUM, THREAD, Channel, Guild
from tests.adapters.discord.refusals import NO_ACCESS, Form, Json, Refusal, missing, only
from tests.adapters.discord.world import World, guild_of

THREAD_KEYS = frozenset(
    {"name", "auto_archive_duration", "rate_limit_per_user", "type", "invitable", "applied_tags", "message"}
    | {"message_id"}
)
CHANNEL_KEYS = frozenset({"name", "topic", "archived", "locked", "auto_archive_duration", "applied_tags"})
DURATIONS = frozenset({60, 1440, 4320, 10080})


class PlaceRoutes:
    def __init__(self, world: World, messages: MessageRoutes) -> None:
        self.world = world
        self.messages = messages

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/{user}", self.user),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/guilds/{guild}", self.guild),
            Route("GET", "/guilds/{guild}/channels", self.channels),
            Route("GET", "/guilds/{guild}/roles", self.roles),
            Route("GET", "/guilds/{guild}/members/{user}", self.member),
            Route("GET", "/guilds/{guild}/threads/active", self.active),
            Route("GET", "/channels/{channel}", self.channel),
            Route("PATCH", "/channels/{channel}", self.edit),
            Route("DELETE", "/channels/{channel}", self.delete),
            Route("POST", "/channels/{channel}/threads", self.start),
            Route("POST", "/channels/{channel}/messages/{message}/threads", self.start_from),
            Route("PUT", "/channels/{channel}/thread-members/@me", self.join),
        ]

    async def me(self, call: Call) -> Answer:
        return {**self.world.bot.json(), "verified": True, "mfa_enabled": False, "flags": 0, "email": None}

    async def application(self, call: Call) -> Answer:
        owner = next((one.owner for one in self.world.guilds.values()), self.world.bot)
        return {
            "id": str(self.world.bot.id),
            "name": self.world.bot.name,
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner.json(),
            "verify_key": "00",
            "team": None,
            "flags": 0,
            "interactions_endpoint_url": None,
        }

    async def user(self, call: Call) -> Answer:
        found = self.world.users.get(call.number("user"))
        if found is None:
            raise missing("User", 10013)
        return found.json()

    def _guild(self, call: Call) -> Guild:
        found = self.world.guilds.get(call.number("guild"))
        if found is None:
            raise missing("Guild", 10004)
        if found.left:
            raise Refusal(*NO_ACCESS)
        return found

    async def guild(self, call: Call) -> Answer:
        call.asked("with_counts")
        return self._guild(call).json(self.world.bot)

    async def channels(self, call: Call) -> Answer:
        return [one.json() for one in self._guild(call).channels if one.kind != THREAD]

    async def roles(self, call: Call) -> Answer:
        guild = self._guild(call)
        return [one.json() for one in (guild.everyone, *guild.roles)]

    async def member(self, call: Call) -> Answer:
        guild = self._guild(call)
        found = guild.users.get(call.number("user"))
        if found is None:
            raise missing("Member", 10007)
        return guild.member_json(found)

    async def active(self, call: Call) -> Answer:
        open_ones = [one.json() for one in self._guild(call).channels if one.kind == THREAD and not one.archived]
        return {"threads": open_ones, "members": []}

    def _channel(self, call: Call) -> Channel:
        return self.world.found(call.number("channel"))

    async def channel(self, call: Call) -> Answer:
        return self._channel(call).json()

    async def edit(self, call: Call) -> Answer:
        channel, body = self._channel(call), call.body
        only(body, CHANNEL_KEYS, "channel")
        self._may_edit(channel, body)
        form = Form()
        form.length(("name",), body.get("name"), 1, 100, required=False)
        form.length(("topic",), body.get("topic"), 0, 4096 if channel.kind == FORUM else 1024, required=False)
        form.refuse()
        for key in ("name", "topic", "archived", "locked"):
            if body.get(key) is not None:
                setattr(channel, key, body[key])
        if "applied_tags" in body:
            channel.applied_tags = self._tags(channel.parent, body["applied_tags"])
        self.world.changed(channel)
        return channel.json()

    def _may_edit(self, channel: Channel, body: Json) -> None:
        if channel.kind != THREAD:
            self.world.need(channel, "manage_channels")
        elif channel.archived and not channel.locked and body == {"archived": False}:
            self.world.need(channel, "send_messages_in_threads")
        elif channel.owner is not self.world.bot or body.get("locked") is not None:
            self.world.need(channel, "manage_threads")
        elif channel.archived and body.get("archived") is not False:
            raise Refusal(400, 50083, "Thread is archived")

    async def delete(self, call: Call) -> Answer:
        channel = self._channel(call)
        if channel.guild is None:
            return channel.json()
        self.world.need(channel, "manage_threads" if channel.kind == THREAD else "manage_channels")
        self.world.remove(channel)
        return channel.json()

    async def start(self, call: Call) -> Answer:
        """A thread of its own, or a post: a thread that begins with a message."""
        parent, body = self._channel(call), call.body
        only(body, THREAD_KEYS, "thread")
        if parent.kind != FORUM:
            self.world.need(parent, "create_public_threads")
            return self._begin(parent, body).json()
        self.world.need(parent, "send_messages")
        first = body.get("message") or {}
        check_message(first, under=("message",))
        refuse_empty({**first, "attachments": call.files})
        tags = self._tags(parent, body.get("applied_tags") or [])
        thread = self._begin(parent, body)
        thread.applied_tags = tags
        # the message that a post begins with has its id
        message = self.messages.create(thread, Call(call.parts, call.query, first, call.files), number=thread.id)
        return {**thread.json(), "message": message.json()}

    def _tags(self, forum: Channel | None, given: list[str]) -> list[int]:
        form = Form()
        form.length(("applied_tags",), given, 0, 5)
        tags = [int(one) for one in given]
        if forum is None or set(tags) - set(forum.tags):
            form.wrong(("applied_tags",), "TAG_UNKNOWN", "Unknown tag")
        form.refuse()
        return tags

    def _begin(self, parent: Channel, body: Json, *, number: int | None = None) -> Channel:
        form = Form()
        form.length(("name",), body.get("name"), 1, 100)
        form.one_of(("auto_archive_duration",), body.get("auto_archive_duration") or 1440, DURATIONS)
        form.refuse()
        return self.world.thread(parent, body["name"], owner=self.world.bot, number=number)

    async def start_from(self, call: Call) -> Answer:
        parent = self._channel(call)
        message = self.world.message(parent, call.number("message"))
        self.world.need(parent, "create_public_threads")
        if any(one.id == message.id for one in guild_of(parent).channels):
            raise Refusal(400, 160004, "A thread has already been created for this message")
        return self._begin(parent, call.body, number=message.id).json()

    async def join(self, call: Call) -> Answer:
        if self._channel(call).archived:
            raise Refusal(400, 50083, "Thread is archived")
        return None
