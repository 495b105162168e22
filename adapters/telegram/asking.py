"""A question as it was written in a chat, asked of the core, and its reply shown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from telegram import Message

from adapters.telegram.addressing import Heard
from adapters.telegram.places import PLATFORM
from adapters.telegram.showing import show_reply
from adapters.telegram.turns import Turn
from bot.questions import Choice, Question, Reply
from bot.rooms import stands_alone
from knowledge.failures import DatabaseUnreadable
from knowledge.rooms import Room, read_room


async def ask(turn: Turn, question: Question, *, rewrite: str | None = None) -> None:
    """*rewrite*: our message that answered it before it was edited."""
    async with turn.typing():
        reply = await turn.house.bellwether.answer(question)
    await show_reply(turn, reply, rewrite=rewrite)


async def ask_words(turn: Turn, message: Message, said: Heard) -> None:
    await ask(turn, await question_of(turn, message, said))


async def answer_choice(turn: Turn, message: Message, choice: Choice) -> Reply:
    """The answer to what a link leads to, not shown yet."""
    question = await _question(turn, message, choice.label)
    reply = await turn.house.bellwether.answer(replace(question, chosen=choice))
    turn.question = reply.noted
    return reply


async def question_of(turn: Turn, message: Message, said: Heard) -> Question:
    """Words that name nothing by themselves ("is this true?") are asked of what they answer."""
    own = replace(await _question(turn, message, said.words), written=said.written or turn.written)
    if not said.quoted or (said.words and await stands_alone(turn.house.bellwether.desk, own)):
        return own
    return replace(own, text=said.quoted, written=said.quoted_at)


async def room_of(turn: Turn) -> Room:
    """As nobody has set it, where that cannot be read: the core then says why there is no answer."""
    try:
        return await turn.house.bellwether.database.read(partial(read_room, place=turn.who.place))
    except DatabaseUnreadable:
        return Room(turn.who.place)


async def _question(turn: Turn, message: Message, words: str) -> Question:
    """A message that is edited, or brought again, is the same question."""
    language = turn.who.language
    if turn.who.shared:
        language = (await room_of(turn)).language or language
    return Question(
        words,
        turn.at,
        place=turn.who.place,
        person=turn.who.person,
        language=language,
        written=turn.written,
        origin=f"{PLATFORM}:{turn.house.account}:{turn.spot.chat}:{message.message_id}",
        shared=turn.who.shared,
    )
