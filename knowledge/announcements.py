"""Words for everybody: kept, sent, held back and taken off the road again; each with its line in the audit log.

What has gone is never taken back. A state is changed only by what it allows, so of two who press at once one does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from knowledge.acting import Act
from knowledge.claims import Scope
from knowledge.deliveries import Run
from knowledge.loudness import Loudness
from knowledge.people import scope_body, scope_of
from knowledge.publishing import wait_for_turn
from knowledge.tables import announcement, audit

USEFUL_FOR = timedelta(hours=24)
SAME_WITHIN = timedelta(hours=1)
PRESSED_TWICE = timedelta(minutes=10)


@dataclass(frozen=True)
class Announcement:
    """*words*: by language; of a *drill* each line says so."""

    words: Mapping[str, str]
    scope: Scope
    drill: bool


@dataclass(frozen=True)
class Announced:
    """One that is kept or was sent. *started*: when it was sent; *not_after*: from then on it is of no use."""

    number: int
    made: datetime
    identity: str
    announcement: Announcement
    run: Run
    loudness: Loudness
    started: datetime | None
    not_after: datetime | None


class NoSuchAnnouncement(LookupError):
    """No announcement has that number."""


class NotInThatState(Exception):
    """It stands otherwise than what is wanted allows. *run*: how."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.value)
        self.run = run


def prepare(connection: Connection, prepared: Announcement, *, act: Act) -> int:
    """Returns its number."""
    number = _insert(connection, prepared, {"state": Run.PREPARED.value}, act=act)
    _note(connection, number, act, after=_body(prepared, Run.PREPARED))
    return number


def send(connection: Connection, prepared: Announcement, *, act: Act, not_after: datetime) -> int:
    """Returns its number; that of the first where the same person sends the same words for the same schools twice."""
    wait_for_turn(connection)  # who presses twice may be heard by two processes at once
    pressed = same_words(connection, prepared, since=act.at - PRESSED_TWICE)
    again = next((one for one in pressed if one.identity == act.identity and one.run is Run.GOING), None)
    if again is not None:
        return again.number
    going = _going(act, not_after)
    number = _insert(connection, prepared, going, act=act)
    _note(connection, number, act, after={**_body(prepared, Run.GOING), **_times(going)})
    return number


def send_kept(connection: Connection, number: int, *, act: Act, not_after: datetime) -> None:
    """Raises `NoSuchAnnouncement`, `NotInThatState` where somebody has sent it already."""
    going = _going(act, not_after)
    _change(connection, number, going, act=act, of=(Run.PREPARED,))


def pause(connection: Connection, number: int, *, act: Act) -> None:
    """Raises `NoSuchAnnouncement`, `NotInThatState`."""
    _change(connection, number, {"state": Run.PAUSED.value}, act=act, of=(Run.GOING,))


def resume(connection: Connection, number: int, *, act: Act) -> None:
    """Raises `NoSuchAnnouncement`, `NotInThatState`."""
    _change(connection, number, {"state": Run.GOING.value}, act=act, of=(Run.PAUSED,))


def cancel(connection: Connection, number: int, *, act: Act) -> None:
    """From now on nothing of it goes out. Raises `NoSuchAnnouncement`, `NotInThatState`."""
    _change(connection, number, {"state": Run.CANCELLED.value}, act=act, of=(Run.PREPARED, Run.GOING, Run.PAUSED))


def read_announcement(connection: Connection, number: int) -> Announced:
    """Raises `NoSuchAnnouncement`."""
    row = connection.execute(select(announcement).where(announcement.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchAnnouncement(f"there is no announcement {number}")
    return _announced(row)


def newest_announcements(connection: Connection, *, since: datetime, most: int) -> tuple[Announced, ...]:
    """Those that are going out or held back, and what was kept, sent or taken back since; the newest first."""
    running = announcement.c.state.in_((Run.GOING, Run.PAUSED))
    lately = (announcement.c.made > since) | (announcement.c.started > since)
    found = select(announcement).where(running | lately).order_by(announcement.c.id.desc()).limit(most)
    return tuple(_announced(row) for row in connection.execute(found).all())


def same_words(connection: Connection, prepared: Announcement, *, since: datetime) -> tuple[Announced, ...]:
    """Sent since, for the same schools, with words that are the same in some language; the newest first."""
    sent = select(announcement).where(announcement.c.started > since).order_by(announcement.c.id.desc())
    found = (_announced(row) for row in connection.execute(sent).all())
    return tuple(one for one in found if one.run is not Run.CANCELLED and _is_same(one.announcement, prepared))


def _is_same(one: Announcement, other: Announcement) -> bool:
    said = {words.casefold() for words in one.words.values()}
    return one.scope == other.scope and any(words.casefold() in said for words in other.words.values())


def _going(act: Act, not_after: datetime) -> dict[str, Any]:
    told = {"state": Run.GOING.value, "loudness": act.loudness.value}
    return {**told, "started": act.at, "not_after": not_after}


def _insert(connection: Connection, prepared: Announcement, values: Mapping[str, Any], *, act: Act) -> int:
    row = {
        "made": act.at,
        "identity": act.identity,
        "words": dict(prepared.words),
        "scope": scope_body(prepared.scope),
        "drill": prepared.drill,
        **values,
    }
    number: int = connection.scalars(insert(announcement).returning(announcement.c.id), [row]).one()
    return number


def _change(connection: Connection, number: int, values: Mapping[str, Any], *, act: Act, of: Sequence[Run]) -> None:
    before = read_announcement(connection, number)
    mine = update(announcement).where(announcement.c.id == number, announcement.c.state.in_(of))
    if not connection.execute(mine.values(values)).rowcount:
        raise NotInThatState(read_announcement(connection, number).run)
    _note(connection, number, act, before={"state": before.run.value}, after={**values, **_times(values)})


def _note(
    connection: Connection,
    number: int,
    act: Act,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    line = {
        "made": act.at,
        "identity": act.identity,
        "role": act.role,
        "command": act.action,
        "about": f"announcement {number}",
        "before": before,
        "after": dict(after),
    }
    connection.execute(insert(audit), [line])


def _body(prepared: Announcement, run: Run) -> dict[str, Any]:
    said = {"words": dict(prepared.words), "scope": scope_body(prepared.scope)}
    return {**said, "drill": prepared.drill, "state": run.value}


def _times(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name in ("loudness", "started", "not_after")
    }


def _announced(row: Row[Any]) -> Announced:
    loudness = Loudness(row.loudness or Loudness.ORDINARY)
    words = Announcement(row.words, scope_of(row.scope), row.drill)
    return Announced(row.id, row.made, row.identity, words, Run(row.state), loudness, row.started, row.not_after)
