"""Slash commands as they are typed on any platform: read from a line, and written as one."""

from bot.slashes.day_words import day_words
from bot.slashes.lines import Slash, Unclear, read_slash, typed, usage

__all__ = ["Slash", "Unclear", "day_words", "read_slash", "typed", "usage"]
