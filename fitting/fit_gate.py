"""Fits the numbers every index shares, `knowledge/matching/weights.json`, from labelled questions of other fields.

    python -m fitting.fit_gate --knowledge fitting/knowledge/*.json --phrasings TRAIN.json --out weights.json

`--knowledge` files hold topics with phrasings and labelled questions ({"topics", "questions"}). Of a `--phrasings`
file only the rows under "train" are read: small knowledge bases are drawn from them, other rows of the same topics are
the questions, and topics left out give the questions nobody can answer. Same inputs and seed, same file."""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.matching.evidence import KINDS, Doubles, Evidence
from knowledge.matching.gate import SIGNS, Gate, fit_logistic
from knowledge.matching.index import Index
from knowledge.matching.matches import Phrasing
from knowledge.matching.normalising import normalised
from knowledge.matching.shelf import Shelf
from knowledge.matching.spelling import Reading
from knowledge.matching.weights import Decision, Weights

SETTINGS = {"character_share": 0.6, "width": 1.0, "penalty": 0.1, "own_share": 0.5, "own_penalty": 50.0}
# Drawn knowledge bases: topics, topics left out, phrasings of each.
SHAPES = (
    *((105, 45, 5), (84, 36, 4), (70, 30, 8), (42, 18, 3), (28, 12, 5), (28, 12, 12), (70, 30, 20), (105, 45, 30)),
    *((11, 4, 6), (4, 3, 8), (2, 8, 5), (1, 8, 5)),
)
MOST_KNOWN, MOST_UNKNOWN = 490, 210
NO_GATE = Gate(np.zeros(len(SIGNS)), np.ones(len(SIGNS)), np.zeros(len(SIGNS)), 0.0)
# With a ridge, any small share of the other kinds orders the topics equally well; they break ties.
RIDGE_FIRST = np.array([1.0, 0.1, 0.0, 0.05, 0.15])
NO_RIDGE = np.array([0.0, 4.0, 4.0, 1.0, 1.0])


@dataclass(frozen=True)
class Question:
    text: str
    topic: str | None


@dataclass(frozen=True)
class Case:
    """A small knowledge base with questions to it; `weight` of each question in the fit."""

    name: str
    phrasings: tuple[Phrasing, ...]
    questions: tuple[Question, ...]
    weight: float


@dataclass(frozen=True)
class Row:
    shelf: Shelf
    reading: Reading
    found: Evidence
    topic: int | None
    weight: float


def knowledge_case(path: Path) -> Case:
    told = json.loads(path.read_text(encoding="utf-8"))
    phrasings = tuple(Phrasing(t["slug"], "en", text) for t in told["topics"] for text in t["phrasings"])
    questions = tuple(Question(q["text"], q["topic"]) for q in told["questions"])
    return Case(path.stem, phrasings, questions, 1.0)


def drawn_cases(path: Path, *, seed: int, weight: float) -> Iterator[Case]:
    by_topic: dict[str, list[str]] = defaultdict(list)
    for row in json.loads(path.read_text(encoding="utf-8"))["train"]:
        by_topic[row["topic"]].append(row["text"])
    for number, (topics, left_out, each) in enumerate(SHAPES):
        rng = random.Random(seed + number)  # noqa: S311 - draws samples, hides nothing
        named = rng.sample(sorted(by_topic), min(topics + left_out, len(by_topic)))
        phrasings: list[Phrasing] = []
        known: list[Question] = []
        unknown: list[Question] = []
        hidden = left_out if len(named) == topics + left_out else len(named) // 3
        for place, topic in enumerate(named):
            texts = rng.sample(by_topic[topic], len(by_topic[topic]))
            if place < hidden:
                unknown += [Question(text, None) for text in texts]
            else:
                phrasings += [Phrasing(topic, "en", text) for text in texts[:each]]
                known += [Question(text, topic) for text in texts[each:]]
        asked = [
            *rng.sample(known, min(MOST_KNOWN, len(known))),
            *rng.sample(unknown, min(MOST_UNKNOWN, len(unknown), len(known))),
        ]
        yield Case(f"{path.stem}-{topics}x{each}", tuple(phrasings), tuple(asked), weight)


def rows_of(case: Case, *, ridge: bool) -> Iterator[Row]:
    distinct = {normalised(p.text): p for p in case.phrasings}
    weights = Weights(
        **{**SETTINGS, "own_share": 0.0},
        with_ridge=Decision(RIDGE_FIRST, NO_GATE),
        without_ridge=Decision(NO_RIDGE, NO_GATE),
    )
    index = Index.build(tuple(distinct.values()), weights=weights, ridge_limit=10_000 if ridge else 0)
    shelf = index.shelves["en"]
    for question in case.questions:
        normal = normalised(question.text)
        if normal in shelf.exact:
            continue  # decided without the gate
        reading = shelf.speller.read(normal)
        found = shelf.search(reading)
        topic = None if question.topic is None else shelf.topics.index(question.topic)
        yield Row(shelf, reading, found, topic, case.weight)


def fit_ranking(rows: Sequence[Row], start: Doubles, *, steps: int = 400, rate: float = 10.0) -> Doubles:
    """Weights of the kinds of evidence by which the right topic comes first (conditional logit, plain gradient steps).
    What `start` leaves out stays out."""
    known: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.topic is not None:
            known[row.found.table.shape[1]].append(row)
    batches = [_batch(some) for some in known.values()]
    total = sum(float(weights.sum()) for _, _, weights in batches)
    ranking = start.copy()
    for _ in range(steps):
        slope = sum((_slope(ranking, *batch) for batch in batches), np.zeros(len(KINDS))) / total
        ranking = np.where(start > 0, np.maximum(ranking - rate * slope, 0), 0)
    return ranking


def _batch(rows: Sequence[Row]) -> tuple[Doubles, Doubles, Doubles]:
    """Tables (rows, kinds, topics) of one size, their column of the right topic (rows, kinds), weights (rows,)."""
    tables = np.stack([row.found.table for row in rows]).astype(np.float64)
    right = np.stack([row.found.table[:, row.topic] for row in rows]).astype(np.float64)
    return tables, right, np.array([row.weight for row in rows])


def _slope(ranking: Doubles, tables: Doubles, right: Doubles, weights: Doubles) -> Doubles:
    odds = np.einsum("k,rkt->rt", ranking, tables)
    chance = np.exp(odds - odds.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    slope: Doubles = weights @ (np.einsum("rkt,rt->rk", tables, chance) - right)
    return slope


def fit_sharpness(rows: Sequence[Row], proportions: Doubles) -> Doubles:
    """The proportions given, times the one number that makes the shares of the topics fit how often each is right."""
    known = [(row.found.table, row.topic, row.weight) for row in rows if row.topic is not None]

    def misfit(sharpness: float) -> float:
        scores = [(sharpness * (proportions @ table), topic, weight) for table, topic, weight in known]
        return float(sum(weight * (np.logaddexp.reduce(score) - score[topic]) for score, topic, weight in scores))

    sharpest: Doubles = proportions * min(np.geomspace(2, 40, 25).tolist(), key=misfit)
    return sharpest


def fit_gate(rows: Iterable[Row], ranking: Doubles) -> Gate:
    design, right, weights = [], [], []
    for row in rows:
        found = Evidence.of(row.found.table, row.found.likeness, row.found.usable, ranking)
        design.append(row.shelf.signs(found, row.reading))
        right.append(int(found.order[0]) == row.topic)
        weights.append(row.weight)
    table = np.stack(design)
    mean, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-3)
    fitted = fit_logistic(
        (table - mean) / scale,
        np.array(right, np.float64),
        penalty=5.0,
        start=np.zeros(len(SIGNS) + 1),
        weights=np.array(weights) / np.mean(weights),
    )
    return Gate(mean, scale, fitted[:-1], float(fitted[-1]))


def told(decision: Decision) -> dict[str, dict[str, float]]:
    def column(names: Iterable[str], values: Doubles) -> dict[str, float]:
        return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}

    gate = decision.gate
    return {
        "ranking": column(KINDS, decision.ranking),
        "mean": column(SIGNS, gate.mean),
        "scale": column(SIGNS, gate.scale),
        "slopes": {**column(SIGNS, gate.slopes), "intercept": round(gate.intercept, 4)},
    }


def fitted(cases: Sequence[Case], *, ridge: bool) -> Decision:
    rows = [row for case in cases for row in rows_of(case, ridge=ridge)]
    ranking = fit_sharpness(rows, RIDGE_FIRST) if ridge else fit_ranking(rows, NO_RIDGE)
    return Decision(ranking, fit_gate(rows, ranking))


def origin(path: Path, rows: int, used: str) -> dict[str, object]:
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "rows": rows, "used": used}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--knowledge", nargs="*", type=Path, default=[])
    parser.add_argument("--phrasings", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2022)
    asked = parser.parse_args(arguments)
    labelled = [knowledge_case(path) for path in asked.knowledge]
    drawn = [case for path in asked.phrasings for case in drawn_cases(path, seed=asked.seed, weight=1.0)]
    if labelled and drawn:  # both kinds count the same in all
        share = sum(len(c.questions) for c in labelled) / sum(len(c.questions) for c in drawn)
        drawn = [replace(case, weight=share) for case in drawn]
    inputs = [
        origin(path, len(case.questions), "labelled questions")
        for path, case in zip(asked.knowledge, labelled, strict=True)
    ]
    for path in asked.phrasings:
        count = len(json.loads(path.read_text(encoding="utf-8"))["train"])
        inputs.append(origin(path, count, "rows under train, as phrasings, questions and hidden topics"))
    cases = [*labelled, *drawn]
    out = {
        "inputs": inputs,
        "seed": asked.seed,
        "settings": SETTINGS,
        "with_ridge": told(fitted(cases, ridge=True)),
        "without_ridge": told(fitted(cases, ridge=False)),
    }
    asked.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
