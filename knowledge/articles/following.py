"""Versions of one article in a row: which follows which, and giving way to a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from knowledge.articles.keeping import KeptArticle, close_article, read_article
from knowledge.articles.pieces import OPEN, PieceState
from knowledge.tables import article, piece

MOST_VERSIONS = 50
"""Of one article that another is compared with."""


def followers(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """By version the one that is known to be newer."""
    sure = select(article.c.before, article.c.id).where(article.c.before.in_(numbers), article.c.unsure == 0)
    return {row.before: row.id for row in connection.execute(sure).all()}


def newest_version(connection: Connection, number: int) -> KeptArticle:
    """Of an article, which may be that one itself. Raises `NoSuchArticle`."""
    while newer := followers(connection, [number]):
        number = newer[number]
    return read_article(connection, number)


def versions_before(connection: Connection, kept: KeptArticle) -> tuple[KeptArticle, ...]:
    """The newest first, `MOST_VERSIONS` at most."""
    found: list[KeptArticle] = []
    while kept.before is not None and len(found) < MOST_VERSIONS:
        kept = read_article(connection, kept.before)
        found.append(kept)
    return tuple(found)


def give_way(connection: Connection, number: int, *, by: str, at: datetime) -> None:
    """A newer version takes its place; what still waited in it is looked at there."""
    still = and_(piece.c.article_id == number, piece.c.state.in_(OPEN))
    replaced = update(piece).where(still).values(state=PieceState.REPLACED.value, opened=None, opened_by=None)
    connection.execute(replaced.values(done=at, done_by=by))
    close_article(connection, number, at=at)


def follow_article(connection: Connection, number: int, *, before: int) -> None:
    """A person said that it is newer than the one *before*."""
    connection.execute(update(article).where(article.c.id == number).values(unsure=0, before=before))
