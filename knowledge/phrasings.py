"""Phrasings as a person writes them: ``(is|are) (school|the schools) (open|closed)`` stands for every combination.

An empty alternative makes a word optional: ``is there (any|) school``. Groups do not nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

GROUP = re.compile(r"\(([^()]*)\)")
MOST = 400  # variants that one phrasing may stand for


def spelled_out(phrasing: str) -> tuple[str, ...]:
    """Every phrasing that *phrasing* stands for, itself when it has no alternatives. ValueError for too many."""
    if "(" not in phrasing:
        return (" ".join(phrasing.split()),)
    choices = _choices(phrasing)
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST:
        raise ValueError(f"stands for {count} phrasings; {MOST} are the most")
    return _joined(product(*choices))


def representatives(phrasing: str) -> tuple[str, ...]:
    """As few of the phrasings it stands for as hold every alternative."""
    if "(" not in phrasing:
        return (" ".join(phrasing.split()),)
    choices = _choices(phrasing)
    most = max(map(len, choices))
    return _joined([choice[number % len(choice)] for choice in choices] for number in range(most))


def _choices(phrasing: str) -> list[list[str]]:
    return [part.split("|") if place % 2 else [part] for place, part in enumerate(GROUP.split(phrasing))]


def _joined(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join("".join(words).split()) for words in parts))


def as_pattern(phrasing: str) -> str:
    """The phrasing with its alternatives as a regular expression, for what need not be spelled out."""
    parts = GROUP.split(phrasing)
    return r"\s*".join(
        _either(part.split("|")) if place % 2 else r"\s+".join(re.escape(word) for word in part.split())
        for place, part in enumerate(parts)
        if part.strip() or place % 2
    )


def _either(words: Sequence[str]) -> str:
    said = "|".join(re.escape(word) for word in sorted(filter(None, words), key=len, reverse=True))
    return rf"(?:\b(?:{said})\b)" + ("?" if "" in words else "")


def all_spelled_out(phrasings: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Language and phrasing, one for each variant."""
    return [(language, one) for language, texts in phrasings.items() for text in texts for one in spelled_out(text)]
