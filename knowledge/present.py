"""What cells mean at a moment, looked up there and then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from knowledge.ground import Ground
from knowledge.interest import Cell
from knowledge.looking import LookingUp
from knowledge.meaning import Meant, hole, meant_by


def present(
    connection: Connection, cells: Collection[Cell], *, at: datetime, ground: Ground | None
) -> Mapping[Cell, Meant]:
    """A topic that is not there is a hole."""
    if ground is None or not cells:
        return {}
    looking = LookingUp(connection, at=at, ground=ground)
    return {
        cell: meant_by(looking.find(cell.asked), ground.district) if cell.topic in ground.topics else Meant(hole())
        for cell in cells
    }
