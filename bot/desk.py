"""The one door for commands: whose role allows it, whether its fields can be read, and then the function behind it.

Roles are checked here every time; what is refused stands in the audit log.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from bot.answering import Answering
from bot.articles.gathering import Gathering
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Command, Role, find_command
from bot.pages import Invocation, Page, PageKind, Problem, Who
from bot.reading import MessageReader
from bot.settings import Settings, TellingSettings
from bot.telling.tallies import Tallies
from bot.values import read_values
from knowledge.acting import Act
from knowledge.database import Database
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.library import Edition, Library
from knowledge.loudness import Loudness
from knowledge.people import read_chosen
from knowledge.staff import note_refusal, roles_of

log = logging.getLogger(__name__)

MOST_NOTED = 300  # characters of a field, in the note on what was refused


@dataclass(frozen=True)
class Call:
    """A command that may be done, with its values read. *say*: editors' words for an editor's command, families' for a
    family's; *language*: of whoever uses it."""

    command: Command
    invocation: Invocation
    values: Mapping[str, Any]
    role: Role
    edition: Edition
    say: Catalogue

    @property
    def who(self) -> Who:
        return self.invocation.who

    @property
    def at(self) -> datetime:
        """On the district's clock."""
        return self.edition.district.local(self.invocation.at)

    @property
    def language(self) -> str:
        return self.say.language

    @property
    def loudness(self) -> Loudness | None:
        """As a preview's offer says, else as it was written; None where nobody has said so."""
        written = self.values.get("loudness")
        return self.invocation.loudness or (Loudness(written) if written else None)

    def act(self, *, meaning: bool = True, undoes: int | None = None) -> Act:
        """What is published by this call."""
        return Act(
            identity=self.who.person,
            at=self.invocation.at,
            action=self.command.key,
            role=self.role.value,
            reason=self.values.get("reason"),
            meaning=meaning,
            undoes=undoes,
            loudness=self.loudness or Loudness.ORDINARY,
        )


Handler = Callable[["Desk", Call], Awaitable[Page]]


@dataclass(frozen=True)
class Desk:
    """*handlers*: the function behind each command's key; *owners*: identities that the settings make owners;
    *second*: whether a change of status needs a second person; *gathering*: reads what editors hand over."""

    database: Database
    library: Library
    reader: MessageReader
    answering: Answering
    handlers: Mapping[str, Handler]
    owners: frozenset[str] = frozenset()
    settings: Settings | None = None
    gathering: Gathering = field(default_factory=Gathering)

    @property
    def second(self) -> bool:
        return self.settings is not None and self.settings.second_approval

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self.database)

    @property
    def told(self) -> TellingSettings:
        """How fast and when many are written to."""
        return self.settings.telling if self.settings is not None else TellingSettings()

    async def do(self, invocation: Invocation) -> Page:
        """Never raises for what somebody typed or for a database that is away: the page says it."""
        try:
            return await self._do(invocation)
        except Exception as error:  # whatever goes wrong, an editor reads one sentence with a reference
            say = load_catalogue(invocation.who.language or "en", EDITING)
            return _failed(say, error, expected=isinstance(error, (DatabaseUnreadable, DatabaseUnwritable)))

    async def role(self, who: Who) -> Role:
        """The highest role somebody has now; asked anew for each command."""
        held = await self.database.read(partial(roles_of, identities=(who.person, *who.also)))
        roles = [Role.FAMILY, *([who.granted] if who.granted else []), *(Role(one) for one in held)]
        if who.person in self.owners:
            roles.append(Role.OWNER)
        return max(roles, key=lambda one: one.rank)

    async def _do(self, invocation: Invocation) -> Page:
        edition = await self.library.edition()
        invocation = replace(invocation, who=await self._speaking(invocation.who, edition))
        command = find_command(invocation.name, invocation.action)
        family = command is not None and command.role is Role.FAMILY
        say = self._say(invocation.who, edition, family=family)
        if command is None or command.key not in self.handlers:
            return refused(say, say("There is no command {name}.", name=_typed(invocation)))
        role = await self.role(invocation.who)
        if not role.may(command.role):
            return await self._may_not(invocation, command, role, say)
        values, problems = read_values(
            command, invocation.values, edition=edition, at=invocation.at, say=say, days=self.reader.days
        )
        if problems:
            return form(command, problems, say)
        return await self.handlers[command.key](self, Call(command, invocation, values, role, edition, say))

    async def _speaking(self, who: Who, edition: Edition) -> Who:
        """Somebody with the language they chose, which counts more than the platform's."""
        chosen = await self.database.read(partial(read_chosen, who=who.person))
        return replace(who, language=chosen.language) if chosen.language in edition.district.languages else who

    def _say(self, who: Who, edition: Edition, *, family: bool) -> Catalogue:
        spoken = edition.district.languages
        if family:
            return self.answering.say(who.language if who.language in spoken else spoken[0])
        return load_catalogue(who.language or spoken[0], EDITING)

    async def _may_not(self, invocation: Invocation, command: Command, role: Role, say: Catalogue) -> Page:
        words = say("For this you need the role {role}; yours is {own}.", role=command.role.value, own=role.value)
        refusing = partial(
            note_refusal,
            identity=invocation.who.person,
            held=role.value,
            command=command.key,
            # Of a family only that it tried: what it wrote is kept no longer than other questions.
            about="; ".join(_noted(invocation)) if role is not Role.FAMILY else "",
            refused=words,
            at=invocation.at,
        )
        try:
            await self.database.write(refusing)
        except DatabaseUnwritable as error:  # such as beside the bot that writes it; it stays a refusal all the same
            log.warning("%s was refused %s, which could not be noted: %s", command.key, role.value, error)
        return refused(say, words)


def _noted(invocation: Invocation) -> Iterator[str]:
    """What was written; of a whole article its beginning."""
    return (f"{name}: {value[:MOST_NOTED]}" for name, value in invocation.values.items())


def refused(say: Catalogue, *words: str) -> Page:
    return Page(PageKind.REFUSED, say("Not done."), words)


def form(command: Command, problems: tuple[Problem, ...], say: Catalogue) -> Page:
    return Page(PageKind.FORM, say("Something is missing or cannot be read."), command=command, problems=problems)


def _typed(invocation: Invocation) -> str:
    return f"/{invocation.name} {invocation.action}".strip()


def _failed(say: Catalogue, error: Exception, *, expected: bool) -> Page:
    reference = secrets.token_hex(3)
    log.error("reference %s: a command failed: %s", reference, error, exc_info=None if expected else error)
    words = say("Nothing was changed; please try again in a while (reference {reference}).", reference=reference)
    return Page(PageKind.REFUSED, say("Not done."), (words,), reference=reference)
