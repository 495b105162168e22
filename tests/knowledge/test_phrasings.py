"""One written phrasing may stand for several."""

from __future__ import annotations

import re

import pytest

from knowledge.phrasings import MOST, all_spelled_out, as_pattern, representatives, spelled_out


def test_a_plain_phrasing_stands_for_itself() -> None:
    assert spelled_out("is school open?") == ("is school open?",)


def test_alternatives_are_combined() -> None:
    assert spelled_out("(is|are) schools (open|closed)") == (
        "is schools open",
        "is schools closed",
        "are schools open",
        "are schools closed",
    )


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("is school open?", 1),
        ("(is|are) schools (open|closed)", 2),
        ("is there (any|) (school|class|lunch)", 3),
        ("(will|do|can) (we|they|the kids|my kids) (have|get) (lunch|breakfast|)", 4),
    ],
)
def test_a_few_variants_hold_every_alternative(written: str, count: int) -> None:
    few, every = representatives(written), spelled_out(written)

    assert len(few) == count
    assert set(few) <= set(every)
    assert {word for text in few for word in text.split()} == {word for text in every for word in text.split()}


def test_an_empty_alternative_makes_a_word_optional() -> None:
    assert spelled_out("is there (any|) school") == ("is there any school", "is there school")


def test_too_many_variants_are_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST)):
        spelled_out("(a|b|c|d|e|f|g|h|i|j)" * 3)


def test_languages_are_kept_apart() -> None:
    assert all_spelled_out({"en": ("(no|any) school",), "es": ("hay clases",)}) == [
        ("en", "no school"),
        ("en", "any school"),
        ("es", "hay clases"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if schools close", True),
        ("if the schools are closed", True),
        ("if theschools close", False),
        ("schools close", False),
    ],
)
def test_a_pattern_finds_every_variant(text: str, found: bool) -> None:
    pattern = as_pattern("if (the|) schools (are|) (close|closed)")

    assert bool(re.fullmatch(pattern, text)) is found
