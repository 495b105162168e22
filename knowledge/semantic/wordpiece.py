"""WordPiece for uncased BERT models: a text becomes the numbers of its pieces, never more than `MOST_TOKENS`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

CLS, SEP, UNK, PAD = "[CLS]", "[SEP]", "[UNK]", "[PAD]"
SPECIAL = (CLS, SEP, UNK, PAD)
MOST_TOKENS = 64  # with [CLS] and [SEP]; a question is seldom longer than 20
MOST_CHARACTERS = 1000  # of a text, and so of the work that it can cause
LONGEST_WORD = 100  # as the models were trained; a longer one is [UNK]
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class SpecialPieceMissing(ValueError):
    """The list of pieces lacks one of `SPECIAL`."""


@dataclass(frozen=True)
class WordPiece:
    """`numbers`: each piece's place in vocab.txt."""

    numbers: Mapping[str, int]
    lower: bool = True
    strip_accents: bool = True
    split_ideographs: bool = True

    @classmethod
    def of(
        cls, pieces: Sequence[str], *, lower: bool = True, strip_accents: bool = True, split_ideographs: bool = True
    ) -> WordPiece:
        """Raises SpecialPieceMissing. A piece that stands twice keeps its last place."""
        numbers = {piece: number for number, piece in enumerate(pieces)}
        for special in SPECIAL:
            if special not in numbers:
                raise SpecialPieceMissing(f"{special} is not in vocab.txt")
        return cls(numbers, lower, strip_accents, split_ideographs)

    def encode(self, text: str) -> list[int]:
        return [self.numbers[piece] for piece in (CLS, *self.pieces(text), SEP)]

    def pieces(self, text: str) -> list[str]:
        """What stands between [CLS] and [SEP]; the end of a long text is left out."""
        found = chain.from_iterable(map(self._pieces_of, self.words(text)))
        return list(islice(found, MOST_TOKENS - 2))

    def words(self, text: str) -> list[str]:
        """Folded as the model knows them; a punctuation mark and an ideograph each are a word."""
        spaced = "".join(map(self._spaced, text[:MOST_CHARACTERS]))
        folded = spaced.lower() if self.lower else spaced
        if self.strip_accents:
            folded = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
        return "".join(f" {c} " if _is_punctuation(c) else c for c in folded).split()

    def _spaced(self, character: str) -> str:
        if character.isspace():
            return " "
        if character == "\ufffd" or unicodedata.category(character).startswith("C"):
            return ""
        return f" {character} " if self.split_ideographs and _is_ideograph(character) else character

    def _pieces_of(self, word: str) -> Iterator[str]:
        """The longest known beginning, then the longest known continuation; [UNK] where one is missing."""
        found: list[str] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            piece = self._longest(word, start)
            if piece is None:
                break
            found.append(piece)
            start += len(piece) - (2 if start else 0)
        return iter(found if word and start == len(word) else [UNK])

    def _longest(self, word: str, start: int) -> str | None:
        prefix = "##" if start else ""
        ends = range(len(word), start, -1)
        return next((piece for end in ends if (piece := prefix + word[start:end]) in self.numbers), None)


def _is_punctuation(character: str) -> bool:
    """The models count every ASCII sign as punctuation, `$` and `+` too."""
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character).startswith("P")


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)
