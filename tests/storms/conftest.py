"""New databases for each round of a storm: at length on both kinds, in the short form on one of them in turn."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.postgres import create_database, drop_database

NewDatabase = Callable[[], str]


KINDS = ("postgresql", "sqlite")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is tested on both kinds runs on one in the short form, so that each storm is raised once."""
    if os.environ.get("STORMS") == "long":
        return
    of_both = {one for one in items if HERE in one.path.parents and "kind" in getattr(one, "fixturenames", ())}
    names = list(dict.fromkeys(_name(one) for one in items if one in of_both))
    turn = {name: KINDS[place % len(KINDS)] for place, name in enumerate(names)}
    items[:] = [one for one in items if one not in of_both or turn[_name(one)] in one.name]


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    """Makes the address of a database of that kind, as often as it is called."""
    numbers = count(1)
    if kind == "sqlite":
        yield lambda: f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        return
    server: URL = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    made: list[URL] = []

    def make() -> str:
        made.append(create_database(server, template=template))
        return made[-1].render_as_string(hide_password=False)

    yield make
    for one in made:
        drop_database(server, one)
