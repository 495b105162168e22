"""Late fusion: what a match's words propose is put in a new order by meaning as well.
Meaning may lower the probability of a match, never raise it: to similarity, open and closed look almost the same."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Mapping
from dataclasses import replace

from knowledge.matching import Candidate, Match, plain_words
from knowledge.semantic.failures import EncodingFailed
from knowledge.semantic.index import SemanticIndex

# Half and half: on real traffic words alone and vectors alone found the right topic equally often (73.7 % each on
# HINT3), so neither has earned more. None of the numbers here is fitted to questions.
MEANING = 0.5
# A lead of this much cosine makes a topic e times as likely. Topics that differ lie tenths apart, rewordings of one
# topic hundredths, so that hundredths hardly count.
SPREAD = 0.1

log = logging.getLogger(__name__)


def with_semantics(index_match: Match, text: str, language: str | None, semantic: SemanticIndex | None) -> Match:
    """The match of a text in the language it was matched in; as it is without an index, where the same words stand in
    a phrasing, where there is nothing to order, and where the model fails."""
    if semantic is None or not _is_open(index_match):
        return index_match
    try:
        scores = semantic.scores(_respelt(text, dict(index_match.repaired)), language=language)
    except EncodingFailed:
        log.warning("a question was matched by its words alone, because the semantic model failed", exc_info=True)
        return index_match
    return fused(index_match, scores)


def fused(match: Match, scores: Mapping[str, float]) -> Match:
    """The candidates in the order of both.

    The candidates that have a score share out among themselves what their words gave them together, half by words and
    half by meaning; the others keep theirs. The probability that the first is meant never rises:
    - it falls by half of the share by which meaning prefers another candidate to the first, if it does;
    - a first that the words did not put first is at most as likely as not, since two equal judges disagree;
    - what could be offered before can be offered still: the candidates are the same.
    """
    known = [one for one in match.candidates if one.topic in scores]
    if len(known) < 2 or not _is_open(match):
        return match
    shares = _shares({one.topic: scores[one.topic] for one in known})
    total = sum(one.score for one in known)
    weighed = [_weighed(one, shares, scores, total) for one in match.candidates]
    ordered = tuple(sorted(weighed, key=lambda one: -one.score))
    return replace(match, candidates=ordered, probability=_probability(match, ordered[0].topic, shares))


def _is_open(match: Match) -> bool:
    return len(match.candidates) > 1 and not any(one.exact for one in match.candidates)


def _respelt(text: str, repaired: Mapping[str, str]) -> str:
    """With the misspelt words as they were repaired: vectors suffer more from a typing error than n-grams do."""
    return re.sub(r"\w+", lambda word: repaired.get(" ".join(plain_words(word[0])), word[0]), text)


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    odds = {topic: math.exp((score - top) / SPREAD) for topic, score in scores.items()}
    return {topic: one / sum(odds.values()) for topic, one in odds.items()}


def _weighed(one: Candidate, shares: Mapping[str, float], scores: Mapping[str, float], total: float) -> Candidate:
    if one.topic not in shares:
        return one
    score = (1 - MEANING) * one.score + MEANING * shares[one.topic] * total
    return replace(one, score=score, why=f"{one.why}, meaning {scores[one.topic]:.2f}")


def _probability(match: Match, first: str, shares: Mapping[str, float]) -> float:
    by_words = match.probability
    sure = by_words if first == match.candidates[0].topic else min(by_words, 1 - MEANING)
    behind = max(shares.values()) - shares[first] if first in shares else 0.0
    return max(sure * (1 - MEANING * behind), min(by_words, match.thresholds.offer))
