"""What a shelf is made of: the phrasings of a language, and other wordings that are found by their very words only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.matching.matches import Phrasing, refuse_twins
from knowledge.matching.normalising import all_normalised, normalised
from knowledge.workings import Workings, code, plainly

Also = Mapping[Phrasing, Sequence[str]]


@dataclass(frozen=True)
class Wordings:
    """`phrasings` are distinct and of one language, a row each, `normals` their normalised texts; `exact` finds a row
    by the normalised text of a phrasing or of another wording."""

    phrasings: tuple[Phrasing, ...]
    normals: tuple[str, ...]
    exact: Mapping[str, int]

    @classmethod
    def of(cls, phrasings: Iterable[Phrasing], also: Also) -> "Wordings":
        """Raises TwinPhrasing, also for other wordings."""
        said = list(phrasings)
        own = list(zip(all_normalised([one.text for one in said]), said, strict=True))
        texts = {one.text for one in also}  # so that few phrasings are looked for
        more = [(one, text) for one in said if one.text in texts for text in also.get(one, ())]
        normals = all_normalised([text for _, text in more])
        others = [(normal, one, text) for normal, (one, text) in zip(normals, more, strict=True)]
        known = refuse_twins([*own, *((normal, _put(one, text)) for normal, one, text in others)])
        rows = {normal: known[normal] for normal, _ in own}
        exact = {normal: row for row, normal in enumerate(rows)}
        first = {one: exact[normal] for normal, one in reversed(own) if one.text in texts}
        for normal, one, _ in others:
            exact.setdefault(normal, first[one])
        return cls(tuple(rows.values()), tuple(rows), exact)

    @property
    def language(self) -> str:
        return self.phrasings[0].language

    @property
    def topics(self) -> tuple[str, ...]:
        """In the order of their first phrasing."""
        return tuple(dict.fromkeys(one.topic for one in self.phrasings))

    def topic(self, normal: str) -> str | None:
        at = self.exact.get(normal)
        return None if at is None else self.phrasings[at].topic

    def with_phrasing(self, phrasing: Phrasing) -> "Wordings":
        """One more, that is not yet there."""
        normal = normalised(phrasing.text)
        exact = {**self.exact, normal: len(self.normals)}
        return Wordings((*self.phrasings, phrasing), (*self.normals, normal), exact)

    def grown_to(self, other: "Wordings") -> "Wordings | None":
        """These and, behind them, what the other has beyond them; None where it lacks something."""
        if any(other.topic(normal) != self.phrasings[at].topic for normal, at in self.exact.items()):
            return None
        fresh = [row for row, normal in enumerate(other.normals) if normal not in self.exact]
        place = {row: len(self.normals) + number for number, row in enumerate(fresh)}
        exact = {
            normal: place[row] if row in place else self.exact[other.normals[row]]
            for normal, row in other.exact.items()
            if normal not in self.exact
        }
        return Wordings(
            (*self.phrasings, *(other.phrasings[row] for row in fresh)),
            (*self.normals, *(other.normals[row] for row in fresh)),
            {**self.exact, **exact},
        )


def by_language(phrasings: Iterable[Phrasing], also: Also, kept: Workings | None = None) -> Sequence[Wordings]:
    """Raises TwinPhrasing. *kept*: makes it quick."""
    sorted_out: dict[str, list[Phrasing]] = {}
    for phrasing in phrasings:
        sorted_out.setdefault(phrasing.language, []).append(phrasing)

    def ground() -> list[bytes]:
        said = [(one.topic, one.language, one.text) for some in sorted_out.values() for one in some]
        more = [(one.topic, one.language, one.text, texts) for one, texts in also.items()]
        modules = ("matching/wordings.py", "matching/normalising.py", "matching/matches.py")
        return [plainly(said), plainly(more), *code(*modules)]

    return (kept or Workings()).of(
        "wordings",
        ground=ground,
        make=lambda: [Wordings.of(some, also) for some in sorted_out.values()],
        plain=lambda made: [_plain(some, one) for some, one in zip(sorted_out.values(), made, strict=True)],
        read=lambda told: [_from_plain(some, one) for some, one in zip(sorted_out.values(), told, strict=True)],
    )


def _plain(some: Sequence[Phrasing], wordings: Wordings) -> Any:
    """As JSON: the places of the rows among all phrasings, and `exact` without the rows it begins with."""
    places: dict[Phrasing, int] = {}
    for place, one in enumerate(some):
        places.setdefault(one, place)
    more = list(wordings.exact.items())[len(wordings.normals) :]
    return [places[one] for one in wordings.phrasings], wordings.normals, more


def _from_plain(some: Sequence[Phrasing], told: Any) -> Wordings:
    places, normals, more = told
    exact = {normal: row for row, normal in enumerate(normals)}
    exact.update(more)
    return Wordings(tuple(some[place] for place in places), tuple(normals), exact)


def _put(phrasing: Phrasing, text: str) -> Phrasing:
    """The same phrasing, put in other words."""
    return Phrasing(phrasing.topic, phrasing.language, text)
