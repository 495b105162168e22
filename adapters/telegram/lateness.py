"""Whether something is still worth dealing with that was written, or pressed, a while ago."""

from __future__ import annotations

from datetime import timedelta

from adapters.telegram.turns import Turn
from bot.keyboards import CannotPress
from bot.pages import Invocation
from bot.questions import Question
from knowledge.arrivals import TOO_OLD
from knowledge.failures import DatabaseUnreadable

BY_NOW = timedelta(minutes=1)  # what is younger counts as written now


async def still_matters(turn: Turn) -> bool:
    """What is older than half a day, or asks only about days that are over, gets no answer; nor does what Telegram
    takes no answer to any more, unless it publishes something."""
    if turn.update.inline_query is not None:
        return turn.written is None
    if turn.update.callback_query is not None:
        return turn.written is None or await _publishes(turn)
    if turn.written is None:
        return True
    return turn.at - turn.written < TOO_OLD and not await _is_over(turn)


async def _is_over(turn: Turn) -> bool:
    message = turn.update.message or turn.update.edited_message
    text = (message.text or message.caption or "") if message else ""
    if text.startswith("/"):
        text = text.partition(" ")[2] if text.startswith("/ask") else ""
    if not text.strip():
        return False
    asked = Question(
        text, turn.at, person=turn.who.person, place=turn.who.place, language=turn.who.language, written=turn.written
    )
    try:
        return await turn.house.bellwether.answering.is_over(asked)
    except DatabaseUnreadable:
        return False


async def _publishes(turn: Turn) -> bool:
    query = turn.update.callback_query
    try:
        press = await turn.house.keyboards.pressed((query and query.data) or "", who=turn.who, at=turn.at)
    except (CannotPress, DatabaseUnreadable):
        return False
    return isinstance(press, Invocation) and press.confirmed
