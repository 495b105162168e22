"""What the courier says: of what is owed the newest state at the moment of sending, or nothing where they know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.answering import Answering
from bot.catalogue import Catalogue
from bot.curating.previewing import reply_of
from bot.questions import Choice, Line, LineKind, Outcome, Passage, Reply
from bot.returning import worded_answer
from bot.telling.lane_run import Worded
from bot.wording import Wording
from knowledge.deliveries import DeliveryKind
from knowledge.due import Due, Words, cell_of_owed
from knowledge.edition import Edition
from knowledge.findings import Finding
from knowledge.interest import Cell
from knowledge.library import Library
from knowledge.meaning import Meaning, hole, meaning_of

MOST_PASSAGES = 4  # in one message


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class CourierWords:
    library: Library
    answering: Answering
    clock: Now

    async def __call__(self, due: Due) -> Worded:
        kind = due.delivery.kind
        if kind is DeliveryKind.ANSWER:
            return await self._answer(due)
        if kind is DeliveryKind.ANNOUNCEMENT:
            return Worded(await self._announcement(due), {})
        edition, at = await self.library.edition(), self.clock.now()
        cells = list(dict.fromkeys(cell_of_owed(one) for one in due.owed))
        found = await self._look_up(cells, edition, at)
        meanings = {cell: meaning_of(finding, edition.district) for cell, finding in found.items()}
        now = {one.number: meanings.get(cell_of_owed(one), hole()) for one in due.owed}
        moot = tuple(one.number for one in due.owed if now[one.number] == one.before)
        left = [one for one in due.owed if one.number not in moot]
        if not left:
            return Worded(None, {}, moot)
        told: dict[int, Meaning | None] = {one.number: now[one.number] for one in left}
        wanted = list(dict.fromkeys(cell_of_owed(one) for one in left))
        say = self._say(due, edition)
        wording = Wording(say, edition.district, edition.district.local(at))
        findings = [found[cell] for cell in wanted if cell in found]
        if kind is DeliveryKind.REWRITE:
            return Worded(rewritten(due, findings, wording), told, moot)
        return Worded(corrected(due, findings, wanted, wording), told, moot)

    async def _look_up(self, cells: Sequence[Cell], edition: Edition, at: datetime) -> dict[Cell, Finding]:
        """Without those whose topic is no more."""
        known = [cell for cell in cells if cell.topic in edition.topics]
        found = await self.library.look_up([cell.asked for cell in known], at=at, edition=edition)
        return dict(zip(known, found, strict=True))

    async def _answer(self, due: Due) -> Worded:
        if due.returning is None:
            return Worded(None, {})
        reply = await worded_answer(self.library, self.answering, due.returning, at=self.clock.now())
        return Worded(reply, {due.returning.number: None})

    async def _announcement(self, due: Due) -> Reply | None:
        if due.words is None:
            return None
        edition = await self.library.edition()
        return announced(due.words, due.language, edition.district.languages)

    def _say(self, due: Due, edition: Edition) -> Catalogue:
        spoken = edition.district.languages
        return self.answering.say(due.language if due.language in spoken else spoken[0])


def corrected(due: Due, findings: Sequence[Finding], cells: Sequence[Cell], wording: Wording) -> Reply:
    say = wording.say
    told = max((one.at for one in due.told), default=None)
    if told is None:
        note = say("This is new on what you follow:")
    else:
        local = wording.district.local(told)
        moment = f"{say.day(local.date(), at=wording.at)}, {say.hour(local)}"
        note = say("This has changed since I told you ({moment}):", moment=moment)
    reply = reply_of(tuple(findings[:MOST_PASSAGES]), wording)
    tells = tuple(Choice("", cell.topic, cell.day, cell.last_day, cell.scope) for cell in cells)
    return replace(reply, notes=(note,), tells=tells)


def rewritten(due: Due, findings: Sequence[Finding], wording: Wording) -> Reply:
    reply = reply_of(tuple(findings[:MOST_PASSAGES]), wording)
    return replace(reply, replaces=due.delivery.message, silent=True)


def announced(words: Words, language: str | None, spoken: Sequence[str]) -> Reply | None:
    """In their language where there are words in it, else in the first that has any."""
    found = next((one for one in (language, *spoken, *words.words) if one in words.words), None)
    if found is None:
        return None
    first, *more = words.words[found].splitlines()
    lines = (Line(LineKind.HEADLINE, first), *(Line(LineKind.BODY, one) for one in more))
    return Reply(Outcome.ANSWER, found, (Passage(lines),))
