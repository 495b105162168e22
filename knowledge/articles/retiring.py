"""Articles past their time: texts of others are kept no longer than somebody reviews them or something rests on them.

All versions of an article go together, and not while families are told anything that rests on one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, delete, func, select, update

from knowledge.acting import wait_for_turn
from knowledge.articles.pieces import OPEN, PieceState
from knowledge.resting import told_of_sources
from knowledge.staff import FORGOTTEN
from knowledge.tables import article, piece

UNTOUCHED = timedelta(days=366)
"""After which an article goes although something in it waits; a calendar is about as many days."""
AT_ONCE = 200  # articles in one transaction
MOST_REPLACED = 5000  # pieces in one transaction
Families = Mapping[int, Collection[int]]


def retire_articles(connection: Connection, *, at: datetime, before: datetime, most: int = AT_ONCE) -> int:
    """Deletes what was finished *before*, and pieces that others took the place of then; returns how many articles.
    About so many at once as *most* says: none are left when it returns 0."""
    _drop_replaced(connection, before)
    if not _past(connection, at, before):
        return 0
    wait_for_turn(connection)  # whoever hands over may just make a newer version of one, or publish a piece
    doomed: list[int] = []
    for versions in _past(connection, at, before).values():
        if len(doomed) < most:
            doomed += versions
    connection.execute(delete(piece).where(piece.c.article_id.in_(doomed)))
    return connection.execute(delete(article).where(article.c.id.in_(doomed))).rowcount


def forget_reviewer(connection: Connection, person: str) -> None:
    """Who published is in the log of changes; who handed over, looked at or dropped something is nowhere else."""
    connection.execute(update(article).where(article.c.identity == person).values(identity=FORGOTTEN))
    connection.execute(update(piece).where(piece.c.opened_by == person).values(opened=None, opened_by=None))
    connection.execute(update(piece).where(piece.c.done_by == person).values(done_by=FORGOTTEN))


def _drop_replaced(connection: Connection, before: datetime) -> None:
    old = select(article.c.id).where(article.c.made <= before)
    newest = select(func.max(piece.c.id)).scalar_subquery()
    found = select(piece.c.id).where(
        piece.c.state == PieceState.REPLACED.value,
        func.coalesce(piece.c.done, before) <= before,
        piece.c.article_id.in_(old),
        piece.c.id != newest,
    )
    connection.execute(delete(piece).where(piece.c.id.in_(found.limit(MOST_REPLACED))))


def _past(connection: Connection, at: datetime, before: datetime) -> Families:
    """By the first of its versions. The newest numbers stay, for a file would give them out again."""
    waits, touched = _progress(connection)
    columns = (article.c.id, article.c.before, article.c.kind, article.c.source, article.c.made, article.c.closed)
    rows = {row.id: row for row in connection.execute(select(*columns)).all()}
    last = {max(rows, default=0), connection.scalar(select(piece.c.article_id).order_by(piece.c.id.desc()).limit(1))}

    def is_past(number: int) -> bool:
        row = rows[number]
        moment = max(one for one in (row.made, row.closed, touched.get(number)) if one is not None)
        lasting = row.kind != "article" or number in waits
        return number not in last and moment <= (min(at - UNTOUCHED, before) if lasting else before)

    families = _families({number: row.before for number, row in rows.items()})
    old = {first: versions for first, versions in families.items() if all(is_past(one) for one in versions)}
    sources = {rows[one].source for versions in old.values() for one in versions} - {None}
    told = told_of_sources(connection, sources, at=at) if sources else {}
    return {first: versions for first, versions in old.items() if not any(rows[one].source in told for one in versions)}


def _progress(connection: Connection) -> tuple[frozenset[int], dict[int, datetime]]:
    """In which something waits, and when each was last looked at."""
    waiting = (*OPEN, PieceState.DRAFTED)
    query = select(
        piece.c.article_id,
        func.sum(case((piece.c.state.in_(waiting), 1), else_=0)).label("waiting"),
        func.max(piece.c.done).label("done"),
        func.max(piece.c.opened).label("opened"),
    ).group_by(piece.c.article_id)
    rows = connection.execute(query).all()
    touched = {row.article_id: [one for one in (row.done, row.opened) if one is not None] for row in rows}
    return (
        frozenset(row.article_id for row in rows if row.waiting),
        {number: max(found) for number, found in touched.items() if found},
    )


def _families(before: Mapping[int, int | None]) -> Families:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number in before:
        *_, first = _back_from(number, before)
        found[first].append(number)
    return found


def _back_from(number: int | None, before: Mapping[int, int | None]) -> Iterator[int]:
    while number is not None:
        yield number
        number = before[number]
