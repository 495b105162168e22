"""Words a family can read, and who approved them.

Every text says who approved it and when, or that nobody has yet; translations are approved one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Approval:
    by: str
    at: date


@dataclass(frozen=True)
class Text:
    words: str
    approved: Approval | None = None


Texts = Mapping[str, Text]
"""Language tag (``en``, ``es``) to the text in that language."""


def in_language(texts: Texts, languages: Iterable[str]) -> tuple[str, Text] | None:
    """The first of *languages* that has words, else any language that has; None when there are no words at all."""
    for language in languages:
        if language in texts:
            return language, texts[language]
    return next(iter(texts.items()), None)
