"""A process that publishes act after act and says so after each; it can be told to kill itself before a statement.

    python -m tests.storms.publishing ADDRESS forever
    python -m tests.storms.publishing ADDRESS once [STATEMENT]

*STATEMENT* counts from 1 within the publication; the last is the commit itself.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, Engine, event, func, select

from knowledge.acting import Act, publish_act
from knowledge.claims import Precision, Source, Status
from knowledge.database import Database
from knowledge.tables import change
from tests.sacramento import CLOSED, DEAL, MEALS, TUESDAY_NOON, said

STATUSES = (Status.OPEN, Status.REMOTE, Status.CLOSED)


class Count:
    """Statements since the publication began; the process dies before the one it was told."""

    def __init__(self, last: int) -> None:
        self.seen = 0
        self.counting = False
        self._last = last

    def one(self, *_: object) -> None:
        if self.counting:
            self.seen += 1
            if self.seen == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def publish(connection: Connection, count: Count) -> int:
    """Another source, another status, other words; each time of the same claims. Returns the number of the change."""
    count.counting = True
    turn: int = connection.scalars(select(func.count()).select_from(change)).one()
    at = TUESDAY_NOON + timedelta(seconds=turn + 1)
    source = Source(f"notice-{turn}", "the district", at, Precision.MINUTE)
    closed = replace(CLOSED, source=source.slug, status=STATUSES[turn % 3], condition=None)
    meals = replace(MEALS, source=source.slug, words=said(f"Bags, as of notice {turn}."))
    deal = replace(DEAL, words=said(f"unless a deal is reached, says notice {turn}"))
    act = Act("storm:1", at, "edit", role="publisher")
    return publish_act(connection, [source, closed, meals, deal], act=act).change or 0


def main(address: str, how: str, last: int = 0) -> None:
    count = Count(last)
    event.listen(Engine, "before_cursor_execute", count.one)
    event.listen(Engine, "commit", count.one)
    with Database.open(address) as database:
        while True:
            number = database.write_now(lambda connection: publish(connection, count))
            sys.stdout.write(f"{number} {count.seen}\n")
            sys.stdout.flush()
            if how == "once":
                return


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
