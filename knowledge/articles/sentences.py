"""Sentences of an article, and the signs in them. Words come from a list per language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from knowledge.word_lists import read_word_list

_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|St|Calif|Ave|Blvd|vs|No|Gov|Sen|Rep|Lt|Sgt|Inc|Co|Dept|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)|\b[ap]\.m|\b[AP]\.M|\bU\.S)\.$"
)
_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘(]?[A-ZÁÉÍÓÚÑ¿¡0-9])")
_AFTER_HOUR = re.compile(r"\b[ap]\.?\s?m\.$", re.IGNORECASE)
_BEGINS_ANEW = re.compile(
    r"[“\"]?(?:(?:The|A|An|It|This|That|They|He|She|We|If|In|All|No|Students?|Schools?|Families|Buses)\b"
    r"|(?!\w+day )[A-Z]\w+(?: \w+){0,5} (?:will|are|is|has|have|would|said|plans?)\b"
    r"|(?:El|La|Los|Las|Si|Un|Una|No|Se|En|Todas?|Todos?|Est[aeo]s?|Est[aá]n?)\b)"
)


def sentences(text: str) -> tuple[str, ...]:
    found: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        before = text[begin : end.start() + 1]
        if _SHORT.search(before) and not (_AFTER_HOUR.search(before) and _BEGINS_ANEW.match(text[end.end() :])):
            continue
        found.append(text[begin : end.end()].strip())
        begin = end.end()
    return (*found, rest) if (rest := text[begin:].strip()) else tuple(found)


class Cues:
    """Whether a text has one of the words listed under a name, in any of the languages it was made with."""

    def __init__(self, lists: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        names = {name for said in lists.values() for name in said}
        self._patterns = {
            name: _either(word for said in lists.values() for word in said.get(name, ())) for name in names
        }

    @property
    def names(self) -> Collection[str]:
        return self._patterns.keys()

    def has(self, text: str, *names: str) -> bool:
        return any(self._patterns[name].search(text) for name in names)

    def first(self, text: str, name: str) -> re.Match[str] | None:
        return self._patterns[name].search(text)

    def every(self, text: str, name: str) -> Iterator[re.Match[str]]:
        return self._patterns[name].finditer(text)

    def without(self, text: str, name: str) -> str:
        return self._patterns[name].sub(" ", text)

    def starts(self, text: str, name: str) -> re.Match[str] | None:
        return self._patterns[name].match(text)

    def written(self, name: str) -> str:
        """As a part of a longer pattern."""
        return f"(?:{self._patterns[name].pattern})"


@cache
def load_cues(file: str = "statement_words.yaml") -> Mapping[str, Cues]:
    """By language: what is a sign in one may be anything in another."""
    listed: Any = read_word_list(resources.files("knowledge") / "articles" / file)
    return {language: Cues({language: said}) for language, said in listed.items() if isinstance(said, dict)}


def _either(words: Iterator[str]) -> re.Pattern[str]:
    listed = sorted(words, key=len, reverse=True)
    said = "|".join(
        re.escape(word)
        .replace("'", "['’]")
        .replace(r"\ …\ ", r"\s+(?:[\w’']+\s+){0,4}?")
        .replace(r"\ ", r"\s+")
        .replace(r"\~", r"\w+")
        for word in listed
    )
    return re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)


def parts(sentence: str) -> tuple[str, ...]:
    """What a "but" or a semicolon sets against each other; inside a quotation it stays whole."""
    if sentence.startswith(("“", '"')):
        return (sentence,)
    return tuple(part for part in re.split(r",\s+(?:but|pero)\s+|;\s+", sentence) if part)


def without_dateline(text: str) -> str:
    return re.sub(r"^[A-Z][A-Z .]+(?:,\s[\w .]+)?\s*(?:\([^)]{2,30}\))?\s+[—–-]+\s+", "", text)
