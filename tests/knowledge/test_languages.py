"""The language of a short message, told by script, letters and words; unsure is an answer."""

import pytest

from knowledge.days import LANGUAGES
from knowledge.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("will they open the schools again", "en"),
        ("is it open", "en"),
        ("¿cuándo abren?", "es"),
        ("van a dar comida a los niños", "es"),
        ("donde recojo los almuerzos", "es"),
        ("什么时候开学", "zh"),
        ("聽日返唔返學", "zh"),
        ("khi nào các trường mở cửa lại", "vi"),
        ("truong co mo cua khong", "vi"),
        ("когда закончится забастовка", "ru"),
        ("завтра работает школа или нет", "ru"),
        ("коли закінчиться страйк", "uk"),
        ("чи є завтра заняття", "uk"),
        ("may pasok ba ang mga bata", "tl"),
        ("kailan po magbubukas ang paaralan", "tl"),
        ("puas muaj kawm ntawv tag kis", "hmn"),
        ("ਸਕੂਲ ਕਦੋਂ ਖੁੱਲ੍ਹਣਗੇ", "pa"),
        ("स्कूल कब खुलेंगे", "hi"),
        ("متى تفتح المدارس", "ar"),
        ("مکتب‌ها چه وقت باز می‌شود", "fa"),
    ],
)
def test_a_short_message_tells_its_language(text: str, language: str) -> None:
    assert language_of(text, LANGUAGES) == language


@pytest.mark.parametrize("text", ["", "23", "⚽?", "FOX40", "???", "May 2", "マスク"])
def test_a_message_that_does_not_tell_gives_none(text: str) -> None:
    assert language_of(text, LANGUAGES) is None


def test_a_language_that_is_not_offered_is_not_answered() -> None:
    assert language_of("когда закончится забастовка", ["en", "es"]) is None
    assert language_of("¿cuándo abren las escuelas?", ["en", "vi"]) is None


def test_english_names_in_another_script_do_not_change_the_language() -> None:
    assert language_of("Sacramento City Unified 明天上课吗", LANGUAGES) == "zh"
    assert language_of("Hiram Johnson High School завтра закрыта?", LANGUAGES) == "ru"


def test_english_is_not_taken_for_hmong_because_of_how_its_words_end() -> None:
    for text in ("i need some food", "mayor said no", "good meals", "mom said no"):
        assert language_of(text, LANGUAGES) in ("en", None)


def test_a_hostile_length_is_cut() -> None:
    assert language_of("¿dónde? " * 10_000, LANGUAGES) == "es"
