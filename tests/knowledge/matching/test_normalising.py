"""When two texts are the same text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.matching import all_plain_words, normalised, plain_words
from knowledge.matching.normalising import all_folded, all_normalised, folded, words


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


TRICKY = st.text(
    alphabet="aeıİﬁK '’`\n\r\x00\x1c_-ñé\u0301\u0300\u0653ا\u064bабвx1\u200d❤\ufe0f가ᄀ\u11a8ｶﾞ", max_size=30
)


@given(st.lists(st.text(max_size=40) | TRICKY))
@example(["a" * 1100 + "b", "ﷺ" * 200, "\u0301a", "", "two\nlines"])
def test_many_texts_at_once_are_read_as_one_by_one(texts: list[str]) -> None:
    normals = [normalised(text) for text in texts]
    assert all_normalised(texts) == normals
    assert all_folded(normals) == [folded(normal) for normal in normals]
    assert all_plain_words(texts) == [plain_words(text) for text in texts]
