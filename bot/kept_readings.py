"""Messages read lately: many families ask in the same words, and what is read of them is then the same.

Only what the words say by themselves is kept, never an answer, and nothing of what was carried over to them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from knowledge.library import Edition

MOST_KEPT = 2000
LONGEST_KEPT = 200  # characters of a message; hardly anybody sends a longer one in the very same words

R = TypeVar("R")


class KeptReadings(Generic[R]):
    """Of one edition at a time; whichever was not asked for the longest is let go first."""

    def __init__(self) -> None:
        self._edition: Edition | None = None
        self._kept: OrderedDict[Hashable, R] = OrderedDict()

    def of(self, text: str, situation: Hashable, *, edition: Edition, read: Callable[[], R]) -> R:
        """*situation*: all that the reading depends on besides the text and the edition."""
        if len(text) > LONGEST_KEPT:
            return read()
        if edition is not self._edition:
            self._edition = edition
            self._kept.clear()
        key = (text, situation)
        if key not in self._kept:
            self._kept[key] = read()
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
