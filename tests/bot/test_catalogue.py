"""Every message is found for translation and stands in each catalogue with the same fields; days are written as people
write them, and a file says who has reviewed it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import adapters
import bot
from bot.catalogue import EDITING, FAMILIES, load_catalogue, own_name, reviewed, reviewers, translated_languages
from knowledge.days import LANGUAGES, load_day_reader
from tests.sacramento import TUESDAY_NOON, WEDNESDAY, at

BOT = Path(bot.__file__).parent
CATALOGUES = BOT / "catalogues"
ADAPTERS = Path(adapters.__file__).parent
SAYING = (BOT, ADAPTERS / "telegram", ADAPTERS / "discord")  # the terminal speaks English
KEYWORDS: dict[str, None] = {"say": None, "marked": None}
OF_EDITORS = ("curating/", "commands/editing/", "articles/")
DOMAINS = {"families": FAMILIES, "editors": EDITING}
FILES = [
    pytest.param(domain, file, id=f"{whose}-{file.stem}")
    for whose, domain in DOMAINS.items()
    for file in sorted((CATALOGUES / domain).glob("*.po"))
]


@cache
def messages(domain: str) -> set[str]:
    """What families may read; or what only editors do."""
    said = {(of_editors, message) for folder in SAYING for of_editors, message in _said_in(folder)}
    families = {message for of_editors, message in said if not of_editors}
    return {message for _, message in said} - families if domain == EDITING else families


def _said_in(folder: Path) -> Iterator[tuple[bool, str]]:
    found = extract_from_dir(str(folder), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return ((file.startswith(OF_EDITORS), message) for file, _, message, _, _ in found if isinstance(message, str))


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_messages_are_found_in_the_code() -> None:
    assert "Closed on {day}" in messages(FAMILIES)
    assert "Published as change {number}." in messages(EDITING)


@pytest.mark.parametrize(("domain", "file"), FILES)
def test_a_catalogue_has_every_message_with_the_same_fields_and_no_other(domain: str, file: Path) -> None:
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    translated = {str(one.id): str(one.string) for one in catalogue if one.id}

    assert set(translated) == messages(domain)
    for message, words in translated.items():
        assert words, message
        assert fields(message) == fields(words), message


def test_what_families_read_too_is_said_to_editors_in_the_words_of_families() -> None:
    editors, families = load_catalogue("es", EDITING), load_catalogue("es")

    assert editors("Open until further notice") == families("Open until further notice") == "Abiertas hasta nuevo aviso"
    assert editors("Published as change {number}.", number=7) == "Publicado como cambio 7."
    assert families("Published as change {number}.", number=7) == "Published as change 7."


def test_editors_whose_language_has_no_catalogue_of_theirs_read_one_language_not_two() -> None:
    editors = load_catalogue("zh", EDITING)

    assert editors.language == "en"
    assert editors("Open until further notice") == "Open until further notice"


@pytest.mark.parametrize(
    ("language", "this_year", "another_year"),
    [
        ("en", "Wednesday, March 23", "Thursday, April 22, 2021"),
        ("es", "miércoles, 23 de marzo", "jueves, 22 de abril de 2021"),
        ("zh", "3月23日星期三", "2021年4月22日星期四"),
        ("vi", "Thứ Tư, 23 tháng 3", "Thứ Năm, 22 tháng 4, 2021"),
        ("ru", "среда, 23 марта", "четверг, 22 апреля 2021 года"),
        ("uk", "середа, 23 березня", "четвер, 22 квітня 2021 року"),
        ("tl", "Miyerkules, Marso 23", "Huwebes, Abril 22, 2021"),
        ("hmn", "hnub zwj feeb, lub 3 hlis tim 23", "hnub zwj teeb, lub 4 hlis tim 22, 2021"),
        ("pa", "ਬੁੱਧਵਾਰ, 23 ਮਾਰਚ", "ਵੀਰਵਾਰ, 22 ਅਪ੍ਰੈਲ 2021"),
        ("hi", "बुधवार, 23 मार्च", "गुरुवार, 22 अप्रैल 2021"),
        ("ar", "الأربعاء، 23 مارس", "الخميس، 22 أبريل 2021"),
        ("fa", "چهارشنبه 23 مارس", "پنجشنبه 22 آوریل 2021"),
    ],
)
def test_a_day_is_written_with_its_weekday_and_another_year_is_named(
    language: str, this_year: str, another_year: str
) -> None:
    say = load_catalogue(language)

    assert say.day(WEDNESDAY, at=TUESDAY_NOON) == this_year
    assert say.day(date(2021, 4, 22), at=TUESDAY_NOON) == another_year


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_leap_year_is_read_back_as_the_day_it_was_written_for(language: str) -> None:
    say, reader = load_catalogue(language), load_day_reader([language, "en"])
    every = [date(2024, 1, 1) + timedelta(days=count) for count in range(366)]
    read = {day: reader.read(say.day(day, at=None), at=TUESDAY_NOON).days for day in every}

    assert not [day for day, found in read.items() if [(one.first, one.last) for one in found] != [(day, day)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_months_end_in_no_full_stop_that_a_sentence_would_double(language: str) -> None:
    say = load_catalogue(language)
    written = [say.day(WEDNESDAY, at=None), say.month(WEDNESDAY), say.days(WEDNESDAY, date(2023, 1, 2), at=None)]

    assert not [words for words in written if words.endswith(".")]


@pytest.mark.parametrize(
    ("language", "month", "hour"),
    [
        ("en", "March 2022", "5:44 PM"),
        ("es", "marzo de 2022", "17:44"),
        ("zh", "2022年3月", "17:44"),
        ("vi", "tháng 3 năm 2022", "17:44"),
        ("ru", "март 2022 года", "17:44"),
        ("uk", "березень 2022 року", "17:44"),
        ("tl", "Marso 2022", "5:44 PM"),
        ("hmn", "lub 3 hlis xyoo 2022", "5:44 PM"),
        ("pa", "ਮਾਰਚ 2022", "5:44 ਬਾ.ਦੁ."),
        ("hi", "मार्च 2022", "5:44 pm"),
        ("ar", "مارس 2022", "5:44 م"),
        ("fa", "مارس 2022", "17:44"),
    ],
)
def test_months_and_hours_are_written_as_the_language_has_them(language: str, month: str, hour: str) -> None:
    say = load_catalogue(language)

    assert say.month(WEDNESDAY) == month
    assert say.hour(at("2022-03-22 17:44")) == hour


def test_a_whole_month_is_named_and_a_month_in_two_years_is_not_one() -> None:
    say = load_catalogue("en")

    assert say.days(date(2022, 3, 1), date(2022, 3, 31), at=TUESDAY_NOON) == "March 2022"
    assert say.days(date(2024, 2, 1), date(2024, 2, 29), at=TUESDAY_NOON) == "February 2024"
    assert " to " in say.days(date(2021, 3, 1), date(2022, 3, 31), at=TUESDAY_NOON)
    assert " to " in say.days(date(2022, 3, 1), date(2022, 3, 30), at=TUESDAY_NOON)


@pytest.mark.parametrize(
    ("language", "itself", "english"),
    [
        ("es", "español", "inglés"),
        ("zh", "中文", "英语"),
        ("vi", "Tiếng Việt", "Tiếng Anh"),
        ("ru", "русский", "английский"),
        ("uk", "українська", "англійська"),
        ("tl", "Tagalog", "Ingles"),
        ("hmn", "Hmoob", "Askiv"),
        ("pa", "ਪੰਜਾਬੀ", "ਅੰਗਰੇਜ਼ੀ"),
        ("hi", "हिन्दी", "अंग्रेज़ी"),
        ("ar", "العربية", "الإنجليزية"),
        ("fa", "فارسی", "انگلیسی"),
    ],
)
def test_languages_are_named_in_each_language(language: str, itself: str, english: str) -> None:
    assert own_name(language) == itself
    assert load_catalogue(language).language_name("en") == english
    assert own_name("en") == "English"


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_where_writing_runs_from_the_right_values_keep_their_direction(language: str) -> None:
    said = load_catalogue(language)("{title}: nothing is announced yet.", title="C.K. McClatchy")

    assert said.startswith("\u2068C.K. McClatchy\u2069")


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_line_of_values_alone_still_runs_from_the_right(language: str) -> None:
    said = load_catalogue(language)("{speaker}: {words}", speaker="ABC10", words="10:00")

    assert said == "\u200f\u2068ABC10\u2069: \u206810:00\u2069"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"ar", "fa"}))
def test_where_writing_runs_from_the_left_nothing_is_added(language: str) -> None:
    said = load_catalogue(language)("{speaker}: {words}", speaker="ABC10", words="10:00")

    assert not set(said) & {"\u200f", "\u2068", "\u2069"}


def test_every_language_of_the_day_reader_but_english_has_a_catalogue() -> None:
    assert set(translated_languages()) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize(
    "file",
    sorted(file for file in CATALOGUES.rglob("*") if file.is_file()),
    ids=lambda file: str(file.relative_to(CATALOGUES)),
)
def test_each_file_says_who_has_reviewed_it(file: Path) -> None:
    header = file.read_text(encoding="utf-8").splitlines()[:2]

    assert re.fullmatch(r"# .+ in \w+\b.*", header[0])
    assert re.fullmatch(r"# reviewed: \S.*", header[1])


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_who_has_reviewed_a_language_is_what_its_files_say(language: str) -> None:
    files = CATALOGUES.glob(f"{language}[._]*")
    lines = {file.read_text(encoding="utf-8").splitlines()[1].removeprefix("# reviewed: ") for file in files}

    assert reviewed(language) == (None if "nobody" in lines else ", ".join(sorted(lines)))


def test_a_language_without_files_has_been_reviewed_by_nobody() -> None:
    assert reviewed("tlh") is None


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        (["# Bellwether in Hmong.\n# reviewed: Mai Vang, 2022-03-21\n"], "Mai Vang, 2022-03-21"),
        (["# reviewed: Mai Vang\n", "# reviewed: nobody\n"], None),
        (["# reviewed: Mai Vang\n", "# reviewed: Pa Xiong\n"], "Mai Vang, Pa Xiong"),
        (["# reviewed: Mai Vang\n", "# reviewed: Mai Vang\n"], "Mai Vang"),
        (["# Bellwether in Hmong.\n"], None),
        (['msgid ""\n# reviewed: Mai Vang\n'], None),
        ([], None),
    ],
)
def test_a_language_is_reviewed_when_each_of_its_files_is(headers: list[str], who: str | None) -> None:
    assert reviewers(headers) == who


def test_words_are_listed_as_people_write() -> None:
    say = load_catalogue("en")
    chinese = load_catalogue("zh")

    assert chinese.listed(["小学", "初中", "高中"]) == "小学、初中和高中"
    assert [say.listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
