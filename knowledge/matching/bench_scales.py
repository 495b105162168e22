"""Time and memory of an index by its size, each size in a process of its own, on phrasings mixed from given texts."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from knowledge.matching.bench_report import Scale, Speed
from knowledge.matching.index import Index
from knowledge.matching.matches import Phrasing
from knowledge.matching.ngrams import grams
from knowledge.matching.normalising import normalised
from knowledge.matching.shelf import Shelf
from knowledge.matching.stems import stemmer
from knowledge.matching.weights import load_weights

SCALES = (500, 2_000, 8_000, 30_000)
EACH = 20
QUESTIONS = 300
USUAL_RIDGE_LIMIT = 4_000


def mixed(texts: Sequence[str], *, size: int, seed: int) -> list[str]:
    """Distinct texts: the given ones first, then the beginning of one with the end of another."""
    rng = random.Random(seed)  # noqa: S311 - draws samples, hides nothing
    made = {normalised(text): text for text in rng.sample(list(texts), min(size, len(texts)))}
    while len(made) < size:
        one, other = rng.choice(texts).split(), rng.choice(texts).split()
        text = " ".join(one[: rng.randint(1, len(one))] + other[rng.randrange(len(other)) :])
        made.setdefault(normalised(text), text)
    return list(made.values())


def scaled(texts: Sequence[str], *, size: int, seed: int, language: str) -> Scale:
    """An index of that many phrasings, twenty to a topic, asked what it has not seen."""
    phrasings = [
        Phrasing(f"topic-{n // EACH}", language, text) for n, text in enumerate(mixed(texts, size=size, seed=seed))
    ]
    return measured_apart(phrasings, mixed(texts, size=QUESTIONS, seed=seed + 1), ridge_limit=USUAL_RIDGE_LIMIT)


def measured_apart(phrasings: Sequence[Phrasing], questions: Sequence[str], *, ridge_limit: int) -> Scale:
    """In a fresh process, so that nothing built before counts as memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, list(phrasings), list(questions), ridge_limit).result()


def _measured(phrasings: list[Phrasing], questions: list[str], ridge_limit: int) -> Scale:
    language = phrasings[0].language
    weights = load_weights()
    Index.build([], weights=weights).match("is anything there", language=language)
    empty = _highest_memory()
    began = time.perf_counter()
    index = Index.build(phrasings, weights=weights, ridge_limit=ridge_limit)
    index.make_ready()
    build_seconds = time.perf_counter() - began
    shelf = index.shelves[language]
    speed = timed(lambda text: index.match(text, language=language), questions)
    alone = timed(lambda text: ngrams_alone(shelf, text), questions)
    highest = _highest_memory()
    began = time.perf_counter()
    index.with_phrasing(replace(phrasings[0], text="zero phrasings like this one"))
    return Scale(
        phrasings=len(phrasings),
        ridge=shelf.ridge is not None,
        build_seconds=build_seconds,
        one_more_seconds=time.perf_counter() - began,
        speed=speed,
        ngrams_alone=alone,
        memory=None if highest is None or empty is None else highest - empty,
    )


def ngrams_alone(shelf: Shelf, text: str) -> str:
    """The topic of the phrasing with the highest cosine, and nothing else."""
    words = shelf.speller.lexicon.plain(normalised(text))
    stem = stemmer(shelf.language)
    cosines = shelf.ngrams.cosine(grams(words, [stem(word) for word in words]))
    return shelf.topics[int(shelf.groups.best(cosines).argmax())]


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> Speed:
    seconds = list(_seconds(ask, questions)) or [0.0]
    return Speed(float(np.median(seconds)) * 1000, float(np.quantile(seconds, 0.95)) * 1000)


def _seconds(ask: Callable[[str], object], questions: Sequence[str]) -> Iterator[float]:
    for text in questions:
        began = time.perf_counter()
        ask(text)
        yield time.perf_counter() - began


def _highest_memory() -> float | None:
    """Megabytes this process has held at most; None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    fields = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(fields["VmHWM"].split()[0]) / 1024
