"""Which tables this process has written, and how often: what was read of them stays good until then.

Counted after each commit and before anybody hears of it, also where it failed: too often does no harm.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, event

CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLAC", "WITH ")  # how plain words begin that may write
UNKNOWN = ""  # stands for every table


class Writes:
    """Of one engine, on which one thread at a time writes."""

    def __init__(self, engine: Engine) -> None:
        self._touched: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._counting = threading.Lock()
        event.listen(engine, "before_cursor_execute", self._about_to)

    def count_up(self) -> None:
        with self._counting:
            self._counts.update(self._touched)
            self._touched.clear()

    def of(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Others than before once one of the tables was written."""
        with self._counting:
            return tuple(self._counts[one] for one in (UNKNOWN, *tables))

    def _about_to(self, _link: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if context.isinsert or context.isupdate or context.isdelete:
            self._touched.add(context.compiled.statement.table.name)
        elif statement.lstrip()[:6].upper().startswith(CHANGING):
            self._touched.add(UNKNOWN)
