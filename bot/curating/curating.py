"""Curating from within a program: what editors do by commands, as functions over nouns, for stories and importers.

Whoever calls has checked who asks; each act says in whose name it is done. Times are those of the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from bot.curating.previewing import MOST_PREVIEWS, cells_of, previews_of
from bot.curating.reaching import reach_of
from bot.pages import Preview, Reach
from knowledge import acting, changes
from knowledge.acting import Act, Published, publish_act, with_concerned
from knowledge.changes import Wanted
from knowledge.claims import ConditionState
from knowledge.database import Database
from knowledge.drafts import approve_draft, save_draft
from knowledge.files import Change
from knowledge.findings import Finding
from knowledge.following_up import follow_up
from knowledge.library import Library
from knowledge.looking import look_up
from knowledge.loudness import Loudness

Connected = Any  # what knowledge hands to a unit of work
Wanting = Callable[[Connected, datetime], Wanted]


class Now(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Previewed:
    """What families would read, and how many would be told; nothing of it stands."""

    published: Published
    previews: tuple[Preview, ...]
    reach: Reach


class Curating:
    def __init__(self, database: Database, library: Library, clock: Now) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def preview(self, change: Change, *, by: str) -> Previewed:
        edition = await self._library.edition()
        at = self._clock.now()

        def work(connection: Connected) -> tuple[Published, list[Finding]]:
            published = _publish(connection, partial(_of_change, change), act=Act(by, at, "preview"))
            cells = [one for one in cells_of(published.rows) if one.topic in edition.topics]
            return published, [look_up(connection, one, at=at, ground=edition.ground) for one in cells[:MOST_PREVIEWS]]

        published, findings = await self._database.rehearse(work)
        published = await self._database.read(partial(with_concerned, published=published))
        return Previewed(published, previews_of(findings, edition, at), reach_of(published))

    async def publish(
        self, change: Change, *, by: str, reason: str | None = None, loudness: Loudness = Loudness.ORDINARY
    ) -> Published:
        return await self._act(partial(_of_change, change), by, "publish", reason, loudness)

    async def draft(self, change: Change, *, by: str, reason: str | None = None) -> int:
        """The number under which it waits for approval."""
        act = Act(by, self._clock.now(), "draft", reason=reason)

        def work(connection: Connected) -> int:
            wanted = changes.of_change(connection, change, at=act.at)
            return save_draft(connection, wanted.nouns, act=act, based_on=wanted.based_on)

        return await self._database.write(work)

    async def approve(self, draft: int, *, by: str) -> Published:
        """Publishes it as *by*. Raises `EditedMeanwhile`, and `NoSuchDraft` when none of that number waits."""
        act = Act(by, self._clock.now(), "approve")
        return await self._database.write(partial(approve_draft, number=draft, act=act))

    async def settle(
        self,
        condition: str,
        state: ConditionState,
        *,
        by: str,
        change: Change | None = None,
        reason: str | None = None,
        loudness: Loudness = Loudness.ORDINARY,
    ) -> Published:
        """*change*: what holds now, said in the same step."""

        def wanted(connection: Connected, at: datetime) -> Wanted:
            source = change.source.slug if change else None
            said = changes.of_change(connection, change, at=at) if change else Wanted((), {})
            return said + changes.settled(connection, condition, state, at=at, by=source)

        return await self._act(wanted, by, "settle", reason, loudness)

    async def end(
        self,
        event: str,
        *,
        by: str,
        change: Change | None = None,
        reason: str | None = None,
        loudness: Loudness = Loudness.ORDINARY,
    ) -> Published:
        """*change*: the closing notice, whose claims stay."""

        def wanted(connection: Connected, at: datetime) -> Wanted:
            closing = change.source.slug if change else None
            said = changes.of_change(connection, change, at=at) if change else Wanted((), {})
            return said + changes.ended_event(connection, event, at=at, closing=closing)

        return await self._act(wanted, by, "end", reason, loudness)

    async def withdraw(self, *claims: str, by: str, reason: str | None = None) -> Published:
        return await self._act(lambda c, at: changes.withdrawn(c, claims, at=at), by, "withdraw", reason)

    async def retract(self, source: str, *, by: str, reason: str | None = None) -> Published:
        """Withdraws every claim that rests on a source."""

        def wanted(connection: Connected, at: datetime) -> Wanted:
            return changes.withdrawn(connection, changes.claims_of(connection, source), at=at)

        return await self._act(wanted, by, "retract", reason)

    async def undo(self, change: int, *, by: str, reason: str | None = None) -> Published:
        act = Act(by, self._clock.now(), "undo", reason=reason, undoes=change)

        def work(connection: Connected) -> Published:
            published = acting.undo(connection, change, act=act)
            follow_up(connection, published, act=act, gap=None, undoes=change)
            return published

        return await self._database.write(work)

    async def _act(
        self,
        wanting: Wanting,
        by: str,
        action: str,
        reason: str | None,
        loudness: Loudness = Loudness.ORDINARY,
    ) -> Published:
        act = Act(by, self._clock.now(), action, reason=reason, loudness=loudness)
        return await self._database.write(partial(_publish, wanting=wanting, act=act))


def _of_change(change: Change, connection: Connected, at: datetime) -> Wanted:
    return changes.of_change(connection, change, at=at)


def _publish(connection: Connected, wanting: Wanting, act: Act) -> Published:
    wanted = wanting(connection, act.at)
    return publish_act(connection, wanted.nouns, act=act, based_on=wanted.based_on)
