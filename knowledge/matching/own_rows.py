"""What a knowledge base teaches its own gate: each phrasing asked as if it were not there, and as if its topic were
not. The first shows how well phrasings of a topic find each other, the second how an unanswerable question looks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from knowledge.matching.evidence import Doubles, Evidence
from knowledge.matching.gate import Gate, WordCounts, signs
from knowledge.matching.shelf import Shelf
from knowledge.matching.weights import Weights

FEWEST_ROWS = 60
MOST_PHRASINGS = 200


def with_own_gate(shelf: Shelf, weights: Weights) -> Shelf:
    """The shelf with the shared gate blended with one pulled by its own rows; too few rows leave the shared one."""
    if not weights.own_share or 2 * len(_sample(shelf)) < FEWEST_ROWS:
        return shelf
    rows = list(own_rows(shelf))
    right = np.array([label for _, label in rows], np.float64)
    if len(rows) < FEWEST_ROWS or right.min() == right.max():
        return shelf
    gate = _blended(shelf.decision.gate, np.stack([row for row, _ in rows]), right, weights)
    return replace(shelf, decision=replace(shelf.decision, gate=gate))


def _blended(shared: Gate, rows: Doubles, right: Doubles, weights: Weights) -> Gate:
    own = shared.pulled_towards(rows, right, penalty=weights.own_penalty)
    return shared.blended(own, share=weights.own_share)


def own_rows(shelf: Shelf) -> Iterator[tuple[Doubles, bool]]:
    """Signs and whether the first candidate was right, for an even sample of the phrasings, two rows for each."""
    owners = shelf.groups.owners
    sample = _sample(shelf)
    for topic in np.unique(owners[sample]):
        without_topic = dict(zip(*shelf.ridge.topic_left_out(int(topic)), strict=True)) if shelf.ridge else {}
        for row in sample[owners[sample] == topic]:
            words = shelf.texts[row].split()
            likeness = shelf.likeness(words)
            alone = np.zeros(len(owners), np.bool_)
            alone[row] = True
            if not alone.all():
                ridge = shelf.ridge.left_out(row) if shelf.ridge else None
                found = shelf.evidence(shelf.texts[row], likeness, ridge=ridge, hidden=alone)
                yield _signs(shelf, found, words, {}), int(found.order[0]) == topic
            if len(shelf.topics) > 1:
                ridge = without_topic.get(row)
                found = shelf.evidence(shelf.texts[row], likeness, ridge=ridge, hidden=owners == topic)
                yield _signs(shelf, found, words, shelf.vocabulary.by_topic[topic]), False


def _sample(shelf: Shelf) -> npt.NDArray[np.intp]:
    """The places of the phrasings that are asked."""
    many = len(shelf.groups.owners)
    return np.arange(0, many, max(1, -(-many // MOST_PHRASINGS)))


def _signs(shelf: Shelf, found: Evidence, words: Sequence[str], absent: dict[str, int]) -> Doubles:
    """Signs of a phrasing asked as a question, as if it, or with it the `absent` words of its topic, were gone."""
    content = shelf.speller.lexicon.content(words)
    vocabulary = shelf.vocabulary
    known = [word for word in content if vocabulary.counts[word] > absent.get(word, 1)]
    first = int(found.order[0])
    counts = WordCounts(
        content=len(content),
        unknown=len(content) - len(known),
        repaired=0,
        known=vocabulary.share(known, content),
        covered=vocabulary.covered(content, first, less=() if absent else words),
    )
    return signs(found, counts, typical=float(shelf.typical[first]))
