"""Drafts: changes that wait for a person to approve them; nothing of them is ever found by a family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from knowledge.acting import Act, Published, publish_act
from knowledge.approving import with_approval
from knowledge.articles.pieces import PieceState, settle_drafted
from knowledge.articles.sourcing import on_sources_of_now
from knowledge.claims import Source
from knowledge.codec import Kind, Noun, changed_fields, decode_kind, encode
from knowledge.days_off import changed_days, district_carried_over, laid_over
from knowledge.district import District, Holiday
from knowledge.following_up import follow_up
from knowledge.gaps import ClosedAs, GapClosed, NoSuchGap, find_gap
from knowledge.loudness import Loudness
from knowledge.revisions import current, latest, read_revisions
from knowledge.tables import draft
from knowledge.texts import Approval

PENDING, APPROVED, DROPPED = "pending", "approved", "dropped"
MOMENTS_OF_THE_ACT = ("settled", "ended", "withdrawn", "verified")


def save_draft(
    connection: Connection,
    nouns: Iterable[Noun],
    *,
    act: Act,
    removed: Iterable[tuple[Kind, str]] = (),
    based_on: Mapping[tuple[Kind, str], int] | None = None,
    approvals: Sequence[str] = (),
    gap: tuple[int, ClosedAs] | None = None,
) -> int:
    """Returns the draft's number. *approvals*: who may publish and stands for it already; *gap*: what it would answer,
    and how."""
    row = {
        "made": act.at,
        "identity": act.identity,
        "action": act.action,
        "reason": act.reason,
        "meaning": act.meaning,
        "nouns": [{"kind": Kind.of(noun).value, "body": encode(noun)} for noun in nouns],
        "removed": [[kind.value, slug] for kind, slug in removed],
        "based_on": [[kind.value, slug, number] for (kind, slug), number in (based_on or {}).items()],
        "state": PENDING,
        "approvals": list(approvals),
        "undoes": act.undoes,
        "gap": gap[0] if gap else None,
        "gap_closed_as": gap[1].value if gap else None,
        "loudness": act.loudness.value,
    }
    number: int = connection.scalars(insert(draft).returning(draft.c.id), [row]).one()
    return number


@dataclass(frozen=True)
class Draft:
    """*state*: pending, approved or dropped. *approvals*: who approved it so far; *loudness*: how it shall be told, as
    far as they have said."""

    number: int
    made: datetime
    identity: str
    action: str
    reason: str | None
    meaning: bool
    nouns: tuple[Noun, ...]
    removed: tuple[tuple[Kind, str], ...]
    based_on: Mapping[tuple[Kind, str], int]
    state: str
    approvals: tuple[str, ...]
    undoes: int | None
    gap: tuple[int, ClosedAs] | None
    settled: datetime | None
    settled_by: str | None
    loudness: Loudness = Loudness.ORDINARY


class NoSuchDraft(LookupError):
    """No draft of that number waits for approval."""


def read_draft(connection: Connection, number: int) -> Draft:
    """Also one that waits no more. Raises `NoSuchDraft`."""
    row = connection.execute(select(draft).where(draft.c.id == number)).one_or_none()
    if row is None:
        raise NoSuchDraft(f"there is no draft {number}")
    return _draft(row)


def pending_drafts(connection: Connection) -> tuple[Draft, ...]:
    """Oldest first."""
    rows = connection.execute(select(draft).where(draft.c.state == PENDING).order_by(draft.c.id)).all()
    return tuple(_draft(row) for row in rows)


def approve_draft(connection: Connection, number: int, *, act: Act) -> Published:
    """Publishes it in one transaction, its new words approved by whoever does. Raises `NoSuchDraft` when it does not
    wait, `EditedMeanwhile` when what it changes is no longer as it was."""
    waiting = on_what_stands(connection, read_draft(connection, number))
    if waiting.state != PENDING:
        raise NoSuchDraft(f"the draft {number} was {waiting.state} before")
    loudness = waiting.loudness if act.loudness is Loudness.ORDINARY else act.loudness
    act = replace(act, meaning=waiting.meaning, reason=act.reason or waiting.reason, undoes=waiting.undoes)
    act = replace(act, loudness=loudness)
    nouns = approved(connection, nouns_at(waiting, act.at), by=act.identity, at=act.at)
    published = publish_act(connection, nouns, act=act, removed=waiting.removed, based_on=waiting.based_on)
    follow_up(connection, published, act=act, gap=open_gap(connection, waiting), undoes=waiting.undoes)
    settle_draft(connection, number, APPROVED, by=act.identity, at=act.at, change=published.change)
    return published


def settle_draft(
    connection: Connection, number: int, state: str, *, by: str, at: datetime, change: int | None = None
) -> None:
    """Raises `NoSuchDraft` when somebody else settled it before."""
    waiting = update(draft).where(draft.c.id == number, draft.c.state == PENDING)
    done = connection.execute(waiting.values(state=state, settled=at, settled_by=by, change_id=change))
    if not done.rowcount:
        raise NoSuchDraft(f"the draft {number} does not wait for approval any more")
    came_of_it = PieceState.APPROVED if state == APPROVED else PieceState.DROPPED
    settle_drafted(connection, number, came_of_it, by=by, at=at, change=change)


def add_approval(connection: Connection, waiting: Draft, *, by: str, loudness: Loudness | None = None) -> None:
    """*loudness*: how whoever approves wants it told. Raises `NoSuchDraft` when it does not wait any more, or somebody
    else approved it meanwhile."""
    if read_draft(connection, waiting.number) != waiting:
        raise NoSuchDraft(f"the draft {waiting.number} was changed meanwhile")
    approvals = [*waiting.approvals, by]
    told = (loudness or waiting.loudness).value
    connection.execute(update(draft).where(draft.c.id == waiting.number).values(approvals=approvals, loudness=told))


def open_gap(connection: Connection, waiting: Draft) -> tuple[int, ClosedAs] | None:
    """What the draft would answer, unless somebody dealt with it meanwhile."""
    if waiting.gap is None:
        return None
    try:
        find_gap(connection, waiting.gap[0])
    except (NoSuchGap, GapClosed):
        return None
    return waiting.gap


def approved(connection: Connection, nouns: Iterable[Noun], *, by: str, at: datetime) -> tuple[Noun, ...]:
    """Whoever publishes new words stands for them, from that day on the district's clock."""
    districts = list(current(connection, District).values())
    day = districts[0].local(at).date() if districts else at.date()
    return tuple(with_approval(one, _standing(connection, one), Approval(by, day)) for one in nouns)


def _standing(connection: Connection, noun: Noun) -> Noun | None:
    kind = Kind.of(noun)
    found = latest(connection, kind, [noun.slug]).get(noun.slug)
    return None if found is None or found.removed else found.noun


def nouns_at(waiting: Draft, at: datetime) -> tuple[Noun, ...]:
    """What the draft settled, ended or withdrew at its own instant happens when it is approved."""
    return tuple(_as_of_now(noun, waiting.made, at) for noun in waiting.nouns)


def _as_of_now(noun: Noun, made: datetime, at: datetime) -> Noun:
    moved = {name: at for name in MOMENTS_OF_THE_ACT if getattr(noun, name, None) == made}
    return replace(noun, **moved) if moved else noun  # type: ignore[arg-type]


def nouns_anew(connection: Connection, waiting: Draft, at: datetime) -> tuple[Noun, ...]:
    """What the draft changes, changed in what stands now as if it were said at the moment *at*; without what only went
    along unchanged."""
    found = (_on_top(connection, noun, waiting) for noun in waiting.nouns)
    return tuple(_said_at(_as_of_now(noun, waiting.made, at), waiting.made, at) for noun in found if noun is not None)


def _on_top(connection: Connection, noun: Noun, waiting: Draft) -> Noun | None:
    """Field by field: what the draft left as it was stays as others have made it since."""
    kind = Kind.of(noun)
    number = waiting.based_on.get((kind, noun.slug), 0)
    before = next((one for one in read_revisions(connection, kind, [noun.slug]) if one.number == number), None)
    if before is None or before.removed:
        return noun
    fields, theirs = changed_fields(before.noun, noun), _standing(connection, noun)
    if not fields or theirs is None:
        return noun if fields else None
    mine = {name: getattr(noun, name) for name in fields}
    if isinstance(noun, District) and isinstance(theirs, District) and isinstance(before.noun, District):
        mine["calendar"] = _days_on_top(before.noun, noun, theirs)
    return replace(theirs, **mine)


def _days_on_top(before: District, mine: District, theirs: District) -> tuple[Holiday, ...]:
    """The days without school that others added since stay; on a day that both name, the draft's stands."""
    gone, fresh = changed_days(before.calendar, mine.calendar)
    return laid_over([one for one in theirs.calendar if one not in gone], fresh)


def on_what_stands(connection: Connection, waiting: Draft) -> Draft:
    """The draft as it is to be approved: on the calendar as it stands, and on the source of its article."""
    waiting = on_calendar_of_now(connection, waiting)
    nouns = on_sources_of_now(connection, waiting.number, waiting.nouns, based_on=waiting.based_on)
    return replace(waiting, nouns=nouns)


def on_calendar_of_now(connection: Connection, waiting: Draft) -> Draft:
    """The draft with its days without school in the calendar as it stands: that other days of it were changed since is
    no conflict."""
    nouns, based_on = list(waiting.nouns), dict(waiting.based_on)
    for place, noun in enumerate(waiting.nouns):
        key = (Kind.of(noun), noun.slug)
        if not isinstance(noun, District) or key not in based_on:
            continue
        revisions = read_revisions(connection, Kind.DISTRICT, [noun.slug])
        before = next((one for one in revisions if one.number == based_on[key]), None)
        moved = before and district_carried_over(before.noun, noun, revisions[-1].noun)
        if moved:
            nouns[place], based_on[key] = moved, revisions[-1].number
    return replace(waiting, nouns=tuple(nouns), based_on=based_on)


def _said_at(noun: Noun, made: datetime, at: datetime) -> Noun:
    """A source that the draft made for itself says so anew."""
    return replace(noun, published=at) if isinstance(noun, Source) and noun.published == made else noun


def drafts_published(connection: Connection, changes: Iterable[int]) -> Mapping[int, Draft]:
    """By the number of the change that published it."""
    query = select(draft).where(draft.c.change_id.in_(tuple(changes)))
    return {row.change_id: _draft(row) for row in connection.execute(query).all()}


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        number=row.id,
        made=row.made,
        identity=row.identity,
        action=row.action,
        reason=row.reason,
        meaning=row.meaning,
        nouns=tuple(decode_kind(Kind(one["kind"]), one["body"]) for one in row.nouns),
        removed=tuple((Kind(kind), slug) for kind, slug in row.removed),
        based_on={(Kind(kind), slug): count for kind, slug, count in row.based_on},
        state=row.state,
        approvals=tuple(row.approvals),
        undoes=row.undoes,
        gap=(row.gap, ClosedAs(row.gap_closed_as)) if row.gap is not None else None,
        settled=row.settled,
        settled_by=row.settled_by,
        loudness=Loudness(row.loudness or Loudness.ORDINARY),
    )
