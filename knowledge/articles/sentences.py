"""Sentences of an article: where each ends, who says it, what it hangs on. Words come from a list per language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from knowledge.word_lists import read_word_list

_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|St|Calif|Ave|Blvd|vs|No|Gov|Sen|Rep|Lt|Sgt|Inc|Co|Dept|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)|\b[ap]\.m|\b[AP]\.M|\bU\.S)\.$"
)
_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘(]?[A-ZÁÉÍÓÚÑ¿¡0-9])")
_AFTER_HOUR = re.compile(r"\b[ap]\.?m\.$", re.IGNORECASE)
_BEGINS_ANEW = re.compile(
    r"[“\"]?(?:(?:The|A|An|It|This|That|They|He|She|We|If|In|All|No|Students?|Schools?|Families|Buses)\b"
    r"|[A-Z]\w+(?: \w+){1,5} (?:will|are|is|has|have|would|said|plans?)\b)"
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
    """Whether a text has one of the words listed under a name, in any of the languages."""

    def __init__(self, lists: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        names = {name for said in lists.values() for name in said}
        self._patterns = {
            name: _either(word for said in lists.values() for word in said.get(name, ())) for name in names
        }

    def has(self, text: str, *names: str) -> bool:
        return any(self._patterns[name].search(text) for name in names)

    def first(self, text: str, name: str) -> re.Match[str] | None:
        return self._patterns[name].search(text)

    def every(self, text: str, name: str) -> Iterator[re.Match[str]]:
        return self._patterns[name].finditer(text)

    def without(self, text: str, name: str) -> str:
        return self._patterns[name].sub(" ", text)

    @cached_property
    def saying(self) -> str:
        return self._patterns["said"].pattern


def load_cues() -> Cues:
    listed: Any = read_word_list(resources.files("knowledge") / "articles" / "statement_words.yaml")
    return Cues({language: said for language, said in listed.items() if isinstance(said, dict)})


def _either(words: Iterator[str]) -> re.Pattern[str]:
    listed = sorted(words, key=len, reverse=True)
    said = "|".join(
        re.escape(word).replace(r"\ …\ ", r"\s+(?:[\w’']+\s+){0,4}?").replace(r"\ ", r"\s+") for word in listed
    )
    return re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)


def parts(sentence: str) -> tuple[str, ...]:
    """What a "but" or a semicolon sets against each other; inside a quotation it stays whole."""
    if sentence.startswith(("“", '"')):
        return (sentence,)
    return tuple(part for part in re.split(r",\s+but\s+|;\s+", sentence) if part)


def without_dateline(text: str) -> str:
    return re.sub(r"^[A-Z][A-Z .]+(?:,\s[\w .]+)?\s*(?:\([^)]{2,30}\))?\s+[—–-]+\s+", "", text)


@dataclass(frozen=True)
class Said:
    """*words*: the sentence without who says it; *speaker*: the words for that, None where it is not said."""

    words: str
    speaker: str | None
    quoted: bool


_WHEN = r"(?P<when>(?:\s+(?:on|late|early|in)?\s*\w+day(?:\s+\w+ing)?)?)"
_GOES_ON = re.compile(r"\b(?:will|would|can|could|may|is|are)\b", re.IGNORECASE)  # what is said stands behind
_UNSAID = re.compile(r"\b(?:not|yet|never|n['’]t|to)\s*(?:yet\s*)?$", re.IGNORECASE)


def attributed(sentence: str, cues: Cues) -> Said:
    """ "…, the district said late Tuesday." and "The district said that …" each lose who says so, with its day."""
    quoted, verb = sentence.startswith(("“", '"')), cues.saying
    inverted = rf"(?P<inverted>{verb})\s+(?P<after>[^“”\"]{{2,90}})"
    behind = re.search(
        rf"(?:,|,?[”\"])\s+(?:{inverted}|(?P<who>[^,“”\"]{{2,90}}?)\s+(?:{verb})\b(?P<more>[^“”\"]{{0,90}}))$",
        sentence,
        re.IGNORECASE,
    )
    if behind and not _UNSAID.search(behind["who"] or "") and not _GOES_ON.search(behind["more"] or ""):
        who = behind["after"] or behind["who"]
        return Said(sentence[: behind.start()].strip('“”" ,') + ".", who.strip(" .,"), quoted)
    ahead = re.match(
        rf"(?P<before>[^,“”\"]{{2,70}},\s+)?(?P<who>[^,“”\"]{{2,80}}?)\s+(?P<verb>{verb})\b{_WHEN}(?:\s+that)?\s+(?P<words>\S.{{12,}})$",
        sentence,
        re.IGNORECASE,
    )
    if ahead is None or ahead["verb"].lower() == "according to":
        return Said(sentence, None, quoted)
    if cues.has(ahead["who"], "if") or _UNSAID.search(ahead["who"]):
        return Said(sentence, None, quoted)
    before = ahead["before"] if ahead["before"] and cues.has(ahead["before"], "if") else ""
    return Said(before + ahead["words"].strip('“”" '), ahead["who"].strip(), quoted)


@dataclass(frozen=True)
class Hanging:
    """*main*: what is said; *condition*: the clause it hangs on, None when it stands by itself; *trailing*: it stands
    behind, so that of several clauses the last hangs on it; *backward*: the words by which it is the one that stood
    before ("should that happen"); *points_back*: what was said before hangs on it ("that depends on …")."""

    main: str
    condition: str | None = None
    trailing: bool = False
    backward: str | None = None
    points_back: bool = False


def hanging(words: str, cues: Cues) -> Hanging:
    back = cues.first(words, "backward")
    if back:
        return Hanging(_without(words, back.span()), backward=back[0])
    depends = cues.first(words, "depends")
    if depends:
        main, clause = words[: depends.start()].strip(" ,"), words[depends.end() :].strip(" .,")
        return Hanging(main, clause, points_back=len(main.split()) <= _POINTING)
    found = cues.first(words, "if")
    if found is None:
        return Hanging(words)
    leads = not words[: found.start()].strip()
    comma = re.search(r",\s", words[found.end() :]) if leads else None
    end = found.end() + comma.start() if comma else len(words)
    main = _without(words, (found.start(), end))
    if len(main.split()) < 3:
        return Hanging(words)
    return Hanging(main, words[found.start() : end].strip(" .,"), trailing=not leads)


_POINTING = 2  # "that depends on", "it all depends on"


def _without(words: str, span: tuple[int, int]) -> str:
    return f"{words[: span[0]].rstrip(' ,')} {words[span[1] :].lstrip(' ,')}".strip()
