"""Messages of life and limb, which get the emergency number before anything else."""

from __future__ import annotations

from knowledge.library import Edition
from knowledge.matching import normalised, plain_words


def is_emergency(text: str, edition: Edition) -> bool:
    """Whether a life-and-limb phrase of any language stands in the text, as whole words, with or without accents."""
    said = f" {normalised(text)} \n {' '.join(plain_words(text))} "
    words = {*said.split(" "), None}
    return any(phrase in said for word in words for phrase in edition.emergency_phrases.get(word, ()))
