"""Shelves wait until their language is asked for, and nobody who asks can tell."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.matching import Index, Phrasing, TwinPhrasing, load_weights
from knowledge.matching.shelves import Place, Shelves
from knowledge.matching.wordings import Wordings
from tests.knowledge.matching.phrasings import PHRASINGS, sacramento

SPRING_BREAK = Phrasing("spring-break", "en", "When is spring break?")


def waiting(index: Index) -> set[str]:
    return {language for language, place in index.shelves.places.items() if place.is_empty}


def test_only_the_language_that_is_asked_in_is_made() -> None:
    index = Index.build(PHRASINGS, weights=load_weights())
    assert waiting(index) == set(index.shelves)
    index.match("are schools closed", language="en")
    assert waiting(index) == set(index.shelves) - {"en"}


def test_whoever_asks_in_no_language_hears_them_all() -> None:
    index = Index.build(PHRASINGS, weights=load_weights())
    index.match("are schools closed", language=None)
    assert waiting(index) == set()


def test_the_names_of_the_languages_make_none_of_them() -> None:
    index = Index.build(PHRASINGS, weights=load_weights())
    assert "en" in index.shelves
    assert "fr" not in index.shelves
    assert len(index.shelves) == len({one.language for one in PHRASINGS})
    assert waiting(index) == set(index.shelves)


def test_twins_are_refused_before_anybody_asks() -> None:
    with pytest.raises(TwinPhrasing):
        Index.build([*PHRASINGS, Phrasing("meals", "en", "are schools closed")], weights=load_weights())


def test_a_language_that_waits_and_stays_the_same_is_shared_with_the_next_index() -> None:
    before = Index.build(PHRASINGS, weights=load_weights())
    after = before.changed_to([*PHRASINGS, SPRING_BREAK])
    assert after.shelves["es"].ngrams is before.shelves["es"].ngrams
    assert waiting(after) == waiting(before)


def test_a_language_that_waited_grows_as_one_that_was_made() -> None:
    made = Index.build(PHRASINGS, weights=load_weights())
    assert made.shelves["en"].language == "en"
    waited = Index.build(PHRASINGS, weights=load_weights())
    grown = [one.changed_to([*PHRASINGS, SPRING_BREAK]) for one in (made, waited)]
    for text in ("when is spring break", "spring break is when", "are schools closed tomorrow"):
        first, second = (index.match(text, language="en") for index in grown)
        assert first == second


def test_the_names_to_keep_are_those_of_the_index_that_is_asked() -> None:
    before = sacramento(keep=frozenset({"bryte"}))
    after = before.changed_to(PHRASINGS, keep=frozenset({"sutter"}))
    assert after.shelves["en"].speller.keep == {"sutter"}
    assert before.shelves["en"].speller.keep == {"bryte"}
    assert after.shelves["en"] is after.shelves["en"]


def test_many_threads_at_once_make_a_shelf_once() -> None:
    shelf = sacramento().shelves["en"]
    made: list[Wordings] = []

    def make(wordings: Wordings) -> object:
        made.append(wordings)
        return shelf

    shelves = Shelves({"en": Place(shelf.wordings, make)}, keep=shelf.speller.keep)  # type: ignore[arg-type]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: shelves["en"], range(64)))
    assert len(made) == 1
    assert all(one is found[0] for one in found)
