"""Bots to compare, each as a process of its own: ``python -m tests.storms.telegram_bots KIND ADDRESS DATABASE NOW``.

*bare*: the library with our request class and update processor, nothing stored, the text said back; *echo*: our whole
wire, the text itself in place of the core's answer; *bellwether*: the product. Each says "up" when updates come in.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, TypeHandler

from adapters.telegram.about import describe
from adapters.telegram.boards import keep_boards
from adapters.telegram.lanes import PerRoom
from adapters.telegram.menus import keep_staff_menus, set_menus
from adapters.telegram.request import AiohttpRequest
from adapters.telegram.staffing import keep_posting
from adapters.telegram.telegram import Telegram
from adapters.telegram.telling import keep_telling
from adapters.telegram.updates import WANTED
from bot import event_loop
from bot.pages import Who
from bot.program import Bellwether, open_bellwether
from bot.questions import Line, LineKind, Outcome, Passage, Question, Reply
from bot.settings import DatabaseSettings, Settings, TelegramSettings
from tests.adapters.telegram.double import TOKEN

KINDS = ("bare", "echo", "bellwether")
CHORES = (describe, set_menus, keep_staff_menus, keep_posting, keep_telling, keep_boards)


class FromThenOn:
    """A clock that goes on from a moment in the past."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.sleep(duration.total_seconds())


class Echo(Bellwether):
    """The text itself is the answer; nothing is looked up for it."""

    async def answer(self, question: Question) -> Reply:
        said = Passage((Line(LineKind.BODY, question.text),))
        return Reply(Outcome.SMALLTALK, "en", (said,))

    @classmethod
    def over(cls, bellwether: Bellwether) -> Echo:
        return cls(**{one.name: getattr(bellwether, one.name) for one in fields(bellwether)})


def up() -> None:
    print("up", flush=True)  # noqa: T201 - whoever started it waits for this


async def bare(url: str) -> None:
    request = AiohttpRequest(proxy_for=url)
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)
    app = Application.builder().bot(bot).updater(None).job_queue(None).concurrent_updates(PerRoom()).build()

    async def says_back(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None and update.message.text:
            await bot.send_message(update.message.chat.id, update.message.text)

    app.add_handler(TypeHandler(Update, says_back))
    await app.initialize()
    await app.start()
    offset = 0
    try:
        await bot.delete_webhook()
        up()
        while True:
            for one in await bot.get_updates(offset, timeout=30, allowed_updates=WANTED):
                offset = one.update_id + 1
                app.update_queue.put_nowait(one)
    finally:
        await app.stop()
        await app.shutdown()
        await bot.shutdown()


async def whole(kind: str, url: str, database: Path, now: datetime) -> None:
    telegram = TelegramSettings(token=SecretStr(TOKEN), api_url=url)
    parts: dict[str, Any] = {"database": DatabaseSettings(url=f"sqlite:///{database}"), "telegram": telegram}
    settings = Settings(_env_file=None, **parts)
    async with open_bellwether(settings, clock=FromThenOn(now)) as opened:
        core = Echo.over(opened) if kind == "echo" else opened
        await opened.make_ready()
        await core.words_for(Who("nobody", "nowhere"))
        await Telegram(core, settings.telegram, up=up, chores=CHORES).run()


async def main(kind: str, url: str, database: str, now: str) -> None:
    running = bare(url) if kind == "bare" else whole(kind, url, Path(database), datetime.fromisoformat(now))
    task = asyncio.create_task(running)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    event_loop.run(main(*sys.argv[1:]))
