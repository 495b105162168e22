"""The platform: one run from the first call to the last, with python-telegram-bot between us and the Bot API."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, TypeHandler

from adapters.telegram.dealing import Dealing
from adapters.telegram.failures import Refused
from adapters.telegram.intake import Intake
from adapters.telegram.lanes import PerRoom
from adapters.telegram.places import PLATFORM
from adapters.telegram.polling import LONG_POLL, Polling
from adapters.telegram.request import AiohttpRequest, KeepingRequest
from adapters.telegram.sending import Patience, Sender
from adapters.telegram.telling import Telling
from adapters.telegram.turns import House
from adapters.telegram.webhook import Webhook
from bot.keyboards import Keyboards
from bot.program import Bellwether
from bot.questions import Reply
from bot.settings import TelegramSettings

log = logging.getLogger(__name__)

DRAINING = 20.0  # seconds that what has begun may still take
CHORE_REST = 60.0  # seconds until one that failed is begun again
Chore = Callable[[House], Awaitable[None]]
App = Application[Any, Any, Any, Any, Any, Any]


class Telegram:
    """*up*: called when updates come in; *chores*: what is done beside them in each run, such as setting the menu;
    *drain*: seconds; *patience*, *long_poll*: tests are in a hurry."""

    platform = PLATFORM

    def __init__(
        self,
        bellwether: Bellwether,
        settings: TelegramSettings,
        *,
        up: Callable[[], None] | None = None,
        chores: Sequence[Chore] = (),
        drain: float = DRAINING,
        patience: Patience | None = None,
        long_poll: int = LONG_POLL,
    ) -> None:
        self._bellwether = bellwether
        self._settings = settings
        self._up = up
        self._chores = tuple(chores)
        self._drain = drain
        self._patience = patience
        self._long_poll = long_poll
        self._telling: Telling | None = None

    async def run(self) -> None:
        """Until it is cancelled; then what has begun is brought to its end. Raises `Refused`, and what Telegram being
        away makes of it."""
        url, lanes = self._settings.api_url, PerRoom()
        fetching = KeepingRequest(connections=4, proxy_for=url)
        bot = self._bot(fetching)
        app = Application.builder().bot(bot).updater(None).job_queue(None).concurrent_updates(lanes).build()
        try:
            await _initialized(app)
            await self._run(app, bot, lanes, fetching)
        finally:
            self._telling = None
            await app.shutdown()
            await bot.shutdown()

    async def send(self, place: str, reply: Reply) -> str:
        """The name of the message. One try; raises what a channel raises."""
        if self._telling is None:
            raise RuntimeError("Telegram is not running")
        return await self._telling.send(place, reply)

    async def _run(self, app: App, bot: Bot, lanes: PerRoom, fetching: KeepingRequest) -> None:
        core = self._bellwether
        intake = Intake(core.database, core.clock, app.update_queue.put_nowait, bot=bot, patience=self._patience)
        sender = Sender(bot, core.database, core.clock, patience=self._patience)
        account, keyboards = str(bot.id), Keyboards(core.database)
        house = House(core, bot, bot.username, account, keyboards, sender)
        self._telling = Telling(house)
        dealing = Dealing(house, intake)

        async def deal(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            await dealing.deal(update)

        app.add_handler(TypeHandler(Update, deal))
        app.add_error_handler(_said)
        await app.start()
        beside = list[asyncio.Task[None]]()
        try:
            waiting = await intake.take_up()
            if waiting:
                log.info("%d updates have waited since the last run", waiting)
            beside += [asyncio.create_task(_guarded(chore, house)) for chore in self._chores]
            await self._take_in(bot, intake, fetching)
        finally:
            await asyncio.gather(lanes.drain(self._drain), _ended(beside))  # each has its time, and both the same
            await house.living.end()
            await app.stop()
            await intake.lay_down()

    async def _take_in(self, bot: Bot, intake: Intake, fetching: KeepingRequest) -> None:
        settings = self._settings
        if settings.webhook_url is None:
            polling = Polling(bot, intake, fetching, patience=self._patience, long_poll=self._long_poll)
            await polling.open()
            self._is_up(f"@{bot.username}, fetching updates")
            await polling.run()
            return
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else secrets.token_urlsafe(32)
        webhook = Webhook(bot, intake, url=settings.webhook_url, secret=secret, listen=settings.webhook_listen)
        async with webhook.listening():
            self._is_up(f"@{bot.username}, updates are brought to {settings.webhook_listen}")
            await asyncio.Event().wait()

    def _is_up(self, how: str) -> None:
        log.info("Telegram is up: %s", how)
        if self._up is not None:
            self._up()

    def _bot(self, fetching: KeepingRequest) -> Bot:
        token, url = self._settings.token, self._settings.api_url
        if token is None:
            raise Refused("there is no token for Telegram")
        return Bot(
            token.get_secret_value(),
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=AiohttpRequest(proxy_for=url),
            get_updates_request=fetching,
        )


async def _initialized(app: App) -> None:
    try:
        await app.initialize()
    except InvalidToken:  # whose words carry it
        raise Refused("Telegram does not know the token in BELLWETHER_TELEGRAM__TOKEN") from None


async def _ended(chores: Sequence[asyncio.Task[None]]) -> None:
    for one in chores:
        one.cancel()
    await asyncio.gather(*chores, return_exceptions=True)


async def _guarded(chore: Chore, house: House) -> None:
    """One that fails is begun again after a while; none ends the run."""
    while True:
        try:
            await chore(house)
        except Exception as error:
            unexpected = None if isinstance(error, TelegramError) else error
            log.warning("what is done beside the updates has failed: %s", error, exc_info=unexpected)
            await asyncio.sleep(CHORE_REST)
        else:
            return


async def _said(_: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """What no turn has caught."""
    log.error("an update was not dealt with to its end", exc_info=context.error)
