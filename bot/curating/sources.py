"""Sources: what rests on each, and ending or taking back all of it in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, propose
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Page, PageKind
from bot.wording import Wording
from knowledge.claims import Claim, Precision, Source
from knowledge.codec import Kind
from knowledge.resting import Resting, resting_on, told_of_sources
from knowledge.revisions import current

MOST_LISTED = 40


def handlers() -> Mapping[str, Handler]:
    return {"source list": _list, "source end": _end, "source withdraw": _withdraw}


async def _list(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[list[Source], Mapping[str, int]]:
        newest = sorted(current(connection, Source).values(), key=lambda one: one.published, reverse=True)
        shown = newest[:MOST_LISTED]
        return shown, told_of_sources(connection, [one.slug for one in shown], at=call.invocation.at)

    say = call.say
    sources, counts = await desk.database.read(work)
    if not sources:
        return Page(PageKind.SHOWN, say("There is no source yet."))
    columns = (say("source"), say("who published it"), say("when"), say("claims told now"), say("title or address"))
    rows = tuple(
        (one.slug, one.outlet, _published(call, one), str(counts.get(one.slug, 0)), one.title or one.address or "")
        for one in sources
    )
    return Page(PageKind.SHOWN, say("The sources, newest first"), grid=Grid(columns, rows))


def _published(call: Call, source: Source) -> str:
    if source.precision is Precision.DAY:
        return call.say.day(call.edition.district.local(source.published).date(), at=call.at)
    return moment_words(call, source.published)


@dataclass(frozen=True)
class _Rested:
    source: Source | None
    claims: tuple[Resting, ...]


async def _rested(desk: Desk, call: Call) -> _Rested:
    slug = call.values["source"]

    def work(connection: Connected) -> _Rested:
        found = current(connection, Source, [slug]).get(slug)
        return _Rested(found, resting_on(connection, slug, at=call.invocation.at))

    rested: _Rested = await desk.database.read(work)
    return rested


async def _end(desk: Desk, call: Call) -> Page:
    rested = await _rested(desk, call)
    told = tuple(one for one in rested.claims if one.told)
    ended = tuple(replace(one.claim, ended=call.invocation.at) for one in told)
    says = call.say("Ends all that rests on {source} ({count}).", source=call.values["source"], count=len(told))
    return await _proposed(desk, call, rested, ended, says=says)


async def _withdraw(desk: Desk, call: Call) -> Page:
    """Also what is over or was superseded: what was wrong is told no more, not even as what was said once."""
    rested = await _rested(desk, call)
    gone = tuple(replace(one.claim, withdrawn=call.invocation.at) for one in rested.claims)
    says = call.say("Takes back all that rests on {source} ({count}).", source=call.values["source"], count=len(gone))
    return await _proposed(desk, call, rested, gone, says=says)


async def _proposed(desk: Desk, call: Call, rested: _Rested, claims: tuple[Claim, ...], *, says: str) -> Page:
    if rested.source is None:
        return refused(call.say, call.say("There is no source {source}.", source=call.values["source"]))
    if not claims:
        nothing = call.say("Nothing that rests on {source} is told any more.", source=rested.source.slug)
        return refused(call.say, nothing)
    based_on = {(Kind.CLAIM, one.claim.slug): one.number for one in rested.claims}
    slugs = {one.slug for one in claims}
    proposal = Proposal(
        says,
        claims,
        based_on={key: number for key, number in based_on.items() if key[1] in slugs},
        lines=tuple(claim_line(call, one) for one in claims),
    )
    return await propose(desk, call, proposal)


def claim_line(call: Call, claim: Claim) -> str:
    """A claim in one line: its name, its topic, its days, its words."""
    district = call.edition.district
    wording = Wording(call.say, district, call.at)
    days = call.say.days(claim.first_day, claim.last_day or claim.first_day, at=call.at) if claim.first_day else ""
    words = wording.texts(claim.words) or (claim.status.value if claim.status else "")
    return " · ".join(part for part in (claim.slug, claim.topic, days, words) if part)
