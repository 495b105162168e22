"""Where a claim is in its life agrees with what look-ups find, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from knowledge.claims import ConditionState
from knowledge.database import Database
from knowledge.edition import edition_of, read_current
from knowledge.holding import standing_claims
from knowledge.lives import Life, Lived, claim_slugs, read_life, read_lives, slugs_beginning
from knowledge.publishing import fill
from tests.knowledge.editing import edit
from tests.sacramento import (
    CLOSED,
    DEAL,
    LENGTH,
    MEALS,
    OFFER,
    STRIKE,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    notice,
    settled,
)

EIGHT = at("2022-03-22 20:00")
TALKS = notice("talks", "2022-03-22 20:00")
REPLACED = claim("open-wednesday", "school-open", "", first_day=WEDNESDAY, supersedes=("closed-wednesday",))


def lives(database: Database, now: datetime) -> dict[str, Life]:
    return {one.claim.slug: one.life for one in database.read_now(lambda c: read_lives(c, at=now))}


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        yield opened


def test_each_part_of_a_life(database: Database) -> None:
    begins = at("2022-03-23 06:00")
    edit(database, REPLACED, replace(OFFER, withdrawn=EIGHT), replace(MEALS, serve_from=begins), at=EIGHT)
    edit(database, replace(LENGTH, ended=EIGHT), at=EIGHT)

    assert lives(database, EIGHT) == {
        "closed-wednesday": Life.SUPERSEDED,
        "open-wednesday": Life.LIVE,
        "offer-2": Life.WITHDRAWN,
        "meals-wednesday": Life.SCHEDULED,
        "length-unclear": Life.PAST,
        "picket-thursday": Life.LIVE,
    }
    assert lives(database, begins)["meals-wednesday"] is Life.LIVE


def test_what_is_live_is_what_look_ups_find(database: Database) -> None:
    edit(database, REPLACED, settled(DEAL, ConditionState.FAILED, EIGHT, "article"), at=EIGHT)
    edit(database, replace(STRIKE, ended=at("2022-04-03 18:00")), at=at("2022-04-03 18:00"))
    ground = edition_of(database.read_now(read_current)).ground

    for now in (TUESDAY_NOON, EIGHT, at("2022-03-24 00:00"), at("2022-03-26 12:00"), at("2022-04-03 18:00")):
        topics = list(ground.topics)
        held = database.read_now(partial(standing_claims, topics=topics, at=now, ground=ground))
        found = {one.claim.slug for one in held}
        if now >= EIGHT:
            assert {slug for slug, life in lives(database, now).items() if life is Life.LIVE} == found


def test_one_claim_with_what_took_its_place(database: Database) -> None:
    edit(database, TALKS, REPLACED, at=EIGHT)
    found = database.read_now(lambda c: read_life(c, "closed-wednesday", at=EIGHT))

    assert isinstance(found, Lived)
    assert (found.claim, found.number, found.by) == (CLOSED, 1, ("open-wednesday",))
    assert database.read_now(lambda c: read_life(c, "nothing", at=EIGHT)) is None


def test_names_that_were_ever_given_are_taken(database: Database) -> None:
    assert database.read_now(lambda c: slugs_beginning(c, "meals-w")) == {"meals-wednesday"}
    assert "offer-2" in database.read_now(claim_slugs)
