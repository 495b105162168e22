"""How well and how fast topics are found: a file of phrasings ("train") and questions with their topic or none
("test"), measured beside plain RapidFuzz and plain n-grams in the same run."""

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import process

from knowledge.matching.bench_report import AtThreshold, Plain, Report, Speed, Typos
from knowledge.matching.bench_scales import SCALES, measured_apart, ngrams_alone, scaled, timed
from knowledge.matching.index import Index
from knowledge.matching.matches import Phrasing, Thresholds
from knowledge.matching.normalising import normalised
from knowledge.matching.weights import load_weights

PLAIN_SAMPLE = 400
SHORTEST_MISTYPED = 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
Question = tuple[str, str | None]


@dataclass(frozen=True)
class Found:
    """A question's topic or None, the topics found, best first, and the gate's probability."""

    topic: str | None
    topics: tuple[str, ...]
    probability: float

    @property
    def right(self) -> bool:
        return self.topic is not None and self.topics[:1] == (self.topic,)


def run(
    path: Path, *, seed: int = 2022, language: str = "en", ridge_limit: int = 8_000, scales: Sequence[int] = SCALES
) -> Report:
    """`ridge_limit` is raised so that a large file keeps its ridge; the scales are built with the usual one."""
    told = json.loads(path.read_text(encoding="utf-8"))
    phrasings = _distinct(Phrasing(row["topic"], language, row["text"]) for row in told["train"])
    texts = [p.text for p in phrasings]
    questions: list[Question] = [(row["text"], row["topic"]) for row in told["test"]]
    began = time.perf_counter()
    index = Index.build(phrasings, weights=load_weights(), ridge_limit=ridge_limit)
    index.make_ready()
    build_seconds = time.perf_counter() - began
    found, speed = _ask(index, questions, language=language)
    inside = [one for one in found if one.topic is not None]
    top_one = _percent(one.right for one in inside)
    return Report(
        name=str(told.get("name", path.stem)),
        phrasings=len(phrasings),
        topics=len({p.topic for p in phrasings}),
        in_scope=len(inside),
        out_of_scope=len(found) - len(inside),
        top_one=top_one,
        top_three=_percent(one.topic in one.topics[:3] for one in inside),
        auroc=_auroc(found),
        at=tuple(_at(threshold, found) for threshold in (0.3, 0.5, Thresholds().answer)),
        build_seconds=build_seconds,
        memory=measured_apart(phrasings, [], ridge_limit=ridge_limit).memory,
        speed=speed,
        plain=tuple(_plain(index, phrasings, questions, language=language)),
        typos=tuple(
            _mistyped(index, questions, count, seed=seed, language=language, clean=top_one) for count in (1, 2)
        ),
        scales=tuple(scaled(texts, size=size, seed=seed, language=language) for size in scales),
    )


def _distinct(phrasings: Iterable[Phrasing]) -> list[Phrasing]:
    """A text under two topics is kept under the first, as public sets have a few."""
    kept: dict[str, Phrasing] = {}
    for phrasing in phrasings:
        kept.setdefault(normalised(phrasing.text), phrasing)
    return list(kept.values())


def _ask(index: Index, questions: Sequence[Question], *, language: str) -> tuple[list[Found], Speed]:
    found: list[Found] = []

    def ask(text: str) -> None:
        match = index.match(text, language=language)
        found.append(Found(topics[text], tuple(c.topic for c in match.candidates), match.probability))

    topics = dict(questions)
    speed = timed(ask, [text for text, _ in questions])
    return found, speed


def _at(threshold: float, found: Sequence[Found]) -> AtThreshold:
    answered = [one for one in found if one.probability >= threshold]
    inside = [one for one in found if one.topic is not None]
    return AtThreshold(
        threshold=threshold,
        right_at_once=_percent(one.right and one.probability >= threshold for one in inside),
        within_one_tap=_percent(_within_one_tap(one, threshold) for one in inside),
        out_of_scope_refused=_percent(one.probability < threshold for one in found if one.topic is None),
        precision=_percent(one.right for one in answered),
    )


def _within_one_tap(one: Found, threshold: float) -> bool:
    if one.probability >= threshold:
        return one.right
    return one.probability >= Thresholds().offer and one.topic in one.topics[:3]


def _plain(
    index: Index, phrasings: Sequence[Phrasing], questions: Sequence[Question], *, language: str
) -> Iterable[Plain]:
    """RapidFuzz with its usual scorer over the same phrasings, and the n-grams alone; in-scope questions only."""
    inside = [(text, topic) for text, topic in questions if topic is not None]
    texts = [p.text for p in phrasings]
    shelf = index.shelves[language]

    def rapidfuzz(text: str) -> str:
        return phrasings[process.extractOne(text, texts)[2]].topic

    sample = inside[:: max(1, len(inside) // PLAIN_SAMPLE)]
    yield _plainly("RapidFuzz extractOne", rapidfuzz, sample)
    yield _plainly("n-grams alone", lambda text: ngrams_alone(shelf, text), inside)


def _plainly(name: str, ask: Callable[[str], str], questions: Sequence[tuple[str, str]]) -> Plain:
    right: list[bool] = []
    topics = dict(questions)
    speed = timed(lambda text: right.append(ask(text) == topics[text]), [text for text, _ in questions])
    return Plain(name, len(questions), _percent(right), speed)


def _mistyped(
    index: Index, questions: Sequence[Question], count: int, *, seed: int, language: str, clean: float
) -> Typos:
    rng = random.Random(seed + count)  # noqa: S311 - draws samples, hides nothing
    right = [
        [c.topic for c in index.match(mistyped(text, count, rng), language=language).candidates][:1] == [topic]
        for text, topic in questions
        if topic is not None
    ]
    return Typos(count, _percent(right), clean - _percent(right))


def mistyped(text: str, count: int, rng: random.Random) -> str:
    """That many slips of the finger, each in another word of four letters or more while there are such words."""
    words = text.split()
    places = [place for place, word in enumerate(words) if len(word) >= SHORTEST_MISTYPED]
    for place in rng.sample(places, min(count, len(places))):
        words[place] = _slip(words[place], rng)
    return " ".join(words)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[: at + 1] + word[at:]
        case _:
            return word[:at] + _neighbour(word[at], rng) + word[at + 1 :]


def _neighbour(letter: str, rng: random.Random) -> str:
    for row in _ROWS:
        if letter.lower() in row:
            at = row.index(letter.lower())
            return rng.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return rng.choice("aeiou")


def _auroc(found: Sequence[Found]) -> float:
    """How often a question answered rightly has the higher probability than one that is not, ties counted half."""
    right = np.array([one.probability for one in found if one.right])
    others = np.sort([one.probability for one in found if not one.right])
    if not len(right) or not len(others):
        return 100.0
    below = np.searchsorted(others, right, "left") + np.searchsorted(others, right, "right")
    return float(below.mean() / 2 / len(others)) * 100


def _percent(shares: Iterable[bool]) -> float:
    counted = list(shares)
    return 100 * sum(counted) / len(counted) if counted else 0.0
