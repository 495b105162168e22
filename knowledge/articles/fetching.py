"""Fetching the page at an address for an editor, and nothing else that an address could be made to reach.

The address that a socket is about to connect to is the one that is judged, at every redirect, so a name that leads
elsewhere the second time gains nothing. No cookies, no credentials, no proxies, no more than the limits.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver
from aiohttp.client_exceptions import ClientConnectorDNSError, InvalidURL
from aiohttp.connector import AddrInfoType
from yarl import URL

from knowledge.articles.addresses import checked
from knowledge.articles.bodies import KINDS, MOST_BYTES, Body, Kind
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.networks import Network, may_connect
from knowledge.articles.unpacking import ACCEPTED, Unpacking

USER_AGENT = "Bellwether (reads school notices for editors)"
_ONWARD = frozenset({301, 302, 303, 307, 308})
_SIGN_IN = frozenset({401, 407})
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Limits:
    """*received*: bytes over the wire; *unpacked*: bytes of the body; *pause*: without any byte arriving."""

    received: int = 2_000_000
    unpacked: int = MOST_BYTES
    redirects: int = 3
    whole: timedelta = timedelta(seconds=20)
    pause: timedelta = timedelta(seconds=8)


class Fetcher:
    """*allowed*: networks open beside the public one, none unless they are named; *resolver*: who looks hosts up."""

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._limits = limits or Limits()
        self._resolver = resolver

    async def fetch(self, address: str) -> Body:
        """Raises `NothingRead`."""
        asked = checked(address)
        gate = _Gate(self._allowed)
        try:
            async with asyncio.timeout(self._limits.whole.total_seconds()), AsyncExitStack() as stack:
                session = await stack.enter_async_context(self._session(gate))
                return await self._followed(session, asked)
        except TimeoutError:
            raise NothingRead(Why.SLOW) from None
        except ClientConnectorDNSError:
            raise NothingRead(Why.NOT_FOUND) from None
        except InvalidURL:
            raise NothingRead(Why.ADDRESS) from None
        except (ClientError, OSError, ValueError):
            raise NothingRead(Why.NETWORK if gate.shut else Why.UNREACHABLE) from None

    def _session(self, gate: _Gate) -> ClientSession:
        connector = TCPConnector(
            socket_factory=gate.socket, resolver=self._resolver, use_dns_cache=False, force_close=True, limit=4
        )
        pause = self._limits.pause.total_seconds()
        return ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED, "Accept": ", ".join(KINDS)},
            timeout=ClientTimeout(total=None, sock_connect=pause, sock_read=pause),
            auto_decompress=False,
            trust_env=False,
        )

    async def _followed(self, session: ClientSession, asked: URL) -> Body:
        for _ in range(self._limits.redirects + 1):
            async with session.get(asked, allow_redirects=False) as response:
                onward = _onward(response)
                if onward is None:
                    return await self._received(response)
            asked = checked(str(asked.join(onward)))
        raise NothingRead(Why.REDIRECTS)

    async def _received(self, response: ClientResponse) -> Body:
        _refuse_status(response.status)
        kind = _kind(response)
        if (response.content_length or 0) > self._limits.received:
            raise NothingRead(Why.LARGE)
        unpacking = Unpacking(response.headers.get("Content-Encoding", ""), most=self._limits.unpacked)
        received = 0
        async for part in response.content.iter_any():
            received += len(part)
            if received > self._limits.received:
                raise NothingRead(Why.LARGE)
            unpacking.feed(part)
        return Body(unpacking.whole(), kind, str(response.url), response.charset)


class _Gate:
    """Makes sockets only to addresses that may be connected to, and remembers that it refused one."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed
        self.shut = False

    def socket(self, there: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = there
        host, port = address[0], address[1]
        if not (isinstance(host, str) and isinstance(port, int) and may_connect(host, port, allowed=self._allowed)):
            self.shut = True
            raise PermissionError("not a public address of the web")
        return socket.socket(family, kind, protocol)


def _onward(response: ClientResponse) -> URL | None:
    if response.status not in _ONWARD:
        return None
    try:
        return URL(response.headers["Location"])
    except (KeyError, ValueError):
        raise NothingRead(Why.UNREACHABLE, str(response.status)) from None


def _refuse_status(status: int) -> None:
    if status == 200:
        return
    if status in _SIGN_IN:
        raise NothingRead(Why.SIGN_IN, str(status))
    if status in _GONE:
        raise NothingRead(Why.NOT_FOUND, str(status))
    raise NothingRead(Why.UNREACHABLE if status >= 500 else Why.REFUSED, str(status))


def _kind(response: ClientResponse) -> Kind:
    said = response.content_type if "Content-Type" in response.headers else ""
    kind = KINDS.get(said.lower())
    if kind is None:
        raise NothingRead(Why.KIND, said[:60])
    return kind
