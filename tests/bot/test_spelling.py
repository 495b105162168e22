"""Slips are mended towards what the knowledge base speaks of; names, ordinary words and doubtful days stay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.calendar_words import Calendars
from bot.known_words import Known
from bot.spelling import Speller, speller
from bot.usage import Usage
from bot.words import load_reading_words
from knowledge.database import Database
from knowledge.days import LANGUAGES
from knowledge.days.lexicon import load_lexicons
from knowledge.files import read_shipped
from knowledge.library import Library
from knowledge.matching import Lexicon
from knowledge.matching.slips import Slips
from knowledge.publishing import fill
from knowledge.workings import Workings

WORDS = ("school", "schools", "closed", "lunch", "meals", "picket", "practice", "tahoe")
BLANK = Usage(())
SPELLER = Speller(Known(frozenset(WORDS), BLANK), Lexicon(common=frozenset({"match", "sacred"})))


@pytest.fixture(scope="module")
async def spellers() -> dict[str, Speller]:
    """For English and Spanish, knowing what Sacramento's knowledge base says."""
    curated, database = read_shipped(), Database.open("sqlite:///:memory:")
    database.write_now(lambda link: fill(link, curated, at=datetime.fromisoformat("2022-03-22T12:00-07:00")))
    edition = await Library(database).edition()
    words, calendars = load_reading_words(), Calendars(load_lexicons(LANGUAGES))
    return {language: speller(edition, words, language, calendars=calendars) for language in ("en", "es")}


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
    assert Speller(Known(frozenset({"meals", "means"}), BLANK), Lexicon()).mended("meats") == "meats"


def test_a_long_message_is_mended_in_bounded_measure() -> None:
    mended = SPELLER.mended("shcool " * 100)

    assert mended.count("school") == 24


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "and thuurs?", "and thurs?"),
        ("en", "what about tommorrwo", "what about tomorrow"),
        ("en", "open tonigt or tody", "open tonight or today"),
        ("en", "the whole wek", "the whole week"),
        ("en", "closed wendsay?", "closed wednesday?"),
        ("en", "no school fridya", "no school friday"),
        ("en", "day aftr tomorrow", "day after tomorrow"),
        ("en", "elk groe closed", "elk grove closed"),
        ("en", "is kenedy high open", "is kennedy high open"),
        ("en", "whcih unions strike", "which unions strike"),
        ("en", "any del yet", "any deal yet"),
        ("en", "open thursda?y", "open thursday?"),
        ("en", "is ther skoll on mar 23", "is the skool on mar 23"),
        ("en", "how manny people walk out", "how many people walk out"),
        ("en", "what can you evn do", "what can you even do"),
        ("en", "ok wht about us", "ok what about us"),
        ("en", "whe?", "when?"),
        ("en", "thhursadys cancelled", "thursdays cancelled"),
        ("en", "and thus?", "and thurs?"),
        ("en", "what about foood", "what about food"),
        ("es", "toa la semana sin clases", "toda la semana sin clases"),
        ("es", "el mierocles hay claess", "el miercoles hay clases"),
        ("es", "y el juves?", "y el jueves?"),
        ("es", "va a haver clases", "va a haber clases"),
        ("es", "pasao mañana", "pasado mañana"),
    ],
)
def test_a_word_is_mended_to_what_stands_beside_its_neighbours(
    spellers: dict[str, Speller], language: str, typed: str, meant: str
) -> None:
    assert spellers[language].mended(typed) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the money for my friend Mandy and Frida"),
        ("en", "sandy and monty watch a sundae match"),
        ("en", "payday birthday holiday everyday"),
        ("en", "march may mat grade room sat"),
        ("en", "and thus he won"),
        ("en", "elk grove is open trwm"),
        ("en", "my scooter was stolen"),
        ("en", "the boss has a cold"),
        ("es", "vienes en la mañana"),
        ("es", "los camiones y la sábana"),
        ("es", "gracias a todos"),
    ],
)
def test_words_of_their_own_stay(spellers: dict[str, Speller], language: str, text: str) -> None:
    assert spellers[language].mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("tursday", "school tursady?", "april 2 or ariil 22", "mach 24", "el 23 de maro"),
        *("tuhsday", "thuesday closed?", "and tuhes"),  # nearer to one day, with a letter of another
    ],
)
def test_what_may_be_two_days_or_a_month_is_left_to_the_day_reader(spellers: dict[str, Speller], text: str) -> None:
    assert spellers["en"].mended(text) == text


def test_fingers_slip_to_the_next_key_and_double_a_letter_sooner_than_to_a_far_one() -> None:
    slips = Slips()

    assert slips.cost("scholl", "school") < slips.cost("schoql", "school")
    assert slips.cost("schooll", "school") < slips.cost("schooxl", "school")
    assert slips.cost("shcool", "school") < slips.cost("scool", "sxhoxl")
    assert slips.cost("school", "school") == 0
    assert slips.cost("qchool", "school") > slips.cost("schopl", "school")
    assert Slips("es").cost("vanco", "banco") < Slips("en").cost("vanco", "banco")


def test_the_words_that_steer_reading_are_the_same_from_their_file(tmp_path: Path) -> None:
    made = load_reading_words(kept=Workings(tmp_path))
    assert load_reading_words(kept=Workings(tmp_path)) == made == load_reading_words()
    assert list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kids already have thir shoes on", "kids already have their shoes on"),
        ("parents lost thir mind", "parents lost their mind"),
        ("is school open thirs", "is school open thurs"),
        ("is wdes school on", "is weds school on"),
    ],
)
def test_a_small_word_is_no_short_day_where_no_day_stands(spellers: dict[str, Speller], typed: str, meant: str) -> None:
    assert spellers["en"].mended(typed) == meant
