"""What stands in a form before anybody touches it: what it changes, written as an editor would write it, and of which
revision.

What nobody touched is no change, so that of two who edit different fields nobody undoes the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from bot.desk import Desk
from bot.pages import Invocation
from bot.values import EMPTIED
from knowledge.claims import Claim, Scope
from knowledge.codec import Kind
from knowledge.district import District
from knowledge.lives import Lived, read_life
from knowledge.texts import Texts

CHANGING = ("claim edit", "claim")  # the command that changes something, and the field that names it


@dataclass(frozen=True)
class Standing:
    """*values*: by field, those that are not empty."""

    values: Mapping[str, str] = field(default_factory=dict)
    based_on: Mapping[tuple[Kind, str], int] = field(default_factory=dict)


async def standing(desk: Desk, invocation: Invocation) -> Standing | None:
    """None where there is nothing of that name; empty for a command that changes nothing that stands."""
    command, named = CHANGING
    if f"{invocation.name} {invocation.action}".strip() != command:
        return Standing()
    slug = invocation.values.get(named, "").strip().casefold()
    lived: Lived | None = await desk.database.read(partial(read_life, slug=slug, at=invocation.at))
    if lived is None:
        return None
    district = (await desk.library.edition()).district
    values = {name: words for name, words in _written(lived.claim, district) if words}
    return Standing(values, {(Kind.CLAIM, lived.claim.slug): lived.number})


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
