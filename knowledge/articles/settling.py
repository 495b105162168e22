"""Which open conditions a sentence of an article would settle, and how; a proposal, for an editor to settle or not.

*Met* is not "it happened" but "what hangs on the condition is certain from now on": "unless a deal is reached" is met
when none was reached, and has failed once one was. Failed: what hangs on it is told no more. Nothing is proposed where
it is unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.articles.article import Published
from knowledge.articles.cuts import Cut
from knowledge.articles.happenings import HappeningWords
from knowledge.claims import Condition, ConditionState, Firmness, Precision
from knowledge.district import District
from knowledge.findings import Held
from knowledge.ground import Ground

_PRIVATE = "parent"  # whose word settles nothing


@dataclass(frozen=True)
class Settles:
    """*hanging*: what is told now and would become certain, or end; *happened*: the names of what the sentence says."""

    condition: Condition
    state: ConditionState
    hanging: tuple[Held, ...]
    happened: tuple[str, ...]


def settles(
    cut: Cut,
    told: Iterable[Held],
    *,
    said: Published,
    ground: Ground,
    words: HappeningWords,
    only_tentative: bool = False,
) -> tuple[Settles, ...]:
    """*told*: everything in force. Conditions that hang on one settled the same way follow it and are left out; where
    those of several events could be meant, none is proposed."""
    year = ground.district.local(said.at).year
    happened = words.happened(cut.sentence, year=year, only_tentative=only_tentative) if _counts(cut) else frozenset()
    found: list[Settles] = []
    for condition, hanging in _open(told) if happened else ():
        asks = words.asked_of(condition.words)
        state = words.settled(asks, happened) if asks else None
        if state is not None and _may_settle(state, hanging, cut=cut, said=said, district=ground.district):
            found.append(Settles(condition, state, hanging, tuple(sorted(happened))))
    if len({_event(one) for one in found}) > 1:
        return ()
    by_slug = {one.condition.slug: one.state for one in found}
    return tuple(one for one in found if by_slug.get(one.condition.hangs_on or "") is not one.state)


def _counts(cut: Cut) -> bool:
    """A strike that is called off makes its own sentence so; whatever else is not plainly stated does not count."""
    stated = cut.firmness in (Firmness.STATED, Firmness.CALLED_OFF) and cut.condition is None
    return stated and not cut.taken_back and cut.speaker != _PRIVATE


def _open(told: Iterable[Held]) -> Sequence[tuple[Condition, tuple[Held, ...]]]:
    """The open conditions on which something that is told hangs, itself or through another."""
    conditions: dict[str, Condition] = {}
    hanging: dict[str, list[Held]] = {}
    for held in told:
        for one in held.conditions:
            conditions[one.slug] = one
            hanging.setdefault(one.slug, []).append(held)
    return [(one, tuple(hanging[slug])) for slug, one in conditions.items()]


def _may_settle(
    state: ConditionState, hanging: Sequence[Held], *, cut: Cut, said: Published, district: District
) -> bool:
    """Not by what was said, or speaks of a day, from before what hangs on it was said. Nothing becomes certain for a
    day beyond the one the sentence speaks of: a strike that began may be over by then."""
    last = cut.last_day or cut.first_day
    before = (last is not None and last < district.local(held.as_of).date() for held in hanging)
    if any(is_later(held, said, district) for held in hanging) or any(before):
        return False
    if state is ConditionState.FAILED:
        return True
    spoken_of = [day for day in (cut.first_day, cut.last_day) if day is not None and cut.sure_of_day]
    furthest = max([district.local(said.at).date(), *spoken_of])
    return all(_last_day(held) <= furthest for held in hanging)


def _last_day(held: Held) -> date:
    return held.claim.last_day or held.claim.first_day or date.min


def _event(one: Settles) -> frozenset[str]:
    if one.condition.event is not None:
        return frozenset({one.condition.event})
    return frozenset(held.event.slug for held in one.hanging if held.event is not None)


def is_later(held: Held, said: Published, district: District) -> bool:
    """Whether the claim is of later than the article. Where of one of them only the day is sure, by their days."""
    by_day = Precision.DAY in (said.precision, held.source.precision)
    mine, theirs = district.local(said.at), district.local(held.as_of)
    return theirs.date() > mine.date() if by_day else theirs > mine
