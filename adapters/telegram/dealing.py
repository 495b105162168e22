"""One update from when its turn has come until it is settled; whatever goes wrong, a family reads one sentence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from html import escape

from telegram import Update

from adapters.telegram.drawn import Drawn
from adapters.telegram.failures import Gone, Unsent
from adapters.telegram.handling import handle
from adapters.telegram.intake import Intake
from adapters.telegram.lateness import BY_NOW, still_matters
from adapters.telegram.turns import House, Turn
from adapters.telegram.updates import written_at
from knowledge.arrivals import State
from knowledge.failures import DatabaseUnwritable

log = logging.getLogger(__name__)


class Dealing:
    def __init__(self, house: House, intake: Intake) -> None:
        self._house = house
        self._intake = intake

    async def deal(self, update: Update) -> None:
        turn = self._turn(update)
        try:
            state = await self._dealt(turn)
        except Unsent as error:
            log.warning("the answer to update %s could not be sent: %s", update.update_id, error)
            if turn.sent:
                self._settle(turn, State.ANSWERED)  # better its beginning than all of it twice
            else:
                self._intake.put_off(update.update_id)
        except asyncio.CancelledError:
            # What was said already is not said again at the next start.
            if turn.sent:
                self._settle(turn, State.ANSWERED)
            else:
                self._intake.leave(update.update_id)
            raise
        else:
            self._settle(turn, state)

    async def _dealt(self, turn: Turn) -> State:
        try:
            if await self._has_moved(turn) or not await still_matters(turn):
                return State.DROPPED
            await handle(turn)
        except Gone as error:
            log.info("nothing can be sent to %s", error)
            return State.DROPPED
        except Unsent:
            raise
        except Exception as error:
            await self._apologise(turn, error)
        return State.ANSWERED

    async def _apologise(self, turn: Turn, error: Exception) -> None:
        """In its language where that can be had; silent where nobody waits for an answer."""
        reference = secrets.token_hex(3)
        log.error("reference %s: update %s failed", reference, turn.update.update_id, exc_info=error)
        try:
            say = await turn.words()
            words = say(
                "I cannot look anything up right now. Please try again in a while (reference {reference}).",
                reference=reference,
            )
            if turn.update.callback_query is not None:
                await turn.toast(words, alert=True)
            elif turn.update.message is not None and not turn.who.shared:
                await turn.say(Drawn(escape(words, quote=False)))
        except Exception:
            log.exception("reference %s: nor could that be said", reference)

    async def _has_moved(self, turn: Turn) -> bool:
        message = turn.update.message
        if message is None or message.migrate_to_chat_id is None:
            return False
        try:
            await self._house.sender.rooms.move(message.chat.id, message.migrate_to_chat_id)
        except DatabaseUnwritable as error:
            raise Unsent(f"a group has become another one, but that cannot be stored: {error}") from error
        return True

    def _turn(self, update: Update) -> Turn:
        brought = self._intake.brought(update.update_id)
        at, came = self._house.now(), written_at(update) or brought.received
        written = came if at - came > BY_NOW else None
        return Turn(self._house, update, at=at, written=written, late=brought.late)

    def _settle(self, turn: Turn, state: State) -> None:
        self._intake.settle(turn.update.update_id, state, sent=turn.sent, question=turn.question)
