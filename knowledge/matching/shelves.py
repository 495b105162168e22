"""The shelves of an index by language, each made when it is first asked for: most programs hear few languages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from threading import Lock

from knowledge.matching.shelf import Shelf
from knowledge.matching.wordings import Wordings

Make = Callable[[Wordings], Shelf]


class Place:
    """Where the shelf of one language stands, or will: it is made once, and whoever else wants it waits."""

    def __init__(self, wordings: Wordings, make: Make, made: Shelf | None = None) -> None:
        self.wordings = wordings
        self._make = make
        self._made = made
        self._turn = Lock()

    @property
    def is_empty(self) -> bool:
        return self._made is None

    def shelf(self) -> Shelf:
        return self._made or self._first_asked()

    def _first_asked(self) -> Shelf:
        with self._turn:
            shelf = self._made = self._made or self._make(self.wordings)
        return shelf


class Shelves(Mapping[str, Shelf]):
    """Looks the same to whoever asks, from any thread. `keep` are words never to be repaired in any of them."""

    def __init__(self, places: Mapping[str, Place], *, keep: frozenset[str]) -> None:
        self.places = places
        self._keep = keep
        self._seen: dict[str, Shelf] = {}

    def __getitem__(self, language: str) -> Shelf:
        seen = self._seen.get(language)
        return seen or self._seen.setdefault(language, self._keeping(self.places[language].shelf()))

    def _keeping(self, shelf: Shelf) -> Shelf:
        speller = shelf.speller
        return shelf if speller.keep == self._keep else replace(shelf, speller=replace(speller, keep=self._keep))

    def __contains__(self, language: object) -> bool:
        return language in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)
