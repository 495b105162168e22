"""Commands in the terminal: who types them, which of them only read, and a line done at the desk."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.terminal.attaching import NoFile, with_file
from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field, FieldKind, Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether
from bot.slashes import Slash, day_words, read_slash
from bot.suggesting import Suggestion, suggestions
from knowledge.district import District
from knowledge.failures import AnotherWriter

PLACE = "terminal"
# What may be typed where nothing can be written: beside a running bot, or at a pretended moment.
ONLY_READ = frozenset(
    {
        *("start", "ask", "today", "topics", "privacy", "cancel", "help"),
        *("claim show", "claim list", "claim drafts", "source list", "event list", "history"),
        *("article list", "article show", "article piece"),
        *("gaps", "gaps show", "gaps proposals", "gaps people", "try", "try all", "try saved"),
        *("role list", "role log", "stats", "check", "announce progress"),
    }
)
PRETENDED = "At a pretended moment nothing is written. --throw-away gives a knowledge base in memory to do it on."


def identity() -> str:
    """Who types here: the platform and the name there, as in a role."""
    try:
        return f"{PLACE}:{getpass.getuser()}"
    except (KeyError, OSError):  # an account without a name, as containers have
        return f"{PLACE}:somebody"


def who_types(role: Role | None = None, *, language: str | None = None) -> Who:
    return Who(identity(), PLACE, language, role if role is not Role.FAMILY else None)


def beside(error: AnotherWriter) -> str:
    """Who is writing; what to do about it depends on what was wanted."""
    return str(error).partition(";")[0]


def not_beside(error: AnotherWriter) -> str:
    return (
        f"{beside(error)}. A SQLite file has one writing process at a time: do it there, or stop that one, "
        "do it here and start it again. With a PostgreSQL database both can write."
    )


@dataclass(frozen=True)
class Counter:
    """Where somebody stands to give commands. *unwritable*: why nothing can be written here, if so."""

    bellwether: Bellwether
    district: District
    who: Who
    unwritable: str | None = None

    def read(self, line: str, at: datetime, *, answer: int | None = None) -> Invocation:
        """*answer*: the number of the last one, for commands about it. Raises `Unclear`."""
        slash = read_slash(line, is_days=day_words(self.district.local(at)))
        invocation = Invocation(slash.command.name, self.who, at, slash.command.action, slash.values)
        return _about(invocation, slash, answer)

    async def do(self, invocation: Invocation) -> Page:
        key = f"{invocation.name} {invocation.action}".strip()
        if self.unwritable is not None and key not in ONLY_READ:
            return Page(PageKind.REFUSED, "Not done.", (self.unwritable,))
        try:
            return await self.bellwether.desk.do(with_file(invocation))
        except NoFile as error:
            return Page(PageKind.REFUSED, "Not done.", (str(error),))

    async def likely(
        self, command: Command, field: Field, values: Mapping[str, str], *, at: datetime
    ) -> Sequence[Suggestion]:
        """What a field is likely to be filled with, given what the others say so far."""
        desk = self.bellwether.desk
        edition, say = await desk.library.edition(), load_catalogue("en", EDITING)
        return await suggestions(field, edition=edition, at=at, say=say, desk=desk, command=command, values=values)


def _about(invocation: Invocation, slash: Slash, answer: int | None) -> Invocation:
    """What is said of an answer is said of the last one, where nothing else is named."""
    field = slash.command.field("answer")
    if answer is None or field is None or field.kind is not FieldKind.NUMBER or slash.values:
        return invocation
    return replace(invocation, values={"answer": str(answer)})
