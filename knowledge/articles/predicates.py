"""Where a sentence is parted: at conjunctions whose sides each say a thing of their own, and before an aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from knowledge.articles.sentences import Cues

_STOP = re.compile(r"[;.!?](?=\s)")
_AND = re.compile(r"\W*\w*\W*")
_PREDICATE_WORDS = 7  # up to the verb of a clause with its own subject
_FAR = 300  # letters of a side that are looked at, for a text may be one endless sentence
_OF_SCHOOLS = ("closed", "open", "delayed", "early", "remote")
_SAYING = (*_OF_SCHOOLS, "hours", "services", "plans", "decided")


def breaks(text: str, begin: int, end: int, cues: Cues) -> Iterator[int]:
    """Where a conjunction or the end of a sentence stands."""
    part = text[begin:end]
    found = [one.start() for one in (*cues.every(part, "and"), *_STOP.finditer(part))]
    yield from (begin + one for one in sorted(found))


def own_predicates(text: str, cues: Cues, *, anchors: Sequence[int], dated: Sequence[int]) -> list[int]:
    """Where each part begins, and the end of the last. *anchors*: where days and hours stand, *dated*: days alone."""
    begins = [0]
    for at in breaks(text, 0, len(text), cues):
        if at > begins[-1] and _says_on(text, begins[-1], at, cues, anchors=anchors, dated=dated):
            begins.append(at)
    aside = (found for found in _aside(cues).finditer(text) if _is_aside(text[found.end() :], found, cues))
    return [*sorted({*begins, *(found.start() for found in aside if found.start())}), len(text)]


@cache
def _aside(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf",\s+(?:{cues.written('with')}|{cues.written('called_off')})\s+", re.IGNORECASE)


def _is_aside(after: str, found: re.Match[str], cues: Cues) -> bool:
    """ "…, ending a strike", "…, with recess held indoors"."""
    soon = " ".join(after[:_FAR].split()[:_PREDICATE_WORDS])
    return cues.has(found[0], "called_off") or (cues.has(soon, "services") and not cues.has(soon, "ahead"))


def _says_on(text: str, begin: int, at: int, cues: Cues, *, anchors: Sequence[int], dated: Sequence[int]) -> bool:
    """Whether what follows a conjunction says another thing: it has a verb of its own, or tells whom it lets know,
    and what stands before is whole as well. A day behind both is meant for both."""
    conjunction = _AND.match(text, at)
    start = conjunction.end() if conjunction else at
    before, behind = text[max(begin, at - _FAR) : at], text[start : start + _FAR]
    soon = " ".join(behind.split()[:_PREDICATE_WORDS])
    tells = cues.has(soon, "decided")
    day_before = any(begin <= one < at for one in dated)
    if cues.starts(behind, "gathers") and cues.has(before, "plans"):
        return day_before or not any(start <= one < _next_break(text, start, cues) for one in dated)
    whole = cues.has(before, "ahead") or any(begin <= one < at for one in anchors)
    if not whole or not (cues.has(soon, "ahead") or tells):
        return False
    if tells:
        return cues.has(before, *_OF_SCHOOLS, "hours", "plans")
    if cues.starts(behind, "ahead") and not cues.has(text[start : _next_break(text, start, cues)], *_OF_SCHOOLS):
        return False
    if any(one >= start for one in dated) and not day_before:
        return False
    return cues.has(before, *_SAYING) and cues.has(behind, *_SAYING)


def _next_break(text: str, start: int, cues: Cues) -> int:
    end = min(len(text), start + _FAR)
    return next(iter(breaks(text, start, end, cues)), end)
