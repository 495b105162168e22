"""What the phrasings and titles of a topic say: spelled out, and in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from knowledge.matching import Phrasing, all_plain_words, plain_words, stemmer
from knowledge.phrasings import representatives, spelled_out
from knowledge.topics import Aside, Topic
from knowledge.workings import Workings, code, plainly

CODE = ("phrasings.py", "matching/normalising.py", "matching/stems.py", "matching/matches.py")
STEMMERS = (stemmer("en"), stemmer("es"))
Forms = dict[str, tuple[str, ...]]
Plain = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Said:
    """*phrasings* are searched; *also*: further variants of one of them, found by their very words only. *plain*: every
    variant with its language, in plain words; *vocabulary*: every form of every word, those of the titles too."""

    of: Topic | Aside
    phrasings: tuple[Phrasing, ...]
    also: Mapping[Phrasing, tuple[str, ...]]
    plain: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]


class _Written(NamedTuple):
    """One phrasing as a person writes it: every variant, and those that are searched."""

    language: str
    every: tuple[str, ...]
    searched: tuple[str, ...]


def read_said(
    named: Mapping[str, Topic | Aside], *, before: Mapping[str, Said], kept: Workings | None = None
) -> Mapping[str, Said]:
    """By name; what says the same as *before* is taken over. *kept*: makes the first reading quick."""
    if before or kept is None:
        return _read(named, before)
    return kept.of(
        "said",
        ground=lambda: (plainly([(*_ground(one), name) for name, one in named.items()]), *code("said.py", *CODE)),
        make=lambda: _read(named, {}),
        plain=lambda said: {name: _plain(one) for name, one in said.items()},
        read=lambda told: {name: _from_plain(name, one, told[name]) for name, one in named.items()},
    )


def _read(named: Mapping[str, Topic | Aside], before: Mapping[str, Said]) -> Mapping[str, Said]:
    fresh = {name: one for name, one in named.items() if name not in before or before[name].of != one}
    written = {name: list(_written(one)) for name, one in fresh.items()}
    texts = [text for said in written.values() for one in said for text in one.every]
    texts += [text for one in fresh.values() for text in _titles(one)]
    plain = dict(zip(texts, all_plain_words(texts), strict=True))
    forms: Forms = {}
    return {
        name: _said(name, one, written[name], plain, forms) if name in fresh else before[name]
        for name, one in named.items()
    }


def forms_of(word: str) -> frozenset[str]:
    """A word and its stems, so that one form of it speaks for the others."""
    return frozenset(form for one in plain_words(word) for form in _forms(one))


def _forms(plain: str) -> tuple[str, ...]:
    return plain, *(stem(plain) for stem in STEMMERS)


def _written(one: Topic | Aside) -> Iterator[_Written]:
    for language, texts in one.phrasings.items():
        for text in texts:
            every = spelled_out(text)
            yield _Written(language, every, representatives(text) if len(every) > 1 else every)


def _ground(one: Topic | Aside) -> tuple[Any, ...]:
    """All of it that is read here."""
    return one.phrasings, _titles(one)


def _plain(one: Said) -> Any:
    """As JSON."""
    phrasings = [(phrasing.language, phrasing.text) for phrasing in one.phrasings]
    also = [(phrasing.language, phrasing.text, texts) for phrasing, texts in one.also.items()]
    return phrasings, also, one.plain, sorted(one.vocabulary)


def _from_plain(name: str, of: Topic | Aside, told: Any) -> Said:
    phrasings, also, plain, vocabulary = told
    return Said(
        of=of,
        phrasings=tuple(Phrasing(name, language, text) for language, text in phrasings),
        also={Phrasing(name, language, text): tuple(texts) for language, text, texts in also},
        plain=tuple((language, text) for language, text in plain),
        vocabulary=frozenset(vocabulary),
    )


def _titles(one: Topic | Aside) -> list[str]:
    return [text.words for text in one.titles.values()] if isinstance(one, Topic) else []


def _said(name: str, of: Topic | Aside, written: Sequence[_Written], plain: Plain, forms: Forms) -> Said:
    also: dict[Phrasing, tuple[str, ...]] = {}
    for one in written:
        if len(one.every) == len(one.searched):
            continue
        if others := tuple(text for text in one.every if text not in one.searched):
            first = Phrasing(name, one.language, one.searched[0])
            also[first] = also.get(first, ()) + others
    said = [(one.language, plain[text]) for one in written for text in one.every]
    words = {word for _, text in said for word in text}.union(*(plain[title] for title in _titles(of)))
    for word in words - forms.keys():
        forms[word] = _forms(word)
    return Said(
        of=of,
        phrasings=tuple(Phrasing(name, one.language, text) for one in written for text in one.searched),
        also=also,
        plain=tuple((language, " ".join(words)) for language, words in said),
        vocabulary=frozenset(form for word in words for form in forms[word]),
    )
