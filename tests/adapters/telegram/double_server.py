"""The double's door: aiohttp on loopback, addressed as the Bot API is."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.adapters.telegram.double_calls import Call, CutOff
from tests.adapters.telegram.double_parameters import Unknown, read_parameters
from tests.adapters.telegram.double_refusals import Refused, bad_request

if TYPE_CHECKING:
    from tests.adapters.telegram.double import TelegramDouble

log = logging.getLogger(__name__)
Body = dict[str, Any]


@asynccontextmanager
async def serve_double(
    double: TelegramDouble, *, port: int = 0, more: web.Application | None = None
) -> AsyncIterator[None]:
    """Sets the double's address. *more*: served beside it under /control."""
    app = web.Application(client_max_size=2**24)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await _answer(double, request)

    async def fetch(request: web.Request) -> web.StreamResponse:
        return await _fetched(double, request)

    app.router.add_route("*", "/bot{token}/{method}", answer)
    app.router.add_get("/file/bot{token}/{path:.+}", fetch)
    if more is not None:
        app.add_subapp("/control", more)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, backlog=1024)
    await site.start()
    double.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield
    finally:
        await double.updates.close()
        await runner.cleanup()


async def _answer(double: TelegramDouble, request: web.Request) -> web.StreamResponse:
    method = request.match_info["method"]
    if request.match_info["token"] != double.token:
        return _said({"ok": False, "error_code": 401, "description": "Unauthorized"})
    given = await _given(request)
    try:
        parameters = read_parameters(method, given)
        async with double.calls.passing(method, parameters):
            result = await double.methods.call(method, parameters, request)
            double.calls.note(Call(method, parameters))
        return _said({"ok": True, "result": result})
    except CutOff:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    except Refused as refused:
        double.calls.note(Call(method, given, refused.words))
        return _said(refused.body)
    except Unknown as unknown:
        double.complaints.append(f"the double does not know {unknown}")
        return _said({"ok": False, "error_code": 404, "description": f"Not Found: {unknown}"})
    except Exception as failure:
        log.exception("the double failed at %s", method)
        double.complaints.append(f"{method} {given}: {failure!r}")
        return _said(bad_request(f"the double failed: {failure!r}").body)


async def _fetched(double: TelegramDouble, request: web.Request) -> web.StreamResponse:
    """A file by its path. What shall happen to it is said of the method "file"."""
    content = double.files.content(request.match_info["path"])
    if request.match_info["token"] != double.token or content is None:
        return _said({"ok": False, "error_code": 404, "description": "Not Found"})
    try:
        async with double.calls.passing("file", {}):
            double.calls.note(Call("file", {"path": request.match_info["path"]}))
        return web.Response(body=content, content_type="application/octet-stream")
    except CutOff:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    except Refused as refused:
        return _said(refused.body)


async def _given(request: web.Request) -> Body:
    """Query, form or JSON, as the Bot API takes them."""
    given: Body = dict(request.query)
    if request.content_type == "application/json":
        given.update(await request.json())
    else:
        given.update((await request.post()).items())
    return given


def _said(body: Body) -> web.Response:
    return web.Response(
        text=json.dumps(body, ensure_ascii=False), status=body.get("error_code", 200), content_type="application/json"
    )
