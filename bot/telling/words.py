"""What the courier says: of what is owed the newest state at the moment of sending, or nothing where they know it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Protocol

from bot.answering import Answering
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.notices import Notices
from bot.questions import Reply
from bot.returning import worded_answer
from bot.telling.announced import announced, language_of
from bot.telling.corrected import corrected
from bot.telling.lane_run import Worded
from bot.telling.recent import Recent, minute_of
from bot.telling.rewritten import Part, rewritten
from bot.telling.states import FRESH, Stand, State, States
from bot.telling.turns import Turn
from bot.wording import Wording
from knowledge.claims import Event
from knowledge.database import Database
from knowledge.deliveries import DeliveryKind
from knowledge.due import Due, ToldOnce
from knowledge.edition import Edition
from knowledge.findings import Finding
from knowledge.forgetting import forget
from knowledge.interest import Cell
from knowledge.library import Library
from knowledge.meaning import Meaning, is_bare, meant_by
from knowledge.owed import Owed
from knowledge.people import text_of
from knowledge.returning import is_kept

FOLLOWED = "followed"
MOST_CORRECTIONS, MOST_ANNOUNCEMENTS = 2000, 50
TOLD = "told"  # parts the two halves of a key


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Common:
    """A correction as all read it who were told the same. *reply* None: they know it already."""

    reply: Reply | None
    meanings: Mapping[Cell, Meaning]


@dataclass(frozen=True)
class CourierWords:
    database: Database
    library: Library
    answering: Answering
    clock: Now
    _drilled: dict[str, Catalogue] = field(default_factory=dict)
    _corrections: Recent[Common] = field(default_factory=lambda: Recent(MOST_CORRECTIONS))
    _announcements: Recent[Reply] = field(default_factory=lambda: Recent(MOST_ANNOUNCEMENTS))

    @cached_property
    def _states(self) -> States:
        return States(self.database, self.library)

    async def __call__(self, due: Due) -> Worded:
        kind = due.delivery.kind
        if kind is DeliveryKind.ANSWER:
            return await self._answer(due)
        if kind is DeliveryKind.ANNOUNCEMENT:
            return Worded(await self._announcement(due), {})
        return await (self._rewrite(due) if kind is DeliveryKind.REWRITE else self._correction(due))

    async def _correction(self, due: Due) -> Worded:
        """Worded once for all who were told the same, as whoever it is for is no part of it."""
        stand = await self._states.stand(self.clock.now())
        language = self._spoken(due.language, stand.edition)
        key = (stand.key, minute_of(stand.at), language, *(self._owed_key(one) for one in due.owed), TOLD)
        key = (*key, *(self._states.told_key(one) for one in due.told))
        if self._corrections.has(key, at=stand.at):
            common = self._corrections[key]
        else:
            state = await self._states.state(stand, dict.fromkeys(one.cell for one in due.owed), due.told, exact=False)
            common = self._corrections.keep(key, self._common(due, language, state), until=state.until)
        moot, left = _parted(due.owed, common.meanings)
        return Worded(common.reply, {one.number: common.meanings[one.cell] for one in left}, moot)

    def _common(self, due: Due, language: str, state: State) -> Common:
        _, left = _parted(due.owed, state.meanings)
        if not left:
            return Common(None, state.meanings)
        told = {one.cell: one for one in due.told}
        owed = {one.cell: one for one in left}
        turns = [_turn(cell, told.get(cell), state, owed=one) for cell, one in owed.items()]
        return Common(corrected(turns, self._wording(language, state)), state.meanings)

    async def _rewrite(self, due: Due) -> Worded:
        """Where nothing has changed for good, only what was rewritten before is written once more."""
        told = list({one.cell: one for one in due.told}.values())
        stand = await self._states.stand(self.clock.now())
        state = await self._states.state(stand, [one.cell for one in told], told, exact=True)
        moot, left = _parted(due.owed, state.meanings)
        parts = [_part(one, state) for one in told]
        changed = any(part.turn for part in parts)
        if not told or not (changed or due.rewritten):
            return Worded(None, {}, moot)
        chosen = next((one.language for one in told if one.language), due.language)
        question = next((one.question for one in told if one.question), None)
        wording = self._wording(self._spoken(chosen, state.edition), state)
        reply = rewritten(parts, wording, message=due.delivery.message or "", question=question)
        reply = await self._with_number(reply, due, wording, stand)
        return Worded(reply, {one.number: state.meanings[one.cell] for one in left}, moot)

    async def _with_number(self, reply: Reply, due: Due, wording: Wording, stand: Stand) -> Reply:
        """The emergency number stays on top of what it stood on."""
        asked = partial(text_of, answer=reply.noted or 0, who=due.delivery.person)
        text = await self.database.read(asked)
        if not text or not self.answering.is_urgent(text, stand.edition, at=stand.at):
            return reply
        return Notices(wording.say, wording.district).with_notes(reply, emergency=True, cut=False, foreign=False)

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
        words = due.words
        if words is None or due.unannounced:
            return None
        (_, edition), at = await self.library.stand(within=FRESH), self.clock.now()
        language = language_of(words, due.language, edition.district.languages)
        if language is None:
            return None
        said = (words.words[language], words.drill, words.made)
        key = (edition.number, due.delivery.announcement, minute_of(at), language, *said)
        if self._announcements.has(key, at=at):
            return self._announcements[key]
        if language not in self._drilled:
            self._drilled[language] = load_catalogue(language, EDITING)
        say, drilled = self.answering.say(language), self._drilled[language]
        return self._announcements.keep(key, announced(words, say, edition.district, drilled=drilled, at=at))

    def _owed_key(self, one: Owed) -> Hashable:
        return one.cell, self._states.plain(one.before), _is_followed(one)

    @staticmethod
    def _spoken(language: str | None, edition: Edition) -> str:
        spoken = edition.district.languages
        return language if language and language in spoken else spoken[0]

    def _wording(self, language: str, state: State) -> Wording:
        district = state.edition.district
        return Wording(self.answering.say(language), district, district.local(state.at))


def _parted(owed: Sequence[Owed], meanings: Mapping[Cell, Meaning]) -> tuple[tuple[int, ...], list[Owed]]:
    """What they know already, and what is left to say."""
    moot = tuple(one.number for one in owed if meanings[one.cell] == one.before)
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
