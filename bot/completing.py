"""What somebody is likely to be typing, while they type it: out of memory, for it is asked at every letter.

Lists out of the database are kept for some seconds and read anew behind what is shown; what only staff may see is
completed for staff alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.claim_words import ClaimWords
from bot.commands import Command, Field, FieldKind, Role
from bot.desk import Desk
from bot.filling import Span
from bot.pages import Who
from bot.suggesting import HERE, suggestions
from bot.suggestions import Suggestion, narrowed
from bot.values import read_values
from knowledge.failures import DatabaseUnreadable
from knowledge.library import Edition
from knowledge.matching import plain_words
from knowledge.texts import in_language

log = logging.getLogger(__name__)

T = TypeVar("T")

FRESH, USABLE = 5.0, 60.0  # seconds: until it is read anew, and until that is waited for
PATIENCE = 1.5  # seconds, of the three that a platform waits
MOST_KEPT = 2000
WHOLE = 500  # of a list that is kept
TELLING = 3  # times what a word counts that few topics say
SHORTEST = 3  # letters of a word that counts before it is whole
DATED = (FieldKind.DAY, FieldKind.DAYS)


class Kept(Generic[T]):
    """What was read a moment ago; what cannot be read is as if there were nothing. *usable*: seconds for which it is
    shown while it is read anew."""

    def __init__(self, nothing: T, *, usable: float = USABLE) -> None:
        self._nothing = nothing
        self._usable = usable
        self._found: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._reading: dict[Hashable, asyncio.Task[T]] = {}

    async def of(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        age, found = self._at_hand(key)
        if found is not None and age < FRESH:
            return found
        if key not in self._reading:
            self._reading[key] = asyncio.create_task(self._read(key, read))
        if found is not None and age < self._usable:
            return found
        done, _ = await asyncio.wait({self._reading[key]}, timeout=PATIENCE)
        return next(iter(done)).result() if done else self._nothing

    def _at_hand(self, key: Hashable) -> tuple[float, T | None]:
        since, found = self._found.get(key, (0.0, None))
        return asyncio.get_running_loop().time() - since, found

    async def _read(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        try:
            found = await read()
        except DatabaseUnreadable as error:
            log.warning("nothing can be completed: %s", error)
            return self._nothing
        finally:
            del self._reading[key]
        self._found[key] = asyncio.get_running_loop().time(), found
        self._found.move_to_end(key)
        while len(self._found) > MOST_KEPT:
            self._found.popitem(last=False)
        return found


@dataclass(frozen=True)
class Typing:
    """*command*, *field*: what is typed into, *typed* so far; *values*: what its other fields say."""

    command: Command
    field: Field
    typed: str
    who: Who
    at: datetime
    language: str
    values: Mapping[str, str]


class Completing:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._roles = Kept[Role](Role.FAMILY, usable=FRESH)
        self._lists = Kept[tuple[Suggestion, ...]](())
        self._catalogues: dict[tuple[str, str], Catalogue] = {}
        self._words: tuple[Edition | None, Mapping[str, str]] = (None, {})

    async def complete(self, typing: Typing, *, most: int) -> tuple[Suggestion, ...]:
        """Nothing for whoever may not do the command."""
        library, who = self._desk.library, typing.who
        if typing.command.role is not Role.FAMILY:
            role = await self._roles.of((who.person, who.also), lambda: self._desk.role(who))
            if not role.may(typing.command.role):
                return ()
        edition = library.at_hand or await library.edition()
        family_topic = typing.command.role is Role.FAMILY and typing.field.kind is FieldKind.TOPIC
        if typing.field.name == "question" or family_topic:
            return tuple(islice(self._topics(typing, edition), most))
        before, _, last = typing.typed.rpartition(";") if typing.field.many else ("", "", typing.typed)
        found = narrowed(await self._all(typing, edition, last), last)
        made = tuple(islice(self._behind(before, found), most))
        return made or tuple(self._read(typing, edition))

    async def _all(self, typing: Typing, edition: Edition, typed: str) -> tuple[Suggestion, ...]:
        field, say = typing.field, self._say(typing)

        async def find(most: int, wanted: str = "") -> tuple[Suggestion, ...]:
            return await suggestions(
                field,
                edition=edition,
                at=typing.at,
                say=say,
                desk=self._desk,
                command=typing.command,
                values=typing.values,
                typed=wanted,
                most=most,
            )

        if field.kind in HERE:
            return await find(WHOLE, typed)
        about = typing.values.get("gap", "") if field.kind is FieldKind.TOPIC else ""
        key = (typing.command.key, field.name, say.language, about)
        return await self._lists.of(key, lambda: find(WHOLE))

    def _behind(self, before: str, found: Iterable[Suggestion]) -> Iterator[Suggestion]:
        """Of several in one field the last is completed."""
        for one in found:
            yield Suggestion(f"{before}; {one.label}", f"{before}; {one.value}") if before else one

    def _read(self, typing: Typing, edition: Edition) -> Iterator[Suggestion]:
        """A day that was written out, as it is understood."""
        if typing.field.kind not in DATED or not typing.typed.strip():
            return
        say, name, days = self._say(typing), typing.field.name, self._desk.reader.days
        written = {name: typing.typed}
        read: Any = read_values(typing.command, written, edition=edition, at=typing.at, say=say, days=days)[0].get(name)
        span = Span(read, read) if isinstance(read, date) else read
        if isinstance(span, Span):
            local = edition.district.local(typing.at)
            first, last = span.first.isoformat(), span.last.isoformat()
            words = say.days(span.first, span.last, at=local)
            yield Suggestion(words, first if first == last else f"{first} to {last}")

    def _topics(self, typing: Typing, edition: Edition) -> Iterator[Suggestion]:
        """By their titles, first those that say the words which are typed; as a question the title itself."""
        say = self._say(typing)
        wording = ClaimWords(say, edition.district, edition.district.local(typing.at))
        words = plain_words(typing.typed)
        ordered = sorted(edition.topics.values(), key=lambda one: (one.parent is not None, one.kind.value != "day"))
        said = self._said(edition)
        weighed = [(_weight(words, said.get(one.slug, ""), edition.telling), one) for one in ordered]
        best = max((weight for weight, _ in weighed), default=0)
        likely = [(weight, one) for weight, one in weighed if not words or (best and weight * 3 > best * 2)]
        for _, one in sorted(likely, key=lambda each: -each[0]):
            title = wording.title(one)
            found = in_language(one.titles, (say.language, *edition.district.languages))
            asked = found[1].words if found is not None else title
            yield Suggestion(title, asked if typing.field.name == "question" else one.slug)

    def _said(self, edition: Edition) -> Mapping[str, str]:
        """The words of each topic as one text, made once for an edition: it is looked through at every letter."""
        if self._words[0] is not edition:
            found = {slug: "\n" + "\n".join(words) + "\n" for slug, words in edition.vocabulary.items()}
            self._words = (edition, found)
        return self._words[1]

    def _say(self, typing: Typing) -> Catalogue:
        """Catalogues are read once."""
        key = (typing.language, "" if typing.command.role is Role.FAMILY else EDITING)
        if key not in self._catalogues:
            self._catalogues[key] = load_catalogue(*key)
        return self._catalogues[key]


def _weight(words: list[str], said: str, telling: frozenset[str]) -> int:
    """How much of what is typed a topic says; the last word may be half typed. *said*: each of its words on a line."""
    whole = sum(TELLING if one in telling else 1 for one in words if f"\n{one}\n" in said)
    last = words[-1] if words else ""
    half = len(last) >= SHORTEST and f"\n{last}" in said and f"\n{last}\n" not in said
    return whole + (TELLING if half else 0)
