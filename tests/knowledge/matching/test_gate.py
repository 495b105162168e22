"""The chance that the first candidate is meant, and where its weights come from."""

import json

import numpy as np
import pytest

from knowledge.matching import load_weights
from knowledge.matching.gate import SIGNS, Gate, fit_logistic
from knowledge.matching.own_rows import own_rows
from knowledge.matching.weights import FILE
from tests.knowledge.matching.phrasings import sacramento


def test_the_shipped_weights_name_every_input_with_its_hash_and_rows() -> None:
    told = json.loads(FILE.read_text(encoding="utf-8"))
    assert told["inputs"]
    assert all(len(one["sha256"]) == 64 and one["rows"] > 0 and one["used"] for one in told["inputs"])


def test_more_of_what_speaks_for_a_topic_never_lowers_its_place() -> None:
    weights = load_weights()
    assert (weights.with_ridge.ranking >= 0).all()
    assert (weights.without_ridge.ranking >= 0).all()


def test_a_logistic_fit_finds_the_slope_that_made_the_data() -> None:
    rng = np.random.default_rng(2022)
    rows = rng.normal(size=(4000, 2))
    right = (rng.random(4000) < 1 / (1 + np.exp(-(2 * rows[:, 0] - 0.5)))).astype(np.float64)
    slope, other, intercept = fit_logistic(rows, right, penalty=0.01, start=np.zeros(3))
    assert slope == pytest.approx(2, abs=0.2)
    assert other == pytest.approx(0, abs=0.15)
    assert intercept == pytest.approx(-0.5, abs=0.15)


def test_a_strong_penalty_keeps_a_gate_where_it_was() -> None:
    count = len(SIGNS)
    gate = Gate(np.zeros(count), np.ones(count), np.ones(count), 0.0)
    rows, right = np.ones((10, count)), np.zeros(10)
    pulled = gate.pulled_towards(rows, right, penalty=1e9)
    np.testing.assert_allclose(pulled.slopes, gate.slopes, atol=1e-3)
    assert gate.blended(pulled, share=0.0).intercept == gate.intercept


def test_each_phrasing_teaches_the_gate_twice_once_without_its_topic() -> None:
    shelf = sacramento().shelves["en"]
    rows = list(own_rows(shelf))
    assert len(rows) == 2 * len(shelf.phrasings)
    assert sum(right for _, right in rows) <= len(shelf.phrasings)
    assert all(np.isfinite(row).all() for row, _ in rows)
