"""Matching a question to the topics families ask about. A match proposes topics; it never carries an answer."""

from knowledge.matching.index import Index
from knowledge.matching.matches import Candidate, Match, Outcome, Phrasing, Thresholds, TwinPhrasing
from knowledge.matching.normalising import normalised, plain_words
from knowledge.matching.stems import stemmer
from knowledge.matching.weights import Weights, load_weights

__all__ = [
    "Candidate",
    "Index",
    "Match",
    "Outcome",
    "Phrasing",
    "Thresholds",
    "TwinPhrasing",
    "Weights",
    "load_weights",
    "normalised",
    "plain_words",
    "stemmer",
]
