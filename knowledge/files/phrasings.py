"""One phrasing leads to one place: the same words under two topics or asides in one language are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge.curated_set import CuratedSet
from knowledge.files.spots import Ledger, Spot
from knowledge.phrasings import all_spelled_out, spelled_out
from knowledge.topics import Aside, Topic

_MARKS = re.compile(r"[^\w\s]")
_ACCENTS = re.compile("[\u0300-\u036f]")


def normalised(phrasing: str) -> str:
    """Without capitals, accents of Latin letters, punctuation and doubled spaces; emoji stay."""
    plain = phrasing.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return " ".join(_MARKS.sub(_space, plain).split()) or phrasing.strip()


def _space(mark: re.Match[str]) -> str:
    return " " if unicodedata.category(mark[0])[0] in "PZC" else mark[0]


def note_shared_phrasings(curated: CuratedSet, below: CuratedSet, *, ledger: Ledger) -> None:
    """Topics and asides of *curated* against one another and against those *below* that stay."""
    gone = {one.slug for one in curated.topics} | {one.slug for one in curated.asides} | set(curated.withdrawn)
    owners: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, noun in _askable(below):
        if noun.slug not in gone:
            owners.update(dict.fromkeys(_keys(noun), (kind, noun.slug)))
    for kind, noun in _askable(curated):
        for language, key in _keys(noun):
            other = owners.setdefault((language, key), (kind, noun.slug))
            if other != (kind, noun.slug):
                spot, words = _where(ledger.declared[kind, noun.slug]["phrasings"], language, key)
                spot.note(f'"{words}" is a phrasing of the {kind} "{noun.slug}" and of the {other[0]} "{other[1]}"')


def _askable(curated: CuratedSet) -> Iterator[tuple[str, Topic | Aside]]:
    for topic in curated.topics:
        yield "topic", topic
    for aside in curated.asides:
        yield "aside", aside


def _keys(noun: Topic | Aside) -> Iterator[tuple[str, str]]:
    yield from ((language, normalised(one)) for language, one in all_spelled_out(noun.phrasings))


def _where(phrasings: Spot, language: str, key: str) -> tuple[Spot, str]:
    spots = phrasings.entries()[language].items()
    found = next(one for one in spots if one.is_scalar and key in map(normalised, spelled_out(one.scalar())))
    return found, found.scalar()
