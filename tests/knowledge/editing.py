"""What editors and loaders do to a database, for tests about publishing."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge.claims import Claim
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.planning import Plan, plan
from knowledge.publishing import CURATED_FILES, publish
from knowledge.revisions import current
from knowledge.tables import claim
from tests.knowledge.sacramento import (
    EDITOR,
)
from tests.publishing import publish_change


def load(database: Database, curated: CuratedSet, *, at: datetime, take_file: bool = False) -> Plan:
    def unit(connection: Any) -> Plan:
        planned = plan(connection, curated, take_file=take_file)
        publish(connection, planned, author=CURATED_FILES, by_person=False, at=at)
        return planned

    return database.write_now(unit)


def edit(database: Database, *nouns: Any, at: datetime, **how: Any) -> int:
    return database.write_now(lambda c: publish_change(c, nouns, author=EDITOR, at=at, **how))


def seen_at(database: Database, slug: str, at: datetime) -> list[int]:
    """The numbers of the revisions of a claim that hold at a moment."""
    known = (claim.c.known_from <= at) & (claim.c.known_until.is_(None) | (claim.c.known_until > at))
    query = select(claim.c.number).where(claim.c.slug == slug, known)
    return list(database.read_now(lambda c: c.scalars(query).all()))


def row_of(database: Database, slug: str) -> Any:
    query = select(claim).where(claim.c.slug == slug).order_by(claim.c.number.desc())
    return database.read_now(lambda c: c.execute(query).first())


def closed_wednesday(database: Database) -> Claim:
    return database.read_now(lambda c: current(c, Claim, ["closed-wednesday"]))["closed-wednesday"]
