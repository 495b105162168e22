"""What stands at Telegram and is set only when it changed: what was set last is kept as a digest under its name.

Nothing here ever stops an answer: what fails is logged and tried again at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2s

from telegram.error import RetryAfter, TelegramError

from adapters.telegram.turns import House
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.notes_kept import drop_note, read_notes, save_note

log = logging.getLogger(__name__)

FAILURES = (TelegramError, DatabaseUnreadable, DatabaseUnwritable)


@dataclass(frozen=True)
class Standing:
    """*name*: of what stands, such as ``menu:private:es``; *says*: all of it as text; *set_it*: the call."""

    name: str
    says: str
    set_it: Callable[[], Awaitable[object]]


async def keep(house: House, *wanted: Standing, waits: bool = True) -> None:
    """Each by itself, so that one that fails leaves the others. *waits*: as long as Telegram asks, where it does."""
    for one in wanted:
        try:
            await _keep(house, one, waits=waits)
        except FAILURES as error:
            log.warning("%s could not be set: %s", one.name, error)


async def standing(house: House, beginning: str) -> tuple[str, ...]:
    """The names that begin so, of what was set before."""
    named = _named(house, beginning)
    try:
        found = await house.bellwether.database.read(partial(read_notes, beginning=named))
    except DatabaseUnreadable as error:
        log.warning("what stands at Telegram could not be read: %s", error)
        return ()
    return tuple(beginning + name.removeprefix(named) for name in found)


async def drop(house: House, name: str, call: Callable[[], Awaitable[object]]) -> None:
    """Takes away what was set under the name, if anything was."""
    try:
        if await _read(house, name) is not None:
            await call()
            await house.bellwether.database.write(partial(drop_note, name=_named(house, name)))
    except FAILURES as error:
        log.warning("%s could not be taken away: %s", name, error)


async def _keep(house: House, one: Standing, *, waits: bool) -> None:
    digest = blake2s(one.says.encode(), digest_size=16).hexdigest()
    if await _read(house, one.name) == digest:
        return
    try:
        await one.set_it()
    except RetryAfter as error:
        if not waits:
            raise
        after = error.retry_after
        await asyncio.sleep(after if isinstance(after, int) else after.total_seconds())
        await one.set_it()
    await house.bellwether.database.write(partial(save_note, name=_named(house, one.name), value=digest))


async def _read(house: House, name: str) -> str | None:
    named = _named(house, name)
    return (await house.bellwether.database.read(partial(read_notes, beginning=named))).get(named)


def _named(house: House, name: str) -> str:
    return f"telegram:{house.account}:{name}"
