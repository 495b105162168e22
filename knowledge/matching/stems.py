"""Cuts the endings that make one word look like several; crude on purpose, since only sameness counts."""

from collections.abc import Callable

_ENGLISH = ("ing", "ed", "es", "s", "ly")
_SPANISH = (
    *("mente", "ando", "iendo", "aron", "ieron", "aran", "eran", "iran"),
    *("as", "os", "es", "an", "en", "a", "o", "e", "s", "n"),
)
SHORTEST_STEM = 3


def stemmer(language: str) -> Callable[[str], str]:
    """For languages without endings here, words stay as they are."""
    endings = {"en": _ENGLISH, "es": _SPANISH}.get(language.split("-")[0], ())

    def stem(word: str) -> str:
        if not word.endswith(endings):
            return word
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                return word[: -len(ending)]
        return word

    return stem
