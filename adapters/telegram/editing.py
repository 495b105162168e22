"""A question that its writer has edited: our answer is edited with it, and it stays one question.

What was no question, or had no answer, counts as new if it has just been written; anything older is left alone.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from telegram import Message

from adapters.telegram.addressing import Heard, hear_out
from adapters.telegram.asking import ask, question_of
from adapters.telegram.hearing import hear, is_of_a_person
from adapters.telegram.turns import Turn
from adapters.telegram.updates import lane_of
from knowledge.arrivals import Found, find_arrival

LONGEST_AGO = timedelta(days=1)  # between a question and its edit
JUST_NOW = timedelta(minutes=10)


async def edited(turn: Turn) -> None:
    message = turn.update.edited_message
    if message is None or not is_of_a_person(message, turn) or not (message.text or message.caption):
        return
    ago = turn.at - message.date
    said = hear_out(message, turn.house, shared=turn.who.shared)
    if ago > LONGEST_AGO or said.command or said.others:
        return
    before = await _before(turn, message)
    if before is not None and before.sent and (before.question is not None or said.mentioned):
        await _answer_anew(turn, message, said, before)
    elif (before is None or not before.sent) and ago <= JUST_NOW:
        await hear(turn, message)


async def _before(turn: Turn, message: Message) -> Found | None:
    lane, named = lane_of(turn.update), str(message.message_id)
    found = partial(find_arrival, account=turn.house.account, lane=lane, message=named)
    return await turn.house.bellwether.database.read(found)


async def _answer_anew(turn: Turn, message: Message, said: Heard, before: Found) -> None:
    """It was meant for us before, and still is where the mention has gone; what only named us is asked something by
    now. Nothing left of it: nothing is said."""
    if said.words or said.quoted:
        await ask(turn, await question_of(turn, message, said), rewrite=before.sent[0])
