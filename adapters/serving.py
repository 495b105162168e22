"""Serving every platform that has a token: together in one process, each kept running for itself, ended in order."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot import event_loop
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.supervising import State, Supervisor
    from bot.program import Bellwether

log = logging.getLogger(__name__)

ENDING = 30.0  # seconds from the signal until what is left is broken off
FAILED = 1

Run = Callable[[], Awaitable[None]]


def platforms_with_token(settings: Settings) -> list[str]:
    tokens = {"Telegram": settings.telegram.token, "Discord": settings.discord.token}
    return [name for name, token in tokens.items() if token is not None and token.get_secret_value()]


def serve(settings: Settings) -> int:
    """Returns the exit status."""
    from adapters.terminal.paper import remarks

    named = platforms_with_token(settings)
    if not named:
        remarks().say(
            "No platform has a token, so there is nothing to serve; `bellwether chat` talks in this terminal."
        )
        return 0
    remarks().say(f"Starting {' and '.join(named)}. Ctrl-C ends it.")
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as such; the library warns of anything else
    return event_loop.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    from bot.program import SystemClock, open_bellwether

    ended = asyncio.Event()
    with _signals(ended):
        async with open_bellwether(settings, clock=SystemClock(), opened_by="bellwether serve") as bellwether:
            preparing = asyncio.create_task(_prepare(bellwether))
            try:
                return await keep_all(_platforms(bellwether), ended)
            finally:
                preparing.cancel()
                await asyncio.gather(preparing, return_exceptions=True)


async def keep_all(platforms: Mapping[Supervisor, Run], ended: asyncio.Event, *, ending: float = ENDING) -> int:
    """Until all have failed, or *ended* is set; then each has *ending* seconds. Returns the exit status."""
    keeping = [asyncio.create_task(one.keep(run), name=one.name) for one, run in platforms.items()]
    signalled, failed = asyncio.create_task(ended.wait()), asyncio.create_task(_all_of(keeping))
    await asyncio.wait([signalled, failed], return_when=asyncio.FIRST_COMPLETED)
    signalled.cancel()
    failed.cancel()
    if not ended.is_set():
        log.error("no platform is left")
        return FAILED
    log.info("ending: what has begun is brought to its end")
    for one in keeping:
        one.cancel()
    _, still = await asyncio.wait(keeping, timeout=ending)
    for one in still:
        log.error("%s did not end in time", one.get_name())
    log.info("ended")
    return 0


async def _all_of(keeping: Sequence[asyncio.Task[State]]) -> None:
    await asyncio.wait(keeping)


def _platforms(bellwether: Bellwether) -> dict[Supervisor, Run]:
    made = {"Telegram": _telegram, "Discord": _discord}
    return dict(made[name](bellwether) for name in platforms_with_token(bellwether.settings))


def _telegram(bellwether: Bellwether) -> tuple[Supervisor, Run]:
    from telegram.error import NetworkError

    from adapters.supervising import Supervisor
    from adapters.telegram.about import describe
    from adapters.telegram.boards import keep_boards
    from adapters.telegram.failures import Refused
    from adapters.telegram.menus import keep_staff_menus, set_menus
    from adapters.telegram.staffing import keep_posting
    from adapters.telegram.telegram import Telegram
    from adapters.telegram.telling import keep_telling

    chores = (describe, set_menus, keep_staff_menus, keep_posting, keep_telling, keep_boards)
    supervisor = Supervisor("Telegram", bellwether.clock, final=(Refused,), expected=(NetworkError,))
    telegram = Telegram(bellwether, bellwether.settings.telegram, up=supervisor.is_up, chores=chores)
    return supervisor, telegram.run


def _discord(bellwether: Bellwether) -> tuple[Supervisor, Run]:
    from adapters.discord.board import keep_boards
    from adapters.discord.client import TooManyStarts
    from adapters.discord.failures import Refused
    from adapters.discord.handling import handle, joined
    from adapters.discord.running import Away, Discord
    from adapters.discord.staffing import keep_posting
    from adapters.discord.telling import keep_telling
    from adapters.discord.tree import commands_json
    from adapters.supervising import Supervisor

    chores, commands = (keep_posting, keep_telling, keep_boards), commands_json(bellwether.answering.spoken)
    supervisor = Supervisor("Discord", bellwether.clock, final=(Refused,), expected=(Away, TooManyStarts))
    discord = Discord(
        bellwether,
        bellwether.settings.discord,
        handle=handle,
        joined=joined,
        commands=commands,
        up=supervisor.is_up,
        chores=chores,
    )
    return supervisor, discord.run


async def _prepare(bellwether: Bellwether) -> None:
    """What the first question in a language would otherwise wait for."""
    try:
        await bellwether.make_ready()
    except Exception:
        log.exception("languages could not be made ready; each is at its first question")


@contextmanager
def _signals(ended: asyncio.Event) -> Iterator[None]:
    loop, named = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
    for one in named:
        loop.add_signal_handler(one, partial(_end, ended, one))
    try:
        yield
    finally:
        for one in named:
            loop.remove_signal_handler(one)


def _end(ended: asyncio.Event, which: signal.Signals) -> None:
    log.info("%s", which.name)
    ended.set()
