"""What stands in a form before anybody touches it: what it changes, written as an editor would write it, and of which
revision.

What nobody touched is no change, so that of two who edit different fields nobody undoes the other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from bot.articles.approving import read_of
from bot.desk import Desk
from bot.pages import Invocation
from bot.values import EMPTIED
from knowledge.articles.article import Article
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, read_article
from knowledge.articles.pieces import NoSuchPiece, Piece, read_piece
from knowledge.claims import Claim, Precision, Scope
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.lives import Lived, read_life
from knowledge.texts import Texts
from knowledge.topics import TopicKind

MOST_DIGITS = 9


@dataclass(frozen=True)
class Standing:
    """*values*: by field, those that are not empty."""

    values: Mapping[str, str] = field(default_factory=dict)
    based_on: Mapping[tuple[Kind, str], int] = field(default_factory=dict)


async def standing(desk: Desk, invocation: Invocation) -> Standing | None:
    """None where there is nothing of that name; empty for a command that changes nothing that stands."""
    found = CHANGING.get(f"{invocation.name} {invocation.action}".strip())
    return await found(desk, invocation) if found is not None else Standing()


async def _of_claim(desk: Desk, invocation: Invocation) -> Standing | None:
    slug = invocation.values.get("claim", "").strip().casefold()
    lived: Lived | None = await desk.database.read(partial(read_life, slug=slug, at=invocation.at))
    if lived is None:
        return None
    district = (await desk.library.edition()).district
    values = {name: words for name, words in _written(lived.claim, district) if words}
    return Standing(values, {(Kind.CLAIM, lived.claim.slug): lived.number})


async def _of_article(desk: Desk, invocation: Invocation) -> Standing | None:
    """As it was read; None also for one whose date is not known, which is asked for before anything else."""
    number = _number(invocation.values.get("article", ""))
    try:
        kept: KeptArticle | None = (
            await desk.database.read(partial(read_article, number=number)) if number is not None else None
        )
    except NoSuchArticle:
        return None
    if kept is None or not isinstance(kept.read, Article) or kept.article.published is None:
        return None
    said, district = kept.article.published, (await desk.library.edition()).district
    by_day = said.precision is Precision.DAY
    published = district.local(said.at).date().isoformat() if by_day else _moment(said.at, district)
    given = {"published": published, "outlet": kept.article.outlet or "", "title": kept.article.title or ""}
    return Standing({name: words for name, words in given.items() if words})


async def _of_piece(desk: Desk, invocation: Invocation) -> Standing | None:
    """As it was read from the article; None also for one that was dealt with or says nothing a claim can say."""
    number = _number(invocation.values.get("piece", ""))
    try:
        piece: Piece | None = (
            await desk.database.read(partial(read_piece, number=number)) if number is not None else None
        )
    except NoSuchPiece:
        return None
    if piece is None or not piece.is_open or not isinstance(piece.content, Cut):
        return None
    topics = (await desk.library.edition()).topics
    slug = invocation.values.get("topic") or piece.cut.topics[0]
    topic = topics.get(slug)
    read = read_of(piece.cut, of_day=topic is not None and topic.kind is TopicKind.DAY)
    return Standing({name: words for name, words in (("topic", slug), *_read(read)) if words})


CHANGING: Mapping[str, Callable[[Desk, Invocation], Awaitable[Standing | None]]] = {
    "claim edit": _of_claim,
    "article set": _of_article,
    "article edit": _of_piece,
}
"""By the command that changes something."""


def _number(written: str) -> int | None:
    plain = written.strip().removeprefix("#").strip()
    return int(plain) if plain.isdecimal() and len(plain) <= MOST_DIGITS else None


def touched(given: Mapping[str, str], stood: Mapping[str, str]) -> dict[str, str]:
    """What a form that was sent says otherwise than it stood; what was emptied is said to be."""
    changed = {}
    for name, words in given.items():
        said, before = " ".join(words.split()), " ".join(stood.get(name, "").split())
        if said != before:
            changed[name] = said or EMPTIED
    return changed


def _written(claim: Claim, district: District) -> Iterator[tuple[str, str]]:
    main, *others = district.languages
    for name, texts in (("words", claim.words), ("advice", claim.advice)):
        yield name, _words(texts, main)
        yield from ((f"{name}_{tag}", _words(texts, tag)) for tag in others)
    yield "days", _days(claim.first_day, claim.last_day)
    yield "status", claim.status.value if claim.status else ""
    yield "hour", _hour(claim.at)
    yield "hours", "-".join(_hour(one) for one in (claim.begins, claim.closes) if one)
    yield "places", _listed(claim.places)
    yield "scope", _scope(claim.scope)
    yield "firmness", claim.firmness.value
    yield "speaker", _listed(claim.speakers)
    yield from (("condition", claim.condition or ""), ("source", claim.source), ("event", claim.event or ""))
    yield "start", _moment(claim.serve_from, district)
    yield "end", _moment(claim.serve_until, district)
    yield "supersedes", _listed(claim.supersedes)


def _read(read: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """*read*: by the fields of a claim, as `read_of` gives them."""
    days, hours = read.get("days"), read.get("hours")
    if days is not None:
        yield "days", _days(days.first, days.last)
    yield "status", read.get("status", "")
    yield "hour", _hour(read.get("hour"))
    if hours is not None:
        yield "hours", "-".join(_hour(one) for one in hours if one)
    yield "scope", _scope(read.get("scope", Scope()))
    yield "firmness", read.get("firmness", "")
    yield "speaker", _listed(read.get("speaker", ()))


def _words(texts: Texts, language: str) -> str:
    return texts[language].words if language in texts else ""


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return first.isoformat() if last in (None, first) else f"{first.isoformat()} to {last}"


def _hour(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _moment(moment: datetime | None, district: District) -> str:
    return f"{district.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _listed(names: Iterable[str]) -> str:
    return "; ".join(names)


def _scope(scope: Scope) -> str:
    return _listed((*(f"{one.value} school" for one in scope.levels), *scope.schools))
