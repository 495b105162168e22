"""What became known of an article since a draft was made of one of its pieces: a newer version, another date."""

from __future__ import annotations

from collections.abc import Iterator

from bot.curating.proposing import Connected
from bot.desk import Call
from knowledge.articles.article import Article
from knowledge.articles.following import newest_version
from knowledge.articles.keeping import KeptArticle, read_article
from knowledge.articles.pieces import articles_of_draft
from knowledge.articles.sourcing import said_by
from knowledge.claims import Source
from knowledge.codec import Kind
from knowledge.drafts import Draft
from knowledge.revisions import history


def since_drafted(connection: Connected, call: Call, waiting: Draft) -> Iterator[str]:
    """Warnings for whoever approves it. *waiting*: as it was made."""
    for number in articles_of_draft(connection, waiting.number):
        newest = newest_version(connection, number).number
        if newest != number:
            yield call.say(
                "Article {number} is older than article {newest}, which may say otherwise.",
                number=number,
                newest=newest,
            )
        yield from _of_another_date(connection, call, waiting, read_article(connection, number))


def _of_another_date(connection: Connected, call: Call, waiting: Draft, kept: KeptArticle) -> Iterator[str]:
    taken = _taken(connection, kept.source or "", waiting)
    if taken is None or not isinstance(kept.read, Article):
        return
    said = said_by(taken, kept.read)
    if said.published == taken.published:
        return
    say, local = call.say, call.edition.district.local
    yield say(
        "The date of article {number} was set anew since: this was read as of {before}, it was published {day}. Please "
        "check the days of this draft.",
        number=kept.number,
        before=say.day(local(taken.published).date(), at=call.at),
        day=say.day(local(said.published).date(), at=call.at),
    )


def _taken(connection: Connected, slug: str, waiting: Draft) -> Source | None:
    """What the draft was read by: the source it would have made, else the one that stood then."""
    own = next((one for one in waiting.nouns if isinstance(one, Source) and one.slug == slug), None)
    stood = [one.noun for one in history(connection, Kind.SOURCE, slug) if one.recorded <= waiting.made]
    return own or next((one for one in reversed(stood) if isinstance(one, Source)), None)
