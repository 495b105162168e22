"""Slips are mended towards what the knowledge base speaks of; names, ordinary words and days stay as they are."""

from __future__ import annotations

import pytest

from bot.spelling import Speller
from knowledge.matching import Lexicon

KNOWN = ("school", "schools", "closed", "lunch", "meals", "picket", "practice", "tahoe")
SPELLER = Speller(KNOWN, Lexicon(common=frozenset({"match", "sacred"})))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("is shcool closed", "is school closed"),
        ("is schol CLOSD?", "is school closed?"),
        ("practcie at tahoe", "practice at tahoe"),
        ("pickettt", "picket"),
        ("lnuch", "lunch"),
    ],
)
def test_slips_are_mended(typed: str, meant: str) -> None:
    assert SPELLER.mended(typed) == meant


@pytest.mark.parametrize("text", ["tennis match", "sacred heart", "wensday", "x", "", "🏫 123 Ñandú", "al\u200bone"])
def test_what_is_no_slip_stays(text: str) -> None:
    assert SPELLER.mended(text) == text


def test_a_word_between_two_known_ones_stays() -> None:
    assert Speller(("meals", "means"), Lexicon()).mended("meats") == "meats"


def test_a_long_message_is_mended_in_bounded_measure() -> None:
    mended = SPELLER.mended("shcool " * 100)

    assert mended.count("school") == 24
