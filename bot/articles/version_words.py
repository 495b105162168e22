"""How an article stands to other versions of it, in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.articles.routes import of_article
from bot.curating.proposing import Connected
from bot.desk import Call
from bot.pages import Offer
from knowledge.articles.article import Article
from knowledge.articles.following import newest_version
from knowledge.articles.keeping import KeptArticle, read_article
from knowledge.articles.versions import changed

MOST_NUMBERS = 12


@dataclass(frozen=True)
class Versions:
    """*kept* beside the one it follows and the newest one, which may be itself."""

    kept: KeptArticle
    before: KeptArticle | None
    newest: KeptArticle

    @property
    def in_doubt(self) -> bool:
        return self.kept.unsure and self.kept.closed is None


def versions_of(connection: Connected, kept: KeptArticle) -> Versions:
    before = None if kept.before is None else read_article(connection, kept.before)
    return Versions(kept, before, newest_version(connection, kept.number))


def version_lines(call: Call, versions: Versions) -> Iterator[str]:
    say, kept, before = call.say, versions.kept, versions.before
    if versions.newest.number != kept.number:
        yield say("A newer version of it is article {number}.", number=versions.newest.number)
    if before is None or kept.unsure:
        return
    yield say("It is a newer version of article {number}; only what changed waits.", number=before.number)
    if isinstance(kept.read, Article):
        found = changed(before.article, kept.read)
        if found.added:
            yield say("New or changed paragraphs: {numbers}", numbers=_numbers(found.added))
        if found.gone:
            yield say("Gone from the earlier version, paragraphs: {numbers}", numbers=_numbers(found.gone))


def version_warnings(call: Call, versions: Versions) -> Iterator[str]:
    if versions.in_doubt and versions.before is not None:
        yield call.say(
            "Nothing tells which is newer, this text or article {number}: nothing of it can be approved until somebody "
            "says so.",
            number=versions.before.number,
        )


def version_offers(call: Call, versions: Versions) -> Iterator[Offer]:
    say, number = call.say, versions.kept.number
    if versions.in_doubt:
        yield from doubt_offers(call, number)
    elif versions.newest.number != number:
        yield shown(call, versions.newest.number)
    elif versions.before is not None and not versions.kept.unsure:
        yield Offer(say("Show the earlier version"), of_article(call, "show", versions.before.number))


def doubt_offers(call: Call, number: int) -> tuple[Offer, ...]:
    say = call.say
    closing = replace(of_article(call, "close", number), confirmed=True)
    return (Offer(say("It is newer"), of_article(call, "newer", number)), Offer(say("Let it go"), closing))


def shown(call: Call, number: int) -> Offer:
    return Offer(call.say("Show article {number}", number=number), of_article(call, "show", number))


def _numbers(found: tuple[int, ...]) -> str:
    more = "…" if len(found) > MOST_NUMBERS else ""
    return ", ".join(map(str, found[:MOST_NUMBERS])) + more
