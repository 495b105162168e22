"""The SQL of each statement, found once for a whole test run and not anew for each of its some thousand databases.

A running program finds it once for its one database, and so spends nothing on what would be a seventh of the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection, Engine, event

MOST = 3_000  # statements; then it begins anew


class Compiled(MutableMapping[Any, Any]):
    """As the library asks for it: its keys begin with the dialect, of which each database has one of its own; those of
    one kind of database write the same SQL."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}

    def __getitem__(self, key: Any) -> Any:
        return self._kept[_alike(key)]

    def get(self, key: Any, default: Any = None) -> Any:
        return self._kept.get(_alike(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self._kept) >= MOST:
            self._kept = {}
        self._kept[_alike(key)] = compiled

    def __delitem__(self, key: Any) -> None:
        del self._kept[_alike(key)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def share_compiled() -> None:
    """From now on, for every engine that is made."""
    kept = Compiled()

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        if "compiled_cache" not in connection.get_execution_options():
            connection.engine.update_execution_options(compiled_cache=kept)
            connection.execution_options(compiled_cache=kept)


def _alike(key: Any) -> Any:
    dialect, *statement = key
    return dialect.name, dialect.paramstyle, dialect.server_version_info, *statement
