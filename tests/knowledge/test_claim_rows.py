"""What holds at a moment: windows and ends of claims follow the rules, also when what they rest on is mended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.claim_rows import visible_until
from knowledge.claims import Status
from knowledge.database import Database
from knowledge.publishing import fill
from knowledge.tables import supersession
from tests.knowledge.editing import edit, load, row_of, seen_at
from tests.knowledge.sacramento import (
    ABC10,
    CLOSED_WEDNESDAY,
    DEAL,
    DISTRICT,
    MARCH_2022,
    NO_DEAL_YET,
    moment,
    with_claim,
    words,
)

TYPO = replace(CLOSED_WEDNESDAY, words=words("Schools clsoe on Wednesday."))
OPEN_AFTER_ALL = replace(CLOSED_WEDNESDAY, status=Status.OPEN, condition=None, words=words("Schools open."))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda c: fill(c, MARCH_2022, at=moment(21, 21)))
        yield opened


def test_a_claim_is_known_from_the_instant_of_its_source(database: Database) -> None:
    assert seen_at(database, "closed-wednesday", moment(21, 19, 59)) == []
    assert seen_at(database, "closed-wednesday", moment(21, 20)) == [1]


def test_a_claim_has_an_end_from_its_day_its_hours_or_what_its_topic_keeps(database: Database) -> None:
    closed, meeting = row_of(database, "closed-wednesday"), row_of(database, "no-deal-yet")

    assert (closed.serve_from, closed.serve_until) == (moment(21, 20), moment(24, 0))
    assert (closed.as_of, closed.first_day, closed.last_day) == (
        moment(21, 20),
        CLOSED_WEDNESDAY.first_day,
        CLOSED_WEDNESDAY.first_day,
    )
    assert meeting.serve_until == moment(24, 20)


def test_an_edit_is_known_from_its_own_clock(database: Database) -> None:
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))

    assert seen_at(database, "closed-wednesday", moment(22, 8, 59)) == [1]
    assert seen_at(database, "closed-wednesday", moment(22, 9)) == [2]


def test_a_typo_mended_in_a_file_is_as_if_it_had_never_been_there(database: Database) -> None:
    load(database, with_claim(TYPO), at=moment(22, 8))

    assert seen_at(database, "closed-wednesday", moment(21, 20)) == [2]
    assert seen_at(database, "closed-wednesday", moment(22, 9)) == [2]


def test_a_file_that_wins_over_a_person_is_known_from_its_source(database: Database) -> None:
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))
    load(database, MARCH_2022, at=moment(22, 10), take_file=True)

    assert seen_at(database, "closed-wednesday", moment(21, 21)) == [3]
    assert seen_at(database, "closed-wednesday", moment(22, 9, 30)) == [3]


@pytest.mark.parametrize(
    ("known_from", "until"),
    [
        ([1], [None]),
        ([1, 3], [3, None]),
        ([1, 3, 2], [2, 3, None]),
        ([1, 1], [1, None]),
        ([5, 1], [5, None]),
        ([1, 5, 3, 4], [3, 5, 4, None]),
    ],
)
def test_an_earlier_revision_ends_where_a_later_one_begins(known_from: list[int], until: list[int | None]) -> None:
    assert visible_until([moment(day) for day in known_from]) == [day and moment(day) for day in until]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_at_every_moment_the_highest_number_known_by_then_holds(known_from: list[int]) -> None:
    starts = [moment(day) for day in known_from]
    windows = list(zip(starts, visible_until(starts), strict=True))

    for at in (moment(day) for day in range(11)[1:]):
        known = [number for number, start in enumerate(starts) if start <= at]
        holding = [n for n, (start, end) in enumerate(windows) if start <= at and (end is None or at < end)]
        assert holding == known[-1:]


def test_claims_follow_when_their_topic_keeps_longer(database: Database) -> None:
    edit(database, replace(DEAL, keeps_days=10), at=moment(22))

    assert row_of(database, "no-deal-yet").serve_until == moment(31, 20)
    assert row_of(database, "closed-wednesday").serve_until == moment(24, 0)


def test_claims_follow_when_the_instant_of_their_source_is_mended(database: Database) -> None:
    load(database, replace(MARCH_2022, sources=(replace(ABC10, published=moment(21, 17)),)), at=moment(22))

    row = row_of(database, "no-deal-yet")
    assert (row.known_from, row.serve_from, row.as_of) == (moment(21, 17),) * 3
    assert row.serve_until == moment(24, 17)
    assert seen_at(database, "closed-wednesday", moment(21, 18)) == [1]


def test_a_persons_edit_stays_known_from_its_clock_when_the_source_is_mended(database: Database) -> None:
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))
    load(database, replace(MARCH_2022, sources=(replace(ABC10, published=moment(21, 17)),)), at=moment(23))

    assert seen_at(database, "closed-wednesday", moment(21, 18)) == [1]
    assert seen_at(database, "closed-wednesday", moment(22, 9)) == [2]


def test_claims_follow_the_clock_of_the_district(database: Database) -> None:
    edit(database, replace(DISTRICT, zone="America/New_York"), at=moment(22))

    assert row_of(database, "closed-wednesday").serve_until == moment(24, 0) - timedelta(hours=3)


def test_verifying_again_renews_the_end(database: Database) -> None:
    edit(database, replace(NO_DEAL_YET, verified=moment(23, 8)), at=moment(23, 8))

    assert row_of(database, "no-deal-yet").serve_until == moment(26, 8)


def test_what_a_claim_takes_the_place_of_is_laid_out_too(database: Database) -> None:
    newer = replace(NO_DEAL_YET, slug="deal-reached", supersedes=("no-deal-yet",), words=words("A deal is reached."))
    edit(database, newer, at=moment(27, 21))

    rows = database.read_now(lambda c: c.execute(select(supersession.c.superseded)).scalars().all())
    assert rows == ["no-deal-yet"]
