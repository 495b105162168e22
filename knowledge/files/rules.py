"""What must hold between the fields of one noun, and between it and what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from knowledge.claims import Claim, Condition, ConditionState, Event, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from knowledge.topics import Aside, Topic, TopicKind

Broken: TypeAlias = Iterator[tuple[str, str]]
"""The field and what is wrong with it."""

_WITH_AN_HOUR = (Status.DELAYED, Status.EARLY_DISMISSAL)


def broken_rules(curated: CuratedSet, merged: CuratedSet) -> Iterator[tuple[str, str, str, str]]:
    """Kind, slug, field and message for every noun of *curated*; *merged* is that over what lies below."""
    topics = {one.slug: one for one in merged.topics}
    asides = {one.slug for one in merged.asides}
    parents = {one.slug: one.parent for one in merged.topics}
    hanging = {one.slug: one.hangs_on for one in merged.conditions}
    if curated.district is not None:
        yield from _of("district", (curated.district,), _district)
    yield from _of("topic", curated.topics, lambda one: _topic(one, parents, asides))
    yield from _of("aside", curated.asides, lambda one: _aside(one, topics))
    yield from _of("event", curated.events, _event)
    yield from _of("condition", curated.conditions, lambda one: _condition(one, hanging))
    yield from _of("claim", curated.claims, lambda one: _claim(one, topics.get(one.topic)))


def _of(kind: str, nouns: tuple[object, ...], rule: Callable[..., Broken]) -> Iterator[tuple[str, str, str, str]]:
    for one in nouns:
        slug = str(getattr(one, "slug", ""))
        yield from ((kind, slug, field, message) for field, message in rule(one))


def _topic(topic: Topic, parents: Mapping[str, str | None], asides: set[str]) -> Broken:
    if circle := _circle(topic.slug, parents):
        yield "parent", f"the parents go in a circle: {circle}"
    if topic.slug in topic.beside:
        yield "beside", "a topic is not told beside itself"
    if topic.slug in asides:
        yield "slug", f'"{topic.slug}" is the slug of an aside too'


def _aside(aside: Aside, topics: Mapping[str, Topic]) -> Broken:
    if aside.slug in topics:
        yield "slug", f'"{aside.slug}" is the slug of a topic too'


def _event(event: Event) -> Broken:
    if event.closing is not None and event.ended is None:
        yield "closing", 'a closing notice needs "ended", the instant from which the event is over'
    if event.ended is not None and event.ended.date() < event.first_day:
        yield "ended", f"the event ends ({event.ended:%Y-%m-%d}) before its first day ({event.first_day})"


def _condition(condition: Condition, hanging: Mapping[str, str | None]) -> Broken:
    if circle := _circle(condition.slug, hanging):
        yield "hangs_on", f"the conditions go in a circle: {circle}"
    if condition.state is ConditionState.OPEN and condition.settled is not None:
        yield "settled", 'a settled condition has the state "met" or "failed"'
    if condition.state is not ConditionState.OPEN and condition.settled is None:
        yield "state", f'a condition that is {condition.state} needs "settled", the instant since when'
    if condition.settled_by is not None and condition.settled is None:
        yield "settled_by", 'a source settles a condition at an instant; "settled" is missing'


def _district(district: District) -> Broken:
    hours = district.hours
    if hours is not None and hours.end <= hours.begin:
        yield "hours", f"the last class ends ({hours.end:%H:%M}) before the first begins ({hours.begin:%H:%M})"


def _claim(claim: Claim, topic: Topic | None) -> Broken:
    if not claim.words and claim.status is None:
        yield "words", 'the claim lacks its "words"; only where a status stands there need be none'
    if claim.status is not None and topic is not None and topic.kind is not TopicKind.DAY:
        yield "status", f'only topics of the kind "day" have a status; "{topic.slug}" is of the kind "{topic.kind}"'
    if claim.first_day is None and (claim.begins or claim.closes):
        yield "hours", "hours belong to a day, and the claim has none"
    if claim.first_day is None and claim.at:
        yield "at", "an hour belongs to a day, and the claim has none"
    if claim.at and claim.status not in _WITH_AN_HOUR:
        yield "at", 'only the statuses "delayed" and "early_dismissal" have an hour; for others there is "hours"'
    if claim.serve_from and claim.serve_until and claim.serve_until <= claim.serve_from:
        yield "serve_until", "the claim would stop being served before it begins"
    if claim.slug in claim.supersedes:
        yield "supersedes", "a claim does not supersede itself"


def _circle(slug: str, next_of: Mapping[str, str | None]) -> str | None:
    """The chain from *slug* back to itself, when there is one."""
    chain = [slug]
    following = next_of.get(slug)
    while following is not None and following not in chain:
        chain.append(following)
        following = next_of.get(following)
    return " > ".join([*chain, slug]) if following == slug else None
