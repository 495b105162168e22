"""Which schools a sentence means: those it names, those of a list, or those that were spoken of last."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.articles.article import Article, Form, Paragraph
from knowledge.articles.hours import read_hours
from knowledge.articles.sentences import Cues
from knowledge.articles.telling import is_of_something, without_compounds
from knowledge.claims import Scope
from knowledge.places import PlaceReader

_NUMBERS = {
    2: "two|dos", 3: "three|tres", 4: "four|cuatro", 5: "five|cinco", 6: "six|seis", 7: "seven|siete",
    8: "eight|ocho", 9: "nine|nueve", 10: "ten|diez",
}  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_BULLET = re.compile(r"(?:[-–•*·‣▪]|\d{1,2}[.)])\s+(?=\S)")


class PlacesMeant:
    """Goes through an article sentence by sentence and remembers the schools named last."""

    def __init__(self, article: Article, places: PlaceReader, cues: Cues) -> None:
        self._reader = places
        self.cues = cues
        self._lists = _lists(article, places)
        self._last: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self._last)

    def are_named(self, text: str) -> bool:
        return bool(self._reader.read(text).schools)

    def come_first(self, text: str) -> bool:
        """Whether a school of ours stands before the first service."""
        named, service = self._reader.read(text), self.cues.first(text, "services")
        if not named.schools or not named.spans:
            return False
        first = min(begin for begin, _ in named.spans)
        return (service is None or first < service.start()) and not is_of_something(text[:first], self.cues)

    def is_of_a_part(self, text: str) -> bool:
        """ "Rosemont High School's gym will be closed"."""
        verb = self.cues.first(text, "ahead")
        ends = [end for _, end in self._reader.read(text).spans if verb is not None and end <= verb.start()]
        if verb is None or not ends:
            return False
        between = text[max(ends) : verb.start()].strip()
        if _POSSESSIVE.search(between):
            return True
        rest = self.cues.without(between, "schools").strip()
        return bool(rest) and not (rest.startswith((",", "(", "—", "–")) or self.cues.has(rest, "weekdays", "and"))

    def scope(self, text: str) -> Scope:
        if self.cues.has(text, "others", "except"):
            return Scope()
        places = self._reader.read(text)
        schools = self._listed(text) or places.schools
        if not schools and not places.levels and self.cues.has(without_compounds(text), "same_schools"):
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
            schools = self.cues.written("schools")
            named = re.search(rf"\b(?:{number})\b[\w\s]{{0,60}}?{schools}", text, re.IGNORECASE)
            if named or text.rstrip().endswith(":"):
                return listed
        return ()


def _lists(article: Article, places: PlaceReader) -> Mapping[int, tuple[str, ...]]:
    """By the number of the paragraph that introduces it, the schools of each list."""
    found: dict[int, tuple[str, ...]] = {}
    head = 0
    for number, paragraph in enumerate(article.paragraphs, start=1):
        item = item_of(paragraph)
        if item is None:
            head = number
        elif not read_hours(item) and (schools := places.read(item).schools):
            found[head] = (*found.get(head, ()), *schools)
    return found


def item_of(paragraph: Paragraph) -> str | None:
    """The words of an item of a list, also of one that is written with a dash; None for any other paragraph."""
    if dashed := _BULLET.match(paragraph.text):
        return paragraph.text[dashed.end() :]
    return paragraph.text if paragraph.form is Form.ITEM else None
