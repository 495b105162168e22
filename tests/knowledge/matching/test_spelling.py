"""How typed words are read."""

import pytest

from knowledge.matching.normalising import normalised
from knowledge.matching.spelling import Reading, read_lexicon
from tests.knowledge.matching.phrasings import sacramento


def read(text: str, language: str = "en", keep: frozenset[str] = frozenset()) -> Reading:
    return sacramento(keep=keep).shelves[language].speller.read(normalised(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strkie", "strike"),
        ("teachrs", "teachers"),
        ("luch", "lunch"),
        ("agreemnnt", "agreement"),
        ("sftball", "softball"),
    ],
)
def test_a_slip_of_the_finger_becomes_the_word_of_the_knowledge_base(typed: str, meant: str) -> None:
    assert read(f"is there {typed}").repaired == ((typed, meant),)


def test_a_short_word_allows_one_slip_and_a_long_one_two() -> None:
    assert read("agremennt").repaired == (("agremennt", "agreement"),)
    assert read("stirek").repaired == ()


@pytest.mark.parametrize("word", ["meats", "bunch", "stroke", "teaches", "closet", "ticket", "onion", "busy"])
def test_ordinary_words_are_left_alone(word: str) -> None:
    assert read(f"the {word} please").repaired == ()


@pytest.mark.parametrize("word", ["camisa", "abuela", "huella", "huerta"])
def test_ordinary_spanish_words_are_left_alone(word: str) -> None:
    assert read(f"la {word} por favor", "es").repaired == ()


def test_a_word_without_a_subject_may_have_been_meant() -> None:
    assert read("pdro hay acuerdo", "es").repaired == (("pdro", "pero"),)
    assert read("is thre an agreement").repaired == (("thre", "there"),)


def test_names_to_keep_are_left_alone() -> None:
    assert read("is lunh open").repaired == (("lunh", "lunch"),)
    assert read("is lunh open", keep=frozenset({"Lunh Academy"})).repaired == ()


def test_numbers_and_short_words_are_left_alone() -> None:
    assert read("bu 2022x dea").repaired == ()


@pytest.mark.parametrize(
    ("text", "language", "full"),
    [
        ("r u sure skool is clsd", "en", "are you sure school is closed"),
        ("idk pls lmk", "en", "i do not know please let me know"),
        ("xq no hay clases", "es", "porque no hay clases"),
        ("q pasa xfa", "es", "que pasa por favor"),
    ],
)
def test_short_forms_are_written_out(text: str, language: str, full: str) -> None:
    assert read(text, language).text == full


def test_function_words_and_numbers_carry_no_subject() -> None:
    assert read("is there a strike on the 23").content == ("strike",)


def test_a_plural_of_a_known_word_is_known() -> None:
    assert read("are there strikes").unknown == ()


def test_a_language_without_word_lists_has_an_empty_lexicon() -> None:
    assert read_lexicon("hmn").common == frozenset()
    assert read_lexicon("hmn").plain("txhua yam") == ["txhua", "yam"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_word_lists_hold_folded_words_only(language: str) -> None:
    lexicon = read_lexicon(language)
    full = {word for words in lexicon.abbreviations.values() for word in words}
    every = lexicon.function | lexicon.common | set(lexicon.abbreviations) | full
    assert {word for word in every if not (word.isascii() and word.isalnum() and word == word.lower())} == set()
