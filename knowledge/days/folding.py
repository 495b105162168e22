"""Text made comparable: lower case, no accents, plain digits, cut into tokens that remember where they stood.

Offsets always count characters of the original text, so that what was read can be masked in it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 500
"""Characters read of one message; families write less, and the time for a hostile one stays bounded."""

_PLAIN = {
    "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "º": "º", "ª": "º", "°": "º",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "＇": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    "～": "-", "〜": "-", "，": ",", "、": ",", "،": ",", "؛": ";", "？": "?", "؟": "?", "。": ".", "．": ".", "।": ".",
    "：": ":", "／": "/", "！": "!", "；": ";", "\u200c": " ", "\u200d": "", "\u200e": "", "\u200f": "", "\u0640": "",
    "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "", "\ufeff": "", "\u00a0": " ",
    "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ۀ": "ه", "ھ": "ه", "ہ": "ه", "ے": "ي",
}  # fmt: skip
# Accents of Latin and Cyrillic, vowel signs of Arabic, the dot below of Devanagari and Gurmukhi: written or left out.
_LEFT_OUT = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u093c\u0a3c\ufe0e\ufe0f]")

_MARKS = "\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963\u0a01-\u0a03\u0a3e-\u0a4d\u0a51\u0a70\u0a71\u0a75"
_LETTER = rf"[^\W_\u3400-\u9fff][{_MARKS}]*"
_NOT_A_LETTER = r"(?![^\W\d_\u3400-\u9fff])"
_TOKEN = re.compile(
    rf"""
      (?P<iso>(?<!\d)(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)
        | (?<![\w#$])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d|[.,]\d){_NOT_A_LETTER})
    | (?P<phone>(?:\d{{3}}[-.\ ])?\d{{3}}[-.]\d{{4}}(?!\d))
    | (?P<clock>\d{{1,2}}:\d\d(?:\s?[ap]\.?m\b)?|\d{{1,2}}(?:\.\d\d)?\s?[ap]\.?m\b)
    | (?P<amount>[$€£]\s?\d[\d,.]*k?|\d[\d,.]*\s?[%$€])
    | (?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?(?![\d/]))
    | (?P<dash>(?<![\d-])\d{{1,2}}-\d{{1,2}}(?:-(?:20)?\d\d)?(?![\d/-]){_NOT_A_LETTER})
    | (?P<dot>(?<![\d.])\d{{1,2}}\.\d{{1,2}}(?:\.(?:20)?\d\d)?(?!\d|\.\d){_NOT_A_LETTER})
    | (?P<nth>\d{{1,2}}(?:st|nd|rd|th|ro|ero|er|º|-?(?:го|е|му|те|ого|ому|oe|go))\b)
    | (?P<number>\d+(?:,\d{{3}})*{_NOT_A_LETTER})
    | (?P<word>(?:{_LETTER})+(?:'(?:{_LETTER})+)*)
    | (?P<han>[\u3400-\u9fff])
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)

_LETTERS = re.compile(r"(?:[^\W\d_\u3400-\u9fff]| )+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One token: its comparable word, its shape (a group of the pattern above) and its place in the original."""

    word: str
    shape: str
    raw: str
    start: int
    end: int
    glued: bool
    """Nothing stands between this token and the one before it."""


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    plain = _PLAIN.get(character.lower())
    if plain is not None:
        return plain
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    folded = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", character)).lower()
    return _PLAIN.get(folded, folded)


def fold(text: str) -> tuple[str, list[int]]:
    """The comparable text, and for each of its characters (and its end) the offset in the original."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    parts: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        folded = fold_character(character)
        parts.append(folded)
        offsets.extend([offset] * len(folded))
    offsets.append(len(text))
    return "".join(parts), offsets


def pieces(text: str) -> list[Piece]:
    text = text[:LIMIT]
    folded, offsets = fold(text)
    found: list[Piece] = []
    before = -1
    for match in _TOKEN.finditer(folded):
        shape = match.lastgroup or "sign"
        word = match.group()
        if shape == "word" and "'" in word:
            word = word.removesuffix("'s").replace("'", "")
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        found.append(Piece(word, shape, text[start:end], start, end, match.start() == before))
        before = match.end()
    return found


def comparable(phrase: str) -> tuple[str, ...]:
    """The words of a lexicon's phrase, as they would be found in a message."""
    plain = phrase.lower() if phrase.isascii() else "".join(map(fold_character, phrase))
    if _LETTERS.fullmatch(plain):  # most phrases, and several times faster
        return tuple(plain.split())
    return tuple(piece.word for piece in pieces(phrase))
