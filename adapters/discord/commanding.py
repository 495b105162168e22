"""Commands: those of Discord with their options, and lines that begin with one, done at the desk and shown."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord import board, forms, staffing
from adapters.discord.articles import ADD, hand_over
from adapters.discord.asking import ask, question_of, topic_chosen
from adapters.discord.exchanges import Exchange
from adapters.discord.mapping_roles import plain_values
from adapters.discord.private_chats import follow
from adapters.discord.rooms import decide_who_reads
from adapters.discord.showing import is_read_by_all, show_page
from adapters.discord.slow import acknowledge_slow
from adapters.discord.tree import command_of
from bot.commands import Role
from bot.desk import refused
from bot.pages import Invocation, Page, PageKind
from bot.rooms import introduction, is_for_one, is_for_the_room, takes_nothing, unclear, write_alone
from bot.slashes import Slash, Unclear, day_words, read_slash


async def used(exchange: Exchange) -> None:
    """A command of Discord's."""
    if exchange.used is None:
        return
    command = command_of(exchange.used.name, exchange.used.action)
    if command is None:  # registered by an earlier version, and still in somebody's app
        await _no_such(exchange)
        return
    if command.role is not Role.FAMILY:
        exchange.may_open_form()
    await decide_who_reads(exchange, command.key)
    await do_command(exchange, Slash(command, plain_values(command, exchange.used.values)))


async def typed(exchange: Exchange, line: str) -> None:
    """A command that was written as a message."""
    try:
        slash = await _read(exchange, line)
    except Unclear as error:
        role = await exchange.house.bellwether.desk.role(exchange.who)
        await show_page(exchange, unclear(line, error, role, await exchange.words()))
        return
    if exchange.who.shared and _is_for_one(slash):
        await show_page(exchange, write_alone(await exchange.words(), where=f"@{exchange.house.name}"))
    elif exchange.who.shared and slash.command.key == "start":
        await introduce(exchange)
    else:
        await do_command(exchange, slash)


def _is_for_one(slash: Slash) -> bool:
    """Whether what comes of it speaks of somebody's own schools, so that nobody else is to read it."""
    follows = slash.command.key == "follow" and not is_for_the_room(slash.values)
    return follows or is_for_one(slash.command.key, slash.values)


async def do_command(exchange: Exchange, slash: Slash) -> None:
    words = slash.values.get("question", "")
    if slash.command.key == "ask" and words.strip():
        await ask_words(exchange, words)
        return
    if slash.command.key == ADD and exchange.files:
        await hand_over(exchange, slash.values, exchange.files[0])
        return
    invocation = Invocation(slash.command.name, exchange.who, exchange.at, slash.command.action, slash.values)
    if not await forms.begin(exchange, invocation):
        await do(exchange, invocation)


async def ask_words(exchange: Exchange, words: str) -> None:
    edition = await exchange.house.bellwether.library.edition()
    question = await question_of(exchange, words)
    await ask(exchange, replace(question, chosen=topic_chosen(words, edition)))


async def do(exchange: Exchange, invocation: Invocation, *, rewrite: bool = False) -> None:
    await acknowledge_slow(exchange, invocation)
    page = await done(exchange, invocation)
    if invocation.name == "check" and page.kind is PageKind.SHOWN:
        page = await board.checked(exchange, page)
    await show_page(exchange, page, rewrite=rewrite, invocation=invocation)


async def done(exchange: Exchange, invocation: Invocation, *, overheard: bool | None = None) -> Page:
    """With what only this platform knows of the room. *overheard*: whether everybody there reads what comes of it;
    None: as with what is shown next."""
    desk, who = exchange.house.bellwether.desk, invocation.who
    if invocation.name == "room":
        here = replace(invocation, who=replace(who, apart=True))
        return await desk.do(staffing.in_forum(exchange, here))
    if invocation.name == "follow":
        return await follow(exchange, invocation)
    overheard = is_read_by_all(exchange) if overheard is None else overheard
    return await desk.do(replace(invocation, who=replace(who, apart=who.apart and not overheard)))


async def introduce(exchange: Exchange) -> None:
    """In a room with several people, where a whole page would be too much."""
    district = await exchange.house.bellwether.district()
    page = introduction(await exchange.words(), district, address=f"@{exchange.house.name}", apart=True)
    await show_page(exchange, page)


async def _read(exchange: Exchange, line: str) -> Slash:
    """Raises `Unclear`. A command that takes nothing is done whatever else stands behind it."""
    district = await exchange.house.bellwether.district()
    try:
        return read_slash(line, is_days=day_words(district.local(exchange.at)))
    except Unclear:
        if not takes_nothing(line):
            raise
        return read_slash(line.split(maxsplit=1)[0], is_days=lambda words: False)


async def _no_such(exchange: Exchange) -> None:
    say = await exchange.words()
    name = f"/{exchange.used.name} {exchange.used.action}".strip() if exchange.used else ""
    await show_page(exchange, refused(say, say("There is no command {name}.", name=name)))
