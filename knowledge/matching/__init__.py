"""Matching a question to the topics families ask about. A match proposes topics; it never carries an answer."""

from knowledge.matching.index import Index
from knowledge.matching.matches import Candidate, Match, Outcome, Phrasing, Thresholds, TwinPhrasing
from knowledge.matching.normalising import all_normalised, all_plain_words, normalised, plain_words
from knowledge.matching.shelf_files import ShelfFiles
from knowledge.matching.spelling import Lexicon, read_lexicon
from knowledge.matching.stems import stemmer
from knowledge.matching.weights import Weights, load_weights

__all__ = [
    "Candidate",
    "Index",
    "Lexicon",
    "Match",
    "Outcome",
    "Phrasing",
    "ShelfFiles",
    "Thresholds",
    "TwinPhrasing",
    "Weights",
    "all_normalised",
    "all_plain_words",
    "load_weights",
    "normalised",
    "plain_words",
    "read_lexicon",
    "stemmer",
]
