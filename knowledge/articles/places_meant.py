"""Which schools a sentence means: those it names, those of a list, or those that were spoken of last."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.articles.article import Article, Form
from knowledge.articles.sentences import Cues
from knowledge.claims import Scope
from knowledge.places import PlaceReader

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


class PlacesMeant:
    """Goes through an article sentence by sentence and remembers the schools named last."""

    def __init__(self, article: Article, places: PlaceReader, cues: Cues) -> None:
        self._reader = places
        self._cues = cues
        self._lists = _lists(article, places)
        self._last: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self._last)

    def are_named(self, text: str) -> bool:
        return bool(self._reader.read(text).schools)

    def come_first(self, text: str) -> bool:
        """Whether a school of ours stands before the first service."""
        named, service = self._reader.read(text), self._cues.first(text, "services")
        if not named.schools or not named.spans:
            return False
        return service is None or min(begin for begin, _ in named.spans) < service.start()

    def scope(self, text: str) -> Scope:
        if self._cues.has(text, "others"):
            return Scope()
        places = self._reader.read(text)
        schools = self._listed(text) or places.schools
        if not schools and not places.levels and self._cues.has(text, "same_schools"):
            schools = self._last
        if schools:
            self._last = schools
        return Scope(schools=schools) if schools else Scope(levels=places.levels)

    def paragraphs(self, number: int, text: str) -> tuple[int, ...]:
        """With the items of the list that the paragraph introduces."""
        if not text.rstrip().endswith(":") or number not in self._lists:
            return (number,)
        return (number, *range(number + 1, number + 1 + len(self._lists[number])))

    def _listed(self, text: str) -> tuple[str, ...]:
        """ "Three schools will be closed": those of the list, where there is one of as many."""
        for listed in self._lists.values():
            number = _NUMBERS.get(len(listed), str(len(listed)))
            named = re.search(rf"\b{number}\b[\w\s]{{0,60}}\bschools\b", text, re.IGNORECASE)
            if named or text.rstrip().endswith(":"):
                return listed
        return ()


def _lists(article: Article, places: PlaceReader) -> Mapping[int, tuple[str, ...]]:
    """By the number of the paragraph that introduces it, the schools of each list."""
    found: dict[int, tuple[str, ...]] = {}
    head = 0
    for number, paragraph in enumerate(article.paragraphs, start=1):
        if paragraph.form is not Form.ITEM:
            head = number
        elif schools := places.read(paragraph.text).schools:
            found[head] = (*found.get(head, ()), *schools)
    return found
