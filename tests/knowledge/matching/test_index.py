"""What a question is taken to mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching import Index, Phrasing, Thresholds, TwinPhrasing, load_weights
from tests.knowledge.matching.phrasings import PHRASINGS, sacramento

INDEX = sacramento()


@pytest.mark.parametrize("phrasing", PHRASINGS, ids=lambda p: f"{p.language}: {p.text}")
def test_a_curated_phrasing_is_answered_in_every_script(phrasing: Phrasing) -> None:
    match = INDEX.match(phrasing.text, language=phrasing.language)
    assert match.candidates[0].topic == phrasing.topic
    assert match.candidates[0].exact
    assert match.outcome == "answer"


@pytest.mark.parametrize(
    "text",
    [
        "ARE SCHOOLS CLOSED",
        "  are   schools…closed!!! ",
        "ａｒｅ ｓｃｈｏｏｌｓ ｃｌｏｓｅｄ",
        "\u202eare schools closed\u202c",
        "are sch\u200bools clo\u200dsed",
        "аre schооls clоsed",  # Cyrillic а and о
        "r skools clsd",
    ],
)
def test_the_same_words_typed_otherwise_are_the_same_words(text: str) -> None:
    match = INDEX.match(text, language="en")
    assert (match.candidates[0].topic, match.candidates[0].exact) == ("school-open", True)


@pytest.mark.parametrize("text", ["hay clases manana", "HAY CLASES MAÑANA", "¿hay clases man\u0303ana?"])
def test_spanish_without_accents_is_spanish(text: str) -> None:
    assert INDEX.match(text, language="es").candidates[0].exact


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("is the school closed today", "en", "school-open"),
        ("do the teachers strike again", "en", "strike"),
        ("when does the strkie start tomorrow", "en", "strike"),
        ("can my kid pick up lunch", "en", "meals"),
        ("is the bus running", "en", "buses"),
        ("have they reached a deal with the union", "en", "deal"),
        ("xq hay huelga de maestros", "es", "strike"),
        ("donde puedo recojer el almuerzo", "es", "meals"),
        ("学校明天上课吗", "zh", "school-open"),
    ],
)
def test_a_question_in_other_words_finds_its_topic_first(text: str, language: str, topic: str) -> None:
    match = INDEX.match(text, language=language)
    assert match.candidates[0].topic == topic
    assert match.outcome != "none"


@pytest.mark.parametrize(
    "text",
    ["what is the capital of france", "recommend me a good movie", "my printer is out of ink", "asdkjh qwlkej zxmcn"],
)
def test_a_question_about_something_else_is_not_answered(text: str) -> None:
    assert INDEX.match(text, language="en").outcome != "answer"


@pytest.mark.parametrize("text", ["", "   ", "?!", "12345", "\u200b\u202e", "́"])
def test_nothing_to_go_by_gives_no_candidate(text: str) -> None:
    match = INDEX.match(text, language="en")
    assert match.candidates == ()
    assert match.outcome == "none"


def test_candidates_are_ordered_one_for_each_topic_and_at_most_five() -> None:
    match = INDEX.match("is there school or a strike or a bus or lunch or a game or a deal", language="en")
    topics = [candidate.topic for candidate in match.candidates]
    scores = [candidate.score for candidate in match.candidates]
    assert len(topics) == len(set(topics)) == 5
    assert scores == sorted(scores, reverse=True)
    assert all(candidate.phrasing and candidate.why for candidate in match.candidates)


def test_topics_left_out_are_not_found_even_by_their_own_words() -> None:
    match = INDEX.match("are schools closed", language="en", without={"school-open"})
    assert "school-open" not in {candidate.topic for candidate in match.candidates}
    assert match.outcome != "answer"


def test_leaving_out_every_topic_leaves_nothing() -> None:
    assert INDEX.match("are schools closed", language="en", without={p.topic for p in PHRASINGS}).candidates == ()


def test_without_a_language_every_language_is_searched() -> None:
    assert INDEX.match("学校关门了吗", language=None).candidates[0].exact
    assert INDEX.match("¿va a haber huelga?", language=None).candidates[0].topic == "strike"


def test_a_language_without_phrasings_is_looked_for_in_all() -> None:
    assert INDEX.match("are schools closed", language="tl").candidates[0].topic == "school-open"


def test_the_same_words_with_two_meanings_in_two_languages_are_offered_not_answered() -> None:
    phrasings = [Phrasing("deal", "en", "normal"), Phrasing("school-open", "es", "normal")]
    match = Index.build(phrasings, weights=load_weights()).match("Normal?", language=None)
    assert {candidate.topic for candidate in match.candidates} == {"deal", "school-open"}
    assert match.outcome == "offer"


def test_words_the_knowledge_base_does_not_know_are_named() -> None:
    match = INDEX.match("are the teachers unicorns", language="en")
    assert match.unknown_words == ("unicorns",)
    assert match.domain == pytest.approx(1 / 2)


def test_a_question_whose_every_content_word_is_unknown_is_never_answered() -> None:
    index = Index.build([Phrasing("meals", "en", "where is the food")], weights=load_weights())
    match = index.match("where is the parade", language="en")
    assert match.domain == 0
    assert match.outcome != "answer"


def test_thresholds_are_those_of_the_index() -> None:
    strict = Index.build(PHRASINGS, weights=load_weights(), thresholds=Thresholds(answer=0.999, offer=0.99))
    assert strict.match("are schools closed", language="en").outcome == "offer"
    assert strict.match("is the bus running", language="en").outcome == "none"


def test_a_knowledge_base_of_one_emoji_works() -> None:
    index = Index.build([Phrasing("love", "en", "❤️")], weights=load_weights())
    assert index.match("❤", language="en").outcome == "answer"
    assert index.match("hello there", language="en").outcome == "none"


def test_an_empty_knowledge_base_finds_nothing() -> None:
    assert Index.build([], weights=load_weights()).match("are schools closed", language="en").outcome == "none"


def test_the_same_words_under_two_topics_are_refused_naming_both() -> None:
    twins = [Phrasing("meals", "en", "What about lunch?"), Phrasing("buses", "en", "what about LUNCH")]
    with pytest.raises(TwinPhrasing, match="meals") as refused:
        Index.build(twins, weights=load_weights())
    assert "buses" in str(refused.value)


def test_the_same_words_twice_under_one_topic_count_once() -> None:
    twice = [Phrasing("meals", "en", "Lunch?"), Phrasing("meals", "en", "lunch")]
    assert len(Index.build(twice, weights=load_weights()).shelves["en"].phrasings) == 1


def test_one_more_phrasing_is_found_and_the_index_before_it_is_unchanged() -> None:
    more = INDEX.with_phrasing(Phrasing("spring-break", "en", "When is spring break?"))
    assert more.match("when is spring break", language="en").candidates[0].topic == "spring-break"
    assert more.match("spring break is when", language="en").candidates[0].topic == "spring-break"
    assert "spring-break" not in {c.topic for c in INDEX.match("when is spring break", language="en").candidates}


def test_one_more_phrasing_in_a_new_language_is_found() -> None:
    more = INDEX.with_phrasing(Phrasing("school-open", "vi", "Trường có mở cửa không?"))
    assert more.match("truong co mo cua khong", language="vi").candidates[0].exact


def test_one_more_phrasing_of_another_topic_is_refused_like_a_twin() -> None:
    with pytest.raises(TwinPhrasing):
        INDEX.with_phrasing(Phrasing("meals", "en", "are schools closed"))
    assert INDEX.with_phrasing(Phrasing("school-open", "en", "are schools closed")) is INDEX


def test_above_the_ridge_limit_the_rest_still_finds_the_topic() -> None:
    index = Index.build(PHRASINGS, weights=load_weights(), ridge_limit=0)
    assert index.shelves["en"].ridge is None
    assert index.match("is the school closed today", language="en").candidates[0].topic == "school-open"
    more = index.with_phrasing(Phrasing("spring-break", "en", "When is spring break?"))
    assert more.match("spring break is when", language="en").candidates[0].topic == "spring-break"


@pytest.mark.parametrize(
    "text",
    [
        "school " * 2000,
        " ".join(f"word{n}" for n in range(2000)),
        "\ufdfa" * 2000,
        "aаαa" * 500,
        "1 2 3 4 5 " * 400,
        "🥎" * 3000,
        "\u202e\u2066" * 2000,
    ],
)
def test_a_message_however_long_or_odd_is_read(text: str) -> None:
    assert 0 <= INDEX.match(text, language=None).probability <= 1


def test_only_the_first_thousand_characters_count() -> None:
    text = "are schools closed " + "x" * 1000
    assert INDEX.match(text, language="en") == INDEX.match(text + " where is lunch", language="en")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120), language=st.sampled_from([None, "en", "es", "zh", "xx"]))
def test_any_text_gives_a_match_whose_parts_agree(text: str, language: str | None) -> None:
    match = INDEX.match(text, language=language)
    assert 0 <= match.probability <= 1
    assert 0 <= match.domain <= 1
    assert (match.outcome == "none") or match.candidates
    assert match == INDEX.match(text, language=language)
