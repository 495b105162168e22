"""When two texts are the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching import normalised
from knowledge.matching.normalising import folded, words


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Is school OPEN?", "is school open"),
        ("Don’t they know", "dont they know"),
        ("don't they know", "dont they know"),
        ("¿Están cerradas?", "están cerradas"),
        ("e\u0301cole", "école"),
        ("ﬁeld ① Straße", "field 1 strasse"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("half-day / pick\tup\nnow", "half day pick up now"),
        ("👍🏽 ok", "👍 ok"),
        ("❤️", "❤"),
        ("नमस्ते, स्कूल?", "नमस्ते स्कूल"),
        ("???", "???"),
        ("", ""),
    ],
)
def test_what_looks_the_same_is_the_same(text: str, normal: str) -> None:
    assert normalised(text) == normal


@given(st.text(max_size=60))
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@pytest.mark.parametrize(
    ("normal", "bare"),
    [
        ("mañana está", "manana esta"),
        ("trường đóng cửa", "truong dong cua"),
        ("мой", "мои"),
        ("sсhool", "school"),
        ("школа", "школа"),
        ("مُغْلَقَة", "مغلقه"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_folding_forgets_accents_but_not_vowels(normal: str, bare: str) -> None:
    assert folded(normal) == bare


def test_scripts_without_blanks_are_read_character_by_character() -> None:
    assert words("明天school开吗") == ["明", "天", "school", "开", "吗"]
