"""Versions of an article: whether one that arrives is new, newer, older or the same text again, and what it changed.

An older copy never replaces a newer one; where nothing tells which is newer, a person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.articles.article import Article, Published
from knowledge.claims import Precision

ALIKE = 0.7
"""Share of the shorter one's paragraphs from which two texts are copies of one article."""
_FEW = 3
_MOST_PAIRS = 20_000  # of equal paragraphs, up to which two versions are compared in a fraction of a second


class Arrival(StrEnum):
    FIRST = "first"
    SAME = "same"
    """The same text, wherever it stands: it says again what it said."""
    NEWER = "newer"
    OLDER = "older"
    UNSURE = "unsure"
    """Another text at the same address, and nothing tells which is newer."""
    COPY = "copy"
    """Another address has most of it, as when two outlets print one agency's text."""


@dataclass(frozen=True)
class Arrived:
    """*beside*: the kept version that tells so; None for the first."""

    how: Arrival
    beside: Article | None = None


@dataclass(frozen=True)
class Changed:
    """Numbers of paragraphs, from 1: *added* in the newer version, *gone* from the older one."""

    added: tuple[int, ...]
    gone: tuple[int, ...]


def arrived(article: Article, kept: Sequence[Article]) -> Arrived:
    """*kept*: the versions known so far, of every address, the oldest first. A text that is known from another address
    can still be newer than what stood at its own."""
    there = [one for one in kept if article.address is not None and one.address == article.address]
    if there:
        return _at_one_address(article, there)
    same = [one for one in kept if one.fingerprint == article.fingerprint]
    if same:
        return Arrived(Arrival.SAME, same[0])
    mine = frozenset(article.prints)
    share, nearest = max(((_share(mine, one), one) for one in kept), key=lambda one: one[0], default=(0.0, None))
    return Arrived(Arrival.COPY, nearest) if share >= ALIKE else Arrived(Arrival.FIRST)


def _at_one_address(article: Article, there: Sequence[Article]) -> Arrived:
    """A page that went back to an earlier text is newer again, where it says when."""
    newest = max(there, key=lambda one: one.latest.timestamp() if one.latest else 0)
    if newest.fingerprint == article.fingerprint:
        return Arrived(Arrival.SAME, newest)
    how = _how_old(_stamp(article), _stamp(newest))
    same = [one for one in there if one.fingerprint == article.fingerprint]
    return Arrived(Arrival.SAME, same[-1]) if same and how is not Arrival.NEWER else Arrived(how, newest)


def _how_old(mine: Published | None, theirs: Published | None) -> Arrival:
    if mine is None or theirs is None or mine.at == theirs.at:
        return Arrival.UNSURE
    to_the_day = Precision.DAY in (mine.precision, theirs.precision)
    if to_the_day and mine.at.date() == theirs.at.date():
        return Arrival.UNSURE
    return Arrival.NEWER if mine.at > theirs.at else Arrival.OLDER


def _stamp(article: Article) -> Published | None:
    """What says when this version came to be."""
    known = [one for one in (article.published, article.changed) if one is not None]
    return max(known, key=lambda one: one.at) if known else None


def likeness(one: Article, other: Article) -> float:
    """Share of the shorter one's paragraphs that the other has as well; 0 for texts too short to tell."""
    return _share(frozenset(one.prints), other)


def _share(mine: frozenset[str], other: Article) -> float:
    return share_of(mine, frozenset(other.prints))


def share_of(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Of the shorter one's paragraphs, by their fingerprints; 0 for texts too short to tell."""
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= _FEW else 0.0


def changed(older: Article, newer: Article) -> Changed:
    found = SequenceMatcher(None, *_comparable(older.prints, newer.prints), autojunk=False)
    added: list[int] = []
    gone: list[int] = []
    for kind, old, old_end, new, new_end in found.get_opcodes():
        if kind != "equal":
            gone += range(old + 1, old_end + 1)
            added += range(new + 1, new_end + 1)
    return Changed(tuple(added), tuple(gone))


def _comparable(older: Sequence[str], newer: Sequence[str]) -> tuple[Sequence[Hashable], Sequence[Hashable]]:
    """As they are; where the same few repeat all the time, as in a table, each by how often it stood before, for
    comparing every one with every other would take minutes."""
    there = Counter(newer)
    if sum(count * there[one] for one, count in Counter(older).items()) <= _MOST_PAIRS:
        return older, newer
    return _counted(older), _counted(newer)


def _counted(prints: Sequence[str]) -> list[Hashable]:
    seen: Counter[str] = Counter()
    found: list[Hashable] = []
    for one in prints:
        seen[one] += 1
        found.append((one, seen[one]))
    return found
