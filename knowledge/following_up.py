"""What goes with an act in the same transaction: the gap it answers is closed and whoever asked a person is owed the
answer; what an undone change had closed is open again, and the pieces of an article that it published wait again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from knowledge.acting import Act, Published
from knowledge.articles.undone import follow_undo
from knowledge.claims import Claim
from knowledge.district import District
from knowledge.gaps import ClosedAs, Gap, close_gap, find_gap, reopen_gaps
from knowledge.inquiries import Inquiry, answer_by_change, cells_open, inquiries_of, reopen_inquiries
from knowledge.interest import Cell, read_ground


def follow_up(
    connection: Connection, published: Published, *, act: Act, gap: tuple[int, ClosedAs] | None, undoes: int | None
) -> None:
    """Raises `NoSuchGap` and `GapClosed` when somebody else dealt with the gap."""
    if published.change is None:
        return
    if undoes is not None:
        reopen_gaps(connection, change=undoes)
        reopen_inquiries(connection, change=undoes)
        follow_undo(connection, undoes, by=act.identity, at=act.at)
    if gap is not None:
        number, closed_as = gap
        found = find_gap(connection, number)
        if closed_as is ClosedAs.CLAIM:
            _answer(connection, found, published, act=act)
        close_gap(connection, found, closed_as, act=act, change=published.change)


def waiting_for(connection: Connection, found: Gap, claim: Claim, *, at: datetime) -> tuple[Inquiry, ...]:
    """Those of the gap who asked a person and whose question the claim settles; nobody before it begins."""
    if claim.serve_from is not None and claim.serve_from > at:
        return ()
    waiting = inquiries_of(connection, {one.question for one in found.asked if one.question is not None})
    asked = {one.question for one in waiting if one.question is not None}
    cells = cells_open(connection, asked, topic=claim.topic)
    district = read_ground(connection, ()).district
    return tuple(one for one in waiting if _settles(claim, cells.get(one.question or 0, ()), district))


def _answer(connection: Connection, found: Gap, published: Published, *, act: Act) -> None:
    claims = [row.noun for row in published.rows if row.is_change and isinstance(row.noun, Claim)]
    if not claims or published.change is None:
        return
    claim, last = claims[0], claims[0].last_day or claims[0].first_day
    answer_by_change(
        connection,
        waiting_for(connection, found, claim, at=act.at),
        change=published.change,
        topic=claim.topic,
        days=(claim.first_day, claim.last_day),
        scope=claim.scope,
        by=act.identity,
        at=act.at,
        not_after=read_ground(connection, ()).district.midnight_after(last) if last else None,
    )


def _settles(claim: Claim, cells: Iterable[Cell], district: District) -> bool:
    """All of it; a question of which no topic was understood is what the editor takes it for."""
    return all(one.topic == claim.topic and _covers(claim, one, district) for one in cells)


def _covers(claim: Claim, cell: Cell, district: District) -> bool:
    days = [one for one in (cell.day, cell.last_day) if one is not None]
    about = not claim.has_day or all(claim.is_about(one) for one in days)
    return about and claim.scope.covers(cell.scope, district)
