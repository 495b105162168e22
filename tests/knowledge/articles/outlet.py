"""A web server on this machine that plays an outlet, good or bad."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = b"<html><body><article><p>Schools are closed on Wednesday.</p></article></body></html>"


class Outlet:
    """*asked*: the requests it got, in their order."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.pages: dict[str, Handler] = {}
        self.port = 0

    def address(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(
        self, path: str, body: bytes = PAGE, *, status: int = 200, kind: str | None = "text/html", **headers: str
    ) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.Request) -> web.Response:
            response = web.Response(body=body, status=status, headers=named)
            if kind:
                response.headers["Content-Type"] = kind
            return response

        self.pages[path] = answer

    def sends_on(self, path: str, there: str, *, status: int = 302) -> None:
        self.says(path, b"", status=status, Location=there)

    def pours(self, path: str, part: bytes, *, pause: float = 0, **headers: str) -> None:
        """A body without an end."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/html", **named})
            await response.prepare(request)
            while True:
                await response.write(part)
                await asyncio.sleep(pause)

        self.pages[path] = answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        page = self.pages.get(request.path)
        return web.Response(status=404) if page is None else await page(request)


@asynccontextmanager
async def outlet(host: str = "127.0.0.1") -> AsyncIterator[Outlet]:
    there = Outlet()
    application = web.Application()
    application.router.add_get("/{path:.*}", there._answer)
    runner = web.AppRunner(application, handle_signals=False, shutdown_timeout=0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, 0)
        await site.start()
        there.port = runner.addresses[0][1]
        yield there
    finally:
        await runner.cleanup()


class Names(AbstractResolver):
    """Looks hosts up in a list: each time the next of a host's addresses, the last one from then on."""

    def __init__(self, **hosts: tuple[str, ...]) -> None:
        self._hosts = {name.replace("_", "."): list(found) for name, found in hosts.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = self._hosts.get(host)
        if not found:
            raise OSError("no such host")
        number = found.pop(0) if len(found) > 1 else found[0]
        kind = socket.AF_INET6 if ":" in number else socket.AF_INET
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [ResolveResult(hostname=host, host=number, port=port, family=kind, proto=0, flags=flags)]

    async def close(self) -> None:
        pass


def bomb(size: int, packing: str) -> bytes:
    plain = b"\0" * size
    return gzip.compress(plain) if packing == "gzip" else zlib.compress(plain)
