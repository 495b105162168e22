"""What hangs on a condition, and the days and schools that a new status takes over from it: those and no others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.curating.proposing import Connected
from bot.desk import Call
from bot.filling import Span
from knowledge.claims import Claim, Condition, ConditionState, Scope
from knowledge.district import District
from knowledge.lives import Life, read_lives
from knowledge.revisions import current


@dataclass(frozen=True)
class Place:
    """Days and schools that a status is said anew for; *like*: the claim whose scope and event go on, if any."""

    span: Span
    like: Claim | None = None


def hanging_on(connection: Connected, call: Call, condition: Condition) -> tuple[Claim, ...]:
    """What is told or scheduled now and hangs on it, itself or through another condition; statuses by day first."""
    every = {one.slug: one for one in current(connection, Condition).values()}
    slugs = {condition.slug}
    while more := {slug for slug, one in every.items() if one.hangs_on in slugs and _is_open(one)} - slugs:
        slugs |= more
    lives = read_lives(connection, at=call.invocation.at, conditions=slugs)
    claims = [one.claim for one in lives if one.life in (Life.LIVE, Life.SCHEDULED)]
    return tuple(sorted(claims, key=lambda one: (one.status is None, one.topic, one.first_day or date.min, one.slug)))


def _is_open(condition: Condition) -> bool:
    return condition.state is ConditionState.OPEN


def places_of(claims: Sequence[Claim], span: Span | None, *, today: date, district: District) -> tuple[Place, ...]:
    """One for each claim with a day, from today on, the widest first; what a wider one covers is left out, and schools
    or levels of the same days go together. *span*: of these days instead."""
    touched = [one for one in claims if span is None or _overlaps(one, span)] or list(claims)
    if not touched:
        return () if span is None else (Place(span),)
    places = _together([Place(span or _days(one, today), one) for one in touched])
    ordered = sorted(places, key=lambda one: (_scope(one).narrowness, one.span.first - one.span.last))
    kept: list[Place] = []
    for place in ordered:
        if not any(_covers(wider, place, district) for wider in kept):
            kept.append(place)
    return tuple(sorted(kept, key=lambda one: (one.span.first, _scope(one).narrowness)))


def _overlaps(claim: Claim, span: Span) -> bool:
    first = claim.first_day
    return first is not None and first <= span.last and span.first <= (claim.last_day or first)


def _days(claim: Claim, today: date) -> Span:
    first = claim.first_day or today
    return Span(max(first, today), max(claim.last_day or first, today))


def _together(places: Iterable[Place]) -> list[Place]:
    alike: dict[tuple[Span, int], list[Place]] = {}
    for one in places:
        alike.setdefault((one.span, _scope(one).narrowness), []).append(one)
    return [_one_of(group) for group in alike.values()]


def _one_of(group: Sequence[Place]) -> Place:
    first, scopes = group[0], [_scope(one) for one in group]
    levels = tuple(sorted({level for one in scopes for level in one.levels}))
    schools = tuple(dict.fromkeys(slug for one in scopes for slug in one.schools))
    like = replace(first.like, scope=Scope(levels=levels, schools=schools)) if first.like else None
    return Place(first.span, like)


def _scope(place: Place) -> Scope:
    return place.like.scope if place.like else Scope()


def _covers(wider: Place, place: Place, district: District) -> bool:
    within = wider.span.first <= place.span.first and place.span.last <= wider.span.last
    return within and _scope(wider).covers(_scope(place), district)
