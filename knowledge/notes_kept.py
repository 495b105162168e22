"""What a program keeps for its next start under names of its own, such as which command menu stands on a platform."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update

from knowledge.tables import remembered

LONGEST_NAME = 120


def read_notes(connection: Connection, beginning: str) -> Mapping[str, str]:
    """All whose names begin so."""
    named = remembered.c.name.startswith(beginning, autoescape=True)
    rows = connection.execute(select(remembered).where(named).order_by(remembered.c.name)).all()
    return {row.name: row.value for row in rows}


def save_note(connection: Connection, name: str, value: str) -> None:
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name has at most {LONGEST_NAME} characters: {name}")
    if not connection.execute(update(remembered).where(remembered.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(remembered), [{"name": name, "value": value}])


def drop_note(connection: Connection, name: str) -> None:
    connection.execute(delete(remembered).where(remembered.c.name == name))
