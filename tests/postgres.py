"""Making and dropping databases on a test server."""

from uuid import uuid4

from sqlalchemy import URL, create_engine


def make_hasty(server: URL) -> None:
    """A server that dies with the test run need not survive a power cut."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _run(server, f"ALTER SYSTEM SET {setting} = off")
    _run(server, "SELECT pg_reload_conf()")


def create_database(server: URL, *, template: str = "template1") -> URL:
    name = f"bellwether_test_{uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return server.set(database=name)


def drop_database(server: URL, made: URL) -> None:
    _run(server, f'DROP DATABASE "{made.database}" WITH (FORCE)')


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
