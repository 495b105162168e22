"""Whether an article is about this district at all, told by the names in it before anybody reviews it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from knowledge.articles.article import Article
from knowledge.district import Neighbour
from knowledge.places import PlaceReader

MOST_READ = 60  # paragraphs; whoever it is about is named long before


@dataclass(frozen=True)
class Belonging:
    """*ours*: paragraphs that name the district or a school of it; *others*: who else is named, most often first."""

    ours: int
    others: tuple[Neighbour, ...]

    @property
    def is_ours(self) -> bool:
        """Also where nobody is named: a notice of the district itself may not say its name."""
        return self.ours > 0 or not self.others


def belonging(article: Article, places: PlaceReader) -> Belonging:
    ours, others = 0, Counter[Neighbour]()
    for text in ((article.title or ""), *(one.text for one in article.paragraphs[:MOST_READ])):
        named = places.read(text)
        ours += bool(named.ours or named.schools)
        others.update(named.neighbours)
    return Belonging(ours, tuple(one for one, _ in others.most_common()))
