"""Who says a sentence: what is said, apart from the words for whoever says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.articles.sentences import Cues

_UNSAID = re.compile(r"\b(?:not|yet|never|n['’]t|to|no)\s*(?:yet\s*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """*words*: the sentence without who says it; *speaker*: the words for that, None where it is not said."""

    words: str
    speaker: str | None
    quoted: bool


def attributed(sentence: str, cues: Cues) -> Said:
    """ "…, the district said late Tuesday.", "The district said that …" and "…, the district said, …" each lose who
    says so, with its day."""
    quoted, forms = sentence.startswith(("“", '"')), _forms(cues)
    behind = forms.behind.search(sentence)
    goes_on = behind is not None and cues.has(behind["more"] or "", "ahead")  # what is said stands behind
    if behind and not _UNSAID.search(behind["who"] or "") and not goes_on:
        who = behind["after"] or behind["who"]
        return Said(sentence[: behind.start()].strip('“”" ,') + ".", who.strip(" .,"), quoted)
    if leading := forms.leading.match(sentence):
        return Said(sentence[leading.end() :], leading["who"].strip(), quoted)
    between = forms.between.search(sentence)
    if between and not _UNSAID.search(between["who"]) and not quoted:
        return Said(f"{sentence[: between.start()]}, {sentence[between.end() :]}", between["who"].strip(), quoted)
    ahead = forms.ahead.match(sentence)
    if ahead is None or cues.has(ahead["who"], "if") or _UNSAID.search(ahead["who"]):
        return Said(sentence.strip('“”" ') if quoted else sentence, None, quoted)
    before = ahead["before"] if ahead["before"] and cues.has(ahead["before"], "if") else ""
    return Said(before + ahead["words"].strip('“”" '), ahead["who"].strip(), quoted)


@dataclass(frozen=True)
class _Forms:
    behind: re.Pattern[str]
    between: re.Pattern[str]
    ahead: re.Pattern[str]
    leading: re.Pattern[str]


@cache
def _forms(cues: Cues) -> _Forms:
    verb, source = cues.written("said"), cues.written("source")
    after = r"(?P<after>[^“”\"]{2,90})"
    on = r"(?:(?:on|late|early|in|el|la)\s+)?(?:\w+\s+)?"
    when = rf"(?:\s+{on}{cues.written('weekdays')}(?:\s+\w+ing|\s+por\s+la\s+\w+)?)?"
    said = rf"(?P<who>[^,“”\"]{{2,80}}?)\s+(?P<verb>{verb})\b{when}(?:\s+{cues.written('that')})?\s+"
    return _Forms(
        behind=re.compile(
            rf"(?:,|,?[”\"],?)\s+(?:(?:{verb}|{source})\s+{after}|"
            rf"(?P<who>[^,“”\"]{{2,90}}?)\s+{verb}(?P<more>[^“”\"]{{0,90}}))$",
            re.IGNORECASE,
        ),
        between=re.compile(rf",\s+(?:(?P<who>[^,“”\"]{{2,60}}?)\s+{verb}),\s+", re.IGNORECASE),
        ahead=re.compile(rf"(?P<before>[^,“”\"]{{2,70}},\s+)?{said}(?P<words>\S.{{12,}})$", re.IGNORECASE),
        leading=re.compile(rf"{source}\s+(?P<who>[^,“”\"]{{2,80}}),\s+(?=\S.{{12,}})", re.IGNORECASE),
    )
