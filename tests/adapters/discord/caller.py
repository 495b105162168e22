"""Calls on the double as any program could make them, for what the library itself would not send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.adapters.discord.double import Double
from tests.adapters.discord.refusals import Json


@dataclass(frozen=True)
class Told:
    status: int
    body: Any
    kind: str

    def codes(self, *path: str) -> set[str]:
        """The codes of the mistakes at that place of the form."""
        at: Json = self.body["errors"]
        for step in path:
            at = at[step]
        return {one["code"] for one in at["_errors"]}


class Caller:
    def __init__(self, double: Double, session: aiohttp.ClientSession) -> None:
        self._double = double
        self._session = session

    async def call(self, method: str, path: str, body: object = None, *, token: str | None = None) -> Told:
        headers = {"Authorization": f"Bot {token or self._double.token}"}
        options: Json = {} if body is None else {"json": body}
        async with self._session.request(method, self._double.api + path, headers=headers, **options) as answer:
            kind = answer.headers.get("Content-Type", "")
            return Told(answer.status, await answer.json() if kind == "application/json" else None, kind)

    async def gateway(self, *, version: int = 10) -> aiohttp.ClientWebSocketResponse:
        return await self._session.ws_connect(f"{self._double.gateway.address}?v={version}&encoding=json")
