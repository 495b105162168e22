"""The history on both databases: what took what back, whose newest change stands, and what was touched since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.acting import Act, NoSuchChange, publish_act, undo
from knowledge.claims import Claim
from knowledge.codec import Kind, Noun
from knowledge.database import Database
from knowledge.histories import kinds_named, names_like, newest_own, read_changes, taken_back, undoing_of
from knowledge.planning import plan
from knowledge.publishing import CURATED_FILES, fill, publish
from knowledge.resting import of_event, resting_on, told_of_events, told_of_sources, touched_by
from knowledge.revisions import current, history
from tests.sacramento import CLOSED, DEAL, OFFER, STRIKE, TUESDAY_NOON, WEDNESDAY, knowledge, said


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        yield opened


def act(person: str, minutes: int, undoes: int | None = None) -> Act:
    return Act(person, TUESDAY_NOON + timedelta(minutes=minutes), "undo" if undoes else "claim edit", undoes=undoes)


def edit(database: Database, *nouns: Noun, by: str = "ines", minutes: int = 1) -> int:
    published = database.write_now(lambda connection: publish_act(connection, nouns, act=act(by, minutes)))
    assert published.change is not None
    return published.change


def take_back(database: Database, number: int, *, by: str = "ines", minutes: int = 9) -> int:
    published = database.write_now(lambda connection: undo(connection, number, act=act(by, minutes, number)))
    assert published.change is not None
    return published.change


def offer(percent: int) -> Claim:
    return replace(OFFER, words=said(f"The district offers {percent}% raises."))


def test_an_undo_that_was_undone_takes_nothing_back(database: Database) -> None:
    first = edit(database, offer(3))
    undone = take_back(database, first)
    again = take_back(database, undone, minutes=10)
    assert dict(database.read_now(taken_back)) == {undone: again}
    assert _later(database, first) == (again,), "it is taken back by undoing what restored it"
    last = take_back(database, again, minutes=12)
    assert dict(database.read_now(taken_back)) == {again: last, first: undone}


def _later(database: Database, number: int) -> tuple[int | None, ...]:
    return database.read_now(lambda connection: undoing_of(connection, number)).later


def test_ones_own_newest_change_is_the_newest_that_stands(database: Database) -> None:
    first = edit(database, offer(3))
    second = edit(database, replace(CLOSED, advice=said("Stay home.")), minutes=2)
    edit(database, replace(DEAL, words=said("unless they agree")), by="noor", minutes=3)
    own = [database.read_now(lambda connection: newest_own(connection, "ines"))]
    take_back(database, second)
    own.append(database.read_now(lambda connection: newest_own(connection, "ines")))
    assert own == [second, first]
    assert database.read_now(lambda connection: newest_own(connection, "eva")) is None


def test_what_was_touched_since_is_named_by_its_change_or_as_files(database: Database) -> None:
    first = edit(database, offer(3), CLOSED, replace(DEAL, words=said("unless they agree")))
    second = edit(database, offer(4), minutes=2)
    assert _later(database, first) == (second,)
    changed = replace(DEAL, words=said("unless both agree"))
    database.write_now(
        lambda connection: publish(
            connection,
            plan(connection, knowledge(conditions=(changed,)), take_file=True),
            author=CURATED_FILES,
            by_person=False,
            at=TUESDAY_NOON + timedelta(minutes=3),
        )
    )
    assert None in _later(database, first)


def test_the_first_revision_is_taken_away_again(database: Database) -> None:
    number = edit(database, replace(OFFER, slug="offer-9"))
    back = database.read_now(lambda connection: undoing_of(connection, number))
    assert (back.nouns, back.removed, back.later) == ((), ((Kind.CLAIM, "offer-9"),), ())
    take_back(database, number)
    assert "offer-9" not in database.read_now(lambda connection: current(connection, Claim))
    assert [one.removed for one in database.read_now(lambda c: history(c, Kind.CLAIM, "offer-9"))] == [False, True]


def test_a_change_that_is_not_there(database: Database) -> None:
    with pytest.raises(NoSuchChange):
        database.read_now(lambda connection: undoing_of(connection, 5))


def test_changes_are_told_newest_first_and_of_one_entry_alone(database: Database) -> None:
    first = edit(database, offer(3), replace(CLOSED, advice=said("Stay home.")))
    second = edit(database, offer(4), minutes=2)
    of_offer = database.read_now(lambda c: read_changes(c, kind=Kind.CLAIM, slug="offer-2"))
    assert [one.number for one in of_offer] == [second, first]
    of_closed = database.read_now(lambda c: read_changes(c, slug="closed-wednesday"))
    assert [one.number for one in of_closed] == [first]
    assert [(one.slug, one.number) for one in of_closed[0].revisions] == [("offer-2", 2), ("closed-wednesday", 2)]


def test_names_are_found_by_kind_and_by_their_letters(database: Database) -> None:
    assert database.read_now(lambda c: kinds_named(c, "strike")) == (Kind.EVENT,)
    assert database.read_now(lambda c: kinds_named(c, "deal")) == (Kind.CONDITION,)
    assert database.read_now(lambda c: kinds_named(c, "nothing")) == ()
    assert set(database.read_now(lambda c: names_like(c, "wednesday"))) == {"closed-wednesday", "meals-wednesday"}
    assert database.read_now(lambda c: names_like(c, "%")) == ()


def test_claims_that_go_together(database: Database) -> None:
    noon, thursday = TUESDAY_NOON, TUESDAY_NOON + timedelta(days=2)
    edit(database, replace(OFFER, withdrawn=noon))
    resting = database.read_now(lambda c: resting_on(c, "article", at=thursday))
    assert {one.claim.slug: one.told for one in resting} == {
        "closed-wednesday": False,
        "meals-wednesday": False,
        "picket-thursday": True,
        "length-unclear": True,
    }
    assert [one.claim.first_day for one in resting[:1]] == [WEDNESDAY]
    assert database.read_now(lambda c: of_event(c, "strike", at=thursday)) == resting
    assert database.read_now(lambda c: told_of_sources(c, ["article", "none"], at=noon)) == {"article": 4}
    assert database.read_now(lambda c: told_of_events(c, ["strike"], at=noon)) == {"strike": 4}
    of_deal = database.read_now(lambda c: touched_by(c, [DEAL], at=noon))
    assert [one.claim.slug for one in of_deal] == ["closed-wednesday"]
    assert len(database.read_now(lambda c: touched_by(c, [STRIKE, DEAL], at=noon))) == 4
    assert database.read_now(lambda c: touched_by(c, [], at=noon)) == ()
