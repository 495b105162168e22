"""The hand-written knowledge bases of other fields keep the shape that fitting the gate relies on."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "fitting" / "knowledge"
FIELDS = ("library", "clinic", "transit", "city_hall")


def normalised(text: str) -> str:
    """Letters and digits only, lower case, so that punctuation and apostrophes cannot hide a copy."""
    return " ".join(re.findall(r"\w+", re.sub("['\u2019]", "", text.casefold())))


@pytest.fixture(params=FIELDS)
def field(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    return loaded


def test_a_field_says_in_one_line_what_it_is_about(field: dict[str, Any]) -> None:
    assert set(field) == {"about", "topics", "questions"}
    assert field["about"].strip()
    assert "\n" not in field["about"]


def test_a_field_has_forty_topics_of_five_or_six_phrasings(field: dict[str, Any]) -> None:
    slugs = [topic["slug"] for topic in field["topics"]]
    assert len(slugs) == len(set(slugs)) == 40
    assert {len(topic["phrasings"]) for topic in field["topics"]} <= {5, 6}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


def test_no_phrasing_stands_twice(field: dict[str, Any]) -> None:
    counted = Counter(normalised(phrasing) for topic in field["topics"] for phrasing in topic["phrasings"])
    assert [phrasing for phrasing, times in counted.items() if times > 1] == []


def test_a_field_has_two_hundred_different_questions(field: dict[str, Any]) -> None:
    texts = [normalised(question["text"]) for question in field["questions"]]
    assert len(texts) == len(set(texts)) == 200
    assert all(texts)


def test_a_third_of_the_questions_is_covered_by_no_topic(field: dict[str, Any]) -> None:
    assert sum(question["topic"] is None for question in field["questions"]) == 66


def test_every_topic_is_asked_about_at_least_three_times(field: dict[str, Any]) -> None:
    asked = Counter(question["topic"] for question in field["questions"] if question["topic"] is not None)
    assert set(asked) == {topic["slug"] for topic in field["topics"]}
    assert min(asked.values()) >= 3


def test_no_question_repeats_a_phrasing(field: dict[str, Any]) -> None:
    phrasings = {normalised(phrasing) for topic in field["topics"] for phrasing in topic["phrasings"]}
    assert [q["text"] for q in field["questions"] if normalised(q["text"]) in phrasings] == []


def test_no_question_is_shared_by_two_fields() -> None:
    counted = Counter(
        normalised(question["text"])
        for name in FIELDS
        for question in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["questions"]
    )
    assert [text for text, times in counted.items() if times > 1] == []
