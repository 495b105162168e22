"""What a clause tells: whether families could ask about it at all, which status of schools, how firmly, of whose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from knowledge.articles.clauses import Clause
from knowledge.articles.sentences import Cues
from knowledge.claims import Firmness, Status
from knowledge.district import Hours
from knowledge.places import PlaceReader

_MUCH_LATER = 60  # minutes after the usual start
TELLING = ("closed", "open", "delayed", "early", "remote", "hours", "home", "decided", "undecided")
# "Families of the closed schools", "no school buses": not what is said of a school.
_ONLY_BESIDE = re.compile(
    r"\bclosed (?=schools?\b)|\bschool (?=(?:bus(?:es)?|board|district|meals?|lunch(?:es)?|nurses?|supplies|sports|"
    r"officials|offices?|gyms?|gymnasium|librar(?:y|ies)|fields?|pools?|playgrounds?|parking|website|dances?|plays?|"
    r"transportation|grounds|leaders|employees|staff|workers|psychologist|year|calendar)\b)",
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
    ("proposed", Firmness.PROPOSED),
    ("planned", Firmness.PLANNED),
    ("likely", Firmness.LIKELY),
)


@dataclass(frozen=True)
class Around:
    """What is known beside the clause: whether it *hangs* on a condition, is *dated*, is *over*, *went_on* from a
    statement in its paragraph, *names_ours*, whether *schools* were named before that "they" can mean, and whether it
    is *listed* under words of its own."""

    hangs: bool
    dated: bool
    over: bool
    went_on: bool
    names_ours: bool
    schools: bool
    listed: bool = False


def is_statement(clause: Clause, around: Around, cues: Cues) -> bool:
    """Of a day, an hour or a condition still to come, or else about schools, their services or a plan. An editor drops
    one too many more easily than they find one that is missing."""
    text = clause.text
    if around.listed and not (clause.hours or clause.days or cues.has(text, "ahead")):
        return False
    if around.listed and clause.hours and not cues.has(text, "past"):
        return True
    near = f"{text} {clause.whole}" if clause.is_part else text
    school = around.names_ours or cues.has(near, "schools") or (cues.has(text, "same_schools") and around.schools)
    service, plan, undecided = cues.has(near, "services"), cues.has(near, "plans"), cues.has(text, "undecided")
    ahead = cues.has(text, "ahead") or (clause.is_part and around.went_on and cues.has(text, "gathers"))
    goes_on = around.went_on and (around.dated or bool(clause.hours)) and ahead
    if around.over and not (plan and not service) and not undecided:
        return False
    if cues.has(text, "elsewhere") or (cues.has(text, "asks") and not (around.dated or around.hangs)):
        return False
    if cues.has(text, "since") and not cues.has(text, "closed", "open", "remote", "resumed", "undecided"):
        return False
    if school and cues.has(text, "resumed"):
        return True
    if plan and cues.has(text, "called_off"):
        return True
    if cues.has(text, "past") and not ahead and not undecided and not (plan and around.dated):
        return False
    if around.dated or goes_on or (around.hangs and (ahead or cues.has(text, "planned", "decided"))):
        return True
    if not (school or service or plan or cues.has(text, "official")):
        return False
    return cues.has(near, *TELLING) or ((service or cues.has(text, "none")) and ahead)


def status_said(clause: Clause, cues: Cues, *, named: bool) -> Status | None:
    """Only of schools themselves: a service that comes first in the sentence is what it speaks of. *named*: a school
    of ours stands before any service."""
    if cues.has(clause.text, "except"):
        return None
    part, whole = without_compounds(clause.text), without_compounds(clause.whole)
    if named:
        return _told(part, whole, cues)
    subject = cues.first(whole, "schools") or cues.first(part, "same_schools") or cues.starts(whole, "the_district")
    service = cues.first(whole, "services")
    if subject is None or (service is not None and service.start() <= subject.start()):
        return None
    return None if is_of_something(whole[: subject.start()], cues) else _told(part, whole, cues)


def without_compounds(text: str) -> str:
    return _ONLY_BESIDE.sub("", text)


def is_of_something(before: str, cues: Cues) -> bool:
    """ "Registration for classes", "the closing date of schools": what stands before the schools is the subject."""
    near = re.split(r"[,;:]\s|\s[—–-]\s", before)[-1]
    of = cues.first(near, "of")
    if of is None or not near[: of.start()].strip() or cues.starts(near.lstrip(), "some"):
        return False
    return not cues.has(near, "ahead", "past", "verb")


def _told(part: str, whole: str, cues: Cues) -> Status | None:
    """A "not" beside the sign for it is left to the editor; "no classes" is a sign itself. What only goes on with a
    day or a school, "and high schools on Thursday", takes the sign of its sentence."""
    goes_on = not cues.has(part, "decided", "services")
    for text in dict.fromkeys((part, whole) if goes_on else (part,)):
        for name, status in _STATUSES:
            if cues.has(text, name):
                return None if _is_denied(text, name, cues) else status
    return None


def _is_denied(text: str, name: str, cues: Cues) -> bool:
    """What stands behind a "because" denies something else."""
    because, sign = cues.first(text, "because"), cues.first(text, name)
    rest = cues.without(text[: because.start()] if because else text, name)
    if sign is not None and cues.starts(sign[0], "not"):
        rest = cues.without(rest, "concord")
    return cues.has(rest, "not")


def starts_late(clause: Clause, cues: Cues, usual: Hours | None) -> bool:
    """ "Elementary schools will begin at 10:10": well after they do otherwise."""
    if usual is None or len(clause.hours) != 1 or clause.hours[0].end is not None or cues.has(clause.text, "not"):
        return False
    subject = rf"{cues.written('schools')}\s+(?:[\w’']+\s+){{0,2}}?{cues.written('begins')}\s+(?:at|a)\s+(?:las?\s+)?"
    hour, written = clause.hours[0], clause.whole[slice(*clause.hours[0].span)].strip()
    late = _minutes(usual.begin) + _MUCH_LATER <= _minutes(hour.begin) < _minutes(usual.end)
    return late and re.search(subject + re.escape(written), clause.whole, re.IGNORECASE) is not None


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def firmness_said(text: str, cues: Cues) -> Firmness:
    """What stands in front, "With rain expected, …", is said of something else."""
    if cues.has(text, "undecided"):
        return Firmness.UNDECIDED
    if cues.has(text, "called_off") and cues.has(text, "plans"):
        return Firmness.CALLED_OFF
    text = cues.without(text, "as_planned")
    if cues.starts(text, "interrupts") and ", " in text:
        text = text[text.index(", ") :]
    return next((firmness for name, firmness in _FIRMNESS if cues.has(text, name)), Firmness.STATED)


def is_of_others(words: str, places: PlaceReader, cues: Cues) -> bool:
    """Somebody else's schools, unless they are only whom ours play against."""
    named = places.read(words)
    if not named.neighbours or named.ours or named.schools:
        return False
    begin = min(start for start, _ in named.other_spans)
    verbs = [found.start() for name in ("ahead", "past", "verb") for found in cues.every(words, name)]
    against = any(found.end() >= begin - 2 for found in cues.every(words[:begin], "opponent"))
    return begin < min(verbs, default=len(words)) and not against
