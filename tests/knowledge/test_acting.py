"""Acts: one transaction with history and audit line, taken back as a whole, refused when somebody was faster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from knowledge import changes
from knowledge.acting import Act, NoSuchChange, Published, publish_act, publish_files, read_changes, undo
from knowledge.changes import AlreadyDone, NotThere
from knowledge.claim_rows import MissingReference
from knowledge.claims import Claim, Condition, ConditionState, Status
from knowledge.codec import Kind
from knowledge.database import Database
from knowledge.drafts import NoSuchDraft, approve_draft, pending_drafts, read_draft, save_draft
from knowledge.planning import EditedMeanwhile, plan
from knowledge.publishing import fill
from knowledge.revisions import current, generation_of, history
from knowledge.tables import audit
from knowledge.texts import Approval
from tests.knowledge.editing import closed_wednesday
from tests.knowledge.sacramento import CLOSED_WEDNESDAY, EDITOR, MARCH_2022, NO_DEAL, moment, with_claim, words

OPEN_AFTER_ALL = replace(CLOSED_WEDNESDAY, status=Status.OPEN, condition=None, words=words("Schools open."))
TYPO = replace(CLOSED_WEDNESDAY, words=words("Schools clsoe on Wednesday."))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda c: fill(c, MARCH_2022, at=moment(21, 21)))
        yield opened


def act(at: datetime, action: str = "edit", **more: Any) -> Act:
    return Act(EDITOR, at, action, role="publisher", **more)


def published(database: Database, *nouns: Any, at: datetime, **how: Any) -> Published:
    more = {name: how.pop(name) for name in ("meaning", "reason") if name in how}
    return database.write_now(lambda c: publish_act(c, nouns, act=act(at, **more), **how))


def taken_back(database: Database, number: int, at: datetime) -> Published:
    return database.write_now(lambda c: undo(c, number, act=act(at, "undo", undoes=number)))


def test_the_history_says_who_did_what_when_and_why(database: Database) -> None:
    done = published(database, OPEN_AFTER_ALL, at=moment(22, 20), reason="the talks went well")

    (change,) = database.read_now(read_changes)
    assert (change.number, change.identity, change.action) == (done.change, EDITOR, "edit")
    assert (change.made, change.reason, change.meaning) == (moment(22, 20), "the talks went well", True)
    assert [(one.slug, one.number) for one in change.revisions] == [(CLOSED_WEDNESDAY.slug, 2)]


def test_the_audit_log_keeps_before_and_after_of_the_same_transaction(database: Database) -> None:
    done = published(database, OPEN_AFTER_ALL, at=moment(22, 20))

    (line,) = database.read_now(lambda c: c.execute(select(audit)).all())
    assert (line.identity, line.role, line.command, line.change_id) == (EDITOR, "publisher", "edit", done.change)
    name = f"claim {CLOSED_WEDNESDAY.slug}"
    assert (line.before[name]["status"], line.after[name]["status"]) == ("closed", "open")


def test_publishing_what_stands_already_is_no_change(database: Database) -> None:
    before = database.read_now(generation_of)

    done = published(database, CLOSED_WEDNESDAY, at=moment(22, 20))

    assert (done.change, done.generation) == (None, before)
    assert database.read_now(read_changes) == ()


def test_a_status_is_never_a_matter_of_wording_whatever_the_editor_says(database: Database) -> None:
    published(database, OPEN_AFTER_ALL, at=moment(22, 20), meaning=False)
    published(database, replace(OPEN_AFTER_ALL, words=words("All schools open.")), at=moment(22, 21), meaning=False)

    assert [one.meaning for one in database.read_now(read_changes)] == [False, True]


def test_an_undo_lets_all_of_a_change_stand_as_before(database: Database) -> None:
    done = published(database, OPEN_AFTER_ALL, replace(NO_DEAL, words=words("in any case")), at=moment(22, 20))

    taken_back(database, done.change or 0, moment(22, 21))

    assert closed_wednesday(database) == CLOSED_WEDNESDAY
    assert [one.undone_by for one in database.read_now(read_changes)] == [None, 2]


def test_an_undo_of_an_undo_brings_it_back(database: Database) -> None:
    done = published(database, OPEN_AFTER_ALL, at=moment(22, 20))
    back = taken_back(database, done.change or 0, moment(22, 21))

    taken_back(database, back.change or 0, moment(22, 22))

    assert closed_wednesday(database) == OPEN_AFTER_ALL
    assert len(database.read_now(lambda c: history(c, Kind.CLAIM, CLOSED_WEDNESDAY.slug))) == 4


def test_an_undo_takes_away_what_the_change_had_added(database: Database) -> None:
    fresh = replace(CLOSED_WEDNESDAY, slug="fresh", status=Status.REMOTE)
    done = published(database, fresh, at=moment(22, 20))

    taken_back(database, done.change or 0, moment(22, 21))

    assert "fresh" not in database.read_now(lambda c: current(c, Claim))


def test_what_somebody_changed_since_is_not_undone_under_them(database: Database) -> None:
    done = published(database, TYPO, at=moment(22, 20))
    published(database, OPEN_AFTER_ALL, at=moment(22, 21))

    with pytest.raises(EditedMeanwhile):
        taken_back(database, done.change or 0, moment(22, 22))
    assert closed_wednesday(database) == OPEN_AFTER_ALL


def test_a_change_that_was_never_made_cannot_be_undone(database: Database) -> None:
    with pytest.raises(NoSuchChange):
        taken_back(database, 77, moment(22, 22))


def test_the_second_of_two_editors_is_refused_and_leaves_nothing(database: Database) -> None:
    seen = {(Kind.CLAIM, CLOSED_WEDNESDAY.slug): 1}
    published(database, OPEN_AFTER_ALL, at=moment(22, 20), based_on=seen)

    with pytest.raises(EditedMeanwhile):
        published(database, TYPO, at=moment(22, 20), based_on=seen)
    assert closed_wednesday(database) == OPEN_AFTER_ALL
    assert len(database.read_now(read_changes)) == 1


def test_a_history_of_one_noun_leaves_the_others_out(database: Database) -> None:
    published(database, OPEN_AFTER_ALL, at=moment(22, 20))
    published(database, replace(NO_DEAL, words=words("in any case")), at=moment(22, 21))

    of_claim = database.read_now(lambda c: read_changes(c, kind=Kind.CLAIM, slug=CLOSED_WEDNESDAY.slug))
    assert [one.number for one in of_claim] == [1]


async def test_a_rehearsal_leaves_nothing_behind(database: Database) -> None:
    done = await database.rehearse(lambda c: publish_act(c, [OPEN_AFTER_ALL], act=act(moment(22, 20))))

    assert done.change == 1
    assert closed_wednesday(database) == CLOSED_WEDNESDAY
    assert database.read_now(read_changes) == ()


async def test_what_a_rehearsal_refuses_it_says(database: Database) -> None:
    with pytest.raises(EditedMeanwhile):
        await database.rehearse(
            lambda c: publish_act(c, [TYPO], act=act(moment(22)), based_on={(Kind.CLAIM, CLOSED_WEDNESDAY.slug): 7})
        )


def test_a_condition_is_settled_once(database: Database) -> None:
    def settling(connection: Any) -> Published:
        wanted = changes.settled(connection, NO_DEAL.slug, ConditionState.MET, at=moment(22, 20), by=None)
        return publish_act(connection, wanted.nouns, act=act(moment(22, 20), "settle"), based_on=wanted.based_on)

    database.write_now(settling)
    with pytest.raises(AlreadyDone, match="settled before: met"):
        database.write_now(settling)


def test_what_is_not_there_cannot_be_withdrawn(database: Database) -> None:
    with pytest.raises(NotThere):
        database.read_now(lambda c: changes.withdrawn(c, ["nothing-like-it"], at=moment(22)))


def test_a_draft_is_found_by_nobody_until_it_is_approved(database: Database) -> None:
    number = database.write_now(lambda c: save_draft(c, [OPEN_AFTER_ALL], act=act(moment(22, 18))))
    assert closed_wednesday(database) == CLOSED_WEDNESDAY
    assert [one.number for one in database.read_now(pending_drafts)] == [number]

    database.write_now(lambda c: approve_draft(c, number, act=replace(act(moment(22, 19)), identity="telegram:omar")))

    stands = closed_wednesday(database)
    assert (stands.status, stands.words["en"].words) == (Status.OPEN, "Schools open.")
    assert stands.words["en"].approved == Approval("telegram:omar", moment(22).date())
    settled = database.read_now(lambda c: read_draft(c, number))
    assert (settled.state, settled.settled_by, settled.identity) == ("approved", "telegram:omar", EDITOR)
    with pytest.raises(NoSuchDraft):
        database.write_now(lambda c: approve_draft(c, number, act=act(moment(22, 20))))


def test_what_a_draft_ends_ends_when_it_is_approved(database: Database) -> None:
    wanted = database.read_now(lambda c: changes.ended(c, [CLOSED_WEDNESDAY.slug], at=moment(22, 18)))
    number = database.write_now(
        lambda c: save_draft(c, wanted.nouns, act=act(moment(22, 18)), based_on=wanted.based_on)
    )

    database.write_now(lambda c: approve_draft(c, number, act=act(moment(22, 19))))

    assert closed_wednesday(database).ended == moment(22, 19)


def test_a_draft_of_what_was_changed_since_is_refused(database: Database) -> None:
    wanted = database.read_now(lambda c: changes.ended(c, [CLOSED_WEDNESDAY.slug], at=moment(22, 18)))
    number = database.write_now(
        lambda c: save_draft(c, wanted.nouns, act=act(moment(22, 18)), based_on=wanted.based_on)
    )
    published(database, OPEN_AFTER_ALL, at=moment(22, 18, 30))

    with pytest.raises(EditedMeanwhile):
        database.write_now(lambda c: approve_draft(c, number, act=act(moment(22, 19))))
    assert [one.number for one in database.read_now(pending_drafts)] == [number]


def test_what_others_still_name_cannot_be_taken_away(database: Database) -> None:
    fresh = replace(NO_DEAL, slug="no-buses", words=words("unless buses run"))
    made = published(database, fresh, at=moment(22, 20))
    published(database, replace(CLOSED_WEDNESDAY, condition="no-buses"), at=moment(22, 21))

    with pytest.raises(MissingReference, match="still names the condition no-buses"):
        taken_back(database, made.change or 0, moment(22, 22))
    assert "no-buses" in database.read_now(lambda c: current(c, Condition))


def test_files_that_are_loaded_are_a_change_too_and_later_files_may_change_it_again(database: Database) -> None:
    def loading(connection: Any) -> Published:
        planned = plan(connection, with_claim(OPEN_AFTER_ALL))
        return publish_files(connection, planned, act=Act("files", moment(22, 20), "load"))

    done = database.write_now(loading)

    assert closed_wednesday(database) == OPEN_AFTER_ALL
    assert [one.number for one in database.read_now(read_changes)] == [done.change]
    assert not database.read_now(lambda c: history(c, Kind.CLAIM, CLOSED_WEDNESDAY.slug))[-1].by_person
