"""Every message is found for translation and stands in each catalogue with the same fields; days as people write them."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot
from bot.catalogue import load_catalogue
from tests.sacramento import TUESDAY_NOON, WEDNESDAY

BOT = Path(bot.__file__).parent
KEYWORDS: dict[str, None] = {"say": None, "marked": None}


def messages() -> set[str]:
    found = extract_from_dir(str(BOT), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_messages_are_found_in_the_code() -> None:
    assert "Closed on {day}" in messages()


@pytest.mark.parametrize("file", sorted((BOT / "catalogues").glob("*.po")), ids=lambda file: str(file.stem))
def test_a_catalogue_has_every_message_with_the_same_fields_and_no_other(file: Path) -> None:
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    translated = {str(one.id): str(one.string) for one in catalogue if one.id}

    assert set(translated) == messages()
    for message, words in translated.items():
        assert words, message
        assert fields(message) == fields(words), message


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Wednesday, March 23"),
        ("es", "miércoles, 23 de marzo"),
        ("ru", "среда, 23 марта"),
        ("zh", "3月23日星期三"),
        ("vi", "Thứ Tư, 23 tháng 3"),
    ],
)
def test_a_day_is_written_with_its_weekday(language: str, words: str) -> None:
    assert load_catalogue(language).day(WEDNESDAY, at=TUESDAY_NOON) == words


def test_another_year_is_named() -> None:
    assert load_catalogue("en").day(date(2021, 4, 22), at=TUESDAY_NOON) == "Thursday, April 22, 2021"
    assert load_catalogue("en").day(date(2023, 1, 2), at=TUESDAY_NOON) == "Monday, January 2, 2023"


def test_words_are_listed_as_people_write() -> None:
    say = load_catalogue("en")

    assert [say.listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
