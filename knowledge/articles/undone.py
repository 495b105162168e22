"""Pieces whose publication is taken back wait again, in the newest version of their article that still has them; once
that is taken back in turn they are dealt with as before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from knowledge.articles.article import Article, fingerprint
from knowledge.articles.calendars import SchoolCalendar
from knowledge.articles.cuts import Cut
from knowledge.articles.following import newest_version
from knowledge.articles.keeping import KeptArticle, read_article
from knowledge.articles.pieces import OPEN, Content, Gone, Piece, PieceState, add_pieces, read_piece, read_pieces
from knowledge.tables import article, change, piece

CAME_OF_IT = (PieceState.APPROVED, PieceState.AGREED, PieceState.SETTLED)
BY_ACTION = {"article agree": PieceState.AGREED, "article settle": PieceState.SETTLED}


def follow_undo(connection: Connection, number: int, *, by: str, at: datetime) -> None:
    """In the transaction that takes the change back, which may itself have taken back another."""
    made, back = number, False
    while (before := connection.scalars(select(change.c.undoes).where(change.c.id == made)).one()) is not None:
        made, back = before, not back
    if back:
        _dealt_with_again(connection, made, by=by, at=at)
        return
    for one in _of_change(connection, made, CAME_OF_IT):
        _wait_again(connection, one, made)


def waiting_again(connection: Connection, number: int) -> int:
    """How many pieces would wait again, were the change taken back."""
    theirs = (piece.c.change_id == number) & piece.c.state.in_(CAME_OF_IT)
    return connection.scalars(select(func.count()).select_from(piece).where(theirs)).one()


def _of_change(connection: Connection, made: int, states: tuple[PieceState, ...]) -> Iterator[Piece]:
    theirs = select(piece.c.id).where(piece.c.change_id == made, piece.c.state.in_(states)).order_by(piece.c.id)
    for number in connection.scalars(theirs).all():
        yield read_piece(connection, number)


def _wait_again(connection: Connection, undone: Piece, made: int) -> None:
    """The change stays noted, for it may stand again."""
    newest, moved = newest_version(connection, undone.article), None
    if newest.number == undone.article:
        state = PieceState.WAITING
    else:
        state = PieceState.REPLACED
        moved = _as_in(connection, newest, undone)
    here = update(piece).where(piece.c.id == undone.number)
    connection.execute(here.values(state=state.value, done=None, done_by=None))
    if moved is not None:
        add_pieces(connection, newest.number, [moved], change=made)
    if moved is not None or state is PieceState.WAITING:
        connection.execute(update(article).where(article.c.id == newest.number).values(closed=None))


def _dealt_with_again(connection: Connection, made: int, *, by: str, at: datetime) -> None:
    action = connection.scalars(select(change.c.action).where(change.c.id == made)).one()
    state = BY_ACTION.get(action, PieceState.APPROVED)
    theirs = update(piece).where(piece.c.change_id == made, piece.c.state.in_(OPEN))
    connection.execute(theirs.values(state=state.value, done=at, done_by=by))


def _as_in(connection: Connection, newest: KeptArticle, undone: Piece) -> Content | None:
    """As the newest version has it; None where it has it no longer, or was asked about it by itself."""
    content, there = undone.content, [one.content for one in read_pieces(connection, newest.number)]
    if isinstance(content, Gone):
        return None if content in there else content
    if not isinstance(content, Cut):
        days = newest.read.days if isinstance(newest.read, SchoolCalendar) else ()
        known = {replace(one, repeated=False) for one in days} - {
            replace(one, repeated=False) for one in there if not isinstance(one, Cut | Gone)
        }
        return content if replace(content, repeated=False) in known else None
    if fingerprint([content.sentence]) in {fingerprint([one.sentence]) for one in there if isinstance(one, Cut)}:
        return None
    paragraphs = _paragraphs(read_article(connection, undone.article).read, newest.read, content)
    return replace(content, paragraphs=paragraphs) if paragraphs else None


def _paragraphs(older: object, newer: object, cut: Cut) -> tuple[int, ...]:
    if not isinstance(older, Article) or not isinstance(newer, Article):
        return ()
    prints = newer.prints
    found = (older.prints[one - 1] for one in cut.paragraphs)
    return tuple(sorted({prints.index(one) + 1 for one in found if one in prints}))
