"""What the phrasings and titles of a topic say: spelled out, and in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.matching import Phrasing, plain_words, stemmer
from knowledge.phrasings import representatives, spelled_out
from knowledge.topics import Aside, Topic

STEMMERS = (stemmer("en"), stemmer("es"))
Forms = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Said:
    """*phrasings* are searched; *also*: further variants of one of them, found by their very words only. *plain*: every
    variant with its language, in plain words; *vocabulary*: every form of every word, those of the titles too."""

    of: Topic | Aside
    phrasings: tuple[Phrasing, ...]
    also: Mapping[Phrasing, tuple[str, ...]]
    plain: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]


def read_said(named: Mapping[str, Topic | Aside], *, before: Mapping[str, Said]) -> Mapping[str, Said]:
    """By name; what says the same as *before* is taken over."""
    forms: Forms = {}
    return {
        name: before[name] if name in before and before[name].of == one else _said(name, one, forms)
        for name, one in named.items()
    }


def forms_of(word: str) -> frozenset[str]:
    """A word and its stems, so that one form of it speaks for the others."""
    return frozenset(form for one in plain_words(word) for form in _forms(one))


def _forms(plain: str) -> tuple[str, ...]:
    return plain, *(stem(plain) for stem in STEMMERS)


def _said(name: str, one: Topic | Aside, forms: Forms) -> Said:
    phrasings: list[Phrasing] = []
    also: dict[Phrasing, tuple[str, ...]] = {}
    plain: list[tuple[str, list[str]]] = []
    for language, written in ((language, text) for language, texts in one.phrasings.items() for text in texts):
        every, searched = spelled_out(written), representatives(written)
        plain += [(language, plain_words(text)) for text in every]
        phrasings += [Phrasing(name, language, text) for text in searched]
        if others := tuple(text for text in every if text not in searched):
            first = Phrasing(name, language, searched[0])
            also[first] = also.get(first, ()) + others
    titles = [plain_words(text.words) for text in one.titles.values()] if isinstance(one, Topic) else []
    words = {word for said in (*(said for _, said in plain), *titles) for word in said}
    for word in words - forms.keys():
        forms[word] = _forms(word)
    return Said(
        of=one,
        phrasings=tuple(phrasings),
        also=also,
        plain=tuple((language, " ".join(said)) for language, said in plain),
        vocabulary=frozenset(form for word in words for form in forms[word]),
    )
