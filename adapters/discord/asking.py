"""A question as it came, asked of the core, and its reply shown."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord.exchanges import Exchange
from adapters.discord.rooms import room_of
from adapters.discord.showing import is_read_by_all, show_reply
from bot.questions import Choice, Question
from knowledge.library import Edition


async def ask(exchange: Exchange, question: Question, *, rewrite: bool = False, note: str = "") -> None:
    """*note*: said above the answer."""
    reply = await exchange.house.bellwether.answer(question)
    if note and reply.findings:
        reply = replace(reply, notes=(*reply.notes, note))
    await show_reply(exchange, reply, rewrite=rewrite)


async def question_of(exchange: Exchange, words: str) -> Question:
    """Where everybody reads the answer it is in the room's language, unless the words show another, and says nothing of
    the schools of whoever asked."""
    language, shared = exchange.who.language, is_read_by_all(exchange)
    if shared:
        language = (await room_of(exchange)).language or language
    return Question(
        words,
        exchange.at,
        place=exchange.who.place,
        person=exchange.who.person,
        language=language,
        written=exchange.written,
        origin=exchange.origin,
        shared=shared,
        aside=exchange.who.shared and not shared,
    )


def topic_chosen(words: str, edition: Edition) -> Choice | None:
    """A topic by its title, as it is completed while a question is typed."""
    said = words.strip().casefold()
    for slug, topic in edition.topics.items():
        if said in {title.words.casefold() for title in topic.titles.values()}:
            return Choice(words.strip(), slug)
    return None
