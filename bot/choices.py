"""What a person chose in their settings, at hand for each question: their language, schools and levels.

A choice steers an answer only where the question itself says nothing else, and the reply says so.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.catalogue import Catalogue
from bot.claim_words import LEVELS
from bot.questions import Line, LineKind, Passage
from bot.reading import INVISIBLE, Part, Reading
from knowledge.claims import Scope
from knowledge.database import Database
from knowledge.district import District
from knowledge.library import Edition, Library
from knowledge.people import Chosen, ChosenReader, has_chosen
from knowledge.topics import TopicKind

KEPT_FOR = timedelta(minutes=1)  # beside other processes on one database, which change choices too
MOST_KEPT = 10_000  # people
BY_SCHOOL = (TopicKind.DAY, TopicKind.SERVICE)


class Choices:
    """Read once a minute for each person who asks, and anew after each change made here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reader = ChosenReader()
        self._kept: OrderedDict[str, tuple[datetime, Chosen]] = OrderedDict()
        self._changes = 0

    async def of(self, person: str, *, at: datetime) -> Chosen:
        kept = self.at_hand(person, at)
        if kept is not None:
            return kept
        if not await has_chosen(self._database, person):
            return Chosen()
        changes = self._changes
        chosen = await self._database.read(partial(self._reader.read, who=person))
        self._keep(person, chosen, at=at, changes=changes)
        return chosen

    async def of_asker(self, person: str, *, at: datetime, library: Library) -> tuple[Edition, Chosen]:
        """With the edition in force, both in one look at the database."""
        kept = self.at_hand(person, at)
        if kept is not None:
            return await library.edition(), kept
        if not await has_chosen(self._database, person):
            return await library.edition(), Chosen()
        changes = self._changes
        edition, chosen = await library.edition_with(partial(self._reader.read, who=person))
        self._keep(person, chosen, at=at, changes=changes)
        return edition, chosen

    def at_hand(self, person: str, at: datetime) -> Chosen | None:
        """Without a look at the database; None where it is not known from before."""
        kept = self._kept.get(person)
        return kept[1] if kept and timedelta(0) <= at - kept[0] < KEPT_FOR else None

    def _keep(self, person: str, chosen: Chosen, *, at: datetime, changes: int) -> None:
        if changes != self._changes:  # it may be as it was before the change
            return
        self._kept[person] = (at, chosen)
        self._kept.move_to_end(person)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def drop(self, person: str) -> None:
        self._changes += 1
        self._kept.pop(person, None)


def at_their_schools(reading: Reading, own: Scope, edition: Edition) -> Reading:
    """The parts that name no part of the district, about the person's own schools; "our district" names all of it."""
    if own.is_district or reading.places.ours:
        return reading
    return replace(reading, parts=tuple(_at_their_schools(part, own, edition) for part in reading.parts))


def is_by_choice(reading: Reading, own: Scope) -> bool:
    """Whether a part is about the person's own schools though the message names none."""
    named = reading.places.schools or reading.places.levels
    return not own.is_district and not named and any(part.scope == own for part in reading.parts)


def _at_their_schools(part: Part, own: Scope, edition: Edition) -> Part:
    topic = edition.topics.get(part.topic or "")
    if topic is None or topic.kind not in BY_SCHOOL or not part.scope.is_district:
        return part
    return replace(part, scope=own)


def says_whose(scope: Scope, district: District, say: Catalogue) -> Passage:
    """Said along with an answer that a choice has narrowed."""
    words = say("This is about {schools}, as you chose in /settings.", schools=scope_words(scope, district, say))
    return Passage((Line(LineKind.ASIDE, words),))


def says_which(reading: Reading, edition: Edition, say: Catalogue) -> list[Passage]:
    """Said along with a follow-up that goes on about the schools named before."""
    told = [part for part in reading.parts if part.same_schools and part.topic in edition.topics]
    scopes = dict.fromkeys(part.scope for part in told if edition.topics[part.topic or ""].kind in BY_SCHOOL)
    named = [scope_words(one, edition.district, say) for one in scopes]
    lead = say("Schools and levels")
    return [Passage((Line(LineKind.ASIDE, say("{lead}: {words}", lead=lead, words=one)),)) for one in named]


def scope_words(scope: Scope, district: District, say: Catalogue) -> str:
    schools = [found.name if (found := district.school(slug)) else slug for slug in scope.schools]
    return say.listed([*schools, *(say(LEVELS[level]) for level in scope.levels)])


def plain_text(written: str, *, longest: int) -> str:
    """What somebody wrote, on one line, without characters that cannot be seen or that turn the writing around."""
    kept = "".join(" " if one.isspace() else one for one in INVISIBLE.sub("", written))
    return " ".join("".join(one for one in kept if one.isprintable()).split())[:longest].strip()
