"""Matching the stretches of one message: each wording once, and in a language other than the message's only where more
of its words are known there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from knowledge.library import Edition
from knowledge.matching import Match, normalised

# What work costs, in characters that are matched (about eight microseconds each).
EACH_MATCH = 200
EACH_UNKNOWN = 20  # a word whose nearest is looked for


@dataclass(frozen=True)
class Matcher:
    edition: Edition
    language: str
    _matches: dict[tuple[str, str, frozenset[str]], Match] = field(default_factory=dict)
    _known: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def effort(self) -> int:
        """What was matched so far, in characters."""
        unknown = sum(len(one.unknown_words) + len(one.repaired) for one in self._matches.values())
        matched = sum(EACH_MATCH + len(normal) for normal, _, _ in self._matches)
        return matched + sum(len(normal) for normal, _ in self._known) + EACH_UNKNOWN * unknown

    def match(self, text: str, *, without: Collection[str] = ()) -> Match:
        """In the message's language; in another one only where more of its words are known and the match is surer."""
        match = self._match_in(self.language, text, without)
        if self.edition.semantic is not None:
            from knowledge.semantic import with_semantics

            match = with_semantics(match, text, self.language, self.edition.semantic)
        if match.outcome == "answer":
            return match
        for other in self.edition.district.languages:
            if other != self.language and self._knows(text, other) > match.domain:
                foreign = self._match_in(other, text, without)
                if foreign.domain > match.domain and foreign.probability > match.probability:
                    match = foreign
        return match

    def _knows(self, text: str, language: str) -> float:
        key = (normalised(text), language)
        if key not in self._known:
            self._known[key] = known_share(text, language=language, edition=self.edition)
        return self._known[key]

    def _match_in(self, language: str, text: str, without: Collection[str]) -> Match:
        key = (normalised(text), language, frozenset(without))
        if key not in self._matches:
            self._matches[key] = self.edition.index.match(text, language=language, without=without)
        return self._matches[key]


def known_share(text: str, *, language: str, edition: Edition) -> float:
    """The share of the content words that are known in a language: what a match there would call its domain."""
    shelf = edition.index.shelves.get(language)
    return shelf.speller.read(normalised(text)).known_share if shelf else 0.0
