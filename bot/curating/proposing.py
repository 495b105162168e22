"""From what an editor wants to what stands: preview with its reach, a draft of whoever may not publish, a conflict.

Nothing is published that was not previewed, and nothing over what somebody else published in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.commands import Role
from bot.curating.differing import differences
from bot.curating.previewing import cells_of, cells_of_days_off, ground_with, previews_of, read_at, shown_of
from bot.curating.reaching import (
    DRAFTING,
    PUBLISHING,
    SECONDING,
    Labels,
    foreseen,
    how_far,
    reach_lines,
    way_lines,
    ways,
)
from bot.curating.seconding import wants_second
from bot.curating.warning import warnings_of
from bot.desk import Call, Desk, refused
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.acting import Published, publish_act, with_concerned
from knowledge.claim_rows import MissingReference
from knowledge.codec import Kind, Noun
from knowledge.drafts import save_draft
from knowledge.findings import Asked, Finding
from knowledge.following_up import follow_up
from knowledge.gaps import ClosedAs
from knowledge.looking import look_up
from knowledge.loudness import Loudness
from knowledge.planning import EditedMeanwhile
from knowledge.revisions import latest

Connected = Any  # what knowledge hands to a unit of work


@dataclass(frozen=True)
class Proposal:
    """*nouns* as they shall stand and what shall be *removed*, of what stood at *based_on*. *meaning*: False where the
    editor says that only the wording changes. *cells*: what families ask that it answers, for the preview; of claims
    that are among the nouns they are found. *says*: one line on what it does. *undoes*: the change it takes back;
    *gap*: the question it answers, and how; *besides*: what is done in the same transaction once it is published, and
    *kept* once it waits as a draft of that number;
    *seconded*: another publisher approved it; *offers*: what can be done instead, behind the confirmation."""

    says: str
    nouns: tuple[Noun, ...] = ()
    removed: tuple[tuple[Kind, str], ...] = ()
    based_on: Mapping[tuple[Kind, str], int] = field(default_factory=dict)
    meaning: bool = True
    cells: tuple[Asked, ...] = ()
    warnings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    undoes: int | None = None
    gap: tuple[int, ClosedAs] | None = None
    besides: Callable[[Connected, Published], None] | None = None
    kept: Callable[[Connected, int], None] | None = None
    seconded: bool = False
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """*later*: of the findings, by their place, those that families read only from a moment on."""

    published: Published
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    later: Mapping[int, datetime] = field(default_factory=dict)


async def propose(desk: Desk, call: Call, proposal: Proposal) -> Page:
    """Previews, or, once confirmed, publishes; who may not publish keeps it as a draft."""
    seen = {**proposal.based_on, **call.invocation.based_on}
    proposal = replace(proposal, based_on=seen)
    try:
        if not call.invocation.confirmed:
            return await _previewed(desk, call, proposal)
        if not _may_publish_now(desk, call, proposal):
            return await _drafted(desk, call, proposal)
        return await publish_now(desk, call, proposal)
    except EditedMeanwhile:
        return await _conflict(desk, call, proposal)
    except MissingReference as error:
        return refused(call.say, f"{error}")


def _may_publish_now(desk: Desk, call: Call, proposal: Proposal) -> bool:
    second = wants_second(desk, proposal.nouns, meaning=proposal.meaning) and not proposal.seconded
    return call.role.may(Role.PUBLISHER) and not second


def _labels(desk: Desk, call: Call, proposal: Proposal) -> Labels:
    """What the confirmation of a preview does."""
    if _may_publish_now(desk, call, proposal):
        return PUBLISHING
    return SECONDING if call.role.may(Role.PUBLISHER) else DRAFTING


async def publish_now(desk: Desk, call: Call, proposal: Proposal) -> Page:
    """Raises `EditedMeanwhile` and `MissingReference`."""
    ahead = await desk.tallies.ahead(at=call.invocation.at)
    published: Published = await desk.database.write(lambda connection: _publish(connection, call, proposal))
    published = await _counted(desk, published)
    if published.change is None:
        return Page(PageKind.DONE, call.say("Nothing changed: it stands like that already."))
    loudness = call.loudness or Loudness.ORDINARY
    reach = foreseen(desk, call, published, ahead, loudness=loudness)
    told = reach.people or reach.rooms
    return Page(
        PageKind.DONE,
        call.say("Published as change {number}.", number=published.change),
        (proposal.says, *reach_lines(call, reach, loudness=loudness)),
        reach=reach,
        offers=(_undoing(call, published.change), *((how_far(call, change=published.change),) if told else ())),
        change=published.change,
    )


def _undoing(call: Call, change: int) -> Offer:
    undoing = replace(call.invocation, name="undo", action="", values={"change": str(change)}, based_on={})
    return Offer(call.say("Undo"), replace(undoing, confirmed=False, loudness=None))


async def rehearse(desk: Desk, call: Call, proposal: Proposal) -> Rehearsal:
    """What publishing would do and what families would read then; nothing of it stays."""

    def work(connection: Connected) -> Rehearsal:
        at, days = call.invocation.at, desk.reader.days
        warnings = warnings_of(connection, proposal.nouns, edition=call.edition, at=at, say=call.say, days=days)
        published = _publish(connection, call, proposal)
        ground = ground_with(call.edition, proposal.nouns)
        cells = proposal.cells or cells_of(published.rows) or cells_of_days_off(call.edition, ground, at)
        found: list[Finding] = []
        later: dict[int, datetime] = {}
        now = call.invocation.at
        for asked in shown_of(cells, call.edition.topics):
            found.append(look_up(connection, asked, at=now, ground=ground))
            begins = read_at(asked, published.rows, now)
            if begins > now:
                later[len(found)] = begins
                found.append(look_up(connection, asked, at=begins, ground=ground))
        return Rehearsal(published, tuple(found), (*proposal.warnings, *warnings), later)

    result: Rehearsal = await desk.database.rehearse(work)
    return replace(result, published=await _counted(desk, result.published))


async def _counted(desk: Desk, published: Published) -> Published:
    if published.concerning is None:
        return published
    counted: Published = await desk.database.read(partial(with_concerned, published=published))
    return counted


def revisions_seen(connection: Connected, keys: Iterable[tuple[Kind, str]]) -> dict[tuple[Kind, str], int]:
    """The newest revision number of each, 0 for what is not there: what a proposal is based on."""
    wanted = tuple(keys)
    found: dict[tuple[Kind, str], int] = dict.fromkeys(wanted, 0)
    for kind in {kind for kind, _ in wanted}:
        newest = latest(connection, kind, [slug for one, slug in wanted if one is kind])
        found.update({(kind, slug): one.number for slug, one in newest.items()})
    return found


def _publish(connection: Connected, call: Call, proposal: Proposal) -> Published:
    act = call.act(meaning=proposal.meaning, undoes=proposal.undoes)
    removed, based_on = proposal.removed, proposal.based_on
    published = publish_act(connection, proposal.nouns, act=act, removed=removed, based_on=based_on)
    if published.change is not None:
        follow_up(connection, published, act=act, gap=proposal.gap, undoes=proposal.undoes)
        if proposal.besides is not None:
            proposal.besides(connection, published)
    return published


async def _previewed(desk: Desk, call: Call, proposal: Proposal) -> Page:
    rehearsal = await rehearse(desk, call, proposal)
    if rehearsal.published.change is None:
        return Page(PageKind.DONE, call.say("Nothing changed: it stands like that already."))
    confirmed = replace(call.invocation, confirmed=True, based_on=proposal.based_on)
    ahead, loudness = await desk.tallies.ahead(at=call.invocation.at), call.loudness or Loudness.ORDINARY
    reach = foreseen(desk, call, rehearsal.published, ahead, loudness=loudness)
    urgent = foreseen(desk, call, rehearsal.published, ahead, loudness=Loudness.URGENT)
    begins = (call.say("Until the moment that stands beside a reply, families read the one before it."),)
    return Page(
        PageKind.PREVIEW,
        proposal.says,
        (
            *proposal.lines,
            *(begins if rehearsal.later else ()),
            *reach_lines(call, reach, loudness=loudness),
            *(way_lines(call, urgent) if urgent.people else ()),
        ),
        warnings=rehearsal.warnings,
        previews=previews_of(rehearsal.findings, call.edition, call.invocation.at, later=rehearsal.later),
        reach=reach,
        offers=(*ways(call, _labels(desk, call, proposal), confirmed, people=urgent.people > 0), *proposal.offers),
    )


async def _drafted(desk: Desk, call: Call, proposal: Proposal) -> Page:
    def work(connection: Connected) -> int:
        _publish_nothing(connection, call, proposal)
        number = save_draft(
            connection,
            proposal.nouns,
            act=call.act(meaning=proposal.meaning, undoes=proposal.undoes),
            removed=proposal.removed,
            based_on=proposal.based_on,
            gap=proposal.gap,
            approvals=(call.who.person,) if call.role.may(Role.PUBLISHER) else (),
        )
        if proposal.kept is not None:
            proposal.kept(connection, number)
        return number

    number: int = await desk.database.write(work)
    words = call.say(
        "Families read nothing of it until a publisher approves it: /claim approve {number}", number=number
    )
    return Page(PageKind.DONE, call.say("Kept as draft {number}.", number=number), (proposal.says, words), draft=number)


def _publish_nothing(connection: Connected, call: Call, proposal: Proposal) -> None:
    """A draft of what somebody else changed meanwhile is refused at once."""
    keys = tuple(proposal.based_on)
    if revisions_seen(connection, keys) != dict(proposal.based_on):
        raise EditedMeanwhile("somebody else changed this meanwhile")


async def _conflict(desk: Desk, call: Call, proposal: Proposal) -> Page:
    """Both texts, side by side: what was meant to stand, and what somebody else made of it meanwhile."""

    def work(connection: Connected) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for noun in proposal.nouns:
            kind = Kind.of(noun)
            newest = latest(connection, kind, [noun.slug]).get(noun.slug)
            if newest is not None and newest.number != proposal.based_on.get((kind, noun.slug), newest.number):
                rows += differences(noun, newest.noun)
        return rows

    rows = await desk.database.read(work)
    again = replace(call.invocation, confirmed=False, based_on={})
    return Page(
        PageKind.REFUSED,
        call.say("Somebody else changed this while you were at it. Nothing of yours was published."),
        grid=Grid((call.say("field"), call.say("yours"), call.say("theirs, as it stands")), tuple(rows)),
        offers=(Offer(call.say("Look at mine again, on top of theirs"), again),),
    )
