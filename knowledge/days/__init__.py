"""The days a message names, read in twelve languages. Nothing here knows what a question is about."""

from knowledge.days.lexicon import LANGUAGES, Lexicon, load_lexicon
from knowledge.days.moments import Moment
from knowledge.days.reader import DayReader, DayReading, Days, load_day_reader, masked
from knowledge.days.scoring import Score, score

__all__ = [
    "LANGUAGES",
    "DayReader",
    "DayReading",
    "Days",
    "Lexicon",
    "Moment",
    "Score",
    "load_day_reader",
    "load_lexicon",
    "masked",
    "score",
]
