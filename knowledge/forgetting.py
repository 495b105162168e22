"""What was asked and told: kept as long as the settings say and no longer, and forgotten when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, func, or_, select, update

from knowledge.acting import wait_for_turn
from knowledge.arrivals import forget_lane, retire_arrivals
from knowledge.articles.retiring import forget_reviewer, retire_articles
from knowledge.deliveries import Run, retire_deliveries
from knowledge.interest import CORRECTION, PENDING
from knowledge.tables import (
    announcement,
    feedback,
    follow,
    gap,
    guide,
    inquiry,
    keyboard,
    link_code,
    metadata,
    owed,
    question,
    room,
    spreading,
    staff_post,
    telling,
)

BUTTONS_KNOWN = timedelta(days=30)  # after they are over, so that whoever presses one learns why nothing happens
STEPS_KEPT = timedelta(days=1)
AT_ONCE = 5000  # rows of a table in one transaction


@dataclass(frozen=True)
class Deleted:
    """*more*: not all that is past its time was deleted at once."""

    questions: int = 0
    tellings: int = 0
    gaps: int = 0
    inquiries: int = 0
    feedback: int = 0
    owed: int = 0
    follows: int = 0
    articles: int = 0
    more: bool = False


def enforce_retention(
    connection: Connection, *, at: datetime, question_days: int = 30, telling_days: int = 30, most: int = AT_ONCE
) -> Deleted:
    """Deletes what families wrote (with gaps and verdicts) *question_days* after they did, what waited for a person as
    long after its answer, once that was sent, and tellings and what was owed *telling_days* after the day they are
    about; what was followed with its day; articles *telling_days* after they were finished, in transactions of their
    own. Of what there is very much of at most so many rows at once."""
    asked_by, over_by = at - timedelta(days=question_days), at - timedelta(days=telling_days)
    if articles := retire_articles(connection, at=at, before=over_by):
        return Deleted(articles=articles, more=True)  # nobody who publishes waits for the rest

    def gone(table: Table, *conditions: ColumnElement[bool]) -> int:
        return connection.execute(delete(table).where(*conditions)).rowcount

    def some(table: Table, *conditions: ColumnElement[bool]) -> int:
        return gone(table, table.c.id.in_(select(table.c.id).where(*conditions).limit(most)))

    gone(link_code, link_code.c.expires <= at)
    gone(keyboard, keyboard.c.expires <= at - BUTTONS_KNOWN)
    gone(guide, guide.c.changed <= at - STEPS_KEPT)
    gone(staff_post, staff_post.c.posted <= asked_by)
    gone(room, room.c.gone <= asked_by, room.c.changed_by.is_(None))
    retire_arrivals(connection, at=at)
    called_off = select(announcement.c.id).where(announcement.c.state == Run.CANCELLED)
    halfway = update(spreading).where(spreading.c.seen != "", spreading.c.announcement_id.in_(called_off))
    connection.execute(halfway.values(seen=""))
    deliveries = retire_deliveries(connection, before=over_by, most=most)
    # What is owed for an inquiry would go with it uncounted, so it goes first.
    settled = or_(owed.c.state != PENDING, owed.c.not_after.is_not(None))
    given_up = or_(owed.c.kind == CORRECTION, owed.c.spread <= over_by)  # its delivery is no more
    over = func.coalesce(owed.c.not_after, owed.c.settled, owed.c.recorded) <= over_by
    unsent = exists().where(owed.c.inquiry_id == inquiry.c.id, owed.c.state == PENDING)
    done = Deleted(
        owed=some(owed, over, or_(settled, given_up)),
        gaps=gone(gap, gap.c.asked <= asked_by),
        inquiries=gone(inquiry, func.coalesce(inquiry.c.answered, inquiry.c.asked) <= asked_by, ~unsent),
        feedback=gone(feedback, feedback.c.made <= asked_by),
        questions=some(question, question.c.asked <= asked_by),
        tellings=some(telling, telling.c.day_over <= over_by),
        follows=gone(follow, follow.c.until <= at),
    )
    return replace(done, more=most in (deliveries, done.owed, done.questions, done.tellings))


def forget(connection: Connection, person: str) -> int:
    """Deletes every row about *person* from every table that names people; returns how many."""
    wait_for_turn(connection)  # whoever publishes may just be writing down what is owed to them
    forget_lane(connection, person)
    forget_reviewer(connection, person)
    connection.execute(delete(room).where(room.c.place == person, room.c.changed_by.is_(None)))
    tables = [one for one in reversed(metadata.sorted_tables) if "person" in one.c]
    return sum(connection.execute(delete(one).where(one.c.person == person)).rowcount for one in tables)
