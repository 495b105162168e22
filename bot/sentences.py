"""Cutting a message into its sentences, and blanking what was read in one; a day is never cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

LONGEST_STRETCH = 300  # characters that are read as one; a question is shorter
LISTED = re.compile(r"^\s*\(?\d{1,2}[).]\s+|^\s*[-*•]\s+")
SENTENCE_END = re.compile(r"(?<=[?!;\n¿¡])\s*|(?<=[.…])(?<!\b[A-Z]\.)\s+|\s*(?=[¿¡])")  # no end: "John F. Kennedy"
ABBREVIATED = re.compile(r"\b[^\W\d_]{1,5}\.$")
STRETCH = re.compile(rf".{{1,{LONGEST_STRETCH - 1}}}(?:\s|$)|.{{{LONGEST_STRETCH}}}", re.DOTALL)

Span = tuple[int, int]


def sentences(text: str, *, days: Sequence[Span]) -> list[str]:
    """Cut again where they are too long. *days*: where they stand, for the dot of "Feb. 4" ends nothing."""
    ends = [end.span() for end in SENTENCE_END.finditer(text) if not _is_within_a_day(text, end.start(), days)]
    starts, stops = [0, *(stop for _, stop in ends)], [*(start for start, _ in ends), len(text)]
    ended = [LISTED.sub("", text[start:stop]) for start, stop in zip(starts, stops, strict=True)]
    cut = [one for sentence in ended for one in _stretches(sentence)]
    return [one for one in cut if any(c.isalnum() for c in one)]


def _is_within_a_day(text: str, at: int, days: Sequence[Span]) -> bool:
    return any(start < at < stop for start, stop in days) and ABBREVIATED.search(text[:at]) is not None


def _stretches(sentence: str) -> list[str]:
    return [sentence] if len(sentence) <= LONGEST_STRETCH else STRETCH.findall(sentence)


def blanked(text: str, spans: Iterable[Span], instead: Mapping[Span, str] | None = None) -> str:
    """The text without the spans, or with other words *instead* of some of them, white space folded."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = ["", *[" "] * (end - start - 1)]
        letters[start] = f" {(instead or {}).get((start, end), '')} "
    return re.sub(r"\s+", " ", "".join(letters)).strip()
