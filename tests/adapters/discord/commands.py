"""The application commands an app has registered, everywhere and per server."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.command_limits import CREATED_A_DAY, MOST, SLASH, check_command, check_commands
from tests.adapters.discord.places import Channel, User, bits
from tests.adapters.discord.refusals import NO_ACCESS, Json, Refusal, missing
from tests.adapters.discord.world import World

EVERYWHERE = 0


class Commands:
    def __init__(self, world: World) -> None:
        self.world = world
        self.kept: dict[int, dict[int, Json]] = {EVERYWHERE: {}}
        self.created: Counter[int] = Counter()
        self.writes: Counter[str] = Counter()

    def everywhere(self) -> list[Json]:
        return list(self.kept[EVERYWHERE].values())

    def reach(self, channel: Channel) -> list[Json]:
        """Those that can be used there; a server's own stand before the global of the same name."""
        own = list(self.kept.get(channel.guild.id, {}).values()) if channel.guild else []
        taken = {(one["type"], one["name"]) for one in own}
        context = 0 if channel.guild else 1
        return own + [
            one
            for one in self.everywhere()
            if (one["type"], one["name"]) not in taken and context in (one["contexts"] or (0, 1, 2))
        ]

    def offered(self, user: User, channel: Channel) -> list[Json]:
        """What Discord's app lists for that person there."""
        return [one for one in self.reach(channel) if self._may(user, channel, one["default_member_permissions"])]

    def _may(self, user: User, channel: Channel, needed: str | None) -> bool:
        if channel.guild is None or needed is None:
            return True
        held = channel.guild.permissions(user, channel)
        wanted = int(needed) or bits("administrator")
        return held & wanted == wanted

    def routes(self) -> list[Route]:
        found = []
        for at in ("/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"):
            found += [
                Route("GET", at, self.list),
                Route("POST", at, self.create),
                Route("PUT", at, self.overwrite),
                Route("GET", at + "/{command}", self.get),
                Route("PATCH", at + "/{command}", self.edit),
                Route("DELETE", at + "/{command}", self.delete),
            ]
        return found

    def _place(self, call: Call) -> int:
        if call.number("app") != self.world.bot.id:
            raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
        place = call.number("guild") if "guild" in call.parts else EVERYWHERE
        if place and (place not in self.world.guilds or self.world.guilds[place].left):
            raise Refusal(*NO_ACCESS)
        self.kept.setdefault(place, {})
        return place

    async def list(self, call: Call) -> Answer:
        call.asked("with_localizations")
        return list(self.kept[self._place(call)].values())

    async def create(self, call: Call) -> Answer:
        place = self._place(call)
        check_command(call.body)
        kind = call.body.get("type", SLASH)
        known = self._named(place, kind, call.body["name"])
        if known is None and sum(one["type"] == kind for one in self.kept[place].values()) >= MOST[kind]:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({MOST[kind]})")
        self.writes["POST"] += 1
        return self._keep(place, call.body, known)

    async def overwrite(self, call: Call) -> Answer:
        place = self._place(call)
        check_commands(call.body)
        self.writes["PUT"] += 1
        after = [(one, self._named(place, one.get("type", SLASH), one["name"])) for one in call.body]
        self._spend(place, sum(known is None for _, known in after))
        self.kept[place] = {}
        return [self._keep(place, one, known, spent=True) for one, known in after]

    async def get(self, call: Call) -> Answer:
        return self._found(call)

    async def edit(self, call: Call) -> Answer:
        known = self._found(call)
        keys = ("name", "description", "options", "default_member_permissions", "contexts", "integration_types", "nsfw")
        body = {**{key: known[key] for key in ("type", *keys)}, **call.body}
        check_command(body)
        self.writes["PATCH"] += 1
        return self._keep(self._place(call), body, known)

    async def delete(self, call: Call) -> Answer:
        self.writes["DELETE"] += 1
        del self.kept[self._place(call)][int(self._found(call)["id"])]
        return None

    def _found(self, call: Call) -> Json:
        found = self.kept[self._place(call)].get(call.number("command"))
        if found is None:
            raise missing("application command", 10063)
        return found

    def _named(self, place: int, kind: int, name: str) -> Json | None:
        matching = (one for one in self.kept[place].values() if (one["type"], one["name"]) == (kind, name))
        return next(matching, None)

    def _spend(self, place: int, count: int) -> None:
        if self.created[place] + count > CREATED_A_DAY:
            most = f"Max number of daily application command creates has been reached ({CREATED_A_DAY})"
            raise Refusal(400, 30034, most)
        self.created[place] += count

    def _keep(self, place: int, body: Json, known: Json | None, *, spent: bool = False) -> Json:
        if known is None and not spent:
            self._spend(place, 1)
        number = int(known["id"]) if known else self.world.ids.next()
        blank: dict[str, Any] = {
            "type": SLASH, "description": "", "options": [], "name_localizations": None, "nsfw": False,
            "description_localizations": None, "default_member_permissions": None, "contexts": None,
            "integration_types": [0], "dm_permission": True,
        }  # fmt: skip
        kept: Json = {**blank, **body, "id": str(number), "application_id": str(self.world.bot.id)}
        if place:
            kept["guild_id"] = str(place)
        if kept["default_member_permissions"] is not None:
            kept["default_member_permissions"] = str(kept["default_member_permissions"])
        same = known is not None and {**known, "version": None} == {**kept, "version": None}
        kept["version"] = known["version"] if known and same else str(self.world.ids.next())
        self.kept[place][number] = kept
        return kept
