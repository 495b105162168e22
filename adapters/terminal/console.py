"""A chat in the terminal: one person, one room. Where nobody types (a pipe), it reads lines and answers plainly."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime

from adapters.terminal.asking import Layers, encodable
from adapters.terminal.drawing import Drawn, drawn
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.paper import Paper, answers, remarks
from bot.program import Bellwether, SystemClock, open_bellwether, open_for_asking, open_throw_away
from bot.questions import Question
from bot.settings import Settings
from knowledge.district import District
from knowledge.failures import AnotherWriter

LEAVING = ("/quit", "/exit", "/q")
HELP = (
    "Ask in your own words, for example: are schools closed Wednesday?",
    "An offer with numbers is answered with a number.",
    "/help  shows this",
    "/quit  leaves, and so does Ctrl-D",
)

Opening = Callable[[AsyncExitStack], Awaitable[Bellwether]]


@dataclass(frozen=True)
class Room:
    """*pretended*: the clock was moved, so the moment stands in the prompt and nobody forgets when they are."""

    bellwether: Bellwether
    district: District
    clock: ShiftedClock
    pretended: bool = False
    language: str | None = None
    out: Paper = field(default_factory=answers)
    aside: Paper = field(default_factory=remarks)

    @property
    def prompt(self) -> str:
        return f"[{self.moment}] you> " if self.pretended else "you> "

    @property
    def moment(self) -> str:
        return moment_words(self.district.local(self.clock.now()))

    async def answer(self, text: str) -> None:
        asked = Question(encodable(text), self.clock.now(), language=self.language)
        self.out.write([*drawn(await self.bellwether.answer(asked)), Drawn("")])


def moment_words(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M}"


def chat(settings: Settings, *, at: Moment | None, language: str | None, layers: Layers) -> None:
    """With the operator's knowledge base: as its writing process, unless another one is, or folders lie over it."""

    async def opening(stack: AsyncExitStack) -> Bellwether:
        if layers.folders:
            return await stack.enter_async_context(layers.open(settings))
        try:
            # A pretended moment leaves no record among the real ones.
            writing = open_bellwether(settings, clock=SystemClock(), opened_by="bellwether chat", records=at is None)
            return await stack.enter_async_context(writing)
        except AnotherWriter as error:
            beside = str(error).partition(";")[0]
            remarks().say(f"{beside}. So it is only read here, and nothing of this chat is recorded.")
            return await stack.enter_async_context(open_for_asking(settings, clock=SystemClock()))

    _meet(opening, at=at, language=language)


def chat_on_throw_away(settings: Settings, *, at: Moment) -> None:
    async def opening(stack: AsyncExitStack) -> Bellwether:
        return await stack.enter_async_context(open_throw_away(settings, clock=SystemClock()))

    _meet(opening, at=at, language=None)


def _meet(opening: Opening, *, at: Moment | None, language: str | None) -> None:
    """Waits for each line outside the event loop: a thread that waits for one could not be interrupted."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            bellwether = runner.run(_opened(opening, stack))
            district = runner.run(bellwether.district())
            clock = ShiftedClock.starting(at.on_clock(district.timezone)) if at else ShiftedClock()
            room = Room(bellwether, district, clock, pretended=at is not None, language=language)
            with suppress(KeyboardInterrupt):
                _greet(room)
                _talk(room, runner)
        finally:
            runner.run(stack.aclose())


async def _opened(opening: Opening, stack: AsyncExitStack) -> Bellwether:
    return await opening(stack)


def _greet(room: Room) -> None:
    room.aside.say(f"Bellwether for {room.district.name}", "bold")
    if room.pretended:
        room.aside.say(f"As if it were {room.moment}.", "bold yellow")
    if not room.bellwether.records:
        room.aside.say("Nothing of this chat is recorded.", "dim")
    room.aside.say("Ask whether school is on. /help for help, /quit to leave.", "dim")
    room.aside.say("")


def _talk(room: Room, runner: asyncio.Runner) -> None:
    for line in _typed(room) if sys.stdin.isatty() and sys.stdout.isatty() else _piped(room):
        said = line.strip()
        if said in LEAVING:
            return
        if said == "/help":
            room.aside.write([*(Drawn(one, "dim") for one in HELP), Drawn("")])
        elif said.startswith("/"):
            room.aside.say(f"There is no {said.split()[0]} here; /help shows what there is.", "dim")
        elif said:
            runner.run(room.answer(said))


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
