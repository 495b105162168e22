"""What people wish each other with a day, or for one: the day of "thanks, see you tomorrow" asks nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.meaning import Meanings
from bot.sentences import Span, blanked
from bot.words import ReadingWords, words_of


def is_only_wished(text: str, days: Sequence[Span], *, words: ReadingWords, meanings: Meanings) -> bool:
    """Whether each day belongs to a wish, and nothing is said beside them but courtesies."""
    wishes = [one.span() for one in words.wishes.finditer(text)]
    if not wishes or not all(any(_belongs(day, wish, text) for wish in wishes) for day in days):
        return False
    if "?" in text and not any(words.asks_within(text[start:end]) for start, end in wishes):
        return False  # "see you tomorrow?", but not "how are you today?"
    return meanings.is_courtesy(blanked(text, [*wishes, *days]))


def _belongs(day: Span, wish: Span, text: str) -> bool:
    """Whether a wish holds the day, or stands right before it: "have a great" weekend, "see you" on Monday."""
    return wish[0] < day[1] and not words_of(text[wish[1] : day[0]])
