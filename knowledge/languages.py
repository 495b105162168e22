"""The language of a short message: its script first, then letters and words that only one language has.

Unsure is an answer: None, and the caller falls back to what the person chose or the platform says.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from knowledge.language_words import ENGLISH_ALONE, LETTERS, SCRIPTS, WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LIMIT = 500
_TELLING_LENGTH = 12
_WORD_OF_HAN = 4  # letters that one Chinese character stands for
_HMONG_SYLLABLE = re.compile(
    r"(?:n?t?[ck]?x?h?l?y?|n?p?l?h?|n?q?h?|r|v|s|z|xy|hny|hm|hn|hl|ny|d|dh|f|g|l|m|n|y)?h?"
    r"(?:aa|ai|au|aw|ee|ia|oo|ua|a|e|i|o|u|w)[bjvsmgd]"
)
LETTER_WEIGHT = 3
"""A letter only one language has counts as three of its words."""


def language_of(text: str, among: Sequence[str]) -> str | None:
    """One of `among`, or None when the message does not tell."""
    text = unicodedata.normalize("NFC", text[:_LIMIT]).lower()
    script = _script(text)
    if script is None:
        return None
    possible = [language for language in SCRIPTS[script] if language in among]
    if script != "latin" and len(SCRIPTS[script]) == 1:
        return possible[0] if possible else None
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    counts = {language: _count(text, words, language) for language in SCRIPTS[script]}
    if script == "cyrillic" and not counts["uk"] and sum(map(len, words)) >= _TELLING_LENGTH:
        counts["ru"] += 1  # so long a text of Ukrainian would have had one of its letters
    best = max(counts, key=lambda language: counts[language])
    if counts[best] <= 0 or sum(count == counts[best] for count in counts.values()) > 1:
        return None
    return best if best in among else None


def _script(text: str) -> str | None:
    """The script of most letters; a language written in another script than Latin wins over names left in Latin."""
    found: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            script = _script_of(character)
            found[script] = found.get(script, 0) + (_WORD_OF_HAN if script == "han" else 1)
    if not found:
        return None
    others = {script: count for script, count in found.items() if script not in ("latin", "other")}
    if others:
        strongest = max(others, key=lambda script: others[script])
        if others[strongest] * 4 >= found.get("latin", 0):
            return strongest
    return "latin" if "latin" in found else None


def _script_of(character: str) -> str:
    code = ord(character)
    for name, low, high in _RANGES:
        if low <= code <= high:
            return name
    return "latin" if unicodedata.name(character, "").startswith("LATIN") else "other"


_RANGES = (
    ("latin", 0x41, 0x24F),
    ("cyrillic", 0x400, 0x52F),
    ("arabic", 0x600, 0x77F),
    ("devanagari", 0x900, 0x97F),
    ("gurmukhi", 0xA00, 0xA7F),
    ("han", 0x3400, 0x9FFF),
)


def _count(text: str, words: Sequence[str], language: str) -> int:
    listed: Mapping[str, int] = WORDS.get(language, {})
    points = sum(listed.get(word, 0) for word in words)
    if not text.isascii():
        letters = LETTERS.get(language, "")
        points += LETTER_WEIGHT * sum(letter in letters for letter in text)
    if language == "hmn":
        points += sum(_hmong_syllable(word) for word in words)
    return points


def _hmong_syllable(word: str) -> bool:
    return len(word) > 2 and word not in ENGLISH_ALONE and _HMONG_SYLLABLE.fullmatch(word) is not None
