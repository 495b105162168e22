"""Whether typed words are a day, so that `/status closed march 23` needs no quotation marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.days import DayReader


def day_words(at: datetime) -> Callable[[str], bool]:
    """*at* on the district's clock."""

    def is_days(text: str) -> bool:
        found = _reader().read(text, at=at).days
        return len(found) == 1 and found[0].span == (0, len(text))

    return is_days


@cache
def _reader() -> DayReader:
    """Made when it is first needed, for most days are one word, and only once, for it is slow to make."""
    from knowledge.days import load_day_reader

    return load_day_reader(("en", "es"))
