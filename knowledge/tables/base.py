"""What all tables share: names of constraints, instants in UTC, numbers of rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(naming_convention=NAMING)

# Rows that come with every question outgrow 32 bits; SQLite counts rows by itself only in an INTEGER key.
BIG = BigInteger().with_variant(Integer(), "sqlite")

# SQLite gives the number of a deleted row to the next: what staff say about one family would go to another. A script
# that rebuilds such a table has to say it again.
NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Known from the beginning: what curated files say without naming a moment."""
