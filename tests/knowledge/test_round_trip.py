"""A database that editors have worked on, written as curated files and loaded again: nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from knowledge.claims import Claim, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.codec import Noun
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.district import Level
from knowledge.files import read_folder, without_dangling, write_folder
from knowledge.planning import nouns_of, plan
from knowledge.publishing import fill
from knowledge.revisions import export
from knowledge.saved_questions import SavedQuestion
from knowledge.texts import Approval, Text
from knowledge.topics import Topic, TopicKind
from tests.publishing import publish_change
from tests.sacramento import (
    CAMPUSES,
    CLOSED,
    DEAL,
    DISTRICT,
    FRIDAY,
    MEALS,
    OFFER,
    PICKET,
    STRIKE,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    knowledge,
    notice,
    said,
    settled,
)

EVENING = at("2022-03-22 20:15").replace(second=37, microsecond=120304)
BROKE_OFF = replace(notice("district-2022-03-22-2015", "2022-03-22 20:15"), published=EVENING)
BY_PHONE = Source("ines-1", "Call from the district's office", EVENING, Precision.MINUTE, note='said "no" twice: #1')
STORM = Event("storm-2022-03-25", said("Storm", "Tormenta"), "storm", FRIDAY)


def status_claim(slug: str, **fields: object) -> Claim:
    """As `/status` makes one: no words of its own, no paragraph it rests on."""
    base = Claim(slug, "school-open", BROKE_OFF.slug, (), ("district",), {}, first_day=WEDNESDAY, last_day=WEDNESDAY)
    return replace(base, **fields)  # type: ignore[arg-type]


EDITS: tuple[tuple[Noun, ...], ...] = (
    (
        BROKE_OFF,
        settled(DEAL, ConditionState.FAILED, EVENING, BROKE_OFF.slug),
        replace(CAMPUSES, hangs_on=None),
        status_claim("closed-2022-03-23", status=Status.CLOSED, event="strike", supersedes=(CLOSED.slug,)),
    ),
    (
        BY_PHONE,
        STORM,
        Topic("snow-days", said("Snow days", "Días de nieve"), TopicKind.BACKGROUND, {"en": ("is it a snow day",)}),
        status_claim(
            "delayed-2022-03-25",
            status=Status.DELAYED,
            first_day=FRIDAY,
            last_day=FRIDAY,
            at=time(10, 30),
            scope=Scope(levels=(Level.HIGH,)),
            event=STORM.slug,
            source=BY_PHONE.slug,
            serve_from=EVENING + timedelta(hours=9),
            serve_until=at("2022-11-06 01:30"),
            advice={"en": Text("Buses run late.", Approval("ines", TUESDAY)), "es": Text("Los buses van tarde.")},
        ),
        status_claim(
            "remote-sutter", status=Status.REMOTE, first_day=THURSDAY, last_day=FRIDAY, scope=Scope(schools=("sutter",))
        ),
    ),
    (replace(OFFER, withdrawn=EVENING), replace(PICKET, ended=EVENING, firmness=Firmness.CALLED_OFF)),
    (
        replace(
            MEALS, words=said('Bags at the gate: 8-10, "curbside".', "Bolsas."), verified=EVENING, places=("Gate #3",)
        ),
    ),
    (replace(STRIKE, ended=EVENING, closing=BROKE_OFF.slug),),
    (
        SavedQuestion(
            "closed-wed",
            "¿hay clases: sí o no?",
            "answer",
            language="es",
            at=EVENING,
            scope=Scope(levels=(Level.HIGH,)),
            status="closed",
            day=WEDNESDAY,
            topics=("school-open",),
            first_line="Cerradas el miércoles.",
        ),
        SavedQuestion("whenever", "is there school", "unknown"),
    ),
)


@pytest.fixture
def edited() -> CuratedSet:
    """What stands after all the edits."""
    with Database.open("sqlite:///:memory:") as database:
        database.write_now(lambda connection: fill(connection, knowledge(), at=at("2022-03-21 21:00")))
        for number, nouns in enumerate(EDITS):
            moment = EVENING + timedelta(minutes=number)
            database.write_now(partial(publish_change, nouns=nouns, author="terminal:ines", at=moment))
        return database.read_now(export)


def loaded(curated: CuratedSet, *, at: datetime) -> CuratedSet:
    with Database.open("sqlite:///:memory:") as database:
        database.write_now(lambda connection: fill(connection, curated, at=at))
        return database.read_now(export)


def test_everything_that_stands_is_loaded_again_as_it_was(edited: CuratedSet, tmp_path: Path) -> None:
    write_folder(edited, tmp_path / "files")
    again = loaded(read_folder(tmp_path / "files"), at=at("2022-04-03 12:00"))

    assert set(map(repr, nouns_of(again))) == set(map(repr, nouns_of(edited)))
    assert again == edited


def test_loading_the_files_over_what_they_were_written_from_changes_nothing(edited: CuratedSet, tmp_path: Path) -> None:
    write_folder(edited, tmp_path / "files")
    with Database.open("sqlite:///:memory:") as database:
        database.write_now(lambda connection: fill(connection, edited, at=EVENING))
        planned = database.read_now(lambda c: plan(c, read_folder(tmp_path / "files"), take_file=True))

    assert planned.changes == ()


def test_what_is_written_twice_is_the_same_bytes(edited: CuratedSet, tmp_path: Path) -> None:
    write_folder(edited, tmp_path / "one")
    write_folder(read_folder(tmp_path / "one"), tmp_path / "two")

    written = [sorted(folder.rglob("*.yaml")) for folder in (tmp_path / "one", tmp_path / "two")]
    assert [one.read_bytes() for one in written[0]] == [one.read_bytes() for one in written[1]]


def test_a_claim_without_words_and_without_a_status_is_still_refused(tmp_path: Path) -> None:
    nothing = replace(OFFER, words={})
    write_folder(replace(knowledge(nothing, without=[OFFER.slug]), district=DISTRICT), tmp_path / "files")

    with pytest.raises(ValueError, match=r'lacks its "words"'):
        read_folder(tmp_path / "files")


def test_what_names_something_taken_back_is_written_without_that_and_said(edited: CuratedSet, tmp_path: Path) -> None:
    left = replace(edited, claims=tuple(one for one in edited.claims if one.slug != CLOSED.slug), events=())

    whole, told = without_dangling(left)
    write_folder(whole, tmp_path / "files")

    assert loaded(read_folder(tmp_path / "files"), at=EVENING) == whole
    assert 'the claim "closed-2022-03-23" names the claim "closed-wednesday"' in told
    assert 'the condition "deal" names the event "strike"' in told
    assert without_dangling(edited) == (edited, ())
