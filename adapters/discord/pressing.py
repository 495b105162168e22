"""A button or a menu that was used: done as of now, with whoever used it told at once what came of it.

Who may do it is asked again by the core. Pressing twice does nothing twice: what was done from a message leaves it
without these buttons, the core knows a second verdict or follow as the first one, and a choice is one question.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial

from adapters.discord import forms
from adapters.discord.asking import question_of
from adapters.discord.buttons import DONE
from adapters.discord.commanding import done
from adapters.discord.drawing import small_page
from adapters.discord.drawn import Drawn
from adapters.discord.exchanges import Exchange
from adapters.discord.letters import CONTENT, escaped
from adapters.discord.private_chats import leading, tells_privately
from adapters.discord.showing import show_page, show_reply
from adapters.discord.slow import acknowledge_slow
from bot.again import answer_again
from bot.catalogue import Catalogue
from bot.keyboards import CannotPress, NotYours
from bot.letters import units
from bot.pages import Invocation, PageKind
from bot.presses import Again, Fill, Press, Step, as_of_now, goes_on_there
from bot.questions import Choice
from bot.room_words import NO_LONGER, NOT_YOURS, SHARED_BY
from knowledge.claims import Scope
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.people import read_chosen
from knowledge.verdicts import Verdict

# What leaves the message as it is; the button that was pressed shows that it is done.
UNDER_ANSWERS = {
    "follow": "answer",
    "helpful": "answer",
    "wrong": "answer",
    "person": "answer",
    "following": "stop",
    "stop": "about",
}
VERDICTS = frozenset(one.value for one in Verdict)
# Done with a piece of an article without anything to take back: the next piece takes its place.
PUTTING_AWAY = (("article", "drop"), ("article", "later"))
PROMISES = "person"  # what it says is worth keeping: it is said as a message
SHORT = 300  # units that are said in a sentence, without taking anything's place


async def pressed(exchange: Exchange) -> None:
    if not exchange.who.shared:
        exchange.private = False
    try:
        press = await exchange.house.keyboards.pressed(exchange.carried, who=exchange.who, at=exchange.at)
    except CannotPress as error:
        await say_small(exchange, _why_not(error, await exchange.words()))
    else:
        await _do(exchange, press)


def _why_not(error: CannotPress, say: Catalogue) -> str:
    if isinstance(error, NotYours):
        return say(NOT_YOURS)
    return say(NO_LONGER)


async def _do(exchange: Exchange, press: Press) -> None:
    if isinstance(press, Choice):
        await _chosen(exchange, press)
    elif isinstance(press, Again):
        await _again(exchange, press)
    elif isinstance(press, Step | Fill):
        await forms.step(exchange, press)
    elif stays_under(press):
        await _judged(exchange, press)
    else:
        await _invoked(exchange, press)


def stays_under(press: Invocation) -> bool:
    return press.values.get(UNDER_ANSWERS.get(press.name, "")) is not None and "private" not in press.values


async def _chosen(exchange: Exchange, choice: Choice) -> None:
    """Under one origin however often it is used, so that it is one question; who reads it is as it was."""
    exchange.private = exchange.ephemeral
    question = await question_of(exchange, choice.label)
    origin = f"discord:{exchange.house.account}:{exchange.carried}"
    reply = await exchange.house.bellwether.answer(replace(question, chosen=choice, origin=origin))
    await show_reply(exchange, reply, rewrite=True)


async def _again(exchange: Exchange, press: Again) -> None:
    exchange.private = exchange.who.shared and not press.shared
    question, say = await question_of(exchange, ""), await exchange.words()
    if press.shared and question.language in exchange.house.bellwether.answering.spoken:
        say = exchange.house.bellwether.answering.say(question.language or say.language)
    asked = await _for_everybody(exchange, press.asked) if press.shared else press.asked
    reply = await answer_again(exchange.house.bellwether, asked, question, say)
    if not press.shared:
        await show_reply(exchange, reply)
        return
    await _mark(exchange)
    by = exchange.who.person.partition(":")[2]
    await show_reply(exchange, reply, above=say(SHARED_BY, name=f"<@{by}>"))
    with suppress(DatabaseUnwritable):  # it stands there; at worst it can be shared once more
        await exchange.house.keyboards.use_up(exchange.carried, at=exchange.at, alone=True)


async def _for_everybody(exchange: Exchange, asked: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Where somebody's children go to school is not shared with the answer: of their own schools it is asked as of all
    of the district's."""
    reading = partial(read_chosen, who=exchange.who.person)
    own = (await exchange.house.bellwether.database.read(reading)).scope
    return tuple(replace(one, scope=Scope()) if one.scope == own else one for one in asked)


async def _invoked(exchange: Exchange, offered: Invocation) -> None:
    bellwether = exchange.house.bellwether
    invocation = as_of_now(offered, exchange.at, await bellwether.district())
    if await tells_privately(exchange, invocation):
        return
    if not invocation.confirmed and await forms.begin(exchange, invocation):
        return
    stays = not (goes_on_there(offered) or (offered.name, offered.action) in PUTTING_AWAY)
    await acknowledge_slow(exchange, invocation)
    page = await done(exchange, invocation, overheard=_is_overheard(exchange, stays=stays))
    if page.kind is PageKind.REFUSED and not (page.offers or page.grid) and units(small_page(page)) <= SHORT:
        await say_small(exchange, small_page(page))  # what was pressed stays, to be pressed again
        return
    if page.kind is PageKind.DONE:
        await exchange.house.keyboards.use_up(exchange.carried, at=exchange.at, alone=stays)
        if stays:
            await _mark(exchange, offered)
    if stays:
        exchange.private = exchange.who.shared
    await show_page(exchange, page, rewrite=not stays, invocation=invocation)


def _is_overheard(exchange: Exchange, *, stays: bool) -> bool:
    """Whether what takes the place of the message is read by everybody, as that was."""
    return exchange.who.shared and not (stays or exchange.ephemeral)


async def _judged(exchange: Exchange, offered: Invocation) -> None:
    district = await exchange.house.bellwether.district()
    page = await done(exchange, as_of_now(offered, exchange.at, district))
    if page.kind is not PageKind.DONE:
        await say_small(exchange, small_page(page))
        return
    await _mark(exchange, offered)
    if offered.name == PROMISES:
        await show_page(exchange, page)
    elif exchange.opened:
        rows = leading(exchange.opened, await exchange.words())
        await exchange.show(Drawn(escaped(small_page(page), CONTENT), rows=rows), private=True)
    else:
        await say_small(exchange, small_page(page))


async def say_small(exchange: Exchange, words: str) -> None:
    """For whoever pressed alone, wherever it is."""
    await exchange.say_once(escaped(words, CONTENT))


async def _mark(exchange: Exchange, done: Invocation | None = None) -> None:
    """The button says that it was pressed; of two verdicts only the newest stands."""
    labels = {}
    for carried, label in exchange.buttons:
        marked = label.startswith(DONE)
        if carried == exchange.carried and not marked:
            labels[carried] = DONE + label
        elif carried != exchange.carried and marked and await _is_overtaken(exchange, carried, done):
            labels[carried] = label.removeprefix(DONE)
    if labels:
        await exchange.relabel(labels)


async def _is_overtaken(exchange: Exchange, carried: str, done: Invocation | None) -> bool:
    """Whether it is the other verdict on the same answer."""
    if done is None or done.name not in VERDICTS:
        return False
    try:
        other = await exchange.house.keyboards.pressed(carried, who=exchange.who, at=exchange.at)
    except (CannotPress, DatabaseUnreadable):
        return False
    return isinstance(other, Invocation) and other.name in VERDICTS
