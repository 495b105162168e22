"""Commands as they are written in a chat: read from the line, done at the desk, shown as a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from telegram import Message

from adapters.telegram import articles, asking, following, guiding, starting
from adapters.telegram.addressing import Heard, as_manager_of
from adapters.telegram.links import link_to_bot
from adapters.telegram.showing import show_page
from adapters.telegram.turns import Turn
from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Role, all_commands
from bot.pages import Invocation, Offer, Page, PageKind
from bot.rooms import introduction, is_for_one, named_in, takes_nothing, unclear, write_alone
from bot.slashes import Slash, Unclear, day_words, read_slash, usage


async def command(turn: Turn, message: Message, said: Heard) -> None:
    name, _, rest = said.words.partition(" ")
    if name.lower() == "/start" and rest.strip() and await starting.opened(turn, message, rest.strip()):
        return
    if name.lower() == "/help" and await _explained(turn, rest):
        return
    if await articles.commanded(turn, message, said.words):
        return
    try:
        slash = await _read(turn, said.words)
    except Unclear as error:
        await _unclear(turn, said.words, error)
        return
    await guiding.leave(turn, slash.command.name)
    if slash.command.key == "ask" and (slash.values.get("question") or said.quoted):
        await asking.ask_words(turn, message, replace(said, words=slash.values.get("question", "")))
    else:
        await _do(turn, slash)


async def do(turn: Turn, invocation: Invocation) -> None:
    async with turn.typing():
        page = await turn.house.bellwether.desk.do(await as_manager_of(turn, invocation))
    await show_page(turn, page, invocation=invocation)


async def introduce(turn: Turn) -> None:
    """In a room with several people, where a whole page would be too much."""
    district = await turn.house.bellwether.district()
    await show_page(turn, introduction(await turn.words(), district, address=f"@{turn.house.username}"))


async def _do(turn: Turn, slash: Slash) -> None:
    if turn.who.shared and is_for_one(slash.command.key, slash.values):
        await show_page(turn, write_alone(await turn.words(), where=link_to_bot(turn.house.username)))
        return
    if turn.who.shared and slash.command.key == "start":
        await introduce(turn)
        return
    invocation = Invocation(slash.command.name, turn.who, turn.at, slash.command.action, slash.values)
    if following.is_personal(turn, invocation):
        if await following.follow(turn, invocation):
            await following.written_there(turn)
        return
    if not await guiding.begin(turn, invocation):
        await do(turn, invocation)


async def _unclear(turn: Turn, line: str, error: Unclear) -> None:
    """With a button for each command of that name which somebody on the staff may mean."""
    role = await turn.house.bellwether.desk.role(turn.who)
    page = unclear(line, error, role, await turn.words())
    await show_page(turn, replace(page, offers=_begun(turn, _for_staff(named_in(line), role))))


async def _explained(turn: Turn, said: str) -> bool:
    """Whether a command of the staff was named: what it takes, to be begun by a button."""
    wanted = " ".join(said.lower().removeprefix("/").split())
    role = await turn.house.bellwether.desk.role(turn.who)
    found = _for_staff([one for one in all_commands() if wanted in (one.key, one.name)], role)
    if not found:
        return False
    say = load_catalogue((await turn.words()).language, EDITING)
    lines = tuple(f"/{one.key} · {say(one.help)}" for one in found)
    if len(found) == 1:
        lines = (usage(found[0]), *(f"  {one.name}: {say(one.help)}" for one in found[0].fields))
    title = say(found[0].help) if len(found) == 1 else f"/{found[0].name}"
    await show_page(turn, Page(PageKind.SHOWN, title, lines, offers=_begun(turn, found)))
    return True


def _for_staff(commands: Iterable[Command], role: Role) -> list[Command]:
    return [one for one in commands if one.role is not Role.FAMILY and role.may(one.role)]


def _begun(turn: Turn, commands: Iterable[Command]) -> tuple[Offer, ...]:
    return tuple(Offer(f"/{one.key}", Invocation(one.name, turn.who, turn.at, one.action)) for one in commands)


async def _read(turn: Turn, line: str) -> Slash:
    """Raises `Unclear`. A command that takes nothing is done whatever else stands behind it."""
    district = await turn.house.bellwether.district()
    try:
        return read_slash(line, is_days=day_words(district.local(turn.at)))
    except Unclear:
        if not takes_nothing(line):
            raise
        return read_slash(line.split(maxsplit=1)[0], is_days=lambda words: False)
