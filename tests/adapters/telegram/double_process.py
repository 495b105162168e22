"""The double as a process of its own, told what to do over HTTP: for storms in which the bot is killed.

Each request under /control is a POST with a JSON body: ``say``, ``sent``, ``state``, ``set``, ``hold``, ``release``,
``drop``, ``refuse``, ``again``, ``press``, ``block``, ``rest``.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.adapters.telegram.double import TOKEN, TelegramDouble, utc_now
from tests.adapters.telegram.double_refusals import Refused
from tests.adapters.telegram.double_rooms import Room
from tests.adapters.telegram.double_server import serve_double

Body = dict[str, Any]


class Control:
    def __init__(self, double: TelegramDouble) -> None:
        self._double = double

    def app(self) -> web.Application:
        made = web.Application()
        names = ["say", "sent", "state", "set", "hold", "release", "drop", "refuse", "again", "press"]
        names += ["block", "rest"]
        made.add_routes([web.post(f"/{name}", self._door(getattr(self, name))) for name in names])
        return made

    def _door(self, does: Callable[[Body], Awaitable[object]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def door(request: web.Request) -> web.Response:
            return web.json_response(await does(await request.json() if request.can_read_body else {}))

        return door

    async def say(self, asked: Body) -> list[int]:
        """*messages*: each with person, text, perhaps language and group (a title). Gives the message ids back."""
        return [(await self._say(one)).id for one in asked["messages"]]

    async def _say(self, one: Body) -> Any:
        double = self._double
        person = double.people.get(one["person"]) or double.person(
            one["person"], f"Parent {one['person']}", one.get("language", "en")
        )
        room = self._room(person.id, one.get("group"))
        return await person.says(room, one["text"])

    def _room(self, person: int, title: str | None) -> Room:
        double = self._double
        if title is None:
            return double.private(double.people[person])
        there = [one for one in double.rooms.values() if one.title == title]
        return there[0] if there else double.group(title, [double.people[person]])

    async def sent(self, asked: Body) -> list[Body]:
        """Everything the bot said; from number *after* on."""
        messages = self._double.messages[asked.get("after", 0) :]
        return [
            {
                "chat": one.room.id if one.room else None,
                "id": one.id,
                "text": one.text,
                "quoting": one.quoting,
                "labels": one.labels,
                "edits": one.edits,
                "silent": one.silent,
                "paid": one.paid,
                "at": one.at,
            }
            for one in messages
        ]

    async def state(self, asked: Body) -> Body:
        double = self._double
        return {
            "in_flight": double.in_flight,
            "pending": len(double.updates.pending),
            "given": sum(one.given > 0 for one in double.updates.all.values()),
            "given_again": sum(one.given > 1 for one in double.updates.all.values()),
            "sent": len(double.messages),
            "held": double.calls.held,
            "open": double.calls.open,
            "counted": dict(double.calls.counted),
            "conflicts": double.updates.conflicts,
            "webhook_refusals": double.updates.webhook.refusals if double.updates.webhook else 0,
            "complaints": double.complaints,
            "inside_rest": double.inside_rest,
        }

    async def set(self, asked: Body) -> bool:
        """*latency*, *second*, *twice*, *shuffle*, *keeps*, *token_rate*; *now*: from when the clock goes on."""
        if now := asked.pop("now", None):
            ahead = datetime.fromisoformat(now) - utc_now()
            self._double.clock = lambda: utc_now() + ahead
        for name, value in asked.items():
            owner: object = self._double.calls if name in ("latency", "keeps") else self._double.updates
            owner = self._double if name == "token_rate" else owner
            setattr(owner, name, value)
        return True

    async def hold(self, asked: Body) -> bool:
        self._double.calls.hold(asked["method"], after=asked.get("after", False))
        return True

    async def release(self, asked: Body) -> bool:
        self._double.calls.release(asked["method"])
        return True

    async def drop(self, asked: Body) -> bool:
        self._double.calls.drop(asked["method"], after=asked.get("after", False), times=asked.get("times", 1))
        return True

    async def refuse(self, asked: Body) -> bool:
        refused = Refused(asked["code"], asked["words"], **asked.get("parameters", {}))
        self._double.calls.refuse(asked["method"], refused, times=asked.get("times", 1), chat=asked.get("chat"))
        return True

    async def again(self, asked: Body) -> int:
        """The last *count* updates once more."""
        numbers = sorted(self._double.updates.all)[-asked["count"] :]
        self._double.updates.again(numbers)
        return len(numbers)

    async def press(self, asked: Body) -> str:
        double = self._double
        message = double.message(double.rooms[asked["chat"]], asked["message"])
        assert message is not None, "no such message of the bot"
        return (await double.people[asked["person"]].presses(message, asked["label"])).id

    async def block(self, asked: Body) -> bool:
        """*person* blocks the bot, or with *back* lets it in again."""
        person = self._double.people[asked["person"]]
        person.comes_back() if asked.get("back") else person.blocks()
        return True

    async def rest(self, asked: Body) -> bool:
        self._double.wants_rest(asked["seconds"])
        return True


async def serve(port: int, token: str) -> None:
    """Until it is killed; its first line says where it is."""
    double = TelegramDouble(token=token)
    async with serve_double(double, port=port, more=Control(double).app()):
        print(double.url, flush=True)  # noqa: T201 - whoever started it reads where it is
        await asyncio.Event().wait()


def main() -> None:
    asked = argparse.ArgumentParser(description="A Telegram Bot API on loopback.")
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--token", default=TOKEN)
    given = asked.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.token))
