"""What the courier says: of what is owed the newest state at the moment of sending, or nothing where they know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from typing import Protocol

from bot.answering import Answering
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.questions import Reply
from bot.returning import worded_answer
from bot.telling.announced import announced, language_of
from bot.telling.corrected import corrected
from bot.telling.lane_run import Worded
from bot.telling.rewritten import Part, rewritten
from bot.telling.turns import Turn
from bot.wording import Wording
from knowledge.bygone import Bygone, read_bygone
from knowledge.claims import Event
from knowledge.database import Database
from knowledge.deliveries import DeliveryKind
from knowledge.due import Due, ToldOnce, cell_of_owed
from knowledge.edition import Edition
from knowledge.findings import Finding
from knowledge.forgetting import forget
from knowledge.interest import Cell
from knowledge.library import Library
from knowledge.meaning import Meaning, hole, is_bare, meant_by
from knowledge.owing import JUST_BEFORE
from knowledge.reckoning import Owed
from knowledge.returning import is_kept

FOLLOWED = "followed"


class Now(Protocol):
    def now(self) -> datetime: ...


Then = tuple[Cell, datetime]


@dataclass(frozen=True)
class State:
    """What is so now. *findings*: without topics that were taken away, of which *meanings* has a hole; *was*: what was
    told, as it can be told again."""

    edition: Edition
    at: datetime
    findings: Mapping[Cell, Finding]
    was: Mapping[Then, Finding]
    bygone: Bygone
    meanings: Mapping[Cell, Meaning]


@dataclass(frozen=True)
class CourierWords:
    database: Database
    library: Library
    answering: Answering
    clock: Now
    _drilled: dict[str, Catalogue] = field(default_factory=dict)

    async def __call__(self, due: Due) -> Worded:
        kind = due.delivery.kind
        if kind is DeliveryKind.ANSWER:
            return await self._answer(due)
        if kind is DeliveryKind.ANNOUNCEMENT:
            return Worded(await self._announcement(due), {})
        return await (self._rewrite(due) if kind is DeliveryKind.REWRITE else self._correction(due))

    async def _correction(self, due: Due) -> Worded:
        cells = dict.fromkeys(cell_of_owed(one) for one in due.owed)
        told = {one.cell: one for one in due.told}
        state = await self._state(cells, due.told)
        moot, left = _parted(due.owed, state)
        if not left:
            return Worded(None, {}, moot)
        owed = {cell_of_owed(one): one for one in left}
        turns = [_turn(cell, told.get(cell), state, owed=one) for cell, one in owed.items()]
        reply = corrected(turns, self._wording(due.language, state))
        return Worded(reply, {one.number: state.meanings[cell_of_owed(one)] for one in left}, moot)

    async def _rewrite(self, due: Due) -> Worded:
        """Where nothing has changed for good, only what was rewritten before is written once more."""
        told = list({one.cell: one for one in due.told}.values())
        state = await self._state([one.cell for one in told], told)
        moot, left = _parted(due.owed, state)
        parts = [_part(one, state) for one in told]
        changed = any(part.turn for part in parts)
        if not told or not (changed or due.rewritten):
            return Worded(None, {}, moot)
        language = next((one.language for one in told if one.language), due.language)
        question = next((one.question for one in told if one.question), None)
        wording = self._wording(language, state)
        reply = rewritten(parts, wording, message=due.delivery.message or "", question=question)
        return Worded(reply, {one.number: state.meanings[cell_of_owed(one)] for one in left}, moot)

    async def _answer(self, due: Due) -> Worded:
        if due.returning is None:
            return Worded(None, {})
        number, person = due.returning.number, due.returning.person
        reply = await worded_answer(self.library, self.answering, due.returning, at=self.clock.now())
        if not await self.database.read(partial(is_kept, number=number)):
            # They were forgotten while it was worded, and what was noted of it must not stay.
            await self.database.write(partial(forget, person=person))
            return Worded(None, {})
        return Worded(reply, {number: None})

    async def _announcement(self, due: Due) -> Reply | None:
        if due.words is None:
            return None
        district = (await self.library.edition()).district
        language = language_of(due.words, due.language, district.languages)
        if language is None:
            return None
        if language not in self._drilled:
            self._drilled[language] = load_catalogue(language, EDITING)
        say, drilled = self.answering.say(language), self._drilled[language]
        return announced(due.words, say, district, drilled=drilled, at=self.clock.now())

    # What is so now, and what was so then

    async def _state(self, cells: Iterable[Cell], told: Sequence[ToldOnce]) -> State:
        edition, at = await self.library.edition(), self.clock.now()
        wanted = [*cells]
        found = await self._look_up(wanted, edition, at)
        was = await self._as_told(told, edition)
        events = {held.event.slug for one in was.values() for held in one.told if held.event}
        gone = [cell.topic for cell in wanted if cell.topic not in edition.topics]
        bygone = Bygone()
        if gone or events:
            bygone = await self.database.read(partial(read_bygone, topics=gone, events=sorted(events), at=at))
        meanings = {cell: meant_by(finding, edition.district).meaning for cell, finding in found.items()}
        return State(edition, at, found, was, bygone, {cell: meanings.get(cell, hole()) for cell in wanted})

    async def _as_told(self, told: Sequence[ToldOnce], edition: Edition) -> dict[Then, Finding]:
        """Each as it stood when it was told, where that is still what is kept of it. What was told at the very moment
        of a change was found just before it; mended words count as told by whoever was told the old ones."""
        kept: dict[Then, Finding] = {}
        for alike, sooner in product((_same, _same_but_for_words), (timedelta(), JUST_BEFORE)):
            moments: dict[datetime, list[ToldOnce]] = defaultdict(list)
            for one in told:
                if (one.cell, one.at) not in kept:
                    moments[one.at].append(one)
            for moment, these in moments.items():
                found = await self._look_up([one.cell for one in these], edition, moment - sooner)
                for one in these:
                    finding = found.get(one.cell)
                    if finding and alike(meant_by(finding, edition.district).meaning, one.meaning):
                        kept[one.cell, one.at] = finding
        return kept

    async def _look_up(self, cells: Sequence[Cell], edition: Edition, at: datetime) -> dict[Cell, Finding]:
        """Without those whose topic is no more."""
        known = [cell for cell in cells if cell.topic in edition.topics]
        found = await self.library.look_up([cell.asked for cell in known], at=at, edition=edition)
        return dict(zip(known, found, strict=True))

    def _wording(self, language: str | None, state: State) -> Wording:
        district = state.edition.district
        spoken = district.languages
        say = self.answering.say(language if language in spoken and language else spoken[0])
        return Wording(say, district, district.local(state.at))


def _parted(owed: Sequence[Owed], state: State) -> tuple[tuple[int, ...], list[Owed]]:
    """What they know already, and what is left to say."""
    moot = tuple(one.number for one in owed if state.meanings[cell_of_owed(one)] == one.before)
    return moot, [one for one in owed if one.number not in moot]


def _is_followed(owed: Owed) -> bool:
    return owed.because == FOLLOWED


def _turn(cell: Cell, told: ToldOnce | None, state: State, *, owed: Owed | None = None) -> Turn:
    topics = state.edition.topics
    was = state.was.get((told.cell, told.at)) if told else None
    before = told.meaning if told and told.meaning else owed.before if owed else None
    return Turn(
        cell,
        topics.get(cell.topic) or state.bygone.topics.get(cell.topic),
        state.findings.get(cell),
        before=before,
        then=told.at if told else None,
        was=was,
        over=_over(was, state) if was else None,
        followed=owed is not None and _is_followed(owed),
    )


def _over(was: Finding, state: State) -> Event | None:
    """The event that what was told was about, where that was not over then."""
    events = [held.event for held in was.told if held.event and held.event.ended is None]
    return next((over for one in events if (over := state.bygone.events.get(one.slug))), None)


def _part(told: ToldOnce, state: State) -> Part:
    """What is past, or has only run its time, stays as it was told; where that cannot be told again, as it is now."""
    was, district = state.was.get((told.cell, told.at)), state.edition.district
    over = told.cell.day_over(district)
    lived = meant_by(was, district).lives_until if was else None
    run_out = lived is not None and lived <= state.at and is_bare(state.meanings[told.cell])
    stays = state.meanings[told.cell] == told.meaning or run_out or (over is not None and over <= state.at)
    standing = was or state.findings.get(told.cell)
    if stays and standing is not None:
        return Part(standing, told.at)
    return Part(was, told.at, _turn(told.cell, told, state))


def _same(found: Meaning, told: Meaning | None) -> bool:
    return told is None or found == told


def _same_but_for_words(found: Meaning, told: Meaning | None) -> bool:
    return told is None or _without_words(found) == _without_words(told)


def _without_words(meaning: Meaning) -> Meaning:
    def plain(said: object) -> object:
        if isinstance(said, list):
            return [{name: value for name, value in one.items() if name != "words"} for one in said]
        return said

    return {name: plain(said) for name, said in meaning.items()}
