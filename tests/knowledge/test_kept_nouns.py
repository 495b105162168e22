"""A revision is decoded once, and which revision holds is asked anew every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.claims import Claim, Status
from knowledge.database import Database
from knowledge.findings import Asked, Finding
from knowledge.ground import Ground
from knowledge.kept_nouns import KeptNouns
from knowledge.looking import LookingUp, Queries
from knowledge.publishing import fill
from tests.knowledge.editing import edit
from tests.sacramento import CLOSED, DISTRICT, TUESDAY_NOON, WEDNESDAY, knowledge

LATER = TUESDAY_NOON + timedelta(hours=1)


def find(database: Database, queries: Queries) -> Finding:
    ground = Ground(DISTRICT, {one.slug: one for one in knowledge().topics})
    asked = Asked("school-open", WEDNESDAY)
    return database.read_now(
        lambda connection: LookingUp(connection, at=LATER, ground=ground, queries=queries).find(asked)
    )


def told(finding: Finding) -> Claim:
    return finding.claims[0].claim


@pytest.fixture
def database() -> Database:
    opened = Database.open("sqlite:///:memory:")
    opened.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
    return opened


def test_a_revision_is_decoded_once(database: Database) -> None:
    queries = Queries()
    with database:
        assert told(find(database, queries)) is told(find(database, queries))


def test_a_newer_revision_is_told_at_once(database: Database) -> None:
    queries = Queries()
    with database:
        before = told(find(database, queries))
        edit(database, replace(CLOSED, status=Status.OPEN, condition=None), at=TUESDAY_NOON + timedelta(minutes=1))
        after = told(find(database, queries))

    assert (before.status, after.status) == (Status.CLOSED, Status.OPEN)


def test_what_was_withdrawn_is_not_told_though_it_is_kept(database: Database) -> None:
    queries = Queries()
    with database:
        find(database, queries)
        edit(database, replace(CLOSED, withdrawn=TUESDAY_NOON + timedelta(minutes=1)), at=TUESDAY_NOON)

        assert find(database, queries).claims == ()


def test_numbers_that_are_not_there_are_left_out(database: Database) -> None:
    with database:
        assert database.read_now(lambda connection: dict(KeptNouns().of(connection, [10_000]))) == {}
