"""Calls to the Bot API over aiohttp: what fails is told without the address, which carries the token."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from aiohttp.client_exceptions import ClientConnectionError, ClientConnectorError, ConnectionTimeoutError
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from adapters.telegram.failures import NotDelivered

CONNECTIONS = 256
CONNECTING, READING = 10.0, 20.0  # seconds
JSON = {"Content-Type": "application/json"}
NOTHING_CAME = b'{"ok":true,"result":[]}'

Seconds = object  # a number, None, or the library's own word for "as usual"


class AiohttpRequest(BaseRequest):
    """One session for everything, made by `initialize`. *proxy_for*: an address that is called; where the environment
    names a proxy for it, calls go through that."""

    def __init__(self, *, connections: int = CONNECTIONS, reading: float = READING, proxy_for: str = "") -> None:
        self._connections = connections
        self._reading = reading
        self._proxy = _proxy_for(proxy_for)
        self._usual = ClientTimeout(total=None, connect=CONNECTING, sock_read=reading)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._reading

    async def initialize(self) -> None:
        if self._session is None:
            connector = TCPConnector(limit=self._connections, ttl_dns_cache=300)
            headers = {"User-Agent": self.USER_AGENT}
            self._session = ClientSession(connector=connector, timeout=self._usual, headers=headers, proxy=self._proxy)

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Writing counts as connecting, and waiting for a free connection too."""
        timeout = self._usual if read_timeout is BaseRequest.DEFAULT_NONE else self._timeout(read_timeout)
        return await self._answered(url, method, data=_form(request_data), timeout=timeout)

    async def call(self, url: str, body: Mapping[str, Any]) -> Any:
        """A method of the Bot API, asked in plain JSON: its result as it came, of which the library makes no objects.
        Raises what the library raises, and `NotDelivered` where the Bot API itself answers that it could not do it; of
        what stands between us and it, an error says nothing of the kind."""
        said = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        status, payload = await self._answered(url, "POST", data=said, headers=JSON, timeout=self._usual)
        if status == HTTPStatus.OK:
            with suppress(KeyError, TypeError, ValueError):
                return json.loads(payload)["result"]
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and _is_refused(payload):
            raise NotDelivered(f"Telegram says that it has failed ({status})")
        return await _Came(status, payload).post(url)

    async def _answered(self, url: str, method: str, **how: Any) -> tuple[int, bytes]:
        if self._session is None:
            raise NotDelivered("no session: not started, or closed already")
        try:
            async with self._session.request(method, url, **how) as answer:
                return answer.status, await answer.read()
        except (ClientError, TimeoutError, OSError) as error:
            _raise_as_ours(error)

    def _timeout(self, read_timeout: Seconds) -> ClientTimeout:
        reading = float(read_timeout) if isinstance(read_timeout, int | float) else None
        return ClientTimeout(total=None, connect=CONNECTING, sock_read=reading)


class _Came(BaseRequest):
    """What has come already, for the library to say what is wrong with it."""

    def __init__(self, status: int, payload: bytes) -> None:
        self._came = status, payload

    @property
    def read_timeout(self) -> None:
        return None

    async def initialize(self) -> None:
        """Nothing is held here."""

    async def shutdown(self) -> None:
        """Nothing is held here."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self._came


class KeepingRequest(AiohttpRequest):
    """For fetching updates: what came is kept as it came, and the library is told of none, as it reads all of them or
    none and writes those that it cannot read into the log."""

    _came = b""

    async def do_request(self, url: str, method: str, *more: Any, **named: Any) -> tuple[int, bytes]:
        self._came = b""
        status, payload = await super().do_request(url, method, *more, **named)
        if status != HTTPStatus.OK:
            return status, payload
        self._came = payload
        return status, NOTHING_CAME

    def updates(self) -> Sequence[dict[str, Any]]:
        """What was fetched last; what is no update at all is left out, so that Telegram forgets it. Raises
        `NetworkError`."""
        try:
            found = json.loads(self._came or NOTHING_CAME)["result"]
        except (KeyError, TypeError, ValueError):
            raise NetworkError("what Telegram brought cannot be read") from None
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)]


def _raise_as_ours(error: Exception) -> NoReturn:
    """Without the words of the failure, which may quote the address, and without what it came from."""
    name = type(error).__name__
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        reason = error.os_error.strerror if isinstance(error, ClientConnectorError) else None
        raise NotDelivered(f"no connection to Telegram: {reason or name}") from None
    if isinstance(error, TimeoutError):
        raise TimedOut(f"no answer from Telegram in time ({name})") from None
    if isinstance(error, ClientConnectionError):
        raise NetworkError(f"the connection to Telegram broke ({name})") from None
    raise NetworkError(f"a call to Telegram failed ({name})") from None


def _is_refused(payload: bytes) -> bool:
    try:
        said = json.loads(payload)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("ok") is False


def _form(data: RequestData | None) -> FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _proxy_for(address: str) -> str | None:
    parts = urlsplit(address)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(parts.scheme)
