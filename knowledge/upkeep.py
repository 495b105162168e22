"""What a knowledge base needs looked after: its size, what waits for a person, and translations left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from knowledge.claims import Claim, Condition, Event
from knowledge.codec import Kind, Noun
from knowledge.revisions import Revision, read_revisions
from knowledge.tables import draft, gap, generation, inquiry, revision
from knowledge.texts import Texts
from knowledge.topics import Topic

TRANSLATED = (Kind.TOPIC, Kind.EVENT, Kind.CONDITION, Kind.CLAIM)


@dataclass(frozen=True)
class Upkeep:
    """*size*: bytes. *gaps*: open ones, and of how many *gap_people*; *oldest_*: since when the first of them waits."""

    generation: int
    changed: datetime
    size: int
    drafts: int
    oldest_draft: datetime | None
    inquiries: int
    oldest_inquiry: datetime | None
    gaps: int
    gap_people: int


def read_upkeep(connection: Connection) -> Upkeep:
    now = connection.execute(select(generation.c.number, generation.c.changed)).one()
    drafts = select(func.count(), func.min(draft.c.made)).where(draft.c.state == "pending")
    inquiries = select(func.count(), func.min(inquiry.c.asked)).where(inquiry.c.state == "open")
    gaps = select(func.count(), func.count(gap.c.person.distinct())).where(gap.c.closed.is_(None))
    drafted, inquired = connection.execute(drafts).one(), connection.execute(inquiries).one()
    missed = connection.execute(gaps).one()
    return Upkeep(
        generation=now.number,
        changed=now.changed,
        size=_size(connection),
        drafts=drafted[0],
        oldest_draft=drafted[1],
        inquiries=inquired[0],
        oldest_inquiry=inquired[1],
        gaps=missed[0],
        gap_people=missed[1],
    )


def stale_translations(connection: Connection, *, main: str) -> tuple[str, ...]:
    """Texts whose words in the language *main* were changed after those in another, which were left as they were;
    named like ``claim closed-wednesday: words (es)``."""
    return tuple(name for kind in TRANSLATED for name in _stale_of_kind(connection, kind, main))


def _stale_of_kind(connection: Connection, kind: Kind, main: str) -> Iterator[str]:
    edited = select(revision.c.slug).where(
        revision.c.kind == kind, revision.c.current, revision.c.number > 1, ~revision.c.removed
    )
    histories: dict[str, list[Revision]] = {}
    for one in read_revisions(connection, kind, connection.scalars(edited).all()):
        histories.setdefault(one.slug, []).append(one)
    for slug, history in histories.items():
        for name, _ in _texts(history[-1].noun):
            stale = _left_behind([dict(_texts(one.noun)).get(name, {}) for one in history], main)
            yield from (f"{kind.value} {slug}: {name} ({language})" for language in stale)


def _left_behind(versions: Sequence[Texts], main: str) -> Iterable[str]:
    newest = _changed(versions, main)
    return [one for one in sorted(versions[-1]) if one != main and _changed(versions, one) < newest]


def _changed(versions: Sequence[Texts], language: str) -> int:
    """The place of the version since which the words are as they are."""
    words = [version[language].words if language in version else None for version in versions]
    return next((at for at in range(len(words) - 1, 0, -1) if words[at] != words[at - 1]), 0)


def _texts(noun: Noun) -> tuple[tuple[str, Texts], ...]:
    match noun:
        case Claim():
            return (("words", noun.words), ("advice", noun.advice))
        case Condition():
            return (("words", noun.words),)
        case Topic() | Event():
            return (("title", noun.titles),)
    return ()


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.execute(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
        return int(pages.scalar_one())
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
