"""How far one word is from another for a hand on a keyboard: a doubled letter costs little, a far key much."""

from __future__ import annotations

from itertools import pairwise

ALIKE, DOUBLED, SWAPPED, LEFT_OUT, BESIDE_KEY, VOWEL, PUT_IN, OTHER = 0.4, 0.5, 0.7, 0.8, 0.8, 0.9, 1.1, 1.3
FIRST_LETTER = 0.6  # on top: the first letter is rarely missed
VOWELS = frozenset("aeiou")
SOUND_ALIKE = {"es": ("bv", "cs", "sz", "cz", "gj", "ck", "iy")}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def keys_beside() -> frozenset[str]:
    """Pairs of letters whose keys touch, both ways round."""
    pairs = {row[at : at + 2] for row in ROWS for at in range(len(row) - 1)}
    for above, below in pairwise(ROWS):
        for at, letter in enumerate(below):
            pairs |= {letter + key for key in above[at : at + 2]}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


class Slips:
    """Weighs what was typed against what may have been meant; both in plain lower case."""

    def __init__(self, language: str = "") -> None:
        self._beside = keys_beside()
        self._alike = frozenset(one for pair in SOUND_ALIKE.get(language, ()) for one in (pair, pair[::-1]))

    def cost(self, typed: str, meant: str) -> float:
        """0 for the same word; about 1 for each slip (restricted edits: swapped neighbours are not edited again)."""
        left_out = [self._left_out(meant, at) for at in range(len(meant))]
        before: list[float] = []
        row = [0.0]
        for one in left_out:
            row.append(row[-1] + one)
        for at, letter in enumerate(typed):
            put_in = self._put_in(typed, at)
            leading = put_in if put_in == DOUBLED else put_in + FIRST_LETTER
            earlier, before, row = before, row, [row[0] + leading]
            for place, wanted in enumerate(meant):
                struck = 0.0 if letter == wanted else self._struck(letter, wanted, first=at == 0 == place)
                cost = min(before[place] + struck, row[place] + left_out[place], before[place + 1] + put_in)
                if at and place and letter == meant[place - 1] and typed[at - 1] == wanted and letter != wanted:
                    cost = min(cost, earlier[place - 1] + SWAPPED + (FIRST_LETTER / 2 if at == 1 == place else 0.0))
                row.append(cost)
        return row[-1]

    def _struck(self, letter: str, wanted: str, *, first: bool) -> float:
        if letter == wanted:
            return 0.0
        if letter + wanted in self._alike:
            return ALIKE
        beside = letter + wanted in self._beside
        cost = BESIDE_KEY if beside else VOWEL if {letter, wanted} <= VOWELS else OTHER
        return cost + (FIRST_LETTER if first else 0.0)

    def _left_out(self, meant: str, at: int) -> float:
        if at and meant[at] == meant[at - 1]:
            return DOUBLED
        return LEFT_OUT + (0.0 if at else FIRST_LETTER)

    def _put_in(self, typed: str, at: int) -> float:
        """A letter too many: doubled, brushed along with its neighbour, or out of nowhere."""
        if at and typed[at] == typed[at - 1]:
            return DOUBLED
        return BESIDE_KEY if at and typed[at - 1] + typed[at] in self._beside else PUT_IN
