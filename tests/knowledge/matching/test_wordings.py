"""Wordings that are found by their very words only, and an index that changes."""

from dataclasses import replace

import pytest

from knowledge.matching import Index, Phrasing, TwinPhrasing, load_weights
from tests.knowledge.matching.phrasings import PHRASINGS, sacramento

CLOSED = Phrasing("school-open", "en", "Are schools closed?")
ALSO = {CLOSED: ("Are the schools closed?", "Is the campus shut?")}


def with_others() -> Index:
    return Index.build(PHRASINGS, weights=load_weights(), also=ALSO)


@pytest.mark.parametrize("text", ["are the schools closed", "IS THE CAMPUS SHUT", "is the campus shut?!"])
def test_another_wording_is_found_by_its_very_words(text: str) -> None:
    match = with_others().match(text, language="en")
    assert (match.candidates[0].topic, match.candidates[0].exact) == ("school-open", True)
    assert match.candidates[0].phrasing == CLOSED.text
    assert match.outcome == "answer"


def test_another_wording_takes_no_room_in_what_is_searched() -> None:
    shelf = with_others().shelves["en"]
    assert len(shelf.phrasings) == len(sacramento().shelves["en"].phrasings)
    assert not with_others().match("was the campus ever shut before", language="en").candidates[0].exact


def test_the_words_of_another_wording_are_known_and_never_repaired() -> None:
    match = with_others().match("is the campus shut on friday", language="en")
    assert "campus" not in match.unknown_words
    assert match.repaired == ()


@pytest.mark.parametrize("text", ["Is the campus shut?", "Will lunch be served?"])
def test_another_wording_under_two_topics_is_refused_like_a_twin(text: str) -> None:
    twin = Phrasing("meals", "en", "Is the campus shut?")
    also = {**ALSO, Phrasing("buses", "en", "Will the bus come?"): ("Will lunch be served?",)}
    with pytest.raises(TwinPhrasing, match=text.replace("?", "")):
        Index.build([*PHRASINGS, twin] if text == twin.text else PHRASINGS, weights=load_weights(), also=also)


def test_a_language_that_stays_the_same_is_taken_over() -> None:
    before = sacramento()
    after = before.changed_to([*PHRASINGS, Phrasing("meals", "es", "¿Hay comida gratis?")])
    assert after.shelves["en"].ngrams is before.shelves["en"].ngrams
    assert after.match("hay comida gratis", language="es").candidates[0].exact


def test_a_changed_index_finds_what_was_added_and_no_longer_what_went() -> None:
    gone = Phrasing("softball", "en", "🥎")
    left = [*(one for one in PHRASINGS if one != gone), Phrasing("spring-break", "en", "When is spring break?")]
    after = sacramento().changed_to(left, also=ALSO)
    assert after.match("spring break is when", language="en").candidates[0].topic == "spring-break"
    assert after.match("is the campus shut", language="en").candidates[0].exact
    assert after.match("🥎", language="en").candidates == ()
    assert "fr" not in after.shelves


def test_an_index_that_grew_finds_the_same_as_one_built_anew() -> None:
    added = [Phrasing("spring-break", "en", "When is spring break?"), Phrasing("meals", "en", "Is there a food truck?")]
    grown = sacramento().changed_to([*PHRASINGS, *added])
    anew = Index.build([*PHRASINGS, *added], weights=load_weights())
    for text in ("when does spring break start", "where is the food truck", "are the buses running"):
        topics = [one.match(text, language="en").candidates[0].topic for one in (grown, anew)]
        assert topics[0] == topics[1]


def test_the_same_words_moved_to_another_topic_are_found_there() -> None:
    moved = [replace(one, topic="sports") if one.topic == "softball" else one for one in PHRASINGS]
    assert sacramento().changed_to(moved).match("🥎", language="en").candidates[0].topic == "sports"


def test_one_more_phrasing_goes_with_the_other_wordings() -> None:
    more = with_others().with_phrasing(Phrasing("meals", "en", "Is there a food truck?"))
    assert more.match("is the campus shut", language="en").candidates[0].exact
    with pytest.raises(TwinPhrasing):
        more.with_phrasing(Phrasing("meals", "en", "is the campus shut"))
