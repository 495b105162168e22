"""Whose schools a message is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.district import Level, Neighbour, NeighbourKind, School
from knowledge.places import PlaceReader, load_place_reader
from tests.sacramento import DISTRICT

ELK_GROVE = Neighbour("elk-grove", "Elk Grove Unified School District", NeighbourKind.DISTRICT, ("Elk Grove",))
LOS_ANGELES = Neighbour("lausd", "Los Angeles Unified", NeighbourKind.OTHER_CITY, ("Los Angeles",))
TAHOE = School("tahoe", "Tahoe Elementary School", (Level.ELEMENTARY,), ("Tahoe Elementary",))


@pytest.fixture
def reader() -> PlaceReader:
    district = replace(
        DISTRICT,
        aliases=("SCUSD", "Sac City"),
        neighbours=(ELK_GROVE, LOS_ANGELES),
        schools=(*DISTRICT.schools, TAHOE),
    )
    return load_place_reader(district)


@pytest.mark.parametrize(
    "text",
    [
        "is McClatchy open",
        "is mcclatchy's gym open",
        "is CK McClatchy High School open",
        "is C.K. McClatchy High School open",
        "¿abre la prepa McClatchy?",
    ],
)
def test_a_school_is_known_by_name_alias_and_initials(reader: PlaceReader, text: str) -> None:
    assert reader.read(text).schools == ("mcclatchy",)


@pytest.mark.parametrize("text", ["cierra la primaria tahoe", "la escuela Tahoe", "tahoe elementary school"])
def test_a_school_is_known_behind_a_word_for_school(reader: PlaceReader, text: str) -> None:
    assert reader.read(text).schools == ("tahoe",)


def test_a_name_alone_that_is_also_a_place_is_no_school(reader: PlaceReader) -> None:
    assert reader.read("we drive to tahoe on friday").schools == ()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("my 3rd grader", Level.ELEMENTARY),
        ("kids in grade 7", Level.MIDDLE),
        ("tenth grade", Level.HIGH),
        ("mi hijo de segundo grado", Level.ELEMENTARY),
        ("is middle school closed", Level.MIDDLE),
        ("está en la prepa", Level.HIGH),
    ],
)
def test_a_grade_or_a_word_names_a_level(reader: PlaceReader, text: str, level: Level) -> None:
    assert reader.read(text).levels == (level,)


def test_preschool_is_read_but_stays_a_word(reader: PlaceReader) -> None:
    places = reader.read("is preschool open")

    assert places.levels == (Level.PRESCHOOL,)
    assert places.spans == ()


def test_neighbours_are_somebody_else_with_or_without_accents(reader: PlaceReader) -> None:
    assert reader.read("is elk grove closed").neighbours == (ELK_GROVE,)
    assert reader.read("la huelga en Los Ángeles").neighbours == (LOS_ANGELES,)


def test_our_own_name_is_ours_and_is_masked(reader: PlaceReader) -> None:
    places = reader.read("is sac city closed")

    assert places.ours
    assert places.spans == places.our_spans == ((3, 11),)
