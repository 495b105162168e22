"""Receiving what an editor hands over: compared with what was kept in the transaction that keeps it.

Of two who hand over the same text at once the second finds the first's. An older copy changes nothing; a newer version
leaves only what changed, and what nobody had dealt with, to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from knowledge.articles.article import Article, fingerprint
from knowledge.articles.calendars import ProposedDays, SchoolCalendar
from knowledge.articles.cuts import Cut
from knowledge.articles.following import follow_article, followers, give_way, newest_version, versions_before
from knowledge.articles.keeping import (
    KeptArticle,
    Known,
    fingerprint_of,
    keep_article,
    known_of,
    read_anew,
    read_article,
)
from knowledge.articles.pieces import Content, Piece, read_pieces
from knowledge.articles.supporting import lost
from knowledge.articles.versions import Arrival, arrived, changed
from knowledge.publishing import wait_for_turn


@dataclass(frozen=True)
class Received:
    """*number*: of what was kept now; where nothing was, of the same text, or of the newer one."""

    how: Arrival
    number: int


class SaidMeanwhile(ValueError):
    """Somebody else said something of the article in the meantime."""


class NotInDoubt(ValueError):
    """It is known whether the version is newer."""


def receive(
    connection: Connection,
    read: Article | SchoolCalendar,
    contents: Sequence[Content],
    *,
    at: datetime,
    by: str,
    address: str | None = None,
) -> Received:
    """*contents*: all that was cut from it; *address*: where it was found."""
    wait_for_turn(connection)
    how, beside = _compared(connection, read, address)
    if beside is None:
        number = keep_article(connection, read, contents, at=at, by=by, address=address)
        return Received(Arrival.FIRST, number)
    if how in (Arrival.SAME, Arrival.OLDER):
        return Received(how, beside.number)
    if isinstance(read, Article):
        read = replace(read, outlet=read.outlet or beside.article.outlet)
    unsure = how is Arrival.UNSURE
    if not unsure:
        contents = _to_look_at(connection, read, contents, (beside, *versions_before(connection, beside)), at=at)
        give_way(connection, beside.number, by=by, at=at)
    number = keep_article(
        connection, read, contents, at=at, by=by, address=address, before=beside.number, unsure=unsure
    )
    return Received(how, number)


def take_as_newer(connection: Connection, number: int, *, at: datetime, by: str) -> None:
    """A person said that it is newer than all that is known of its address. Raises `NoSuchArticle`, `NotInDoubt`."""
    wait_for_turn(connection)
    kept = read_article(connection, number)
    if not kept.unsure or kept.before is None:
        raise NotInDoubt(f"article {number} is not in doubt")
    older = newest_version(connection, kept.before)
    # Those of an article that was let go come back with it.
    wanted = [one for one in read_pieces(connection, number) if one.is_open or kept.closed is not None]
    versions = (older, *versions_before(connection, older))
    contents = _to_look_at(connection, kept.article, [one.content for one in wanted], versions, at=at)
    give_way(connection, older.number, by=by, at=at)
    read_anew(connection, number, kept.article, contents)
    follow_article(connection, number, before=older.number)


def read_again(
    connection: Connection, number: int, read: Article, cuts: Sequence[Cut] | None, *, instead_of: Article | None = None
) -> None:
    """With what a person said of it; *cuts*: all of it cut anew, of which nothing comes back that was dealt with, in it
    or in an earlier version, and nothing at all where a newer one is known. *instead_of*: as the person saw it. Raises
    `NoSuchArticle`, and `SaidMeanwhile` where somebody else said something of it since."""
    wait_for_turn(connection)
    kept = read_article(connection, number)
    if instead_of is not None and kept.read != instead_of:
        raise SaidMeanwhile(f"article {number} was changed meanwhile")
    if cuts is None:
        read_anew(connection, number, read, None)
        return
    left = [] if followers(connection, [number]) else _left(cuts, read_pieces(connection, number))
    if not kept.unsure and (before := versions_before(connection, kept)):
        left = _of_newer(connection, read, left, before)
    read_anew(connection, number, read, left)


def missing_days(read: SchoolCalendar, older: SchoolCalendar, *, since: date) -> tuple[ProposedDays, ...]:
    """Days still to come that the older one had and *read* has not."""
    known = {_said(one) for one in read.days}
    return tuple(one for one in older.days if one.first >= since and _said(one) not in known)


# How it arrives


def _compared(
    connection: Connection, read: Article | SchoolCalendar, address: str | None
) -> tuple[Arrival, KeptArticle | None]:
    """With the newest version of each, the only ones whose texts are read; None for the first."""
    known = known_of(connection, read, address=address)
    newer = followers(connection, [one.number for one in known])
    standing = [one for one in known if not one.unsure and one.number not in newer]
    heads = [read_article(connection, one.number) for one in standing]
    if isinstance(read, SchoolCalendar):
        return _calendar(read, heads, address)
    same = fingerprint_of(read)
    others = [one for one in known if one not in standing and one.fingerprint == same]
    found = arrived(read, [one.article for one in heads])
    if found.how is Arrival.UNSURE:
        again = [one for one in others if one.unsure and one.address == read.address]
        if again:
            return Arrival.SAME, read_article(connection, again[-1].number)
        return found.how, _of(found.beside, heads)
    if found.beside is None and others:
        return _known(connection, others[-1])
    return found.how, _of(found.beside, heads)


def _of(beside: Article | None, heads: Iterable[KeptArticle]) -> KeptArticle | None:
    return next((one for one in heads if one.read is beside), None)


def _known(connection: Connection, same: Known) -> tuple[Arrival, KeptArticle]:
    """The very text of what stands in doubt, or of what gave way to a newer version."""
    if same.unsure:
        return Arrival.SAME, read_article(connection, same.number)
    return Arrival.OLDER, newest_version(connection, same.number)


def _calendar(
    read: SchoolCalendar, heads: Sequence[KeptArticle], address: str | None
) -> tuple[Arrival, KeptArticle | None]:
    """What an address gives now is newer than what it gave before."""
    here = [one for one in heads if address is not None and one.address == address]
    same = [one for one in here or heads if fingerprint_of(one.read) == fingerprint_of(read)]
    if same:
        return Arrival.SAME, same[-1]
    return (Arrival.NEWER, here[-1]) if here else (Arrival.FIRST, None)


# What of it is to be looked at


def _to_look_at(
    connection: Connection,
    read: Article | SchoolCalendar,
    contents: Sequence[Content],
    versions: Sequence[KeptArticle],
    *,
    at: datetime,
) -> list[Content]:
    """*versions*: those before it, the newest first. What is told and has lost its paragraph comes first: it may be
    wrong by now."""
    left = _of_newer(connection, read, contents, versions)
    return [*lost(connection, read, versions, at=at), *left] if isinstance(read, Article) else left


def _of_newer(
    connection: Connection,
    read: Article | SchoolCalendar,
    contents: Iterable[Content],
    versions: Sequence[KeptArticle],
) -> list[Content]:
    pieces = [piece for one in versions for piece in read_pieces(connection, one.number)]
    added = frozenset(changed(versions[0].article, read).added) if isinstance(read, Article) else frozenset[int]()
    return _left(contents, pieces, added)


def _left(contents: Iterable[Content], pieces: Collection[Piece], added: frozenset[int] = frozenset()) -> list[Content]:
    """Without what was dealt with already, unless it stands in a paragraph that was *added*."""
    waiting = {_said(one.content) for one in pieces if one.is_open}
    done = {_said(one.content) for one in pieces if not one.is_open} - waiting
    return [one for one in contents if _said(one) not in done or (isinstance(one, Cut) and added & set(one.paragraphs))]


def _said(content: Content) -> Hashable:
    """Equal where two say the same; what a cut may be about is the matcher's guess and changes with its topics."""
    if isinstance(content, ProposedDays):
        return replace(content, repeated=False)
    if not isinstance(content, Cut):
        return content
    days = (content.first_day, content.last_day, content.unresolved, content.at, content.begins, content.closes)
    rest = (content.scope, content.status, content.firmness, content.condition, content.taken_back)
    return (fingerprint([content.sentence]), *days, *rest)
