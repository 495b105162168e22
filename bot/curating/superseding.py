"""What a new status takes the place of: live claims of its cell by the same authority; and who was faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.curating.differing import differences
from bot.curating.proposing import Connected, revisions_seen
from bot.desk import Call
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.claims import Claim
from knowledge.codec import Kind
from knowledge.findings import Held
from knowledge.holding import standing_claims
from knowledge.revisions import current

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mates:
    """What stands in the cell of a new claim. *same*: says the very same; *replaced*: whose place it takes; *cut*: a
    shorter one that keeps only the days outside; *narrower*: exceptions that go on standing."""

    same: Held | None = None
    replaced: tuple[Held, ...] = ()
    cut: tuple[Held, ...] = ()
    narrower: tuple[Held, ...] = ()

    @property
    def all(self) -> tuple[Held, ...]:
        return ((self.same,) if self.same else ()) + self.replaced + self.cut


def mates_of(connection: Connected, call: Call, claim: Claim) -> Mates:
    at = max(call.invocation.at, claim.serve_from or call.invocation.at)
    ground = call.edition.ground
    live = [one for one in standing_claims(connection, [claim.topic], at=at, ground=ground) if one.claim.status]
    touching = [one for one in live if one.claim.slug != claim.slug and _overlap(one.claim, claim)]
    ours = [one for one in touching if _same_part(one.claim, claim) and _same_authority(one, claim, call)]
    within = [one for one in ours if _within(one.claim, claim)]
    same = next((one for one in within if _means_the_same(one, claim)), None)
    return Mates(
        same=same if same and len(within) == 1 else None,
        replaced=tuple(one for one in within if one is not same or len(within) > 1),
        cut=tuple(one for one in ours if one not in within and _length(one.claim) < _length(claim)),
        narrower=tuple(
            one
            for one in touching
            if one.claim.scope.narrowness > claim.scope.narrowness
            and claim.scope.touches(one.claim.scope, call.edition.district)
        ),
    )


def cut_to(claim: Claim, outside: Claim) -> Claim:
    """Its days before the other's, or after."""
    first, last = _days(claim)
    begins, ends = _days(outside)
    if first < begins:
        return replace(claim, last_day=begins - ONE_DAY)
    return replace(claim, first_day=ends + ONE_DAY, last_day=last)


def _same_part(one: Claim, other: Claim) -> bool:
    """Of the district, in whatever order its levels or schools are named."""
    mine, theirs = one.scope, other.scope
    return set(mine.levels) == set(theirs.levels) and set(mine.schools) == set(theirs.schools)


def _same_authority(held: Held, claim: Claim, call: Call) -> bool:
    """Whether all who count in the older one speak in the newer one too."""
    official = {one.slug for one in call.edition.district.speakers if one.official}
    speaking, before = set(claim.speakers), set(held.claim.speakers)
    if held.official or speaking & official:
        return bool(before & official) and before & official <= speaking
    return before <= speaking


def _means_the_same(held: Held, claim: Claim) -> bool:
    condition = held.conditions[0].slug if held.conditions else None
    mine = (claim.status, claim.at, claim.firmness, _days(claim), claim.condition, set(claim.speakers))
    one = held.claim
    return mine == (one.status, one.at, one.firmness, _days(one), condition, set(one.speakers))


def _days(claim: Claim) -> tuple[date, date]:
    first = claim.first_day or date.min
    return first, claim.last_day or claim.first_day or date.max


def _length(claim: Claim) -> timedelta:
    first, last = _days(claim)
    return last - first


def _overlap(one: Claim, other: Claim) -> bool:
    first, last = _days(one)
    begins, ends = _days(other)
    return first <= ends and begins <= last


def _within(one: Claim, other: Claim) -> bool:
    first, last = _days(one)
    begins, ends = _days(other)
    return begins <= first and last <= ends


# Whether somebody else was faster


def meanwhile(connection: Connected, call: Call, mates: Iterable[Held]) -> tuple[Claim, ...]:
    """Claims that another editor made or changed since the preview this confirms."""
    seen = call.invocation.based_on
    if not call.invocation.confirmed or not seen:
        return ()
    now = revisions_seen(connection, seen)
    moved = [slug for (kind, slug), number in seen.items() if kind is Kind.CLAIM and now[(kind, slug)] != number]
    fresh = [one.claim.slug for one in mates if (Kind.CLAIM, one.claim.slug) not in seen]
    return tuple(current(connection, Claim, [*moved, *fresh]).values())


def overtaken(call: Call, mine: Claim, theirs: Sequence[Claim]) -> Page:
    """Both texts, side by side."""
    again = replace(call.invocation, confirmed=False, based_on={})
    rows = [row for one in theirs for row in differences(mine, one) if row[0] != "supersedes"]
    return Page(
        PageKind.REFUSED,
        call.say("Somebody else changed this while you were at it. Nothing of yours was published."),
        grid=Grid((call.say("field"), call.say("yours"), call.say("theirs, as it stands")), tuple(rows)),
        offers=(Offer(call.say("Look at mine again, on top of theirs"), again),),
    )
