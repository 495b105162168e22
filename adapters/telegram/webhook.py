"""Updates that Telegram brings: accepted only with its secret, and only once they are stored."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from telegram import Bot

from adapters.telegram.intake import Intake
from adapters.telegram.updates import WANTED
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of it
LARGEST = 1024 * 1024  # bytes of one update
AGAIN_AFTER = "2"  # seconds
CONNECTIONS = 40


class Webhook:
    """*url*: the public address; *listen*: host and port behind it, whatever the path."""

    def __init__(self, bot: Bot, intake: Intake, *, url: str, secret: str, listen: str) -> None:
        self._bot = bot
        self._intake = intake
        self._url = url
        self._secret = secret
        self._host, _, port = listen.rpartition(":")
        self._port = int(port)
        self._closing = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Set at Telegram once somebody listens. Afterwards it stays set: what comes meanwhile, Telegram keeps."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/{path:.*}", self._brought)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host.strip("[]"), self._port, reuse_address=True).start()
            await self._bot.set_webhook(
                self._url, max_connections=CONNECTIONS, allowed_updates=WANTED, secret_token=self._secret
            )
            yield
        finally:
            self._closing = True
            await runner.cleanup()

    async def _brought(self, request: web.Request) -> web.Response:
        said = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(said, self._secret.encode()):
            return web.Response(status=401)
        if self._closing:
            return _later()
        try:
            body = json.loads(await request.read())
            await self._intake.take([body])
        except HTTPRequestEntityTooLarge:
            log.error("an update was too large and is refused")
            return web.Response(status=413)
        except (KeyError, TypeError, ValueError):
            return web.Response(status=400)
        except DatabaseUnwritable as error:
            log.warning("an update is not accepted, for it cannot be stored: %s", error)
            return _later()
        return web.Response()


def _later() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": AGAIN_AFTER})
