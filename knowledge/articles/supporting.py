"""What families are told that rests on an article: what its newest version still has, what has lost its paragraph."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from knowledge.articles.article import Article, fingerprint
from knowledge.articles.following import versions_before
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Gone, read_pieces
from knowledge.articles.versions import changed
from knowledge.lives import Life, Lived, read_lives
from knowledge.resting import resting_on


def resting(connection: Connection, versions: Collection[KeptArticle], *, at: datetime) -> tuple[Lived, ...]:
    """The claims that rest on any of them and are told now, or will be."""
    sources = {one.source for one in versions if one.source is not None}
    slugs = [one.claim.slug for source in sorted(sources) for one in resting_on(connection, source, at=at) if one.told]
    lives = read_lives(connection, at=at, slugs=slugs) if slugs else ()
    return tuple(one for one in lives if one.life in (Life.LIVE, Life.SCHEDULED))


def supported(connection: Connection, kept: KeptArticle, *, at: datetime) -> tuple[Lived, ...]:
    """What rests on it, and what rests on its earlier versions at paragraphs that it has as well."""
    found = list(resting(connection, [kept], at=at))
    for older in versions_before(connection, kept) if isinstance(kept.read, Article) else ():
        there = [one for one in resting(connection, [older], at=at) if one.claim.paragraphs]
        gone = set(changed(older.article, kept.article).gone) if there else frozenset[int]()
        found += [one for one in there if not gone & set(one.claim.paragraphs)]
    return tuple({one.claim.slug: one for one in found}.values())


def lost(connection: Connection, read: Article, older: Sequence[KeptArticle], *, at: datetime) -> tuple[Gone, ...]:
    """Each claim that rests on one of the *older* versions at a paragraph which *read* no longer has; what somebody
    looked at before is not asked again."""
    seen = {(one.claim, fingerprint([one.text])) for kept in older for one in _seen(connection, kept)}
    found = {one.claim: one for kept in older for one in _lost_of(connection, read, kept, at=at)}
    return tuple(one for one in found.values() if (one.claim, fingerprint([one.text])) not in seen)


def _lost_of(connection: Connection, read: Article, older: KeptArticle, *, at: datetime) -> Iterator[Gone]:
    there = resting(connection, [older], at=at)
    gone = frozenset(changed(older.article, read).gone) if there else frozenset[int]()
    for one in there:
        for number in sorted(gone & set(one.claim.paragraphs))[:1]:
            yield Gone(one.claim.slug, number, older.article.paragraphs[number - 1].text)


def _seen(connection: Connection, kept: KeptArticle) -> Iterator[Gone]:
    for one in read_pieces(connection, kept.number):
        if isinstance(one.content, Gone) and not one.is_open:
            yield one.content
