"""What a person says of an article: it counts more than what the page says.

Where something that rests on the article was published, it is previewed and published like any change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.articles.gathering import cuts_of, said_by_a_person
from bot.articles.overview import overview
from bot.articles.resting import standing_source
from bot.articles.routes import of_article
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal, propose, revisions_seen
from bot.curating.refusing import Misfit, Refusal
from bot.curating.sources import claim_line
from bot.desk import Call, Desk
from bot.pages import Offer, Page, PageKind, Problem
from knowledge.articles.article import Article, Note
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.receiving import SaidMeanwhile, read_again
from knowledge.articles.sourcing import said_by
from knowledge.articles.supporting import resting
from knowledge.claims import Claim, Precision, Source
from knowledge.codec import Kind

MOST_TRIED = 3  # where somebody else says something of it at the same moment


async def correct(desk: Desk, call: Call) -> Page:
    """Its open pieces are cut anew where its date is another. Raises `Misfit` and `Refusal`."""
    for _ in range(MOST_TRIED):
        try:
            return await _corrected(desk, call, await _article(desk, call))
        except SaidMeanwhile:
            continue
    raise Refusal(call.say("Somebody else changed this while you were at it. Nothing of yours was published."))


async def _corrected(desk: Desk, call: Call, kept: KeptArticle) -> Page:
    """Raises `SaidMeanwhile`."""
    said = _said(call, kept.article)
    article = replace(kept.article, **said)
    correction = await desk.database.read(partial(_correction, call=call, kept=kept, article=article))
    if not said and correction is None:
        missing = "published" if article.published is None else "outlet"
        raise Misfit(Problem(missing, call.say("This is needed.")))
    cuts = await cuts_of(article, call.edition, desk.reader.days) if "published" in said else None
    writing = partial(read_again, number=kept.number, read=article, cuts=cuts, instead_of=kept.article)
    if correction is None:
        await desk.database.write(writing)
        return await overview(desk, call, kept.number)

    def write(connection: Connected, _: object) -> None:
        writing(connection)

    proposal = replace(_proposal(call, kept, correction), besides=write, kept=write)
    page = await propose(desk, _pinned(call), proposal)
    if page.kind is not PageKind.DONE:
        return page
    return replace(page, offers=(Offer(call.say("All pieces"), of_article(call, "show", kept.number)), *page.offers))


def _said(call: Call, article: Article) -> dict[str, Any]:
    """The fields that a person gives. Raises `Misfit`."""
    values = call.values
    said: dict[str, Any] = {name: values[name] for name in ("outlet", "title") if values.get(name)}
    published: datetime | None = values.get("published")
    if published is None:
        return said
    if published > call.invocation.at:
        raise Misfit(Problem("published", call.say("That is still to come.")))
    notes = tuple(one for one in article.notes if one not in (Note.FUTURE, Note.CHANGED_LATER))
    return {**said, "published": said_by_a_person(published), "changed": None, "notes": notes}


def _pinned(call: Call) -> Call:
    """What is confirmed is the moment that was shown, whatever "now" has come to mean."""
    published: datetime | None = call.values.get("published")
    if published is None:
        return call
    values: Mapping[str, str] = {**call.invocation.values, "published": published.isoformat()}
    return replace(call, invocation=replace(call.invocation, values=values))


@dataclass(frozen=True)
class _Correction:
    """*resting*: the claims that are told, now or later, and rest on the source."""

    before: Source
    after: Source
    revision: int
    resting: tuple[Claim, ...]


def _correction(connection: Connected, call: Call, kept: KeptArticle, article: Article) -> _Correction | None:
    """Where something was published of it, and its source says otherwise."""
    before = standing_source(connection, kept)
    if before is None or (after := said_by(before, article)) == before:
        return None
    key = (Kind.SOURCE, before.slug)
    claims = tuple(one.claim for one in resting(connection, [kept], at=call.invocation.at))
    return _Correction(before, after, revisions_seen(connection, [key])[key], claims)


def _proposal(call: Call, kept: KeptArticle, correction: _Correction) -> Proposal:
    say, before, after, told = call.say, correction.before, correction.after, correction.resting
    moved = (before.published, before.precision) != (after.published, after.precision)
    lines = (say("This rests on it and is told:"), *(claim_line(call, one) for one in told)) if told else ()
    other_day = moved and any(one.first_day is not None for one in told)
    check = say("The days that these speak of stay as they are: please check whether others are meant.")
    return Proposal(
        says=say(
            "Corrects what article {number} is told to be: {before} → {after}",
            number=kept.number,
            before=_named(call, before),
            after=_named(call, after),
        ),
        nouns=(after,),
        based_on={(Kind.SOURCE, after.slug): correction.revision},
        meaning=moved,
        cells=cells_of_claims(told),
        lines=lines,
        warnings=(check,) if other_day else (),
    )


def _named(call: Call, source: Source) -> str:
    local = call.edition.district.local(source.published)
    parts = [source.outlet, source.title, call.say.day(local.date(), at=call.at)]
    if source.precision is Precision.MINUTE:
        parts.append(call.say.hour(local))
    return ", ".join(one for one in parts if one)


async def _article(desk: Desk, call: Call) -> KeptArticle:
    """The one that is named. Raises `Refusal`."""
    number: int = call.values["article"]
    try:
        kept: KeptArticle = await desk.database.read(partial(read_article, number=number))
    except NoSuchArticle:
        raise Refusal(call.say("There is no article {number}.", number=number)) from None
    if not isinstance(kept.read, Article):
        raise Refusal(call.say("Article {number} is a calendar.", number=number))
    return kept
