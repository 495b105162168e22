"""Scoring of replies against the question sets of this folder.

A verdict lists everything wrong with one reply; a fault that could send a child to a locked door, or keep
one home on a school day, is marked dangerous and no pass rate may hide it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.quality.statements import agrees, asserted, bare

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"
FACTS = HERE / "facts.jsonl"

Groups = tuple[tuple[str, ...], ...]

DEFINITE = frozenset({"open", "closed", "delayed", "early_dismissal", "remote", "partly_open"})
# What a reply may say of school with no condition attached, by the status expected; for any other: nothing.
SAYABLE: Mapping[str, frozenset[str]] = {"open": frozenset({"open"}), "closed": frozenset({"closed"})}
WEEKEND = frozenset({"closed"})


@dataclass(frozen=True)
class Turn:
    role: str
    text: str
    at: str | None


@dataclass(frozen=True)
class Expectation:
    """What an honest reply shows: each group of `must` needs one of its substrings."""

    outcomes: frozenset[str]
    status: str | None
    statuses: frozenset[str | None]
    day: date | None
    must: Groups
    must_not: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    id: str
    group: str
    now: str
    lang: str
    context: tuple[Turn, ...]
    text: str
    expect: Expectation
    set: str


@dataclass(frozen=True)
class FactQuestion:
    fact: str
    now: str
    lang: str
    question: str
    must: Groups
    speaker: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """A reply as the door for case files writes it."""

    reply: str
    outcome: str | None = None
    status: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class Fault:
    words: str
    dangerous: bool = False


@dataclass(frozen=True)
class Verdict:
    id: str
    group: str
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        return not self.faults

    @property
    def dangerous(self) -> bool:
        return any(fault.dangerous for fault in self.faults)


def read_cases(path: Path = QUESTIONS, *, kept: str | None = None) -> list[Case]:
    """All cases, or those of one set (`main` or `last`)."""
    cases = [_case(row) for row in _rows(path)]
    return [case for case in cases if kept in (None, case.set)]


def read_facts(path: Path = FACTS) -> list[FactQuestion]:
    return [
        FactQuestion(
            fact=row["fact"],
            now=row["now"],
            lang=row["lang"],
            question=row["question"],
            must=_groups(row["must"]),
            speaker=tuple(row["speaker"]),
        )
        for row in _rows(path)
    ]


def read_given(row: Mapping[str, Any]) -> Given:
    """One line that came out of the door; a line with an error counts as an empty reply."""
    return Given(str(row.get("reply") or ""), row.get("outcome"), row.get("status"), row.get("date"))


def judge(case: Case, given: Given) -> Verdict:
    faults = [
        *_wrong_outcome(case.expect, given),
        *_wrong_status(case.expect, given),
        *_wrong_day(case.expect, given),
        *_wrong_words(given.reply, must=case.expect.must, must_not=case.expect.must_not),
        *_unfounded(case.expect, given.reply),
        *_agreement(case.expect, given.reply),
    ]
    return Verdict(case.id, case.group, tuple(faults))


def judge_fact(question: FactQuestion, given: Given) -> Verdict:
    """The fact must be in the reply, and somebody named as saying it."""
    faults = _wrong_words(given.reply, must=(*question.must, question.speaker), must_not=("trute",))
    return Verdict(f"{question.fact}: {question.question}", question.fact, tuple(faults))


def tally(verdicts: Iterable[Verdict]) -> dict[str, tuple[int, int]]:
    """Passed and asked, by group, in the order the groups first come."""
    counts: dict[str, tuple[int, int]] = {}
    for verdict in verdicts:
        passed, asked = counts.get(verdict.group, (0, 0))
        counts[verdict.group] = (passed + verdict.passed, asked + 1)
    return counts


def _wrong_outcome(expect: Expectation, given: Given) -> list[Fault]:
    if given.outcome in expect.outcomes:
        return []
    return [Fault(f"outcome {given.outcome}, not {' or '.join(sorted(expect.outcomes))}")]


def _wrong_status(expect: Expectation, given: Given) -> list[Fault]:
    unfounded = given.status in DEFINITE and given.status not in expect.statuses
    if given.status in expect.statuses or (expect.statuses == {None} and not unfounded):
        return []
    return [Fault(f"status {given.status}, not {expect.status}", dangerous=unfounded)]


def _wrong_day(expect: Expectation, given: Given) -> list[Fault]:
    if expect.day is None or (given.day is None and expect.status is None):
        return []
    if given.day is not None and given.day[:10] == expect.day.isoformat():
        return []
    # An answer for another day is as bad as a wrong one; silence about the day is only incomplete.
    return [Fault(f"day {given.day}, not {expect.day}", dangerous=given.day is not None and expect.status is not None)]


def _wrong_words(reply: str, *, must: Groups, must_not: Sequence[str]) -> list[Fault]:
    text = bare(reply)
    missing = [group for group in must if not any(bare(stem) in text for stem in group)]
    unwanted = [words for words in must_not if bare(words) in text]
    return [
        *(Fault(f"says none of {', '.join(group[:4])}") for group in missing),
        *(Fault(f"says {words}") for words in unwanted),
    ]


def _unfounded(expect: Expectation, reply: str) -> list[Fault]:
    weekend = expect.status is None and expect.day is not None and expect.day.weekday() >= 5
    sayable = WEEKEND if weekend else SAYABLE.get(expect.status or "", frozenset())
    return [Fault(f"asserts {word}", dangerous=True) for word in sorted(asserted(reply) - sayable)]


def _agreement(expect: Expectation, reply: str) -> list[Fault]:
    about_school = expect.outcomes & {"answer", "unknown"} and expect.status is not None
    return [Fault("opens with a yes", dangerous=True)] if about_school and agrees(reply) else []


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        id=row["id"],
        group=row["group"],
        now=row["now"],
        lang=row["lang"],
        context=tuple(Turn(turn["role"], turn["text"], turn.get("at")) for turn in row["context"]),
        text=row["text"],
        expect=_expectation(row["expect"]),
        set=row["set"],
    )


def _expectation(row: Mapping[str, Any]) -> Expectation:
    return Expectation(
        outcomes=frozenset([row["outcome"], *row.get("accept_outcomes", [])]),
        status=row["status"],
        statuses=frozenset([row["status"], *row.get("accept_status", [])]),
        day=date.fromisoformat(row["date"]) if row["date"] else None,
        must=_groups(row["must"]),
        must_not=tuple(row["must_not"]),
    )


def _groups(rows: Sequence[Sequence[str]]) -> Groups:
    return tuple(tuple(group) for group in rows)
