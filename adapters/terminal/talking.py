"""A conversation in the terminal: questions, slash commands, and what stands open from the last of them.

After a preview an empty line or a number does what it offers; anything else that is typed is a new line.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.terminal.asking import encodable
from adapters.terminal.commanding import Counter
from adapters.terminal.drawing import Drawn, drawn
from adapters.terminal.forms import Asking, Cancelled, filled
from adapters.terminal.moments import BadMoment, ShiftedClock, read_moment
from adapters.terminal.pages import draw, draw_grid, draw_offers, draw_usage
from adapters.terminal.paper import Paper, answers, remarks
from adapters.terminal.watching import watch
from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field, Role, all_commands
from bot.pages import Grid, Invocation, Page, PageKind
from bot.presses import as_of_now
from bot.questions import Question
from bot.slashes import Unclear, usage
from bot.suggestions import Suggestion

HELP = (
    "Ask in your own words, for example: are schools closed Wednesday?",
    "An offer with numbers is answered with a number; after a preview Enter does it.",
    "About the last answer: /follow, /helpful, /wrong, /person",
    "/help COMMAND  shows what a command takes",
    "/at MOMENT  moves the clock of a throw-away knowledge base",
    "/quit  leaves, and so does Ctrl-D",
)

PROMISING = ("follow", "person")
NOTHING_SENT = "In the terminal nothing is sent later: it is kept for when a chat platform is connected."


@dataclass
class Talk:
    """*ask*: where somebody types, so that a form can ask field by field. *movable*: the clock is pretended and nothing
    of this chat stays. *page*: what was shown last, if it offers something; *noted*: the number of the last answer."""

    counter: Counter
    clock: ShiftedClock
    runner: asyncio.Runner
    language: str | None = None
    ask: Asking | None = None
    movable: bool = False
    out: Paper = field(default_factory=answers)
    aside: Paper = field(default_factory=remarks)
    page: Page | None = None
    noted: int | None = None

    def hear(self, said: str) -> None:
        chosen = self._chosen(said)
        if chosen is not None:
            self._do(chosen)
        elif said.split(" ")[0] == "/help":
            self._help(said.removeprefix("/help").strip().removeprefix("/"))
        elif said.split(" ")[0] == "/at":
            self._move(said.removeprefix("/at").strip())
        elif said.startswith("/"):
            self._command(said)
        elif said:
            self._question(said)

    def _chosen(self, said: str) -> Invocation | None:
        """The offer that was taken, if it was one, as of now."""
        if self.page is None:
            return None
        offers = self.page.offers
        if not said and self.page.kind is PageKind.PREVIEW and offers:
            return self._as_of_now(offers[0].invocation)
        if said.isdecimal() and 1 <= int(said) <= len(offers):
            return self._as_of_now(offers[int(said) - 1].invocation)
        return None

    def _as_of_now(self, offered: Invocation) -> Invocation:
        return as_of_now(offered, self._now(), self.counter.district)

    def _question(self, said: str) -> None:
        who = self.counter.who
        asked = Question(encodable(said), self._now(), language=self.language, place=who.place, person=who.person)
        reply = self.runner.run(self.counter.bellwether.answer(asked))
        self.page, self.noted = None, reply.noted
        self.out.write([*drawn(reply), Drawn("")])

    def _command(self, said: str) -> None:
        self.page = None
        try:
            invocation = self.counter.read(encodable(said), self._now(), answer=self.noted)
        except Unclear as error:
            self.aside.say(str(error), "dim")
            return
        self._do(invocation)

    def _do(self, invocation: Invocation) -> None:
        page = self.runner.run(self.counter.do(invocation))
        read = ""
        while page.kind is PageKind.FORM and self.ask is not None:
            # A number would be taken for the field's value; what was read above is not shown a second time.
            self._draw(replace(page, offers=(), lines=() if page.title == read else page.lines))
            read = page.title
            try:
                invocation = filled(page, invocation, ask=self.ask, paper=self.aside, likely=self._likely)
            except Cancelled as left:
                self.aside.say("Left; nothing was done.", "dim")
                self.hear(left.line)
                return
            page = self.runner.run(self.counter.do(invocation))
        self._draw(page)
        if page.kind is PageKind.DONE and invocation.name in PROMISING:
            self.aside.say(NOTHING_SENT, "dim")

    def _likely(self, command: Command, field: Field, values: Mapping[str, str]) -> Sequence[Suggestion]:
        return self.runner.run(self.counter.likely(command, field, values, at=self._now()))

    def _draw(self, page: Page) -> None:
        self.page = page if page.offers else None
        if page.reply is not None:
            self.noted = page.reply.noted
        if page.kind is PageKind.SHOWN and page.live is not None and self.ask is not None:
            page = self.page = watch(page, self._again, self.out, clock=self.clock)
        else:
            draw(page, self.out)
        draw_offers(page, self.aside)
        if page.kind is PageKind.PREVIEW and page.offers:
            self.aside.say("Nothing has been done yet. Enter or 1 does it; anything else leaves it.", "dim")
        self.out.say("")

    def _again(self, invocation: Invocation) -> Page:
        return self.runner.run(self.counter.do(invocation))

    def _move(self, said: str) -> None:
        """Another moment, so that an evening can be rehearsed in one go."""
        self.page = None
        if not self.movable:
            self.aside.say("/at moves the clock only where it is pretended: chat --throw-away --at MOMENT", "dim")
            return
        try:
            self.clock.move(read_moment(said).on_clock(self.counter.district.timezone))
        except BadMoment as error:
            self.aside.say(str(error), "dim")

    def _help(self, name: str) -> None:
        """What everybody reads on any platform, and below it how commands are typed here."""
        role = self.runner.run(self.counter.bellwether.desk.role(self.counter.who))
        found = [one for one in all_commands() if name and name in (one.key, one.name) and role.may(one.role)]
        for one in found:
            draw_usage(one, self.out)
        if name in _names() and not found:
            self.aside.say(f"/{name} is not for the role {role.value}.", "dim")
        elif name and not found:
            self._command(f"/{name}")  # which says what it may have meant
        elif not found:
            self._families_help()
            draw_grid(help_of(role), self.out)
            self.aside.write([*(Drawn(one, "dim") for one in HELP), Drawn("")])

    def _families_help(self) -> None:
        """Without its list of commands: the one below it says more."""
        page = self.runner.run(self.counter.do(Invocation("help", self.counter.who, self._now())))
        draw(replace(page, lines=tuple(one for one in page.lines if not one.startswith("/"))), self.out)

    def _now(self) -> datetime:
        return self.clock.now()


def help_of(role: Role) -> Grid:
    """Every command that a role may use, as it is typed."""
    say = load_catalogue("en", EDITING)
    rows = [(usage(one), say(one.help)) for one in all_commands() if role.may(one.role)]
    return Grid(("command", "what it does"), tuple(rows))


def _names() -> set[str]:
    return {name for one in all_commands() for name in (one.key, one.name)}
