"""Whether a word is a listed one with an ending, spelt as the language spells it: "closed" is, "closeed" is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.matching import Lexicon

SHORTEST_STEM = 3
VOWELS = "aeiou"
HISSING = ("s", "x", "z", "ch", "sh", "o")
Endings = Callable[[str], Iterable[str]]
_BEFORE_VOWELS = ("ed", "ing", "ings", "er", "ers", "est", "y", "al", "ion", "ions", "able")
_BEFORE_CONSONANTS = ("ly", "ness", "ment", "less", "ful")
_SPANISH_VERBS = ("do", "da", "dos", "das", "ndo", "n", "ron", "mos", "ra", "ran", "ba", "ban")


def is_ordinary(word: str, lexicon: Lexicon, language: str) -> bool:
    if word in lexicon.common or word in lexicon.function:
        return True
    bases = {"en": _english, "es": _spanish}.get(language)
    return bases is not None and any(base in lexicon.common for base in bases(word) if len(base) >= SHORTEST_STEM)


def _english(word: str) -> Iterable[str]:
    for ending in _BEFORE_VOWELS:
        if stem := _cut(word, ending):
            yield from _before_a_vowel(stem)
    for ending in _BEFORE_CONSONANTS:
        if stem := _cut(word, ending):
            yield from (stem, stem[:-1] + "y" if stem.endswith("i") else stem)
    if (stem := _cut(word, "s")) and not stem.endswith(HISSING[:3]):
        yield stem
    if stem := _cut(word, "es"):
        yield stem if stem.endswith(HISSING) else stem[:-1] + "y" if stem.endswith("i") else ""
    if word.endswith("ed") or (word.endswith(("er", "ers")) and len(word) > SHORTEST_STEM + 2):
        yield word.removesuffix("s")[:-1]


def _before_a_vowel(stem: str) -> Iterable[str]:
    """Closing, running, trying; not closeing, not openning."""
    if not stem.endswith("e") or stem.endswith("ee"):
        yield stem
    yield stem + "e"
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > SHORTEST_STEM and stem[-1] == stem[-2] and stem[-3] in VOWELS and stem[-4] not in VOWELS:
        yield stem[:-1]


def _spanish(word: str) -> Iterable[str]:
    if stem := _cut(word, "s"):
        yield from _of_one(stem)
    yield from _of_one(word)
    if (stem := _cut(word, "es")) and stem[-1] not in VOWELS:
        yield from (stem, stem[:-1] + "z" if stem.endswith("c") else stem)
    for ending in _SPANISH_VERBS:
        if (stem := _cut(word, ending)) and stem[-1] in VOWELS:
            base = stem.removesuffix("i" if stem.endswith("i") else "ie" if stem.endswith("ie") else stem[-1])
            yield from (stem + "r", *(base + one for one in ("ar", "er", "ir")))
    for ending in ("ia", "ian", "ias", "imos", "amos", "emos", "io", "ieron"):
        if stem := _cut(word, ending):
            yield from (stem + one for one in ("ar", "er", "ir"))
    for ending in ("mente", "cion", "ciones"):
        if stem := _cut(word, ending):
            yield from (stem, stem[:-1] + "o", stem + "r")


def _of_one(word: str) -> Iterable[str]:
    """A word of either sex, or a verb's form."""
    yield word
    if word[-1] in "ao":
        yield word[:-1] + ("o" if word[-1] == "a" else "a")
    if word[-1] in "aeo":
        yield from (word[:-1] + ending for ending in ("ar", "er", "ir"))


def _cut(word: str, ending: str) -> str:
    return word[: -len(ending)] if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM else ""
