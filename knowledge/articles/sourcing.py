"""What an article says of itself, as a source says it: when it was published, by whom, under what title.

The source that stands wins over one that somebody drafted before it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from knowledge.articles.article import Article
from knowledge.articles.keeping import read_article
from knowledge.articles.pieces import articles_of_draft
from knowledge.claims import Source
from knowledge.codec import Kind, Noun
from knowledge.revisions import current


def said_by(source: Source, article: Article) -> Source:
    """The source as the article has it; equal where they agree."""
    if article.said is None:
        return source
    return replace(
        source,
        outlet=article.outlet or source.outlet,
        published=article.said.at,
        precision=article.said.precision,
        title=article.title or source.title,
    )


def on_sources_of_now(
    connection: Connection, draft: int, nouns: Iterable[Noun], *, based_on: Mapping[tuple[Kind, str], int]
) -> tuple[Noun, ...]:
    """The nouns of a draft that was made of an article: without the source that it would have made where one stands by
    now, else with what was said of the article since."""
    articles = [read_article(connection, one) for one in articles_of_draft(connection, draft)]
    named = {one.source: one for one in articles}
    found: list[Noun] = []
    for noun in nouns:
        kept = named.get(noun.slug) if isinstance(noun, Source) else None
        if kept is None or not isinstance(noun, Source) or based_on.get((Kind.SOURCE, noun.slug), 0):
            found.append(noun)
        elif not current(connection, Source, [noun.slug]):
            found.append(said_by(noun, kept.read) if isinstance(kept.read, Article) else noun)
    return tuple(found)
