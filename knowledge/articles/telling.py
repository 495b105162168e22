"""What a clause tells: whether families could ask about it at all, which status of schools, how firmly, of whose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.articles.clauses import Clause
from knowledge.articles.sentences import Cues
from knowledge.claims import Firmness, Status
from knowledge.places import PlaceReader

TELLING = ("closed", "open", "delayed", "early", "remote", "hours", "home", "decided", "undecided")
_AHEAD = re.compile(r"\b(?:will|would|won[’']t|is|are|may|can|should|must|(?:has|have) been)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|did|fell|reached|heard|came|went|began|left|told|asked|met)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|whether)\b|n['’]t\b", re.IGNORECASE)
_VERB = re.compile(rf"{_AHEAD.pattern}|{_PAST.pattern}|\b(?:has|have|said|says|plans?)\b", re.IGNORECASE)
_OPPONENT = re.compile(r"\b(?:against|vs\.?|versus|with|from|near|over)\s+$", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:the\s+)?(?:school\s+)?district\b", re.IGNORECASE)
# "Families of the closed schools", "no school buses": not what is said of a school.
_ONLY_BESIDE = re.compile(
    r"\bclosed (?=schools?\b)|\bschool (?=(?:bus(?:es)?|board|district|meals?|lunch(?:es)?|nurses?|supplies|sports|"
    r"officials|transportation|grounds|leaders|employees|staff|workers|psychologist|year|calendar)\b)",
    re.IGNORECASE,
)
_STATUSES = (
    ("delayed", Status.DELAYED),
    ("early", Status.EARLY_DISMISSAL),
    ("remote", Status.REMOTE),
    ("closed", Status.CLOSED),
    ("open", Status.OPEN),
)
_FIRMNESS = (
    ("planned", Firmness.PLANNED),
    ("likely", Firmness.LIKELY),
    ("proposed", Firmness.PROPOSED),
)


@dataclass(frozen=True)
class Around:
    """What is known beside the clause: whether it *hangs* on a condition, is *dated*, is *over*, *went_on* from a
    statement in its paragraph, *names_ours*, and whether *schools* were named before that "they" can mean."""

    hangs: bool
    dated: bool
    over: bool
    went_on: bool
    names_ours: bool
    schools: bool


def is_statement(clause: Clause, around: Around, cues: Cues) -> bool:
    """Of a day, an hour or a condition still to come, or else about schools, their services or a plan. An editor drops
    one too many more easily than they find one that is missing."""
    text = clause.text
    near = f"{text} {clause.whole}" if clause.is_part else text
    school = around.names_ours or cues.has(near, "schools") or (cues.has(text, "same_schools") and around.schools)
    service, plan, undecided = cues.has(near, "services"), cues.has(near, "plans"), cues.has(text, "undecided")
    ahead = _AHEAD.search(text) is not None
    goes_on = around.went_on and (around.dated or bool(clause.hours)) and ahead
    if around.over and not (plan and not service) and not undecided:
        return False
    if _SINCE.search(text) and not cues.has(text, "closed", "open", "remote", "resumed", "undecided"):
        return False
    if school and cues.has(text, "resumed"):
        return True
    if _PAST.search(text) and not ahead and not undecided and not (plan and around.dated):
        return False
    if around.dated or goes_on or (around.hangs and ahead):
        return True
    if not (school or service or plan or cues.has(text, "official")):
        return False
    return cues.has(near, *TELLING) or (service and ahead)


def status_said(clause: Clause, cues: Cues, *, named: bool) -> Status | None:
    """Only of schools themselves: a service that comes first in the sentence is what it speaks of. *named*: a school
    of ours stands before any service."""
    part, whole = _ONLY_BESIDE.sub("", clause.text), _ONLY_BESIDE.sub("", clause.whole)
    if named:
        return _told(part, whole, cues)
    subject = cues.first(whole, "schools") or cues.first(part, "same_schools") or _DISTRICT.match(whole)
    service = cues.first(whole, "services")
    if subject is None or (service is not None and service.start() <= subject.start()):
        return None
    return _told(part, whole, cues)


def _told(part: str, whole: str, cues: Cues) -> Status | None:
    for text in dict.fromkeys((part, whole)):
        told = next((status for name, status in _STATUSES if cues.has(text, name)), None)
        if told is not None:
            return None if _NOT.search(text) else told
    return None


def firmness_said(text: str, cues: Cues) -> Firmness:
    if cues.has(text, "undecided"):
        return Firmness.UNDECIDED
    if cues.has(text, "called_off") and cues.has(text, "plans"):
        return Firmness.CALLED_OFF
    return next((firmness for name, firmness in _FIRMNESS if cues.has(text, name)), Firmness.STATED)


def is_of_others(words: str, places: PlaceReader) -> bool:
    """Somebody else's schools, unless they are only whom ours play against."""
    named = places.read(words)
    if not named.neighbours or named.ours or named.schools:
        return False
    begin = min(start for start, _ in named.other_spans)
    verb = _VERB.search(words)
    return (verb is None or begin < verb.start()) and not _OPPONENT.search(words[:begin])
