"""What can be done with a message that stands there: have it answered, have it checked, make an answer of it, or hand
it over as a source.

Only whoever chose it sees what comes of it; days in the message are those of when it was written.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.discord import forms
from adapters.discord.articles import add_as_source, file_of
from adapters.discord.asking import ask, question_of
from adapters.discord.exchanges import Exchange
from adapters.discord.incoming import About
from adapters.discord.rooms import decide_who_reads
from adapters.discord.showing import show_page
from bot.commands import Role
from bot.pages import Invocation
from bot.room_words import ADD_AS_SOURCE, IS_THIS_TRUE, SAVE_AS_ANSWER, WHAT_IS_ANNOUNCED
from bot.rooms import only_words

MOST_SAVED = 1000  # characters of a message that a form is filled with


async def chosen(exchange: Exchange) -> None:
    name, about = exchange.used.name if exchange.used else "", exchange.about
    if name == SAVE_AS_ANSWER:
        exchange.may_open_form()
    await decide_who_reads(exchange)
    words = words_of(about) if about is not None else ""
    if about is not None and name == ADD_AS_SOURCE and (words or about.pages or file_of(about)):
        await add_as_source(exchange, about)
    elif about is None or not words:
        say, district = await exchange.words(), await exchange.house.bellwether.district()
        await show_page(exchange, only_words(say, district))
    elif name == SAVE_AS_ANSWER:
        await _save(exchange, words)
    else:
        await _answer(exchange, words, about, checking=name == IS_THIS_TRUE)


def words_of(about: About) -> str:
    """Of ours what leads it, which asks how that stands now; what stands above an answer is none of it."""
    led = next((one.splitlines()[0] for one in about.embeds if one.strip()), "")
    return " ".join(((led or about.words) if about.ours else (about.words or led)).split())


async def _answer(exchange: Exchange, words: str, about: About, *, checking: bool) -> None:
    """The facts are the same whatever the message claims: never a yes to it."""
    say = await exchange.words()
    note = say(WHAT_IS_ANNOUNCED) if checking else ""
    question = await question_of(exchange, words)
    await ask(exchange, replace(question, written=about.written), note=note)


async def _save(exchange: Exchange, words: str) -> None:
    saving = Invocation("claim", exchange.who, exchange.at, "add", {"words": words[:MOST_SAVED]})
    if (await exchange.house.bellwether.desk.role(exchange.who)).may(Role.EDITOR):
        await forms.save_as_answer(exchange, saving)
    else:
        await show_page(exchange, await exchange.house.bellwether.desk.do(saving))
