"""A chat in the terminal: one person, one room. Where nobody types (a pipe), it reads lines and answers plainly."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime

from adapters.terminal.asking import Layers
from adapters.terminal.commanding import PRETENDED, Counter, beside, not_beside, who_types
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.paper import Paper, answers, remarks
from adapters.terminal.talking import Talk
from bot.commands import Role
from bot.program import Bellwether, SystemClock, open_bellwether, open_for_asking, open_throw_away
from bot.settings import Settings
from knowledge.district import District
from knowledge.failures import AnotherWriter

LEAVING = ("/quit", "/exit", "/q")

Opened = tuple[Bellwether, str | None]
"""With why commands can write nothing, where they cannot."""
Opening = Callable[[AsyncExitStack], Awaitable[Opened]]


@dataclass(frozen=True)
class Room:
    """*pretended*: the clock was moved, so the moment stands in the prompt and nobody forgets when they are; so does
    the *role* under which commands are given."""

    district: District
    clock: ShiftedClock
    pretended: bool = False
    role: Role | None = None
    out: Paper = field(default_factory=answers)
    aside: Paper = field(default_factory=remarks)

    @property
    def prompt(self) -> str:
        who = self.role.value if self.role else "you"
        return f"[{self.moment}] {who}> " if self.pretended else f"{who}> "

    @property
    def moment(self) -> str:
        return moment_words(self.district.local(self.clock.now()))


def moment_words(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M}"


def chat(
    settings: Settings,
    *,
    at: Moment | None,
    language: str | None,
    layers: Layers,
    role: Role | None = None,
    throw_away: bool = False,
) -> None:
    """With the operator's knowledge base: as its writing process, unless another one is, or folders lie over it."""

    async def opening(stack: AsyncExitStack) -> Opened:
        if throw_away:
            return await stack.enter_async_context(_thrown_away(settings, layers)), None
        if layers.folders:
            return await stack.enter_async_context(layers.open(settings)), None
        try:
            # A pretended moment leaves no record among the real ones.
            writing = open_bellwether(settings, clock=SystemClock(), opened_by="bellwether chat", records=at is None)
            return await stack.enter_async_context(writing), None if at is None else PRETENDED
        except AnotherWriter as error:
            remarks().say(f"{beside(error)}. So it is only read here, and nothing of this chat is recorded.")
            reading = open_for_asking(settings, clock=SystemClock())
            return await stack.enter_async_context(reading), not_beside(error)

    _meet(opening, at=at, language=language, role=role)


def chat_on_throw_away(settings: Settings, *, at: Moment) -> None:
    async def opening(stack: AsyncExitStack) -> Opened:
        return await stack.enter_async_context(_thrown_away(settings, Layers())), None

    _meet(opening, at=at, language=None, role=None)


def _thrown_away(settings: Settings, layers: Layers) -> AbstractAsyncContextManager[Bellwether]:
    return open_throw_away(settings, clock=SystemClock(), overlays=layers.folders, only=layers.only)


def _meet(opening: Opening, *, at: Moment | None, language: str | None, role: Role | None) -> None:
    """Waits for each line outside the event loop: a thread that waits for one could not be interrupted."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            bellwether, unwritable = runner.run(_opened(opening, stack))
            district = runner.run(bellwether.district())
            clock = ShiftedClock.starting(at.on_clock(district.timezone)) if at else ShiftedClock()
            room = Room(district, clock, pretended=at is not None, role=role)
            counter = Counter(bellwether, district, who_types(role, language=language), unwritable)
            with suppress(KeyboardInterrupt):
                _greet(room, bellwether, unwritable)
                ask = _asked if _somebody_types() else None
                movable = at is not None and bellwether.records and bellwether.database.location.in_memory
                _talk(room, Talk(counter, clock, runner, language, ask, movable))
        finally:
            runner.run(stack.aclose())


async def _opened(opening: Opening, stack: AsyncExitStack) -> Opened:
    return await opening(stack)


def _greet(room: Room, bellwether: Bellwether, unwritable: str | None) -> None:
    room.aside.say(f"Bellwether for {room.district.name}", "bold")
    if room.pretended:
        room.aside.say(f"As if it were {room.moment}.", "bold yellow")
    if room.role and unwritable:
        room.aside.say(unwritable, "yellow")
    if not bellwether.records:
        room.aside.say("Nothing of this chat is recorded.", "dim")
    elif bellwether.database.location.in_memory:
        room.aside.say("This knowledge base is in memory: nothing of it stays.", "dim")
    room.aside.say("Ask whether school is on. /help for help, /quit to leave.", "dim")
    room.aside.say("")


def _talk(room: Room, talk: Talk) -> None:
    for line in _typed(room) if _somebody_types() else _piped(room):
        said = line.strip()
        if said in LEAVING:
            return
        talk.hear(said)


def _somebody_types() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def _typed(room: Room) -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401 - makes the arrow keys work in input()
    while True:
        try:
            yield input(_emphasised(room))
        except (EOFError, KeyboardInterrupt):
            room.aside.say("")
            return


def _emphasised(room: Room) -> str:
    """The prompt in bold, its escapes marked as having no width for the line editor."""
    console = room.out.console
    if console.color_system is None or console.no_color:
        return room.prompt
    return f"\001\x1b[1m\002{room.prompt}\001\x1b[0m\002"


def _piped(room: Room) -> Iterator[str]:
    """Each line is repeated beside the answers, so that what was asked when can be followed."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for line in sys.stdin:
        if line.strip():
            room.aside.say(room.prompt + line.strip(), "bold")
        yield line
