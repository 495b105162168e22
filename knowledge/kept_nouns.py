"""The nouns of revisions, each decoded once: what a revision says never changes, only when it holds.

Which revisions hold is asked of the database every time; a noun kept here says nothing of that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from knowledge.codec import Kind, Noun, decode_kind
from knowledge.revisions import in_parts
from knowledge.tables import revision

MOST_KEPT = 20_000


class KeptNouns:
    """Nouns by the number of their revision. Never shared with a transaction that may be taken back: the numbers it
    gave out are given to others then."""

    def __init__(self) -> None:
        self._kept: dict[int, Noun] = {}

    def of(self, connection: Connection, numbers: Collection[int]) -> Mapping[int, Noun]:
        found = {number: noun for number in numbers if (noun := self._kept.get(number)) is not None}
        missing = sorted(set(numbers) - found.keys())
        if missing:
            found |= self._read(connection, missing)
        return found

    def _read(self, connection: Connection, numbers: Collection[int]) -> Mapping[int, Noun]:
        read: dict[int, Noun] = {}
        for part in in_parts(numbers):
            for number, kind, body in connection.execute(_bodies(), {"numbers": part}):
                read[number] = decode_kind(Kind(kind), body)
        if len(self._kept) + len(read) > MOST_KEPT:
            self._kept.clear()
        self._kept.update(read)
        return read


@cache
def _bodies() -> Select[Any]:
    return select(revision.c.id, revision.c.kind, revision.c.body).where(
        revision.c.id.in_(bindparam("numbers", expanding=True))
    )
