"""What an editor does to nouns that stand: settle, end, withdraw, retract, as the nouns that shall stand instead.

Each raises `NotThere` for what is not there, and `AlreadyDone` for what cannot be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from knowledge.claims import Claim, Condition, ConditionState, Event
from knowledge.codec import Kind, N, Noun
from knowledge.files.change import Change
from knowledge.revisions import latest
from knowledge.tables import claim, revision

Done = Callable[[Claim], datetime | None]
Made = Callable[[Claim], Claim]


class NotThere(LookupError):
    """Nothing of that kind has this name."""


class AlreadyDone(ValueError):
    """It was settled, ended or withdrawn before; the message says when."""


@dataclass(frozen=True)
class Wanted:
    """*nouns* as they shall stand, of what stood at *based_on*."""

    nouns: tuple[Noun, ...]
    based_on: dict[tuple[Kind, str], int]

    def __add__(self, other: Wanted) -> Wanted:
        return Wanted((*self.nouns, *other.nouns), {**self.based_on, **other.based_on})


def standing(connection: Connection, noun: type[N], slug: str) -> tuple[N, int]:
    """The noun as it stands, with the number of its revision."""
    kind = Kind.of(noun)
    found = latest(connection, kind, [slug]).get(slug)
    if found is None or found.removed or not isinstance(found.noun, noun):
        raise NotThere(f"there is no {kind} {slug}")
    return found.noun, found.number


def settled(connection: Connection, slug: str, state: ConditionState, *, at: datetime, by: str | None) -> Wanted:
    """*by*: the source that says so."""
    condition, number = standing(connection, Condition, slug)
    if condition.state is not ConditionState.OPEN:
        raise AlreadyDone(f"the condition {slug} was settled before: {condition.state.value}")
    done = replace(condition, state=state, settled=at, settled_by=by)
    return Wanted((done,), {(Kind.CONDITION, slug): number})


def ended_event(connection: Connection, slug: str, *, at: datetime, closing: str | None) -> Wanted:
    """*closing*: the source of the closing notice, whose claims stay."""
    event, number = standing(connection, Event, slug)
    if event.ended is not None:
        raise AlreadyDone(f"the event {slug} was ended before")
    return Wanted((replace(event, ended=at, closing=closing),), {(Kind.EVENT, slug): number})


def ended(connection: Connection, slugs: Iterable[str], *, at: datetime) -> Wanted:
    return _each(connection, slugs, lambda one: one.ended, lambda one: replace(one, ended=at), "ended")


def withdrawn(connection: Connection, slugs: Iterable[str], *, at: datetime) -> Wanted:
    return _each(connection, slugs, lambda one: one.withdrawn, lambda one: replace(one, withdrawn=at), "withdrawn")


def claims_of(connection: Connection, source: str) -> tuple[str, ...]:
    """The claims that rest on a source and are neither ended nor withdrawn."""
    query = (
        select(claim.c.slug)
        .join(revision, revision.c.id == claim.c.revision_id)
        .where(claim.c.source == source, revision.c.current, claim.c.ended.is_(None), claim.c.withdrawn.is_(None))
    )
    return tuple(connection.scalars(query.order_by(claim.c.slug)))


def of_change(connection: Connection, change: Change, *, at: datetime) -> Wanted:
    """A change that was written in a file: its source, claims and conditions, what it settles and ends."""
    fresh: tuple[Noun, ...] = (change.source, *change.conditions, *change.claims)
    wanted = Wanted(fresh, {})
    for one in change.settles:
        wanted += settled(connection, one.condition, one.state, at=at, by=change.source.slug)
    if change.ends is not None:
        wanted += ended_event(connection, change.ends, at=at, closing=change.source.slug)
    return wanted


def _each(connection: Connection, slugs: Iterable[str], done: Done, made: Made, what: str) -> Wanted:
    wanted = Wanted((), {})
    for slug in slugs:
        claim, number = standing(connection, Claim, slug)
        if done(claim) is not None:
            raise AlreadyDone(f"the claim {slug} was {what} before")
        wanted += Wanted((made(claim),), {(Kind.CLAIM, slug): number})
    return wanted
