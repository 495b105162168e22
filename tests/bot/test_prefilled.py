"""What stands in a form of a claim is written so that it is read as the same again; only what is touched changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time

import pytest

from bot.curating.prefilled import standing, touched
from bot.pages import Invocation, PageKind, Who
from knowledge.claims import Claim, Scope, Status
from knowledge.codec import Kind
from knowledge.district import Level
from tests.bot.house import House, open_house
from tests.bot.staff import typed
from tests.sacramento import CLOSED, MEALS, TUESDAY_NOON, WEDNESDAY, knowledge, said

WHO = Who("telegram:ines", "telegram:ines")
LATE = replace(
    CLOSED,
    status=Status.DELAYED,
    at=time(10),
    condition=None,
    last_day=date(2022, 3, 25),
    scope=Scope(levels=(Level.HIGH, Level.MIDDLE)),
    advice=said("Please wait for the bus.", "Esperen el autobús."),
)
BAGS = replace(MEALS, last_day=WEDNESDAY, begins=time(8), closes=time(10), places=("Hiram Johnson", "Sutter"))


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    curated = knowledge()
    changed = {one.slug: one for one in (LATE, BAGS)}
    claims = tuple(changed.get(one.slug, one) for one in curated.claims)
    async with open_house(address, curated=replace(curated, claims=claims)) as opened:
        yield opened


def editing(claim: Claim) -> Invocation:
    return Invocation("claim", WHO, TUESDAY_NOON, "edit", {"claim": claim.slug})


async def test_a_claim_is_written_as_an_editor_would_write_it(house: House) -> None:
    found = await standing(house.desk, editing(LATE))
    assert found is not None
    assert found.based_on == {(Kind.CLAIM, LATE.slug): 1}
    assert found.values["status"] == "delayed"
    assert found.values["hour"] == "10:00"
    assert found.values["days"] == "2022-03-23 to 2022-03-25"
    assert found.values["scope"] == "high school; middle school"
    assert found.values["advice"] == "Please wait for the bus."
    assert found.values["advice_es"] == "Esperen el autobús."
    assert "condition" not in found.values


@pytest.mark.parametrize("claim", [LATE, BAGS], ids=["status", "words"])
async def test_what_stands_is_read_as_the_same_again(house: House, claim: Claim) -> None:
    found = await standing(house.desk, editing(claim))
    assert found is not None
    known = ("words", "words_es", "days", "status", "hour", "hours", "places", "scope", "speaker", "firmness")
    values = {name: found.values[name] for name in known if name in found.values}

    page = await typed(house, "claim edit", {"claim": claim.slug, **values})

    assert page.kind is PageKind.DONE
    assert page.title == "Nothing changed: it stands like that already."


async def test_there_is_nothing_of_a_claim_there_is_not(house: House) -> None:
    assert await standing(house.desk, replace(editing(LATE), values={"claim": "moon"})) is None


async def test_what_changes_nothing_is_filled_with_nothing(house: House) -> None:
    found = await standing(house.desk, Invocation("announce", WHO, TUESDAY_NOON))

    assert found is not None
    assert (dict(found.values), dict(found.based_on)) == ({}, {})


def test_only_what_was_touched_is_a_change() -> None:
    stood = {"words": "Bags at every school.", "days": WEDNESDAY.isoformat()}
    sent = {"words": "Bags at  every\nschool.", "days": "", "status": "", "advice": "Come early."}

    assert touched(sent, stood) == {"days": "-", "advice": "Come early."}
