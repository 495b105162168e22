"""What the claims of an article rest on: one source for all of them, made with the first that is published."""

from __future__ import annotations

import re
from datetime import date

from bot.curating.proposing import Connected
from bot.curating.refusing import Refusal
from bot.desk import Call
from knowledge.articles.article import Article
from knowledge.articles.keeping import KeptArticle, named_sources
from knowledge.articles.secrets import shown_address
from knowledge.articles.sourcing import said_by
from knowledge.claims import Source
from knowledge.lives import slugs_beginning
from knowledge.revisions import current

LONGEST_STEM = 60
_PLAIN = re.compile(r"[^a-z0-9]+")
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)


def outlet_of(article: Article) -> str:
    """As the article names it, else the host it was found on."""
    return article.outlet or host_of(article.address)


def host_of(address: str | None) -> str:
    found = _HOST.match(address or "")
    return found[1].lower() if found else ""


def free_slug(connection: Connected, outlet: str, day: date) -> str:
    """Of a source that is new, and that no draft of another article is about to make."""
    stem = _PLAIN.sub("-", outlet.casefold()).strip("-")[:LONGEST_STEM] or "source"
    stem = f"{stem}-{day:%Y-%m-%d}"
    taken, slug, count = slugs_beginning(connection, stem) | named_sources(connection), stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return slug


def standing_source(connection: Connected, kept: KeptArticle) -> Source | None:
    """The one that the article's first claim made."""
    return current(connection, Source, [kept.source]).get(kept.source) if kept.source else None


def other_source(connection: Connected, kept: KeptArticle) -> Source | None:
    """The standing one, where it says something else of the article than was said of it since."""
    standing = standing_source(connection, kept)
    if standing is None or not isinstance(kept.read, Article) or said_by(standing, kept.read) == standing:
        return None
    return standing


def apart_words(call: Call, kept: KeptArticle) -> str:
    return call.say(
        "What is told of article {number} rests on a source that says another date, publisher or title. Nothing more "
        "can be approved until they agree.",
        number=kept.number,
    )


def source_of(connection: Connected, call: Call, kept: KeptArticle) -> Source:
    """The one its first claim made, else as it will be; raises `Refusal` where it is not known when it was said, or is
    told otherwise."""
    if other_source(connection, kept) is not None:
        raise Refusal(apart_words(call, kept))
    standing = standing_source(connection, kept)
    if standing is not None:
        return standing
    article = kept.article
    if article.said is None:
        raise Refusal(call.say("Nothing can be approved until somebody says when the article was published."))
    outlet = outlet_of(article)
    day = call.edition.district.local(article.said.at).date()
    slug = kept.source or free_slug(connection, outlet, day)
    spoken = call.edition.district.languages
    return Source(
        slug=slug,
        outlet=outlet,
        published=article.said.at,
        precision=article.said.precision,
        title=article.title,
        address=shown_address(article.address),
        language=article.language if article.language in spoken else spoken[0],
    )
