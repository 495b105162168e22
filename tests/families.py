"""Families who ask and follow, and an editor who publishes: what is owed to whom is read from the database itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from knowledge.acting import Act, Published, publish_act, undo
from knowledge.claims import Scope
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.findings import Asked, Finding
from knowledge.interest import read_ground
from knowledge.large_changes import reckon_more
from knowledge.looking import look_up
from knowledge.meaning import meant_by
from knowledge.owing import AT_ONCE, owe_due
from knowledge.people import Chosen, Followed, add_follow, save_chosen
from knowledge.recording import record
from knowledge.records import Asking, Told
from knowledge.tables import owed, telling

EDITOR = "telegram:ines"
EVERYBODY = Scope()


@dataclass(frozen=True)
class Row:
    """What is owed, as a test names it."""

    person: str
    topic: str
    day: date | None
    because: str
    before: str
    after: str


def summary(meaning: Any) -> str:
    """A meaning in a word: its kind, or the statuses and words it says."""
    said = [one for group in ("claims", "exceptions", "parents", "reported") for one in meaning.get(group, ())]
    words = [one.get("status") or one.get("words") or "?" for one in said]
    unless = [" if" if one.get("conditions") else "" for one in said]
    return ", ".join(f"{word}{note}" for word, note in zip(words, unless, strict=True)) or str(meaning["kind"])


class Families:
    """*at_once*: up to how many are reckoned by the change itself."""

    def __init__(self, database: Database, *, at_once: int = AT_ONCE) -> None:
        self.database = database
        self.at_once = at_once

    def look(self, topic: str, day: date | None, at: datetime, scope: Scope = EVERYBODY) -> Finding:
        return self.database.read_now(lambda c: _find(c, Asked(topic, day, scope=scope, named_day=day is not None), at))

    def told(
        self,
        person: str,
        topic: str,
        day: date | None,
        *,
        at: datetime,
        scope: Scope = EVERYBODY,
        place: str | None = None,
    ) -> Finding:
        """Somebody asks, is answered, and it is noted."""
        finding = self.look(topic, day, at, scope)
        self.note(person, finding, at=at, place=place)
        return finding

    def note(self, person: str, finding: Finding, *, at: datetime, place: str | None = None) -> None:
        def work(connection: Connection) -> None:
            district = read_ground(connection, ()).district
            meant = meant_by(finding, district)
            told = Told(
                finding.topic.slug,
                finding.kind,
                finding.day,
                district.midnight_after(finding.day) if finding.day else None,
                finding.asked.scope,
                meaning=meant.meaning,
                lives_until=meant.lives_until,
                generation=finding.generation,
            )
            asking = Asking(at, place or person, person, told.topic, "answer")
            record(connection, asking, told=[told])

        self.database.write_now(work)

    def follows(
        self,
        person: str,
        topic: str,
        day: date | None = None,
        *,
        at: datetime,
        scope: Scope = EVERYBODY,
        until: datetime | None = None,
    ) -> None:
        wanted = Followed(topic, day, scope=scope)
        self.database.write_now(lambda c: add_follow(c, wanted, who=person, place=person, at=at, until=until))

    def goes_to(self, person: str, scope: Scope, *, at: datetime) -> None:
        self.database.write_now(lambda c: save_chosen(c, person, Chosen(scope=scope), at=at))

    def publish(
        self, *nouns: Any, at: datetime, meaning: bool = True, removed: Iterable[tuple[Kind, str]] = (), **how: Any
    ) -> Published:
        act = Act(EDITOR, at, "edit", role="publisher", meaning=meaning)
        how = {"removed": removed, "at_once": self.at_once, **how}
        return self.database.write_now(lambda c: publish_act(c, nouns, act=act, **how))

    def undo(self, change: int | None, *, at: datetime) -> Published:
        act = Act(EDITOR, at, "undo", role="publisher")
        return self.database.write_now(lambda c: undo(c, change or 0, act=act, at_once=self.at_once))

    def begins(self, *, at: datetime) -> None:
        self.database.write_now(lambda c: owe_due(c, at=at, at_once=self.at_once))

    def reckoned(self, *, at: datetime, most: int = 2000) -> int:
        """All that was left for later; in how many parts."""
        parts = 0
        while self.database.write_now(lambda c: reckon_more(c, at=at, most=most)):
            parts += 1
        return parts

    def sent(self, *, at: datetime) -> None:
        """The messages waiting go out."""
        done = update(owed).where(owed.c.state == "pending").values(state="sent", settled=at)
        self.database.write_now(lambda c: _run(c, done))

    def owed(self, state: str = "pending") -> list[Row]:
        query = select(owed).where(owed.c.state == state).order_by(owed.c.person, owed.c.topic, owed.c.day, owed.c.id)
        rows = self.database.read_now(lambda c: c.execute(query).all())
        return [
            Row(one.person, one.topic, one.day, one.because, summary(one.before), summary(one.after)) for one in rows
        ]

    def tellings(self) -> list[Any]:
        return list(self.database.read_now(lambda c: c.execute(select(telling).order_by(telling.c.id)).all()))


def _find(connection: Connection, asked: Asked, at: datetime) -> Finding:
    return look_up(connection, asked, at=at, ground=read_ground(connection, {asked.topic}))


def _run(connection: Connection, statement: Any) -> None:
    connection.execute(statement)
