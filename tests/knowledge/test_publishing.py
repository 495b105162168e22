"""Publishing: the database is the truth, a person's edit outlives the files, a moment sees what was known then."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from knowledge.claim_rows import MissingReference
from knowledge.claims import Claim, ConditionState, Status
from knowledge.codec import Kind
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.planning import EditedMeanwhile, OtherDistrict, What, plan
from knowledge.publishing import CURATED_FILES, fill, publish
from knowledge.revisions import copy_into, current, export, generation_of, history, is_empty
from knowledge.topics import Topic
from tests.knowledge.editing import closed_wednesday, edit, load, seen_at
from tests.knowledge.sacramento import (
    CLOSED_WEDNESDAY,
    DISTRICT,
    EDITOR,
    MARCH_2022,
    NO_DEAL,
    NO_DEAL_YET,
    moment,
    with_claim,
    words,
)
from tests.publishing import publish_change

TYPO = replace(CLOSED_WEDNESDAY, words=words("Schools clsoe on Wednesday."))
OPEN_AFTER_ALL = replace(CLOSED_WEDNESDAY, status=Status.OPEN, condition=None, words=words("Schools open."))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with Database.open(address) as opened:
        opened.write_now(lambda c: fill(c, MARCH_2022, at=moment(21, 21)))
        yield opened


def test_a_filled_database_says_what_the_files_say(database: Database) -> None:
    assert database.read_now(export) == MARCH_2022
    assert database.read_now(generation_of) == 1


def test_a_second_filling_changes_nothing(database: Database) -> None:
    database.write_now(lambda c: fill(c, with_claim(OPEN_AFTER_ALL), at=moment(22)))

    assert database.read_now(export) == MARCH_2022
    assert database.read_now(generation_of) == 1


def test_loading_the_same_files_twice_changes_nothing(database: Database) -> None:
    planned = load(database, MARCH_2022, at=moment(22))

    assert {row.what for row in planned.rows} == {What.SAME}
    assert len(planned.rows) == 17
    assert database.read_now(generation_of) == 1


def test_a_plan_is_a_preview(database: Database) -> None:
    planned = database.read_now(lambda c: plan(c, with_claim(OPEN_AFTER_ALL)))

    assert [(row.slug, row.what, row.fields) for row in planned.changes] == [
        ("closed-wednesday", What.CHANGED, ("words", "status", "condition"))
    ]
    assert planned.counts()[What.SAME] == 16
    assert closed_wednesday(database) == CLOSED_WEDNESDAY


def test_an_edit_by_a_person_outlives_loads_and_restarts(address: str) -> None:
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, MARCH_2022, at=moment(21, 21)))
        edit(database, OPEN_AFTER_ALL, at=moment(22, 9))
        planned = load(database, with_claim(TYPO), at=moment(22, 10))

        kept = [row for row in planned.rows if row.what is What.KEPT]
        assert [(row.slug, row.noun, row.fields) for row in kept] == [
            ("closed-wednesday", OPEN_AFTER_ALL, ("words", "status", "condition"))
        ]
    with Database.open(address) as database:
        database.write_now(lambda c: fill(c, MARCH_2022, at=moment(22, 11)))
        load(database, MARCH_2022, at=moment(22, 12))

        assert closed_wednesday(database) == OPEN_AFTER_ALL


def test_files_that_are_told_to_win_do(database: Database) -> None:
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))

    load(database, MARCH_2022, at=moment(22, 10), take_file=True)

    assert closed_wednesday(database) == CLOSED_WEDNESDAY
    revisions = database.read_now(lambda c: history(c, Kind.CLAIM, "closed-wednesday"))
    assert [(one.number, one.author, one.by_person) for one in revisions] == [
        (1, CURATED_FILES, False),
        (2, EDITOR, True),
        (3, CURATED_FILES, False),
    ]


def test_what_only_files_touched_follows_the_files(database: Database) -> None:
    load(database, with_claim(TYPO), at=moment(22))
    load(database, MARCH_2022, at=moment(23))

    assert closed_wednesday(database) == CLOSED_WEDNESDAY
    assert database.read_now(generation_of) == 3


def test_one_publication_is_one_generation_however_many_nouns(database: Database) -> None:
    settled = replace(NO_DEAL, state=ConditionState.MET, settled=moment(22, 21))

    assert edit(database, OPEN_AFTER_ALL, settled, at=moment(22, 21)) == 2
    assert edit(database, OPEN_AFTER_ALL, at=moment(22, 22)) == 2


def test_somebody_was_faster(database: Database) -> None:
    seen = {(Kind.CLAIM, "closed-wednesday"): 1}
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9), based_on=seen)

    with pytest.raises(EditedMeanwhile, match="closed-wednesday"):
        edit(database, TYPO, at=moment(22, 9, 1), based_on=seen)
    with pytest.raises(EditedMeanwhile):
        edit(database, TYPO, at=moment(22, 9, 1), based_on={(Kind.CLAIM, "closed-wednesday"): 0})

    assert closed_wednesday(database) == OPEN_AFTER_ALL


def test_a_plan_that_is_no_longer_true_is_refused(database: Database) -> None:
    stale = database.read_now(lambda c: plan(c, with_claim(TYPO)))
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))

    with pytest.raises(EditedMeanwhile):
        database.write_now(lambda c: publish(c, stale, author=CURATED_FILES, by_person=False, at=moment(22, 10)))

    assert closed_wednesday(database) == OPEN_AFTER_ALL
    assert database.read_now(generation_of) == 2


async def test_of_twenty_edits_at_once_on_what_all_have_seen_one_is_published(database: Database) -> None:
    seen = {(Kind.CLAIM, "closed-wednesday"): 1}

    async def try_it(minute: int) -> int:
        mine = replace(OPEN_AFTER_ALL, words=words(f"Schools open, said at 9:{minute:02}."))
        at = moment(22, 9, minute)
        return await database.write(lambda c: publish_change(c, [mine], author=EDITOR, at=at, based_on=seen))

    outcomes = await asyncio.gather(*(try_it(minute) for minute in range(20)), return_exceptions=True)

    assert sorted(str(one) for one in outcomes if not isinstance(one, EditedMeanwhile)) == ["2"]
    assert await database.read(generation_of) == 2


def test_withdrawn_slugs_are_gone_from_the_files_on_but_not_from_history(database: Database) -> None:
    load(database, CuratedSet(withdrawn=("no-deal-yet", "never-heard-of")), at=moment(22))

    assert "no-deal-yet" not in database.read_now(lambda c: current(c, Claim))
    assert seen_at(database, "no-deal-yet", moment(21, 21)) == []
    assert [one.removed for one in database.read_now(lambda c: history(c, Kind.CLAIM, "no-deal-yet"))] == [False, True]

    again = load(database, CuratedSet(withdrawn=("no-deal-yet",)), at=moment(22, 13))
    assert [row.what for row in again.rows] == [What.SAME]


def test_a_person_takes_a_claim_away_from_that_moment_on(database: Database) -> None:
    edit(database, at=moment(22, 9), removed=[(Kind.CLAIM, "no-deal-yet")])

    assert seen_at(database, "no-deal-yet", moment(22, 8)) == [1]
    assert seen_at(database, "no-deal-yet", moment(22, 9)) == []
    kept = load(database, MARCH_2022, at=moment(22, 10))
    assert [row.slug for row in kept.rows if row.what is What.KEPT] == ["no-deal-yet"]


def test_what_was_taken_away_can_come_back(database: Database) -> None:
    load(database, CuratedSet(withdrawn=("no-deal-yet",)), at=moment(22))
    back = load(database, MARCH_2022, at=moment(23))

    assert [(row.slug, row.what) for row in back.changes] == [("no-deal-yet", What.ADDED)]
    assert seen_at(database, "no-deal-yet", moment(21, 21)) == [3]


@pytest.mark.parametrize(
    ("lost", "complaint"), [({"topic": "weather"}, "the topic weather"), ({"source": "kcra"}, "the source kcra")]
)
def test_a_claim_that_rests_on_nothing_is_refused(database: Database, lost: dict[str, Any], complaint: str) -> None:
    with pytest.raises(MissingReference, match=complaint):
        edit(database, replace(NO_DEAL_YET, **lost), at=moment(22))

    assert database.read_now(generation_of) == 1


def test_a_topic_that_claims_are_about_is_not_taken_away(database: Database) -> None:
    with pytest.raises(MissingReference):
        edit(database, removed=[(Kind.TOPIC, "deal")], at=moment(22))

    assert "deal" in database.read_now(lambda c: current(c, Topic))


def test_a_topic_goes_together_with_its_claims(database: Database) -> None:
    edit(database, removed=[(Kind.TOPIC, "deal"), (Kind.CLAIM, "no-deal-yet")], at=moment(22))

    assert seen_at(database, "no-deal-yet", moment(21, 21)) == [1]
    assert seen_at(database, "no-deal-yet", moment(22)) == []


def test_another_districts_files_are_refused(database: Database) -> None:
    elk_grove = replace(DISTRICT, slug="elk_grove", name="Elk Grove Unified School District")

    with pytest.raises(OtherDistrict, match="sacramento_city"):
        database.read_now(lambda c: plan(c, CuratedSet(district=elk_grove)))


def test_files_keep_their_order_through_edits(database: Database) -> None:
    first = MARCH_2022.topics[0]
    edit(database, replace(first, keeps_days=1), at=moment(22))

    assert list(database.read_now(lambda c: current(c, Topic))) == ["school-open", "pickets", "deal", "meals"]


def test_something_laid_over_a_copy_leaves_the_database_alone(database: Database) -> None:
    edit(database, OPEN_AFTER_ALL, at=moment(22, 9))
    with Database.open("sqlite:///:memory:") as overlay:
        database.read_now(lambda source: overlay.write_now(lambda target: copy_into(source, target)))
        load(overlay, with_claim(TYPO), at=moment(22, 10), take_file=True)

        assert closed_wednesday(overlay) == TYPO
        assert overlay.read_now(generation_of) == 3
    assert closed_wednesday(database) == OPEN_AFTER_ALL
    assert database.read_now(generation_of) == 2


def test_a_new_database_is_empty(address: str) -> None:
    with Database.open(address) as database:
        assert database.read_now(is_empty)
        assert database.read_now(export) == CuratedSet()
        assert database.read_now(generation_of) == 0
