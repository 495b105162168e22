"""Mending the spelling of a message before anything else reads it: unknown words become the known one they resemble.

Known and ordinary words are never made a day or a name, and a word that may be two days is left to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

from rapidfuzz.distance import OSA

from bot.calendar_words import Calendars
from bot.endings import is_ordinary
from bot.known_words import Known, known_words
from bot.nearest import DAY, SHORTEST, SHORTEST_FITTING, Beside, Nearest
from bot.usage import EDGE
from bot.words import WORD, ReadingWords
from knowledge.library import Edition
from knowledge.matching import Lexicon, plain_words, read_lexicon
from knowledge.workings import Workings

MOST_MENDED = 24  # words of one message
ROUNDS = 2  # a word mended may show what its neighbour was
NAME_REACH = 2  # words behind one among which a word for school makes it part of a name
MOST_FEARED = 200  # words of one message
SHORTEST_FEARED = 6  # letters of a word that is read as one of an emergency
ENDING = re.compile(r"[.?!;:\n]")
TRAILING = re.compile(r"([^\W\d_]{3,})([?!.,;])([^\W\d_])(?!\w)")  # "thursda?y"


class Speller:
    def __init__(
        self,
        known: Known,
        ordinary: Lexicon,
        *,
        language: str = "",
        schools: frozenset[str] = frozenset(),
        fillers: frozenset[str] = frozenset(),
    ) -> None:
        self._known = known
        self._schools = schools
        self._fillers = fillers
        self._alarms = sorted(one for one in known.alarms if len(one) >= SHORTEST_FEARED)
        self._ordinary = ordinary
        self._language = language
        self._listed = ordinary.common | ordinary.function
        self._short = {
            short: full[0]
            for short, full in ordinary.abbreviations.items()
            if len(full) == 1 and full[0] in fillers and short not in fillers and short not in known.days
        }
        self._is_ordinary = partial(is_ordinary, lexicon=ordinary, language=language)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._known, self._ordinary, language=self._language)

    def mended(self, text: str) -> str:
        """The text with its slips mended, everything else letter for letter as it was."""
        text = TRAILING.sub(self._with_its_letter, text)
        found = list(WORD.finditer(text))
        plain = ["".join(plain_words(one.group())) for one in found]
        mended = list(plain)
        alone = self._alone(plain)
        whole = [at for at, one in enumerate(found) if one.group().isalpha()]  # not "they'd", "Sutter's"
        looked_at = [at for at in whole if self._may_change(plain[at])][:MOST_MENDED]
        for _ in range(ROUNDS):
            for at in looked_at:
                beside = _beside(self._known, text, found, mended, at)
                mended[at] = (self._nearest.day_alone(plain[at]) if at == alone else None) or self._meant(
                    plain[at], beside, mended[at + 1 : at + 1 + NAME_REACH]
                )
        out, end = [], 0
        for at in looked_at:
            if mended[at] != plain[at]:
                out += [text[end : found[at].start()], mended[at]]
                end = found[at].end()
        return "".join([*out, text[end:]])

    def _alone(self, words: Sequence[str]) -> int | None:
        """The place of the only word that tells something, where it is one that nothing here says: "and thus?"."""
        telling = [at for at, one in enumerate(words) if one not in self._fillers]
        return telling[0] if len(telling) == 1 and words[telling[0]] not in self._known.words else None

    def hides_a_day(self, text: str) -> bool:
        """Whether a word of a mended text may be a day that could not be made out."""
        words = ("".join(plain_words(one)) for one in WORD.findall(text)[:MOST_MENDED])
        unknown = (one for one in words if len(one) >= SHORTEST and one.isalpha() and not self._is_known(one))
        return any(map(self._nearest.may_be_a_day, unknown))

    def knows_all(self, text: str) -> bool:
        return all(self._is_known("".join(plain_words(one))) for one in WORD.findall(text))

    def feared(self, text: str) -> str:
        """The text with words nobody knows read as a word of an emergency wherever one slip parts the two, whatever
        else may be likelier: for nothing but whether the emergency number is said first."""
        words = ["".join(plain_words(one)) for one in WORD.findall(text)[:MOST_FEARED]]
        return " ".join(self._alarm_in(one) or one for one in words)

    def _alarm_in(self, plain: str) -> str | None:
        if len(plain) < SHORTEST_FEARED or self._is_known(plain):
            return None
        near = (one for one in self._alarms if one[0] == plain[0] and OSA.distance(one, plain, score_cutoff=1) == 1)
        return next(near, None)

    def _with_its_letter(self, found: re.Match[str]) -> str:
        """The last letter and the sign behind it were swapped."""
        word = found[1] + found[3]
        return word + found[2] if self._is_known("".join(plain_words(word))) else found[0]

    def _may_change(self, plain: str) -> bool:
        return len(plain) >= SHORTEST_FITTING and plain.isalpha() and plain not in self._known.said

    def _stands(self, plain: str) -> bool:
        """Whether it is a word whatever it stands beside; a piece of a name or a word of the other language is not."""
        known = self._known
        return plain in self._listed or plain in known.days or plain in known.never or plain in known.beside_days

    def _is_known(self, plain: str) -> bool:
        return self._known.has(plain) or self._is_ordinary(plain)

    def _meant(self, plain: str, beside: Beside, rest: Sequence[str]) -> str:
        """The word itself, unless another one is likelier to have been meant."""
        if plain in self._short:
            return self._short[plain]
        if self._is_known(plain):
            return (None if self._stands(plain) else self._nearest.instead_of(plain, beside)) or plain
        nearest = self._nearest.of(plain, beside)
        if nearest is None:
            return plain
        may_be_a_name = nearest not in self._fillers and nearest not in self._known.days and self._names_a_school(rest)
        return plain if may_be_a_name and (nearest, beside.after) not in self._known.usage.pairs else nearest

    def _names_a_school(self, rest: Sequence[str]) -> bool:
        """ "Sacred Heart School": what stands before a word for school may be a name."""
        of_the_name = rest[:1] if len(rest) > 1 and rest[0] in self._fillers else rest
        return bool(self._schools & set(of_the_name))


def speller(
    edition: Edition, words: ReadingWords, language: str, *, calendars: Calendars, kept: Workings | None = None
) -> Speller:
    """Knows the words of the language's phrasings, of emergencies, of everybody's names and of days, and those that
    steer the reading."""
    ordinary = read_lexicon(language, kept=kept)
    ordinary = replace(ordinary, common=ordinary.common | words.ordinary.get(language, frozenset()))
    known = known_words(edition, words, ordinary, language, calendars)
    of_days = known.days.keys() | known.beside_days | {word for pair in known.day_pairs for word in pair}
    fillers = words.fillers | words.asks | ordinary.function | of_days
    return Speller(known, ordinary, language=language, schools=words.schools, fillers=fillers)


def _beside(known: Known, text: str, found: Sequence[re.Match[str]], words: Sequence[str], at: int) -> Beside:
    def neighbour(place: int, step: int) -> str:
        """The word itself; nothing beyond either end of a sentence."""
        near, far = (place, place + 1) if step > 0 else (place - 1, place)
        outside = near < 0 or far >= len(found)
        return EDGE if outside or ENDING.search(text[found[near].end() : found[far].start()]) else words[place + step]

    def seen(place: int, step: int) -> str:
        one = neighbour(place, step)
        if one and (one in known.days or not one.isalpha()):
            return DAY
        leads = step > 0 and one in known.beside_days
        return DAY if leads and seen(place + 1, 1) == DAY else one

    return Beside(seen(at, -1), seen(at, 1), (neighbour(at, -1), neighbour(at, 1)))
