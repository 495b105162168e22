"""A process killed while it publishes leaves the old or the new: revisions, rows, history, audit and what is owed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from knowledge.database import Database
from knowledge.publishing import fill
from tests.families import Families
from tests.sacramento import DISTRICT, TUESDAY_NOON, WEDNESDAY, knowledge
from tests.storms.conftest import NewDatabase
from tests.storms.rounds import Figures, Storm
from tests.storms.weighing import weigh

WEDNESDAY_OVER = DISTRICT.midnight_after(WEDNESDAY)
JUST_BEFORE_MIDNIGHT = WEDNESDAY_OVER.replace(day=23, hour=23, minute=59)
PUBLISHING = (sys.executable, "-m", "tests.storms.publishing")


def filled(address: str) -> None:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, knowledge(), at=TUESDAY_NOON))
        for person in ("ana", "ben", "eva"):
            for topic in ("school-open", "meals"):
                Families(database).told(person, topic, WEDNESDAY, at=TUESDAY_NOON)


def weighed(address: str) -> Figures:
    with Database.open(address) as database:
        return weigh(database, at=JUST_BEFORE_MIDNIGHT)


def published_once(address: str, *last: int) -> subprocess.CompletedProcess[str]:
    named = [*PUBLISHING, address, "once", *map(str, last)]
    return subprocess.run(named, capture_output=True, text=True, check=False)


def test_killed_before_any_statement_of_a_publication_it_never_was(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"kills-at-statements-{kind}")
    address = new_database()
    filled(address)
    whole = published_once(address)
    assert whole.returncode == 0, whole.stderr
    statements = int(whole.stdout.split()[1])
    numbers = range(1, statements + 1)
    chosen = numbers if storm.long else sorted({*storm.random(0).sample(numbers, 2), statements})

    def one(number: int) -> Figures:
        before = weighed(address)
        ended = published_once(address, number)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        after = weighed(address)
        assert after == before
        return {"database": kind, "killed before": f"{number} of {statements}", **after}

    storm.run(chosen, one)
    assert published_once(address).returncode == 0
    assert weighed(address)["changes"] == 2


def test_killed_at_any_moment_what_was_acknowledged_is_there(new_database: NewDatabase, kind: str) -> None:
    storm = Storm.named(f"kills-at-random-{kind}")

    def one(number: int) -> Figures:
        address, chance = new_database(), storm.random(number)
        filled(address)
        acknowledged = _publish_and_kill(address, after=chance.randint(1, 6), wait=chance.uniform(0, 0.08))
        found = weighed(address)
        assert int(found["changes"]) - acknowledged in (0, 1)
        return {"database": kind, "acknowledged": acknowledged, **found}

    storm.run(range(storm.of(1, 20)), one)


def _publish_and_kill(address: str, *, after: int, wait: float) -> int:
    """Kills it a moment after the publication numbered *after*; returns the last number that it said."""
    with subprocess.Popen([*PUBLISHING, address, "forever"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(after)]
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.readlines()
    return int([line for line in said if line.endswith("\n")][-1].split()[0])
