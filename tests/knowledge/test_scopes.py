"""Whom a claim concerns, where a family asks for several schools and levels at once."""

from __future__ import annotations

import pytest

from knowledge.claims import Scope
from knowledge.district import District, Level, School

DISTRICT = District(
    "sacramento-city",
    "Sacramento City Unified School District",
    "Sacramento City Unified",
    "America/Los_Angeles",
    ("en",),
    schools=(
        School("mcclatchy", "C.K. McClatchy High School", (Level.HIGH,)),
        School("kennedy", "John F. Kennedy High School", (Level.HIGH,)),
        School("sutter", "Sutter Middle School", (Level.MIDDLE,)),
        School("k8", "Alice Birney Public Waldorf K-8", (Level.ELEMENTARY, Level.MIDDLE)),
    ),
)
MINE = Scope(levels=(Level.ELEMENTARY,), schools=("mcclatchy",))


@pytest.mark.parametrize(
    ("claim", "covers", "touches"),
    [
        (Scope(), True, True),
        (Scope(levels=(Level.HIGH,)), False, True),
        (Scope(levels=(Level.ELEMENTARY,)), False, True),
        (Scope(levels=(Level.ELEMENTARY, Level.HIGH)), True, True),
        (Scope(levels=(Level.MIDDLE,)), False, False),
        (Scope(schools=("mcclatchy",)), False, True),
        (Scope(schools=("kennedy",)), False, False),
        (Scope(schools=("k8",)), False, True),
        (Scope(levels=(Level.ELEMENTARY,), schools=("mcclatchy",)), True, True),
    ],
)
def test_a_school_and_a_level_together(claim: Scope, covers: bool, touches: bool) -> None:
    assert (claim.covers(MINE, DISTRICT), claim.touches(MINE, DISTRICT)) == (covers, touches)


@pytest.mark.parametrize(
    ("claim", "asked", "covers", "touches"),
    [
        (Scope(levels=(Level.MIDDLE,)), Scope(schools=("k8",)), False, True),
        (Scope(levels=(Level.ELEMENTARY, Level.MIDDLE)), Scope(schools=("k8",)), True, True),
        (Scope(schools=("sutter",)), Scope(levels=(Level.MIDDLE,)), False, True),
        (Scope(schools=("sutter", "k8")), Scope(schools=("sutter",)), True, True),
        (Scope(schools=("sutter",)), Scope(schools=("sutter", "k8")), False, True),
        (Scope(levels=(Level.MIDDLE,)), Scope(), False, True),
        (Scope(), Scope(levels=(Level.PRESCHOOL,)), False, False),
    ],
)
def test_one_or_the_other(claim: Scope, asked: Scope, covers: bool, touches: bool) -> None:
    assert (claim.covers(asked, DISTRICT), claim.touches(asked, DISTRICT)) == (covers, touches)
