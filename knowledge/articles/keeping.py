"""Articles and calendars as they were handed over, kept for reviewing; nothing here is found by a family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, or_, select, update

from knowledge.articles.article import Article, fingerprint
from knowledge.articles.calendars import SchoolCalendar
from knowledge.articles.pieces import OPEN, Content, add_pieces, replace_open
from knowledge.articles.versions import ALIKE, share_of
from knowledge.tables import article, piece

MOST_COMPARED = 200
"""Newest articles that one which arrives may be a copy of."""
_PRINT = 16  # signs of a paragraph's fingerprint that are kept


@dataclass(frozen=True)
class KeptArticle:
    """*read*: as it was read; *source*: the slug of what its claims rest on; *before*: the number of the version it
    follows; *unsure*: nothing told whether it is newer than that."""

    number: int
    made: datetime
    identity: str
    read: Article | SchoolCalendar
    address: str | None = None
    source: str | None = None
    before: int | None = None
    unsure: bool = False
    closed: datetime | None = None

    @property
    def article(self) -> Article:
        """Raises `TypeError` for a calendar."""
        if not isinstance(self.read, Article):
            raise TypeError(f"article {self.number} is a calendar")
        return self.read


@dataclass(frozen=True)
class Known:
    """What tells how another arrives, without its text. *address*: where it was found."""

    number: int
    address: str | None
    fingerprint: str
    unsure: bool


class NoSuchArticle(LookupError):
    """No article has that number."""


def keep_article(
    connection: Connection,
    read: Article | SchoolCalendar,
    contents: Iterable[Content],
    *,
    at: datetime,
    by: str,
    address: str | None = None,
    before: int | None = None,
    unsure: bool = False,
) -> int:
    """Returns its number. *before*: the version that it follows; *unsure*: nothing tells whether it is newer."""
    row = {
        "made": at,
        "identity": by,
        "kind": _kind(read),
        "address": read.address if isinstance(read, Article) and read.address else address,
        "fingerprint": fingerprint_of(read),
        "before": before,
        "body": _body(read),
        "prints": _prints(read),
        "unsure": int(unsure),
    }
    number: int = connection.scalars(insert(article).returning(article.c.id), [row]).one()
    add_pieces(connection, number, contents)
    return number


def fingerprint_of(read: Article | SchoolCalendar) -> str:
    if isinstance(read, Article):
        return read.fingerprint
    return fingerprint(f"{one.title} {one.kind} {one.first} {one.last} {one.begins} {one.ends}" for one in read.days)


def read_anew(connection: Connection, number: int, read: Article, contents: Iterable[Content] | None) -> None:
    """The article with what a person said of it; *contents*: new pieces in the place of those cut from it that nobody
    has dealt with, None: they stay."""
    connection.execute(update(article).where(article.c.id == number).values(body=_body(read), closed=None))
    if contents is None:
        return
    replace_open(connection, number, contents)


def name_source(connection: Connection, number: int, slug: str) -> None:
    """What its claims rest on from now on."""
    connection.execute(update(article).where(article.c.id == number).values(source=slug))


def named_sources(connection: Connection) -> frozenset[str]:
    """Also of those that a draft has yet to make."""
    return frozenset(connection.scalars(select(article.c.source).where(article.c.source.is_not(None)).distinct()))


def close_article(connection: Connection, number: int, *, at: datetime) -> None:
    connection.execute(update(article).where(article.c.id == number, article.c.closed.is_(None)).values(closed=at))


def read_article(connection: Connection, number: int) -> KeptArticle:
    """Raises `NoSuchArticle`."""
    row = connection.execute(select(article).where(article.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchArticle(f"there is no article {number}")
    return _article(row)


def known_of(
    connection: Connection, read: Article | SchoolCalendar, *, address: str | None = None
) -> tuple[Known, ...]:
    """Those of its own address and those of its very text, the oldest first."""
    alike = [article.c.fingerprint == fingerprint_of(read)]
    found_at = read.address if isinstance(read, Article) and read.address else address
    if found_at:
        alike.append(article.c.address == found_at)
    query = (
        select(article.c.id, article.c.address, article.c.fingerprint, article.c.unsure)
        .where(article.c.kind == _kind(read), or_(*alike))
        .order_by(article.c.id)
    )
    return tuple(Known(row.id, row.address, row.fingerprint, bool(row.unsure)) for row in connection.execute(query))


def copied(connection: Connection, number: int, read: Article, *, newest: int = MOST_COMPARED) -> int | None:
    """The article beside *number* that has most of the same text, of the *newest*; None where none has."""
    mine = frozenset(_prints(read))
    rows = connection.execute(
        select(article.c.id, article.c.prints)
        .where(article.c.id != number, article.c.kind == _kind(read))
        .order_by(article.c.id.desc())
        .limit(newest)
    ).all()
    shares = ((share_of(mine, frozenset(row.prints or ())), -row.id) for row in rows)
    share, first = max(shares, default=(0.0, 0))
    return -first if share >= ALIKE else None


def newest_articles(connection: Connection, *, most: int, unfinished: bool = False) -> tuple[KeptArticle, ...]:
    """*unfinished*: only those in which a piece waits."""
    query = select(article).order_by(article.c.id.desc()).limit(most)
    if unfinished:
        waits = select(piece.c.article_id).where(piece.c.state.in_(OPEN))
        query = query.where(article.c.closed.is_(None), article.c.id.in_(waits))
    return tuple(_article(row) for row in connection.execute(query).all())


@cache
def _readers() -> tuple[TypeAdapter[Article], TypeAdapter[SchoolCalendar]]:
    return TypeAdapter(Article), TypeAdapter(SchoolCalendar)


def _kind(read: Article | SchoolCalendar) -> str:
    return "article" if isinstance(read, Article) else "calendar"


def _body(read: Article | SchoolCalendar) -> Any:
    if isinstance(read, Article):
        return _readers()[0].dump_python(read, mode="json")
    return _readers()[1].dump_python(read, mode="json")


def _prints(read: Article | SchoolCalendar) -> list[str]:
    return [one[:_PRINT] for one in read.prints] if isinstance(read, Article) else []


def _article(row: Row[Any]) -> KeptArticle:
    read: Article | SchoolCalendar
    read = _readers()[0].validate_python(row.body) if row.kind == "article" else _readers()[1].validate_python(row.body)
    return KeptArticle(
        number=row.id,
        made=row.made,
        identity=row.identity,
        read=read,
        address=row.address,
        source=row.source,
        before=row.before,
        unsure=bool(row.unsure),
        closed=row.closed,
    )
