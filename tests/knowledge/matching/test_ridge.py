"""The ridge's shortcuts give what the long way gives."""

import numpy as np
import pytest

from knowledge.matching.ngrams import Floats, Ints, Ngrams, grams, grams_of_rows
from knowledge.matching.ridge import Ridge
from tests.knowledge.matching.phrasings import PHRASINGS

ENGLISH = [p for p in PHRASINGS if p.language == "en"]
TOPICS = sorted({p.topic for p in ENGLISH})
OWNERS: Ints = np.array([TOPICS.index(p.topic) for p in ENGLISH], np.int32)
WORDS = [p.text.lower().split() for p in ENGLISH]
HASHES = [grams(words, words) for words in WORDS]


def ngrams_of_all() -> Ngrams:
    return Ngrams.of(*grams_of_rows(WORDS, WORDS), OWNERS, share=0.6)


def cosines() -> Floats:
    return ngrams_of_all().all_cosines()


def fitted(rows: Ints) -> Ridge:
    return Ridge.of(cosines()[np.ix_(rows, rows)], OWNERS[rows], width=1.0, penalty=0.1)


ALL: Ints = np.arange(len(ENGLISH), dtype=np.int32)


def test_all_cosines_are_the_cosines_of_each_row() -> None:
    ngrams = ngrams_of_all()
    one_by_one = np.stack([ngrams.cosine(row) for row in HASHES])
    np.testing.assert_allclose(ngrams.all_cosines(), one_by_one, atol=1e-5)
    np.testing.assert_allclose(np.diag(one_by_one), 1, atol=1e-5)


def test_a_large_kernel_is_inverted_by_halves() -> None:
    rng = np.random.default_rng(23)
    points = rng.random((600, 40), dtype=np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    likeness = points @ points.T
    ridge = Ridge.of(likeness.copy(), np.zeros(600, np.int32), width=1.0, penalty=0.1)
    kernel = np.exp(likeness - 1) + 0.1 * np.eye(600, dtype=np.float32)
    root = np.zeros((600, 600), np.float32)
    for place, row in enumerate(ridge.root.rows()):
        root[place, : place + 1] = row
    np.testing.assert_allclose(root.T @ root @ kernel, np.eye(600), atol=1e-3)
    np.testing.assert_allclose(ridge.diagonal, np.diag(root.T @ root), rtol=1e-4)


@pytest.mark.parametrize("row", [0, 7, len(ENGLISH) - 1])
def test_leaving_a_row_out_scores_it_as_if_it_had_never_been_there(row: int) -> None:
    others = np.delete(ALL, row)
    long_way = fitted(others).scores(cosines()[row, others])
    np.testing.assert_allclose(fitted(ALL).left_out(row), long_way, atol=1e-4)
    assert fitted(ALL).own_scores()[row] == pytest.approx(long_way[OWNERS[row]], abs=1e-4)


def test_leaving_a_topic_out_scores_its_rows_as_if_it_did_not_exist() -> None:
    topic = TOPICS.index("strike")
    rows, scores = fitted(ALL).topic_left_out(topic)
    others = ALL[topic != OWNERS]
    long_way = fitted(others).scores(cosines()[np.ix_(rows, others)])
    rest = [number for number in range(len(TOPICS)) if number != topic]
    np.testing.assert_allclose(scores[:, rest], long_way[:, rest], atol=1e-4)
    assert (scores[:, topic] == -1).all()


def test_one_more_row_gives_what_building_anew_gives() -> None:
    last = len(ENGLISH) - 1
    grown = fitted(ALL[:last]).with_row(cosines()[last, :last], int(OWNERS[last]))
    np.testing.assert_allclose(grown.alpha, fitted(ALL).alpha, atol=1e-4)


def test_the_grams_of_many_rows_are_those_of_each() -> None:
    hashes, at = grams_of_rows(WORDS, WORDS)
    for row, alone in enumerate(HASHES):
        np.testing.assert_array_equal(np.sort(hashes[at == row]), np.sort(alone))


def test_one_more_row_of_ngrams_leaves_the_others_as_they_were() -> None:
    before = ngrams_of_all()
    new = grams(["spring", "break"], ["spring", "break"])
    after = before.with_rows(new, np.zeros(len(new), np.int32), count=1)
    np.testing.assert_allclose(after.cosine(HASHES[0])[:-1], before.cosine(HASHES[0]), atol=1e-6)
    assert after.cosine(new)[-1] == pytest.approx(1, abs=1e-5)
