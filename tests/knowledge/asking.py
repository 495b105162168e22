"""Small units of work for tests of the database itself."""

from sqlalchemy import Connection, Executable, insert, select

from knowledge.tables import gap
from tests.knowledge.sacramento import moment


def ask(connection: Connection, number: int = 0) -> int:
    """A unit of work."""
    row = {"asked": moment(22, 9), "person": "p", "text": str(number), "outcome": "unknown"}
    connection.execute(insert(gap), [row])
    return number


def run(connection: Connection, statement: Executable) -> None:
    """A unit of work that answers nothing."""
    connection.execute(statement)


def asked(connection: Connection) -> list[int]:
    return sorted(int(one) for one in connection.scalars(select(gap.c.text)))
