"""Matching by meaning: a tokenizer, a pinned model, and a fusion that never makes a match surer."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching import Candidate, Index, Match, Phrasing, load_weights
from knowledge.semantic import (
    ModelFileMissing,
    ModelHashMismatch,
    RuntimeMissing,
    SemanticIndex,
    SemanticModel,
    UnreadableModel,
    WordPiece,
    fused,
    with_semantics,
)
from knowledge.semantic.model import Floats, Session
from tests.knowledge.tiny_model import NOTHING, TABLE, write_model

PIECES = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "school", "##s", "cafe", "?", "!", "'", "$"),
    *("学", "校", "t", "##r", "##e", "i", "s", "closed"),
]
WORDPIECE = WordPiece.of(PIECES)
PHRASINGS = (
    Phrasing("meals", "en", "will there be lunch"),
    Phrasing("meals", "en", "is the food on"),
    Phrasing("school-open", "en", "is school open"),
    Phrasing("school-open", "en", "are classes on"),
    Phrasing("strike", "en", "are the teachers on strike"),
    Phrasing("strike", "es", "hay huelga"),
)


@pytest.fixture
def model(tmp_path: Path) -> SemanticModel:
    return SemanticModel.open(tmp_path, sha256=write_model(tmp_path))


@pytest.fixture
def semantic(model: SemanticModel) -> SemanticIndex:
    return SemanticIndex.build(model, PHRASINGS)


def candidate(topic: str, score: float, *, exact: bool = False) -> Candidate:
    return Candidate(topic, score, phrasing=f"about {topic}", exact=exact, why="likeness")


def match(*candidates: Candidate, probability: float) -> Match:
    return Match(candidates, probability, domain=1.0)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("unaffable schools", ["un", "##aff", "##able", "school", "##s"]),
        ("  Café\tSCHOOLS ", ["cafe", "school", "##s"]),
        ("School's closed?!", ["school", "'", "s", "closed", "?", "!"]),
        ("学校 closed", ["学", "校", "closed"]),
        ("$school", ["$", "school"]),
        ("scho\u200bol\x00", ["school"]),
        ("tree schoolx", ["t", "##r", "##e", "##e", "[UNK]"]),
        ("s" * 101, ["[UNK]"]),
        ("🥎", ["[UNK]"]),
        ("", []),
    ],
)
def test_a_text_is_cut_as_uncased_bert_cuts_it(text: str, pieces: list[str]) -> None:
    assert WORDPIECE.pieces(text) == pieces


def test_the_numbers_are_the_lines_of_the_vocabulary_between_the_marks() -> None:
    assert WORDPIECE.encode("schools?") == [2, 7, 8, 10, 3]


def test_a_cased_model_keeps_case_and_accents() -> None:
    cased = WordPiece.of([*PIECES, "Café"], lower=False, strip_accents=False)

    assert cased.pieces("Café SCHOOL") == ["Café", "[UNK]"]


@given(st.text(max_size=300))
def test_no_text_is_too_much(text: str) -> None:
    numbers = WORDPIECE.encode(text * 20)

    assert 2 <= len(numbers) <= 64
    assert (numbers[0], numbers[-1]) == (2, 3)


def test_a_long_text_is_read_from_its_beginning(model: SemanticModel) -> None:
    start = "lunch " * 62

    assert np.array_equal(model.encode([start + "strike " * 100_000]), model.encode([start]))


def test_the_vectors_are_unit_means_of_the_tokens_that_are_there(model: SemanticModel) -> None:
    vectors = model.encode(["lunch school", "lunch", "is there lunch on the picket walk"])

    assert vectors.dtype == np.float32
    expected = [[2**-0.5, 2**-0.5, 0], [1, 0, 0], [5**-0.5, 0, 2 * 5**-0.5]]
    assert vectors == pytest.approx(np.array(expected), abs=1e-6)
    assert model.encode([]).shape[0] == 0


def test_more_texts_than_one_batch_are_encoded_in_order(model: SemanticModel) -> None:
    many = ["lunch", "school", "strike"] * 30

    assert model.encode(many) == pytest.approx(np.tile(np.eye(3), (30, 1)))


def test_a_model_that_pools_by_itself_and_asks_for_numbers_alone(tmp_path: Path) -> None:
    digest = write_model(tmp_path, inputs=["input_ids"], output="sentence_embedding")

    vectors = SemanticModel.open(tmp_path, sha256=digest.upper()).encode(["the lunch"])

    assert vectors == pytest.approx(np.array([[1, 0, 0]]))


def test_the_settings_of_the_tokenizer_are_heeded(tmp_path: Path) -> None:
    digest = write_model(tmp_path, settings={"do_lower_case": False, "model_max_length": 512})

    assert SemanticModel.open(tmp_path, sha256=digest).encode(["LUNCH school"]) == pytest.approx(np.array([[0, 1, 0]]))


def test_a_model_that_was_not_pinned_is_refused(tmp_path: Path) -> None:
    digest = write_model(tmp_path)
    with (tmp_path / "model.onnx").open("ab") as file:
        file.write(b"\n")

    with pytest.raises(ModelHashMismatch, match=f"not the file that was pinned.*not {digest}"):
        SemanticModel.open(tmp_path, sha256=digest)


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    digest = write_model(tmp_path)
    (tmp_path / name).unlink()

    with pytest.raises(ModelFileMissing, match=f"has no readable {name}"):
        SemanticModel.open(tmp_path, sha256=digest)


def test_without_onnxruntime_it_is_said_what_to_install(tmp_path: Path) -> None:
    def not_installed(content: bytes, threads: int) -> Session:
        raise ModuleNotFoundError("No module named 'onnxruntime'")

    digest = write_model(tmp_path)
    with pytest.raises(RuntimeMissing, match="install the extra `semantic`"):
        SemanticModel.open(tmp_path, sha256=digest, start=not_installed)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    content = b"not a model"
    (tmp_path / "model.onnx").write_bytes(content)

    with pytest.raises(UnreadableModel, match="is no sentence model"):
        SemanticModel.open(tmp_path, sha256=hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("asks", "gives", "reason"),
    [
        ("pixel_values", "last_hidden_state", "it asks for input_ids, pixel_values"),
        ("attention_mask", "logits", "it gives logits"),
    ],
)
def test_a_model_of_another_kind_is_refused(tmp_path: Path, asks: str, gives: str, reason: str) -> None:
    digest = write_model(tmp_path, inputs=["input_ids", asks], output=gives)

    with pytest.raises(UnreadableModel, match=reason):
        SemanticModel.open(tmp_path, sha256=digest)


def test_a_vocabulary_of_another_model_is_refused(tmp_path: Path) -> None:
    digest = write_model(tmp_path)
    with (tmp_path / "vocab.txt").open("a", encoding="utf-8") as file:
        file.write("more\nthan\nthere is\n")

    with pytest.raises(UnreadableModel, match=r"does not fit vocab\.txt"):
        SemanticModel.open(tmp_path, sha256=digest)


def test_a_vocabulary_without_its_marks_is_refused(tmp_path: Path) -> None:
    digest = write_model(tmp_path)
    (tmp_path / "vocab.txt").write_text("lunch\n", encoding="utf-8")

    with pytest.raises(UnreadableModel, match=r"\[CLS\] is not in vocab\.txt"):
        SemanticModel.open(tmp_path, sha256=digest)


def test_the_nearest_topic_shares_meaning_and_not_words(semantic: SemanticIndex) -> None:
    for text, nearest in {"eat meals": "meals", "closed": "school-open", "picket": "strike"}.items():
        scores = semantic.scores(text, language="en")
        assert max(scores, key=scores.__getitem__) == nearest


def test_a_score_is_the_best_phrasing_with_some_of_the_second(model: SemanticModel) -> None:
    phrasings = [Phrasing("meals", "en", text) for text in ("school", "lunch school", "lunch")]
    index = SemanticIndex.build(model, [*phrasings, Phrasing("strike", "en", "lunch strike")])

    scores = index.scores("lunch", language="en")

    assert scores == pytest.approx({"meals": 0.7 + 0.3 * 2**-0.5, "strike": 2**-0.5})


def test_only_english_is_weighed_unless_asked_for(model: SemanticModel, semantic: SemanticIndex) -> None:
    wider = SemanticIndex.build(model, PHRASINGS, languages=frozenset({"en", "es"}))

    assert semantic.scores("picket", language="es") == {}
    assert semantic.scores("picket", language=None) == {}
    assert set(wider.scores("picket", language="es")) == {"strike"}


def test_what_is_known_already_is_not_encoded_again(model: SemanticModel, semantic: SemanticIndex) -> None:
    class Counting:
        def __init__(self, session: Session) -> None:
            self.session, self.rows = session, 0
            self.get_inputs, self.get_outputs = session.get_inputs, session.get_outputs

        def run(self, names: list[str], fed: dict[str, np.ndarray]) -> list[Floats]:
            self.rows += len(fed["input_ids"])
            return list(self.session.run(names, fed))

    counting = Counting(model.session)
    first = SemanticIndex.build(replace(model, session=counting), PHRASINGS)
    again = SemanticIndex.build(first.model, [*PHRASINGS, Phrasing("meals", "en", "eat")], before=first)

    assert counting.rows == len([one for one in PHRASINGS if one.language == "en"]) + 1
    assert np.array_equal(again.shelves["en"].vectors[:2], semantic.shelves["en"].vectors[:2])


def test_meaning_decides_where_words_hesitate() -> None:
    words = match(candidate("school-open", 0.4), candidate("meals", 0.35), probability=0.4)

    both = fused(words, {"school-open": 0.3, "meals": 0.7})

    assert [one.topic for one in both.candidates] == ["meals", "school-open"]
    assert sum(one.score for one in both.candidates) == pytest.approx(0.75)
    assert both.candidates[0].why == "likeness, meaning 0.70"
    assert (both.probability, both.outcome) == (0.4, "offer")


def test_meaning_that_agrees_leaves_the_probability_and_widens_the_lead() -> None:
    words = match(candidate("meals", 0.5), candidate("school-open", 0.3), probability=0.8)

    both = fused(words, {"meals": 0.7, "school-open": 0.3})

    assert (both.probability, both.outcome) == (0.8, "answer")
    assert both.candidates[0].score - both.candidates[1].score > 0.2


def test_two_judges_who_disagree_ask_back() -> None:
    """Both where meaning is overruled and where it overrules."""
    sure = match(candidate("school-open", 0.9), candidate("meals", 0.05), probability=0.9)
    less = match(candidate("school-open", 0.5), candidate("meals", 0.4), probability=0.75)

    overruled = fused(sure, {"school-open": 0.4, "meals": 0.6})
    overruling = fused(less, {"school-open": 0.2, "meals": 0.8})

    assert (overruled.candidates[0].topic, overruled.outcome) == ("school-open", "offer")
    assert (overruling.candidates[0].topic, overruling.outcome) == ("meals", "offer")


def test_a_hair_of_meaning_changes_next_to_nothing() -> None:
    words = match(candidate("school-open", 0.9), candidate("meals", 0.05), probability=0.9)

    assert fused(words, {"school-open": 0.61, "meals": 0.62}).probability == pytest.approx(0.9, abs=0.03)


def test_a_topic_without_a_vector_keeps_its_place() -> None:
    words = match(candidate("buses", 0.5), candidate("meals", 0.3), candidate("strike", 0.1), probability=0.5)

    both = fused(words, {"meals": 0.9, "strike": 0.1})

    assert both.candidates[0] == words.candidates[0]
    assert both.probability == 0.5
    assert fused(words, {"meals": 0.9}) == words


@given(
    st.lists(st.tuples(st.floats(0.01, 0.2), st.floats(-1, 1)), min_size=1, max_size=5),
    st.floats(0, 1),
)
def test_an_order_may_change_and_a_probability_may_fall_but_no_match_gets_surer_or_lost(
    numbers: list[tuple[float, float]], probability: float
) -> None:
    ordered = sorted(numbers, key=lambda one: -one[0])
    words = match(*(candidate(str(i), score) for i, (score, _) in enumerate(ordered)), probability=probability)

    both = fused(words, {str(i): cosine for i, (_, cosine) in enumerate(ordered)})

    assert sorted(one.topic for one in both.candidates) == sorted(one.topic for one in words.candidates)
    assert sum(one.score for one in both.candidates) == pytest.approx(sum(one.score for one in words.candidates))
    assert both.probability <= words.probability
    assert (both.outcome == "none") == (words.outcome == "none")


def test_the_same_words_are_never_turned_down() -> None:
    same = match(candidate("meals", 1.0, exact=True), candidate("strike", 0.9), probability=0.995)

    assert fused(same, {"meals": -1.0, "strike": 1.0}) == same


def test_a_question_is_ordered_by_what_it_means(semantic: SemanticIndex) -> None:
    words = Index.build(PHRASINGS, weights=load_weights()).match("is the food there", language="en")

    both = with_semantics(words, "is the food there", "en", semantic)

    assert both.candidates[0].topic == "meals"
    assert "meaning 1.00" in both.candidates[0].why


def test_a_misspelt_word_means_what_it_was_repaired_to(semantic: SemanticIndex) -> None:
    words = replace(
        match(candidate("school-open", 0.4), candidate("meals", 0.35), probability=0.4), repaired=(("lnuch", "lunch"),)
    )

    assert with_semantics(words, "is there LNUCH?", "en", semantic).candidates[0].topic == "meals"


def test_without_an_index_or_in_another_language_the_match_is_left_alone(semantic: SemanticIndex) -> None:
    words = match(candidate("school-open", 0.4), candidate("meals", 0.35), probability=0.4)

    assert with_semantics(words, "lunch", "en", None) is words
    assert with_semantics(words, "lunch", "es", semantic) is words
    assert with_semantics(words, "lunch", None, semantic) is words


def test_a_model_that_fails_later_leaves_the_words_standing(
    tmp_path: Path, semantic: SemanticIndex, caplog: pytest.LogCaptureFixture
) -> None:
    holes = {**TABLE, "lunch": (float("nan"), 0.0, 0.0), "more": NOTHING}
    broken = SemanticModel.open(tmp_path / "broken", sha256=write_model(tmp_path / "broken", table=holes))
    words = match(candidate("school-open", 0.4), candidate("meals", 0.35), probability=0.4)

    assert with_semantics(words, "lunch", "en", replace(semantic, model=broken)) is words
    assert "by its words alone" in caplog.text
