"""What goes with an act in the same transaction: the gap it answers is closed and whoever asked a person is owed the
answer; what an undone change had closed is open again."""

from __future__ import annotations

from sqlalchemy import Connection

from knowledge.acting import Act, Published
from knowledge.claims import Claim
from knowledge.gaps import ClosedAs, close_gap, find_gap, reopen_gaps
from knowledge.inquiries import answer_by_change, inquiries_of, reopen_inquiries


def follow_up(
    connection: Connection, published: Published, *, act: Act, gap: tuple[int, ClosedAs] | None, undoes: int | None
) -> None:
    """Raises `NoSuchGap` and `GapClosed` when somebody else dealt with the gap."""
    if published.change is None:
        return
    if undoes is not None:
        reopen_gaps(connection, change=undoes)
        reopen_inquiries(connection, change=undoes)
    if gap is not None:
        number, closed_as = gap
        found = find_gap(connection, number)
        if closed_as is ClosedAs.CLAIM:
            questions = {one.question for one in found.asked if one.question is not None}
            claim = next(row.noun for row in published.rows if row.is_change and isinstance(row.noun, Claim))
            answer_by_change(
                connection,
                inquiries_of(connection, questions),
                change=published.change,
                topic=claim.topic,
                days=(claim.first_day, claim.last_day),
                scope=claim.scope,
                by=act.identity,
                at=act.at,
            )
        close_gap(connection, found, closed_as, act=act, change=published.change)
