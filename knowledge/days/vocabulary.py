"""All lexicons in one table, and the tokens of a message with what each can mean.

A typing mistake is read only towards a day's name, never towards a month on its own, never from a known word, and not
at all where it may be two days ("tursday").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.days.folding import Piece, pieces
from knowledge.days.lexicon import Guard, Lexicon, Sense

MISTYPED_LETTERS = 4  # shorter words are never taken for a typing mistake
MOST_KEPT = 10_000  # words that are no day, looked at once
SHORTEST_NAME = 5  # nor are they what was meant
DAY_WORDS = frozenset({"weekday", "day"})
COMPANY = frozenset({"on", "this", "next", "coming", "last", "until", "from", "to", "and", "every", "between"})
JOINING = frozenset({"and", "to"})
NEIGHBOURS = frozenset({"weekday", "day", "number", "nth", "part", "week", "this_after", "coming_after", "next_after"})
_STRETCHED = re.compile(r"(\w)\1{2,}")


@dataclass(slots=True)
class Token:
    """A word or phrase of the message with its kinds (see lexicon.Sense) and its place in the original text."""

    word: str
    shape: str
    start: int
    end: int
    glued: bool
    senses: dict[str, int] = field(default_factory=dict)
    guards: tuple[tuple[str, Guard], ...] = ()
    """The kinds that are not to be taken at once."""


class Vocabulary:
    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], list[Sense]]] = {}
        known: set[str] = set()
        for lexicon in lexicons:
            known |= lexicon.not_typos
            for words, sense in lexicon.phrases:
                known.update(words)
                self._phrases.setdefault(words[0], {}).setdefault(words, []).append(sense)
        self._lengths = {
            word: sorted({len(words) for words in phrases}, reverse=True) for word, phrases in self._phrases.items()
        }
        self._known = known
        self._days = self._names(lexicons, DAY_WORDS)
        self._months = self._names(lexicons, {"month"})
        self._kept_mistyped = lru_cache(MOST_KEPT)(self._mistyped)

    def tokens(self, text: str) -> list[Token]:
        found = pieces(text)
        tokens: list[Token] = []
        position = 0
        while position < len(found):
            token, taken = self._token(found, position)
            tokens.append(token)
            position += taken
        for index, token in enumerate(tokens):
            for kind, guard in token.guards:
                if (not guard.kinds or kind in guard.kinds) and not _kept(guard, tokens, index):
                    token.senses.pop(kind, None)
        return tokens

    def _token(self, found: Sequence[Piece], position: int) -> tuple[Token, int]:
        piece = found[position]
        words, senses = self._phrase(found, position)
        if words:
            last = found[position + len(words) - 1]
            token = Token(" ".join(words), piece.shape, piece.start, last.end, piece.glued)
            for sense in senses:
                token.senses.setdefault(sense.kind, sense.value)
            token.guards = tuple((sense.kind, sense.guard) for sense in senses if sense.guard)
            return token, len(words)
        token = Token(piece.word, piece.shape, piece.start, piece.end, piece.glued)
        if piece.shape in ("number", "nth"):
            token.senses = _counted(piece)
        elif piece.shape == "word":
            token.senses = dict(self._kept_mistyped(piece.word))
        return token, 1

    def _phrase(self, found: Sequence[Piece], position: int) -> tuple[tuple[str, ...], list[Sense]]:
        """The longest listed phrase that starts here."""
        head = found[position].word
        for length in self._lengths.get(head, ()):
            words = tuple(piece.word for piece in found[position : position + length])
            senses = self._phrases[head].get(words)
            if senses and (senses := [sense for sense in senses if _as_written(sense, found, position, length)]):
                if len(words) > 1 and not _names_a_day(senses) and self._cuts_a_day(found, position, len(words)):
                    continue
                return words, senses
        return (), []

    def _cuts_a_day(self, found: Sequence[Piece], position: int, length: int) -> bool:
        """ "School day" takes the first word of "day after tomorrow", a longer phrase that names a day."""
        for start in range(position + 1, position + length):
            for reach in self._lengths.get(found[start].word, ()):
                if reach <= length or start + reach <= position + length:
                    break
                words = tuple(piece.word for piece in found[start : start + reach])
                if _names_a_day(self._phrases[words[0]].get(words, ())):
                    return True
        return False

    def _mistyped(self, word: str) -> dict[str, int]:
        if len(word) < MISTYPED_LETTERS or len(word) > 16 or word in self._known:
            return {}
        squeezed = _STRETCHED.sub(r"\1", word)
        if squeezed != word and (phrases := self._phrases.get(squeezed, {}).get((squeezed,))):
            return {sense.kind: sense.value for sense in phrases if sense.kind in DAY_WORDS}
        days = _closest(word, self._days)
        if days:
            return {days[0].kind: days[0].value} if len(days) == 1 else {"either day": 0}
        months = _closest(word, self._months, furthest=1)
        if len(months) == 1:
            return {"mistyped month": months[0].value}
        resembling = months or (len(word) >= SHORTEST_NAME and self._resembles_a_month(word))
        return {"perhaps month": 0} if resembling else {}

    def _resembles_a_month(self, word: str) -> bool:
        return any(OSA.distance(word, name, score_cutoff=2) <= 2 for name, _ in self._months.get(word[0], ()))

    def _names(self, lexicons: Sequence[Lexicon], kinds: Iterable[str]) -> dict[str, list[tuple[str, Sense]]]:
        names: dict[str, dict[str, Sense]] = defaultdict(dict)
        for lexicon in lexicons:
            for words, sense in lexicon.phrases:
                word = words[0]
                meant = len(words) == 1 and word in lexicon.repair and sense.kind in kinds
                if meant and len(word) >= SHORTEST_NAME and _alphabetic(word):
                    names[word[0]].setdefault(word, sense)
        return {letter: list(listed.items()) for letter, listed in names.items()}


def _names_a_day(senses: Iterable[Sense]) -> bool:
    return any(sense.kind in DAY_WORDS for sense in senses)


def _counted(piece: Piece) -> dict[str, int]:
    digits = re.match(r"\d+", piece.word)
    number = int(digits.group()) if digits and len(digits.group()) <= 4 else 0
    if piece.shape == "nth":
        return {"nth": number} if 1 <= number <= 31 else {}
    if len(piece.word) == 4 and 1990 <= number <= 2099:
        return {"year": number}
    return {"number": number} if 0 < number <= 99 and len(piece.word) <= 2 else {}


def _alphabetic(word: str) -> bool:
    """Latin or Cyrillic letters only: elsewhere words are too short or too alike to be repaired."""
    return all("a" <= letter <= "z" or "\u0430" <= letter <= "\u0491" for letter in word)


def _closest(word: str, names: Mapping[str, list[tuple[str, Sense]]], furthest: int = 2) -> tuple[Sense, ...]:
    """The names within 1 edit of a word of up to 6 letters, 2 of a longer one, that none is nearer than, one for each
    meaning. The first letter holds or is swapped. One edit further counts as near for a name that has a letter of the
    word which the nearest lacks: "tuhsday" has one of Thursday's."""
    found = _within(word, names, furthest)
    if not found:
        return ()
    if word.endswith("s"):
        found += _within(word[:-1], names, furthest)  # "tuhsdays"
    least, nearest, _ = min(found, key=lambda one: one[0])
    near = [
        (name, sense)
        for distance, name, sense in found
        if distance == least or (distance == least + 1 and set(word) & set(name) - set(nearest))
    ]
    return tuple({(sense.kind, sense.value): sense for _, sense in near}.values())


def _within(word: str, names: Mapping[str, list[tuple[str, Sense]]], furthest: int) -> list[tuple[int, str, Sense]]:
    found: list[tuple[int, str, Sense]] = []
    for letter, allowed in ((word[0], furthest), (word[1], 1)):
        for name, sense in names.get(letter, ()):
            limit = min(allowed, 2 if min(len(word), len(name)) > 6 else 1)
            if abs(len(name) - len(word)) > limit:
                continue
            distance = OSA.distance(word, name, score_cutoff=limit)
            if distance <= limit:
                found.append((distance, name, sense))
    return found


def _as_written(sense: Sense, found: Sequence[Piece], position: int, length: int) -> bool:
    if sense.exact is None:
        return True
    return " ".join(piece.raw.lower() for piece in found[position : position + length]) == sense.exact


def _kept(guard: Guard, tokens: Sequence[Token], index: int) -> bool:
    before = " " + " ".join(token.word for token in tokens[max(0, index - 3) : index])
    if before.endswith(guard.not_after) and "and" not in tokens[index - 1].senses:
        return False
    if index and COMPANY & tokens[index - 1].senses.keys() and not guard.company:
        return True
    following = " ".join(token.word for token in tokens[index + 1 : index + 4]) + " "
    if following.startswith(guard.not_before):
        return False
    return not guard.company or _in_company(tokens, index)


def _in_company(tokens: Sequence[Token], index: int) -> bool:
    if all(other is tokens[index] or other.shape == "sign" for other in tokens):
        return True
    before, after = _beside(tokens, index, -1), _beside(tokens, index, 1)
    return bool((COMPANY | NEIGHBOURS) & before or NEIGHBOURS & after)


def _beside(tokens: Sequence[Token], index: int, step: int) -> Set[str]:
    """The kinds of the neighbour, and beyond a sign or an "and" of the next one."""
    kinds: set[str] = set()
    for place in (index + step, index + 2 * step):
        if not 0 <= place < len(tokens):
            break
        kinds |= tokens[place].senses.keys()
        if not (JOINING & kinds or tokens[place].word in "-,/."):
            break
    return kinds
