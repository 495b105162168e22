"""Mending the spelling of a message before anything else reads it: unknown words become the known one they resemble.

Days are left to the day reader, which has rules of its own for them; ordinary words and names are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.words import WORD, ReadingWords, words_of
from knowledge.library import Edition
from knowledge.matching import Lexicon, plain_words, read_lexicon

SHORTEST = 4  # letters of a word that is mended
LONG = 8  # letters from which two slips are forgiven
MOST_MENDED = 24  # words of one message
NAME_REACH = 40  # characters behind a word in which a word for school makes it part of a name
CLOSE = 5  # known words looked at for one unknown one


class Speller:
    def __init__(
        self,
        known: Iterable[str],
        ordinary: Lexicon,
        *,
        schools: frozenset[str] = frozenset(),
        fillers: frozenset[str] = frozenset(),
    ) -> None:
        self._schools = schools
        self._fillers = fillers
        self._known = frozenset(word for word in known if word.isalpha())
        self._targets = sorted(word for word in self._known if len(word) >= SHORTEST)
        self._ordinary = ordinary
        self._nearest = lru_cache(maxsize=4096)(self._find_nearest)

    def mended(self, text: str) -> str:
        """The text with its slips mended, everything else letter for letter as it was."""
        left = MOST_MENDED

        def mend(found: re.Match[str]) -> str:
            nonlocal left
            plain = "".join(plain_words(found.group()))
            if left <= 0 or self._stays(plain):
                return found.group()
            left -= 1
            nearest = self._nearest(plain)
            if nearest is None or (nearest not in self._fillers and self._names_a_school(text[found.end() :])):
                return found.group()
            return nearest

        return WORD.sub(mend, text)

    def _names_a_school(self, rest: str) -> bool:
        """ "Sacred Heart School": what stands before a word for school may be a name."""
        return bool(self._schools & set(words_of(rest[:NAME_REACH])[:2]))

    def _stays(self, plain: str) -> bool:
        return len(plain) < SHORTEST or not plain.isalpha() or plain in self._known or self._ordinary.is_ordinary(plain)

    def _find_nearest(self, plain: str) -> str | None:
        """The one known word that is a slip away; of several the one that begins alike; None where none stands out."""
        slips = 2 if len(plain) >= LONG else 1
        close = extract(plain, self._targets, scorer=OSA.distance, score_cutoff=slips, limit=CLOSE)
        if not close:
            return None
        least = min(distance for _, distance, _ in close)
        nearest = [word for word, distance, _ in close if distance == least]
        turned = [word for word in nearest if sorted(word) == sorted(plain)]
        alike = turned or [word for word in nearest if word[0] == plain[0]] or nearest
        longest = [word for word in alike if len(word) >= len(plain)] or alike
        return longest[0] if len({word.rstrip("s") for word in longest}) == 1 else None


def speller(edition: Edition, words: ReadingWords, language: str) -> Speller:
    """Knows the words of the language's phrasings, of everybody's names, and those that steer the reading."""
    said = {word for saying in edition.sayings.get(language, {}) for word in saying.split()}
    steering = {plain for word in words.every for one in words_of(word) for plain in plain_words(one)}
    known = said | steering | edition.places.words
    ordinary = read_lexicon(language)
    fillers = words.fillers | words.asks | ordinary.function
    return Speller(known | ordinary.function, ordinary, schools=words.schools, fillers=fillers)
