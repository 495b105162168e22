"""New databases for each round of a storm."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.postgres import create_database, drop_database

NewDatabase = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
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
