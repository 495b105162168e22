"""What letters a chat message may hold, whatever the platform, and how long words are there.

Platforms count in UTF-16 or in characters; the former is never less. Floods of marks and unseen letters are cut first.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 4  # on one letter; no script needs more
CUT = "…"

# Controls, surrogates that came alone, and what platforms drop; newline stays, isolates and directions stay.
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u00ad]")
# Seen by nobody: joiners stay, which Farsi and Hindi are written with, but one at a time.
_UNSEEN = re.compile("[\u200b\u2060-\u2064\u206a-\u206f\ufeff\U000e0000-\U000e007f]")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_PARTED = re.compile("[\u2028\u2029]")


def harmless(words: str) -> str:
    """The words without what nobody can read and with no more marks on a letter than a script has."""
    plain = words.replace("\t", " ")
    if plain.isascii():
        return plain if plain.isprintable() else _UNSENDABLE.sub("", plain)
    plain = _UNSENDABLE.sub("", _PARTED.sub("\n", plain))
    plain = _JOINERS.sub(r"\1", _UNSEEN.sub("", plain))
    known = {letter for letter in set(plain) if unicodedata.category(letter) in ("Mn", "Me")}
    return "".join(_few_marks(plain, known)) if known else plain


def _few_marks(words: str, known: set[str]) -> list[str]:
    kept, marks = list[str](), 0
    for letter in words:
        marks = marks + 1 if letter in known else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return kept


def units(words: str) -> int:
    """Of UTF-16."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def shortened(words: str, most: int) -> str:
    """At most so many units, cut behind a word where one ends near."""
    if units(words) <= most:
        return words
    kept = words[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    return (at_word if len(at_word) > most * 2 // 3 else kept).rstrip() + CUT
