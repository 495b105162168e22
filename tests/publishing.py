"""A person's edit for tests, by the way every edit goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from knowledge.acting import Act, publish_act
from knowledge.codec import Kind, Noun


def publish_change(
    connection: Connection,
    nouns: Iterable[Noun],
    *,
    author: str,
    at: datetime,
    removed: Iterable[tuple[Kind, str]] = (),
    based_on: Mapping[tuple[Kind, str], int] | None = None,
    reason: str | None = None,
) -> int:
    """The generation afterwards."""
    act = Act(author, at, "edit", reason=reason)
    return publish_act(connection, nouns, act=act, removed=removed, based_on=based_on).generation
