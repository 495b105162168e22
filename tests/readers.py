"""Readers of days, which are slow to make and keep nothing of what they read: one of each for all tests of a worker.

And the folder in which the product keeps what it has worked out: one for the whole run, warm after the first test.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from bot.reading import MessageReader, load_message_reader
from knowledge.days import DayReader, load_day_reader
from knowledge.workings import Workings


def cache_folder() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "bellwether"


@cache
def days_in(*languages: str) -> DayReader:
    """Of every language where none is named."""
    return load_day_reader(languages or None, kept=Workings(cache_folder()))


def reader_in(*languages: str) -> MessageReader:
    """A new one each time, for it keeps the spelling of the edition it reads for."""
    return load_message_reader(days_in(*languages), kept=Workings(cache_folder()))
