"""The double as a process of its own: what a test does in Python, over HTTP.

``POST /control/NAME`` with a JSON body; people, places and what was shown go by name or id.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.adapters.discord.interactions import Interaction
from tests.adapters.discord.messages import Message
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Channel
from tests.adapters.discord.refusals import Json

if TYPE_CHECKING:
    from tests.adapters.discord.double import Double

Action = Callable[[Json], Awaitable[Any]]


async def serve(double: Double, *, port: int) -> None:
    await double.start(port=port, more=Control(double).routes())
    sys.stdout.write(f"{double.rest.address}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await double.stop()


class Control:
    def __init__(self, double: Double) -> None:
        self.double = double
        self.people: dict[str, Person] = {}

    def routes(self) -> list[web.RouteDef]:
        actions: list[Action] = [
            self.guild, self.member, self.person, self.uses, self.types, self.says, self.on_message, self.presses,
            self.selects, self.submits, self.sent, self.fail, self.cut, self.limit, self.drop, self.away, self.back,
            self.malformed, self.state, self.burst, self.completions,
        ]  # fmt: skip
        return [web.post(f"/control/{one.__name__}", self._serving(one)) for one in actions]

    def _serving(self, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve_one(request: web.Request) -> web.Response:
            try:
                answer = await action(await request.json() if request.can_read_body else {})
            except (AssertionError, KeyError, StopIteration, TypeError) as wrong:
                return web.json_response({"error": f"{type(wrong).__name__}: {wrong}"}, status=400)
            return web.json_response(answer, dumps=lambda data: json.dumps(data, default=str))

        return serve_one

    # The world.

    async def guild(self, body: Json) -> Json:
        made = self.double.guild(**body)
        return {"id": made.id, "channels": {one.name: one.id for one in made.channels}}

    async def member(self, body: Json) -> Json:
        return self._known(self.double.member(**body))

    async def person(self, body: Json) -> Json:
        return self._known(self.double.person(**body))

    def _known(self, person: Person) -> Json:
        self.people[person.name] = person
        return {"id": person.id, "dm": person.dm.id}

    # What people do.

    async def says(self, body: Json) -> Json:
        return shown(await self._who(body).says(self._place(body), body["text"]))

    async def uses(self, body: Json) -> Json:
        options, person = body.get("options", {}), self._who(body)
        return outcome(await person.uses(self._place(body), body["command"], **options))

    async def types(self, body: Json) -> list[Json]:
        choices = await self._who(body).types(self._place(body), body["command"], **body["options"])
        return [{"name": one.name, "value": one.value} for one in choices]

    async def on_message(self, body: Json) -> Json:
        return outcome(await self._who(body).on_message(self._message(body), body["name"]))

    async def presses(self, body: Json) -> Json:
        return outcome(await self._who(body).presses(self._message(body), body["label"]))

    async def selects(self, body: Json) -> Json:
        return outcome(await self._who(body).selects(self._message(body), body["values"]))

    async def submits(self, body: Json) -> Json:
        asked = next(one for one in self.double.interactions.all if one.id == int(body["interaction"]))
        return outcome(await self._who(body).submits(asked, body.get("values")))

    async def burst(self, body: Json) -> list[float | None]:
        """All of *uses* at once. How many seconds each took to its first response; None: it never came."""
        begun = [
            await self._who(one).uses(self._place(one), one["command"], wait=False, **one.get("options", {}))
            for one in body["uses"]
        ]
        with suppress(TimeoutError):
            async with asyncio.timeout(body["patience"]):
                for one in begun:
                    while not one.answered or one.thinking:
                        one.happened.clear()
                        await one.happened.wait()
        return [(one.acknowledged_at - one.created).total_seconds() if one.acknowledged_at else None for one in begun]

    async def completions(self, body: Json) -> list[int]:
        """All of *types* at once. How many choices each got."""
        return [len(one) for one in await asyncio.gather(*(self.types(one) for one in body["types"]))]

    def _who(self, body: Json) -> Person:
        return self.people[body["who"]]

    def _place(self, body: Json) -> Channel:
        """By id; left out, the direct channel of the person."""
        return self.double.world.channels[int(body["place"])] if "place" in body else self._who(body).dm

    def _message(self, body: Json) -> Message:
        number = int(body["message"])
        posted = (one for place in self.double.world.channels.values() for one in place.messages)
        private = self.double.interactions.private
        return private[number] if number in private else next(one for one in posted if one.id == number)

    # What came of it, and what goes wrong.

    async def sent(self, body: Json) -> list[Json]:
        return [shown(one) for one in self.double.sent(self._place(body))]

    async def fail(self, body: Json) -> None:
        self.double.faults.fail(**body)

    async def cut(self, body: Json) -> None:
        self.double.faults.cut(**body)

    async def limit(self, body: Json) -> None:
        self.double.faults.limit(**body)

    async def drop(self, body: Json) -> None:
        await self.double.gateway.drop(body.get("code"), shard=body.get("shard"))

    async def away(self, body: Json) -> None:
        """The whole of it: gateway and REST."""
        await self.double.go_away()

    async def back(self, body: Json) -> None:
        self.double.come_back()

    async def malformed(self, body: Json) -> None:
        self.double.gateway.send_malformed()

    async def state(self, body: Json) -> Json:
        return {
            "shards": sorted(one.shard for one in self.double.gateway.up),
            "gateway": dict(self.double.gateway.counted),
            "commands": [one["name"] for one in self.double.commands.everywhere()],
            "writes": dict(self.double.commands.writes),
            "interactions": len(self.double.interactions.all),
            "unacknowledged": [one.id for one in self.double.unacknowledged],
            "complaints": self.double.rest.complaints,
        }


def shown(message: Message) -> Json:
    body = {"id": message.id, "place": message.channel.id, "text": message.text, "ephemeral": message.ephemeral}
    choices = [one["label"] for menu in message.selects for one in menu.get("options", [])]
    return {**body, "buttons": message.labels, "choices": choices, "embeds": message.embeds}


def outcome(interaction: Interaction) -> Json:
    message = interaction.followups[-1] if interaction.followups else interaction.original
    seconds = interaction.acknowledged_at - interaction.created if interaction.acknowledged_at else None
    return {
        "interaction": interaction.id,
        "answered": interaction.answered,
        "seconds": seconds.total_seconds() if seconds else None,
        "shown": shown(message) if message else None,
        "modal": {"title": interaction.modal.title, "values": interaction.modal.values} if interaction.modal else None,
    }
