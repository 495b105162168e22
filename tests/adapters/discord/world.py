"""Everything there is: users, servers, channels, messages. Each change is told to the gateway."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.adapters.discord.clock import Clock, Snowflakes
from tests.adapters.discord.messages import Message, without_content
from tests.adapters.discord.places import DM, ORDINARY, TEXT, THREAD, Channel, Guild, Role, User, bits
from tests.adapters.discord.refusals import NO_ACCESS, NO_PERMISSION, Json, Refusal, missing

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


@dataclass(frozen=True)
class Event:
    """*intent*: needed to receive it, 0 for none; *closed*: what is sent without the intent for content."""

    name: str
    data: Json
    guild: Guild | None = None
    intent: int = 0
    closed: Json | None = None


class World:
    def __init__(self, clock: Clock, *, shards: int) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.shards = shards
        self.tell: Callable[[Event], None] = lambda event: None
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {}
        self.bot = self.user("Bellwether", bot=True)
        self.pings: list[tuple[Message, object]] = []

    def user(self, name: str, *, locale: str = "en-US", bot: bool = False) -> User:
        made = User(self.ids.next(), name, locale=locale, bot=bot)
        self.users[made.id] = made
        return made

    def guild(self, name: str, *, shard: int | None, locale: str) -> Guild:
        shard = len(self.guilds) % self.shards if shard is None else shard
        number = self.ids.on_shard(shard, self.shards)
        everyone = Role(number, "@everyone", ORDINARY)
        made = Guild(number, name, everyone, self.clock.now(), self.user(f"Owner of {name}"), locale=locale)
        self.guilds[number] = made
        self.join(made, made.owner)
        self.join(made, self.bot)
        return made

    def arrive(self, guild: Guild) -> None:
        """The bot is in it from now on; what was set up before is told at once."""
        guild.arrived = True
        self.tell(Event("GUILD_CREATE", guild.json(self.bot), guild, GUILDS))

    def join(self, guild: Guild, user: User, roles: Sequence[Role] = (), permissions: int = 0) -> None:
        held = list(roles)
        if permissions:
            held.append(self.role(guild, f"Role of {user.name}", permissions=permissions))
        guild.members[user.id] = held
        guild.users[user.id] = user

    def role(self, guild: Guild, name: str, *, permissions: int = 0) -> Role:
        made = Role(self.ids.next(), name, permissions)
        guild.roles.append(made)
        self._tell(Event("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": made.json()}, guild, GUILDS))
        return made

    def channel(self, guild: Guild, name: str, *, kind: int = TEXT, tags: Sequence[str] = ()) -> Channel:
        made = Channel(self.ids.next(), kind, name, guild, created=self.clock.now())
        made.tags = {self.ids.next(): tag for tag in tags}
        self._add(guild, made)
        self._tell(Event("CHANNEL_CREATE", made.json(), guild, GUILDS))
        return made

    def thread(self, parent: Channel, name: str, *, owner: User, number: int | None = None) -> Channel:
        """*number*: a thread of a message has the message's id."""
        guild = guild_of(parent)
        made = Channel(number or self.ids.next(), THREAD, name, guild, parent=parent, owner=owner)
        made.created = self.clock.now()
        self._add(guild, made)
        self.tell(Event("THREAD_CREATE", {**made.json(), "newly_created": True}, guild, GUILDS))
        return made

    def _tell(self, event: Event) -> None:
        if event.guild and event.guild.arrived:
            self.tell(event)

    def _add(self, guild: Guild, channel: Channel) -> None:
        guild.channels.append(channel)
        self.channels[channel.id] = channel

    def changed(self, channel: Channel) -> None:
        name = "THREAD_UPDATE" if channel.kind == THREAD else "CHANNEL_UPDATE"
        self.tell(Event(name, channel.json(), channel.guild, GUILDS))

    def remove(self, channel: Channel) -> None:
        name = "THREAD_DELETE" if channel.kind == THREAD else "CHANNEL_DELETE"
        guild_of(channel).channels.remove(channel)
        del self.channels[channel.id]
        self.tell(Event(name, channel.json(), channel.guild, GUILDS))

    def leave(self, guild: Guild) -> None:
        """The bot is thrown out."""
        guild.left = True
        self.tell(Event("GUILD_DELETE", {"id": str(guild.id)}, guild, GUILDS))

    def direct(self, user: User) -> Channel:
        for one in self.channels.values():
            if one.kind == DM and one.recipient is user:
                return one
        made = Channel(self.ids.next(), DM, recipient=user)
        self.channels[made.id] = made
        return made

    def acquainted(self, direct: Channel) -> bool:
        """In a server with the bot, or they wrote to it first."""
        user = direct.recipient
        assert user is not None
        shared = any(user.id in one.members and not one.left for one in self.guilds.values())
        return shared or any(one.author is user for one in direct.messages)

    def found(self, number: int) -> Channel:
        channel = self.channels.get(number)
        if channel is None:
            raise missing("Channel", 10003)
        if channel.guild and (channel.guild.left or not self._can(channel, "view_channel")):
            raise Refusal(*NO_ACCESS)
        return channel

    def _can(self, channel: Channel, permission: str) -> bool:
        return channel.guild is None or bool(channel.guild.permissions(self.bot, channel) & bits(permission))

    def need(self, channel: Channel, *permissions: str) -> None:
        if not all(self._can(channel, one) for one in permissions):
            raise Refusal(*NO_PERMISSION)

    def message(self, channel: Channel, number: int) -> Message:
        found = next((one for one in channel.messages if one.id == number and not one.deleted), None)
        if found is None:
            raise missing("Message", 10008)
        return found

    def post(self, message: Message) -> None:
        """Into its channel for all to see, and to the bot's session."""
        message.channel.messages.append(message)
        self.pings += [(message, one) for one in message.pinged]
        self.announce("MESSAGE_CREATE", message)

    def announce(self, name: str, message: Message) -> None:
        guild = message.channel.guild
        shown = message.json(member=True)
        open_to = message.open_to(self.bot, pings=self.bot.id in message.pinged)
        closed = None if open_to else without_content(shown)
        self.tell(Event(name, shown, guild, GUILD_MESSAGES if guild else DIRECT_MESSAGES, closed))

    def erase(self, message: Message) -> None:
        message.deleted = True
        guild = message.channel.guild
        gone: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if guild:
            gone["guild_id"] = str(guild.id)
        self.tell(Event("MESSAGE_DELETE", gone, guild, GUILD_MESSAGES if guild else DIRECT_MESSAGES))


def guild_of(channel: Channel) -> Guild:
    assert channel.guild is not None
    return channel.guild
