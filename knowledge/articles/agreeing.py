"""How a cut stands to what families are told now: says it again, would take its place, speaks against it, settles it.

It only proposes. Where it is unsure whether two say the same, the editor compares them; the moment is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from knowledge.articles.article import Published
from knowledge.articles.cuts import Cut
from knowledge.articles.happenings import HappeningWords, load_happening_words
from knowledge.articles.settling import Settles, is_later, settles
from knowledge.claims import Claim, Firmness, Scope
from knowledge.findings import Held
from knowledge.ground import Ground
from knowledge.holding import standing_claims

_SURE = frozenset({Firmness.STATED, Firmness.PLANNED, Firmness.LIKELY})  # firm enough to speak against another


class Relation(StrEnum):
    AGREES = "agrees"
    """The same again: approving it can verify the claim."""
    CHANGES = "changes"
    """Approved, it takes the claim's place: the same cell by the same authority, and something of it differs."""
    CONTRADICTS = "contradicts"
    """Another status from somebody else: both are told with who says so, and nothing is replaced."""
    BESIDE = "beside"
    """The topic has a claim for that day; whether they say the same is the editor's to see."""
    OLDER = "older"
    SETTLES = "settles"
    NEW = "new"


class Differs(StrEnum):
    """*Speaker*: somebody else says it. *Other half*: the same condition the other way round, so that both hold."""

    STATUS = "status"
    DAYS = "days"
    HOURS = "hours"
    SCOPE = "scope"
    FIRMNESS = "firmness"
    CONDITION = "condition"
    OTHER_HALF = "other half"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class Against:
    """One live claim. *relation*: one of the first four. *older*: the claim is of later than the article, which can
    neither verify it nor take its place, whatever the relation."""

    held: Held
    relation: Relation
    differs: tuple[Differs, ...] = ()
    older: bool = False


@dataclass(frozen=True)
class Bearing:
    """*topic*: of the cut's first three, the one it was compared under; *claims*: the most telling first."""

    topic: str
    claims: tuple[Against, ...] = ()
    settles: tuple[Settles, ...] = ()

    def of(self, relation: Relation) -> tuple[Held, ...]:
        """The live claims it stands to in this way; those of later than the article only under *older*."""
        return tuple(one.held for one in self.claims if _shown(one) is relation)

    @property
    def relations(self) -> tuple[Relation, ...]:
        found = {_shown(one) for one in self.claims} or {Relation.NEW}
        found |= {Relation.SETTLES} if self.settles else set()
        return tuple(one for one in Relation if one in found)


def _shown(one: Against) -> Relation:
    return Relation.OLDER if one.older else one.relation


def bearings(
    connection: Connection,
    cuts: Sequence[Cut],
    *,
    said: Published | None,
    at: datetime,
    ground: Ground,
    words: HappeningWords | None = None,
    only: int | None = None,
) -> tuple[Bearing, ...]:
    """Of all cuts of one article, in their order. *said*: the instant the article speaks from (`Article.said`); without
    one it is not compared with anything. *only*: the place of the one that is wanted."""
    wanted = cuts if only is None else cuts[only : only + 1]
    if said is None:
        return tuple(Bearing(one.topics[0]) for one in wanted)
    told = standing_claims(connection, tuple(ground.topics), at=at, ground=ground)
    words = words or load_happening_words()
    tentative = any(words.is_tentative(one.sentence) for one in cuts)
    comparing = _Comparing(said, ground, words)
    return tuple(
        Bearing(
            *comparing.compared(one, told),
            settles=settles(one, told, said=said, ground=ground, words=words, only_tentative=tentative),
        )
        for one in wanted
    )


@dataclass(frozen=True)
class _Comparing:
    said: Published
    ground: Ground
    words: HappeningWords

    def compared(self, cut: Cut, told: Sequence[Held]) -> tuple[str, tuple[Against, ...]]:
        """Under the first topic of which something is clear, else under the best one, or what it is a detail of."""
        by_topic = {slug: self._of_topic(cut, slug, told) for slug in cut.topics}
        clear = [slug for slug, found in by_topic.items() if any(_is_clear(one) for one in found)]
        near = [slug for slug, found in by_topic.items() if found and self._are_near(slug, cut.topics[0])]
        topic = next(iter((*clear, *near)), cut.topics[0])
        ordered = sorted(by_topic[topic], key=lambda one: list(Relation).index(one.relation))
        return topic, tuple(ordered)

    def _are_near(self, slug: str, best: str) -> bool:
        parent = {one: topic.parent for one in (slug, best) if (topic := self.ground.topics.get(one))}
        return slug == best or parent.get(slug) == best or parent.get(best) == slug

    def _of_topic(self, cut: Cut, slug: str, told: Sequence[Held]) -> tuple[Against, ...]:
        if cut.unresolved:
            return ()
        of_topic = (held for held in told if held.claim.topic == slug)
        return tuple(self._against(cut, held) for held in of_topic if self._meet(cut, held.claim))

    def _meet(self, cut: Cut, claim: Claim) -> bool:
        """Whether they are about the same days and schools, or some of them."""
        topic, district = self.ground.topics.get(claim.topic), self.ground.district
        mine, theirs = _days(cut), _days(claim)
        touch = cut.scope.touches(claim.scope, district) or claim.scope.touches(cut.scope, district)
        if not touch:
            return False
        if mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]:
            return True
        by_day = topic is None or topic.kind.by_day or cut.status is not None
        return not by_day or mine is theirs is None

    def _against(self, cut: Cut, held: Held) -> Against:
        differs = tuple(self._differs(cut, held))
        older = is_later(held, self.said, self.ground.district)
        return Against(held, self._relation(cut, held, frozenset(differs)), differs, older)

    def _relation(self, cut: Cut, held: Held, differs: frozenset[Differs]) -> Relation:
        compared = (cut.status is None) is (held.claim.status is None)
        if cut.taken_back or not compared or differs & {Differs.SCOPE, Differs.OTHER_HALF}:
            return Relation.BESIDE
        if not differs:
            return Relation.AGREES if cut.sure_of_day and self._same_words(cut, held.claim) else Relation.BESIDE
        if cut.status is None:
            return Relation.BESIDE
        if _same_authority(cut, held):
            return Relation.CHANGES
        firm = {cut.firmness, held.claim.firmness} <= _SURE and not held.claim.is_undecided
        return Relation.CONTRADICTS if Differs.STATUS in differs and firm else Relation.BESIDE

    def _same_words(self, cut: Cut, claim: Claim) -> bool:
        """A status says it all; of anything else only an hour and the places make it sure that it is the same."""
        if cut.status is not None:
            return True
        denied = self.words.happenings.has(cut.sentence.replace("’", "'"), "denied")
        named = all(place.casefold() in cut.sentence.casefold() for place in claim.places)
        return any(_hours(cut)) and named and not denied

    def _differs(self, cut: Cut, held: Held) -> Iterator[Differs]:
        claim = held.claim
        if cut.status is not claim.status:
            yield Differs.STATUS
        if not _is_within(_days(cut), _days(claim)):
            yield Differs.DAYS
        if _hours(cut) != _hours(claim):
            yield Differs.HOURS
        if _part(cut.scope) != _part(claim.scope):
            yield Differs.SCOPE
        if cut.firmness is not claim.firmness:
            yield Differs.FIRMNESS
        yield from self._of_condition(cut, held)
        if not (_same_authority(cut, held) or (cut.speaker is None and held.official)):
            yield Differs.SPEAKER

    def _of_condition(self, cut: Cut, held: Held) -> Iterator[Differs]:
        """A condition that is met already is none."""
        nearest = held.conditions[0].words if held.conditions else None
        if cut.condition is None or nearest is None:
            if cut.condition is not None or nearest is not None:
                yield Differs.CONDITION
            return
        mine, theirs = self.words.asked(cut.condition), self.words.asked_of(nearest)
        opposite = mine is not None and theirs is not None and mine.is_the_opposite_of(theirs)
        if opposite and cut.status is not held.claim.status:
            yield Differs.OTHER_HALF
        if not self.words.ask_the_same(cut.condition, nearest):
            yield Differs.CONDITION


def _is_clear(one: Against) -> bool:
    return one.relation is not Relation.BESIDE


def _same_authority(cut: Cut, held: Held) -> bool:
    """Whether all who count in the claim speak in the cut; where its outlet speaks for itself, that is nobody."""
    official = {one.slug for one in held.speakers if one.official}
    if official or cut.official:
        return cut.official and bool(official) and official <= {cut.speaker}
    return cut.speaker is not None and set(held.claim.speakers) <= {cut.speaker}


def _days(one: Cut | Claim) -> tuple[date, date] | None:
    return None if one.first_day is None else (one.first_day, one.last_day or one.first_day)


def _is_within(mine: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    if mine is None or theirs is None:
        return mine is theirs
    return theirs[0] <= mine[0] and mine[1] <= theirs[1]


def _hours(one: Cut | Claim) -> tuple[object, ...]:
    return one.at, one.begins, one.closes


def _part(scope: Scope) -> tuple[frozenset[object], frozenset[object]]:
    return frozenset(scope.levels), frozenset(scope.schools)
