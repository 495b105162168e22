"""Pieces of an article or a calendar, kept until an editor has dealt with each.

A piece is dealt with once: whoever comes second is told so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, and_, func, insert, select, update

from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.tables import piece


@dataclass(frozen=True)
class Gone:
    """A claim rests on a paragraph that a newer version of its article no longer has."""

    claim: str
    paragraph: int
    text: str


Content = Cut | ProposedDays | Gone


class PieceKind(StrEnum):
    CLAIM = "claim"
    DAYS = "days"
    GONE = "gone"


class PieceState(StrEnum):
    WAITING = "waiting"
    LATER = "later"
    APPROVED = "approved"
    DRAFTED = "drafted"
    """A publisher has yet to approve what was made of it."""
    AGREED = "agreed"
    """What is told already says so, and was marked as checked again."""
    SETTLED = "settled"
    """It settled a condition."""
    DROPPED = "dropped"
    REPLACED = "replaced"
    """The article was read again, and others took its place."""


OPEN = (PieceState.WAITING, PieceState.LATER)


DONE_WITH = (PieceState.APPROVED, PieceState.DRAFTED, PieceState.AGREED, PieceState.SETTLED)


@dataclass(frozen=True)
class Piece:
    """*place*: counted from 1 within its article; *opened*: when it was last looked at, and by whom."""

    number: int
    article: int
    place: int
    content: Content
    state: PieceState
    opened: datetime | None = None
    opened_by: str | None = None
    done: datetime | None = None
    done_by: str | None = None
    change: int | None = None
    draft: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def cut(self) -> Cut:
        """Raises `TypeError` for a piece that is none."""
        if not isinstance(self.content, Cut):
            raise TypeError(f"piece {self.number} is not cut from a text")
        return self.content


@dataclass(frozen=True)
class Tally:
    """*every*: without those that others took the place of."""

    every: int
    open: int
    taken: int
    dropped: int


class NoSuchPiece(LookupError):
    """No piece has that number."""


class DoneBefore(ValueError):
    """Somebody dealt with it in the meantime: *piece* as it is now."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(f"piece {piece.number} is {piece.state}")
        self.piece = piece


def add_pieces(connection: Connection, number: int, contents: Iterable[Content], *, change: int | None = None) -> None:
    """*change*: what was published of them and is taken back."""
    mine = and_(piece.c.article_id == number, piece.c.state != PieceState.REPLACED.value)
    taken = connection.scalar(select(func.max(piece.c.nth)).where(mine)) or 0
    rows = [
        {
            "article_id": number,
            "nth": nth,
            "kind": kind_of(one).value,
            "body": _reader(kind_of(one)).dump_python(one, mode="json"),
            "state": PieceState.WAITING.value,
            "change_id": change,
        }
        for nth, one in enumerate(contents, start=taken + 1)
    ]
    if rows:
        connection.execute(insert(piece), rows)


def tallies(connection: Connection, numbers: Sequence[int]) -> dict[int, Tally]:
    query = (
        select(piece.c.article_id, piece.c.state, func.count())
        .where(piece.c.article_id.in_(numbers), piece.c.state != PieceState.REPLACED.value)
        .group_by(piece.c.article_id, piece.c.state)
    )
    counts: dict[int, dict[PieceState, int]] = {number: {} for number in numbers}
    for number, state, count in connection.execute(query).all():
        counts[number][PieceState(state)] = count
    return {number: _tally(states) for number, states in counts.items()}


def _tally(states: dict[PieceState, int]) -> Tally:
    def of(*wanted: PieceState) -> int:
        return sum(states.get(one, 0) for one in wanted)

    return Tally(sum(states.values()), of(*OPEN), of(*DONE_WITH), of(PieceState.DROPPED))


def read_pieces(connection: Connection, number: int) -> tuple[Piece, ...]:
    """In the order of the article; without those that others took the place of."""
    mine = and_(piece.c.article_id == number, piece.c.state != PieceState.REPLACED.value)
    rows = connection.execute(select(piece).where(mine).order_by(piece.c.nth)).all()
    return tuple(_piece(row) for row in rows)


def read_piece(connection: Connection, number: int) -> Piece:
    """Raises `NoSuchPiece`."""
    row = connection.execute(select(piece).where(piece.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchPiece(f"there is no piece {number}")
    return _piece(row)


def next_piece(connection: Connection, number: int, *, by: str, after: int = 0, since: datetime) -> Piece | None:
    """The next open one of an article behind the place *after*, then from its beginning; what was put off, and what
    somebody else has looked at *since*, comes last."""
    columns = (piece.c.id, piece.c.nth, piece.c.state, piece.c.opened, piece.c.opened_by)
    still = and_(piece.c.article_id == number, piece.c.state.in_(OPEN))
    found = connection.execute(select(*columns).where(still)).all()

    def rank(one: Any) -> tuple[bool, bool, bool, int]:
        elsewhere = one.opened is not None and one.opened >= since and one.opened_by != by
        return one.state == PieceState.LATER, elsewhere, one.nth <= after, one.nth

    return read_piece(connection, min(found, key=rank).id) if found else None


def open_piece(connection: Connection, number: int, *, by: str, at: datetime) -> None:
    connection.execute(update(piece).where(piece.c.id == number).values(opened=at, opened_by=by))


def deal_with(
    connection: Connection,
    number: int,
    state: PieceState,
    *,
    by: str,
    at: datetime,
    change: int | None = None,
    draft: int | None = None,
) -> None:
    """Raises `DoneBefore` and `NoSuchPiece`."""
    waiting = update(piece).where(piece.c.id == number, piece.c.state.in_(OPEN))
    nobody = waiting.values(opened=None, opened_by=None)  # looks at it any more
    came = {} if state is PieceState.LATER else {"change_id": change, "draft_id": draft}
    done = connection.execute(nobody.values(state=state, done=at, done_by=by, **came))
    if not done.rowcount:
        raise DoneBefore(read_piece(connection, number))


def settle_drafted(
    connection: Connection, draft: int, state: PieceState, *, by: str, at: datetime, change: int | None = None
) -> None:
    """The draft that was made of them waits no more."""
    theirs = and_(piece.c.draft_id == draft, piece.c.state == PieceState.DRAFTED.value)
    connection.execute(update(piece).where(theirs).values(state=state.value, done=at, done_by=by, change_id=change))


def drafted_anew(connection: Connection, before: int, draft: int) -> None:
    """What was drafted of them is kept as another draft."""
    connection.execute(update(piece).where(piece.c.draft_id == before).values(draft_id=draft))


def articles_of_draft(connection: Connection, draft: int) -> tuple[int, ...]:
    """From whose pieces it was made."""
    return tuple(connection.scalars(select(piece.c.article_id).where(piece.c.draft_id == draft).distinct()))


def kind_of(content: Content) -> PieceKind:
    if isinstance(content, Cut):
        return PieceKind.CLAIM
    return PieceKind.DAYS if isinstance(content, ProposedDays) else PieceKind.GONE


@cache
def _reader(kind: PieceKind) -> TypeAdapter[Any]:
    return TypeAdapter({PieceKind.CLAIM: Cut, PieceKind.DAYS: ProposedDays, PieceKind.GONE: Gone}[kind])


def _piece(row: Row[Any]) -> Piece:
    return Piece(
        number=row.id,
        article=row.article_id,
        place=row.nth,
        content=_reader(PieceKind(row.kind)).validate_python(row.body),
        state=PieceState(row.state),
        opened=row.opened,
        opened_by=row.opened_by,
        done=row.done,
        done_by=row.done_by,
        change=row.change_id,
        draft=row.draft_id,
    )


def replace_open(connection: Connection, number: int, contents: Iterable[Content]) -> None:
    """New pieces of an article in the place of those cut from it that nobody has dealt with."""
    still = and_(piece.c.article_id == number, piece.c.state.in_(OPEN), piece.c.kind != PieceKind.GONE.value)
    connection.execute(update(piece).where(still).values(state=PieceState.REPLACED.value, opened=None, opened_by=None))
    add_pieces(connection, number, contents)
