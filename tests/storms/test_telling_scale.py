"""Many are told: each once, nothing faster than the platform takes it, and first what is urgent.

The short form of `telling_scale`; ``STORMS=long`` tells a hundred times as many.
"""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.terminal.benching_sending import Plan, measured
from bot.settings import Settings
from knowledge.files import read_common, write_folder
from tests.sacramento import knowledge
from tests.storms.conftest import NewDatabase
from tests.storms.over_telegram import over_telegram
from tests.storms.rounds import Storm, table

LONG = os.environ.get("STORMS") == "long"


@pytest.fixture
def plan() -> Plan:
    storm = Storm.named("telling-scale")
    return Plan(people=storm.of(600, 60_000), rates=(400.0,), seconds=None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
    write_folder(replace(knowledge(), withdrawn=shared), tmp_path / "curated")
    return Settings(_env_file=None, knowledge=tmp_path / "curated", cache="off")


def test_all_are_told_once_none_too_fast_and_first_what_is_urgent(
    new_database: NewDatabase, plan: Plan, settings: Settings
) -> None:
    figures = asyncio.run(measured(settings, plan, address=new_database()))
    print(table([{"measured": name, "value": str(value)} for name, value in figures.items()]))  # noqa: T201

    assert figures["deliveries of an announcement"] == plan.people
    assert figures["people owed a correction"] == plan.people
    assert figures["it says it concerns at most"] == plan.people
    assert figures["it was claimed first"] == "True"
    # Beside all other tests the machine now and then stands still for a moment, and what left evenly comes in together.
    assert int(str(figures["at 400 a second, refused"])) <= (0 if LONG else plan.people // 100)
    assert figures["at 400 a second, sent twice"] == 0
    assert figures["at 400 a second, people"] == plan.people


def test_over_telegram_all_are_told_and_none_is_refused_for_coming_too_fast(
    new_database: NewDatabase, settings: Settings
) -> None:
    storm = Storm.named("telling-scale-telegram")
    plan = Plan(people=storm.of(150, 20_000), rates=(200.0,), seconds=None)
    figures = asyncio.run(measured(settings, plan, address=new_database(), opening=over_telegram))
    print(table([{"measured": name, "value": str(value)} for name, value in figures.items()]))  # noqa: T201

    blocked = figures["at 200 a second, blocked"]
    assert int(str(figures["at 200 a second, people"])) + int(str(blocked)) == plan.people
    assert int(str(figures["at 200 a second, refused"])) <= (0 if LONG else plan.people // 100)
    assert figures["at 200 a second, sent twice"] == 0
