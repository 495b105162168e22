"""Discord's REST API over aiohttp: token, faults, rate limits, the call itself, and JSON just as Discord sends it."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.adapters.discord.calls import Answer, Call, Route
from tests.adapters.discord.clock import Snowflakes
from tests.adapters.discord.faults import CutOff, Fault, Faults
from tests.adapters.discord.messages import Attachment
from tests.adapters.discord.rates import Rates
from tests.adapters.discord.refusals import Refusal, Unmodelled

BELOW = "/api/v10"
MAJOR = ("channel", "guild", "app")


@dataclass(frozen=True)
class Seen:
    """A call that came in, and the status of its answer (0: cut off)."""

    method: str
    path: str
    status: int
    code: int = 0


class Rest:
    def __init__(self, ids: Snowflakes, *, token: str) -> None:
        self.token = token
        self.faults = Faults()
        self.rates = Rates()
        self.away = False
        self.seen: list[Seen] = []
        self.in_flight = 0
        self.complaints: list[str] = []
        self.invalid: Counter[int] = Counter()
        self.files: dict[int, Attachment] = {}
        self.downloaded: list[str] = []
        self.address = ""
        self._ids = ids

    def add_to(self, app: web.Application, routes: list[Route]) -> None:
        for route in routes:
            app.router.add_route(route.method, BELOW + route.path, self._serving(route))
        app.router.add_route("*", BELOW + "/{rest:.*}", self._serving(None))
        app.router.add_get("/attachments/{id}/{name}", self._download)

    def _serving(self, route: Route | None) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            self.in_flight += 1
            try:
                return await self._serve(route, request)
            finally:
                self.in_flight -= 1

        return serve

    async def _serve(self, route: Route | None, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BELOW)
        headers: dict[str, str] = {}
        try:
            faults = self.faults.matching(request.method, path)
            await befall(faults, request, after=False)
            if self.away:
                raise Refusal(503, 0, "503: Service Unavailable")
            if not (route and route.open) and request.headers.get("Authorization") != f"Bot {self.token}":
                raise Refusal(401, 0, "401: Unauthorized")
            headers = self._count(route, request)
            answer = await self._answer(route, request)
            await befall(faults, request, after=True)
        except CutOff:
            self.seen.append(Seen(request.method, path, 0))
            return web.Response()
        except Refusal as refusal:
            return self._told(request, refusal.status, refusal.body, {**headers, **refusal.headers})
        except Unmodelled as unknown:
            self.complaints.append(f"{request.method} {path}: {unknown}")
            return self._told(request, 400, {"message": f"Not modelled: {unknown}", "code": 0}, headers)
        except Exception:  # the test is to show what broke here, not its client's timeout
            self.complaints.append(f"{request.method} {path}: {traceback.format_exc()}")
            return self._told(request, 400, {"message": "The double broke", "code": 0}, headers)
        return self._told(request, 204 if answer is None else 200, answer, headers)

    def _count(self, route: Route | None, request: web.Request) -> dict[str, str]:
        if route is None:
            return {}
        major = "/".join(request.match_info.get(one, "") for one in MAJOR)
        return self.rates.take(f"{route.method} {route.path}", major)

    async def _answer(self, route: Route | None, request: web.Request) -> Answer:
        if route is None:
            raise Unmodelled("no such route")
        body, files = await self._body(request)
        return await route.handler(Call(request.match_info, request.query, body, files))

    async def _body(self, request: web.Request) -> tuple[Any, list[Attachment]]:
        if request.content_type.startswith("multipart/"):
            return await self._parts(request)
        text = await request.text()
        if not text:
            return {}, []
        if request.content_type != "application/json":
            raise Refusal(400, 50035, "Invalid Form Body")
        try:
            return json.loads(text), []
        except ValueError:
            raise Refusal(400, 50109, "The request body contains invalid JSON.") from None

    async def _parts(self, request: web.Request) -> tuple[Any, list[Attachment]]:
        body: Any = {}
        files: list[Attachment] = []
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                body = json.loads(await part.text())
            else:
                files.append(self.attachment(part.filename or "file", bytes(await part.read())))
        return body, files

    def attachment(self, name: str, content: bytes, *, kind: str = "application/octet-stream") -> Attachment:
        number = self._ids.next()
        made = Attachment(number, name, content, f"{self.address}/attachments/{number}/{name}", kind)
        self.files[number] = made
        return made

    async def _download(self, request: web.Request) -> web.StreamResponse:
        found = self.files.get(int(request.match_info["id"]))
        if found is None:
            return web.Response(status=404)
        self.downloaded.append(found.name)
        return web.Response(body=found.content, content_type=found.kind)

    def _told(
        self, request: web.Request, status: int, answer: Answer, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        code = answer.get("code", 0) if isinstance(answer, dict) and status >= 400 else 0
        self.seen.append(Seen(request.method, request.path.removeprefix(BELOW), status, code))
        if status in (401, 403, 429):
            self.invalid[status] += 1
        if answer is None:
            return web.Response(status=status, headers=headers)
        # Exactly this type: with a charset behind it the library reads text instead of JSON.
        told = {**headers, "Content-Type": "application/json"}
        return web.Response(status=status, body=json.dumps(answer).encode(), headers=told)


async def befall(faults: list[Fault], request: web.Request, *, after: bool) -> None:
    for one in faults:
        if one.after is after:
            await one.befall(request)
