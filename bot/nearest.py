"""Which known word was most likely meant: by the slips between the two, its neighbours, and how usual it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.known_words import Known
from bot.resembling import Candidate, Resembling
from bot.usage import EDGE
from knowledge.matching import Lexicon
from knowledge.matching.slips import DOUBLED

DAY = "<day>"
SHORTEST_FITTING = 3  # letters of a word that is mended where a known one stands beside such words
SHORTEST = 4  # and of one that is mended anywhere
MIDDLING, LONG = 6, 8  # letters from which two slips are forgiven where the word fits, and anywhere
# The cost of slips that are forgiven: of two for a day, for a short day, in a word of its own, for a usual one.
DEAREST_OF_TWO, DEAREST_SHORT, DEAREST_REAL, DEAREST_USUAL = 1.95, 1.0, 0.95, 1.7
DEAREST_UNSAID = 1.0  # of each slip in a word that nothing here says
VERY_USUAL = 100  # how often a word is said that is recognised wherever it stands: school, closed
# By which the best must lead: over any, over a day, where both are words without a subject, where it has fewer slips.
CLEAR, CLEAR_DAY, CLEAR_EMPTY, CLEAR_NEARER = 0.15, 0.25, 0.05, 0.1
CLEAR_OF_ANOTHER = 0.8  # and a day, in its slips, over another one that has a letter of the word which it lacks itself
USUAL, OFTEN, FITTING = 0.12, 0.15, 0.4  # what a decade of use, of use there, and a fitting neighbour outweigh
# How often words count as said that no phrasing has: any, those for what is open or closed, those for days.
ORDINARY, TELLING, OF_DAYS = 2, 60, 300
VOWEL = re.compile("[aeiou]")


@dataclass(frozen=True)
class Beside:
    """The words before and after one: `DAY` for a day with the small word before it, `EDGE` at a sentence's end.
    *next_to*: the very words."""

    before: str
    after: str
    next_to: tuple[str, str]


class Nearest:
    def __init__(self, known: Known, ordinary: Lexicon, *, language: str) -> None:
        self._known = known
        self._listed = ordinary.common | ordinary.function
        self._empty = ordinary.function - known.numbers
        targets = known.words | known.days.keys() | ordinary.common | ordinary.function
        meant = targets - (known.never - known.alike)
        self._candidates = Resembling(meant, language=language, shortest=SHORTEST_FITTING, shortest_twice=SHORTEST).to

    def of(self, plain: str, beside: Beside) -> str | None:
        """For a word that nobody knows; None where nothing is near enough or nothing stands out."""
        ranked = [] if self._may_be_a_month(plain, beside) else self.ranked(plain, beside)
        if not ranked:
            return None
        least, best = ranked[0]
        rivals = [(cost, word) for cost, word in ranked[1:] if self._meaning(word) != self._meaning(best)]
        alone = beside.before == beside.after == EDGE
        if alone and best in self._known.asking:
            rivals = [(cost, word) for cost, word in rivals if word not in self._known.asking]  # "whe?"
        unclear = any(cost - least < self._clear(plain, best, word) for cost, word in rivals)
        return None if unclear or self._may_be_another_day(plain, best) else self._whole(best)

    def day_alone(self, plain: str) -> str | None:
        """For a word of its own in a message that says nothing else ("and thus?"): the day it may be a slip of."""
        near = [one for one in self._candidates(plain) if one.slips == 1 and len(one.word) >= SHORTEST <= len(plain)]
        said = self._known.usage.words
        if any(said[one.word] and one.word not in self._empty and one.word not in self._known.days for one in near):
            return None
        days = [one for one in near if one.word in self._known.days and one.cost <= DEAREST_SHORT]
        if len({self._meaning(one.word) for one in days}) != 1 or days[0].word[0] != plain[0]:
            return None
        best = min(days, key=lambda one: one.cost).word
        return None if self._may_be_another_day(plain, best) else self._whole(best)

    def may_be_a_day(self, plain: str) -> bool:
        """Whether a word nobody knows may stand for a day, though it is too far from one to be read: "suay", "trwm"."""
        near = [one for one in self._candidates(plain) if one.word in self._known.days and one.word[0] == plain[0]]
        return any(len(one.word) >= MIDDLING or sorted(one.word) == sorted(plain) for one in near)

    def _may_be_another_day(self, plain: str, best: str) -> bool:
        """Whether a letter speaks for another day not much further away: "tuhsday" and "tuhes" have one of Thursday's,
        though Tuesday is nearer."""
        if best not in self._known.days:
            return False
        costs = {one.word: one.cost for one in self._candidates(plain)}
        others = (one for one in costs if one in self._known.days and self._meaning(one) != self._meaning(best))
        return any(
            costs[one] - costs[best] < CLEAR_OF_ANOTHER and set(plain) & (set(one) - set(best)) for one in others
        )

    def _whole(self, best: str) -> str:
        """For a day that is listed as misspelt the word itself."""
        if best not in self._known.day_slips:
            return best
        same = [word for word in self._known.whole_days if self._meaning(word) == self._meaning(best)]
        return min(same, key=lambda word: (OSA.distance(word, best), word))

    def _clear(self, plain: str, best: str, other: str) -> float:
        """By how much a word must lead over another."""
        if best in self._known.days or other in self._known.days:
            return CLEAR_DAY
        words = self._known.usage.words
        misspelt = words[best] > VERY_USUAL * words[other] and OSA.distance(best, other) == 1
        if misspelt or (best in self._empty and other in self._empty):
            return CLEAR_EMPTY
        return CLEAR_NEARER if OSA.distance(plain, best) < OSA.distance(plain, other) else CLEAR

    def instead_of(self, plain: str, beside: Beside) -> str | None:
        """For a word that is known by its ending or in a name only ("any del yet"): only what phrasings have between
        both its neighbours, or beside one where a letter is doubled ("how manny"); never a day or a name."""
        if EDGE == beside.before == beside.after:
            return None
        fits, never = self._known.usage.fits, self._known.days.keys() | self._known.names
        near = [one.word for one in self._candidates(plain) if one.slips == 1 and one.cost <= DEAREST_REAL]
        sides = {word: fits(beside.before, word, beside.after)[0] for word in near if word not in never}
        doubled = {one.word for one in self._candidates(plain) if one.cost == DOUBLED and len(one.word) < len(plain)}
        fitting = [word for word, count in sides.items() if count == 2 or (count == 1 and word in doubled)]
        return fitting[0] if len(fitting) == 1 and not _is_another_form(plain, fitting[0]) else None

    def _may_be_a_month(self, plain: str, beside: Beside) -> bool:
        """Beside a number a month is for the day reader to make out, or to ask about."""
        if not any(one[:1].isdigit() for one in beside.next_to) and beside.next_to[0] not in self._known.of:
            return False
        most = 1 if len(plain) <= SHORTEST else 2
        return any(OSA.distance(plain, month, score_cutoff=most) <= most for month in self._known.months)

    def ranked(self, plain: str, beside: Beside) -> list[tuple[float, str]]:
        """The words near enough, each with what speaks against it, the best first."""
        ranked = []
        for one in self._candidates(plain):
            sides, often = self._fits(one.word, beside)
            if self._is_near(plain, one, sides, beside):
                against = one.cost - FITTING * sides - OFTEN * often - USUAL * self._weight(one.word)
                ranked.append((against, one.word))
        return sorted(ranked)

    def _fits(self, word: str, beside: Beside) -> tuple[int, float]:
        """On how many sides the word stands as it is known to, and in how many decades of phrasings."""
        known = self._known
        around = (EDGE, DAY, *known.beside_days)
        if word in known.days:
            return (beside.before in around) + (beside.after in around), 2.0
        if (beside.next_to[0], word) in known.day_pairs or (word, beside.next_to[1]) in known.day_pairs:
            return 2, 3.5
        sides, often = max(
            known.usage.fits(before, word, after)
            for before in self._without_names(beside.before)
            for after in self._without_names(beside.after)
        )
        leads_to_a_day = word in known.beside_days and beside.after == DAY
        return (max(sides, 1), max(often, 1.0)) if leads_to_a_day else (sides, often)

    def _without_names(self, word: str) -> set[str]:
        """Names and days are left out before matching, so phrasings know what stands beside them at their edges."""
        return {EDGE} if word == DAY else {EDGE, word} if word in self._known.names else {word}

    def _is_near(self, plain: str, one: Candidate, sides: int, beside: Beside) -> bool:
        alike = one.word[0] == plain[0] or one.word[0] == plain[1]
        short = min(len(plain), len(one.word))
        if one.word in self._known.days:
            return alike and self._is_near_a_day(plain, one, sides)
        if one.word in self._known.names:
            sure = one.slips == 1 or sides > 0 or short >= LONG
            return alike and (sides > 1 or (one.slips == 1 and sides > 0) or (short > SHORTEST and sure))
        if one.word in self._known.numbers and not self._counts(one.word, beside):
            return False
        if one.word in self._known.alarms and one.cost > DEAREST_REAL * one.slips:
            return False
        if self._is_of_no_use(one.word) and one.cost > DEAREST_UNSAID * one.slips:
            return False
        if not alike and not self._known.usage.words[one.word] and one.word not in self._empty:
            return False
        if len(plain) < SHORTEST:
            return one.slips == 1 and alike and (sides > 0 or self._can_only_be(plain, one.word))
        if one.slips <= 1 or len(plain) >= LONG:
            return True
        if len(plain) >= MIDDLING and alike and self._known.usage.words[one.word] >= VERY_USUAL:
            return one.cost <= DEAREST_USUAL or sides > 0
        return sides >= (1 if len(plain) >= MIDDLING else 2)

    def _can_only_be(self, plain: str, word: str) -> bool:
        """ "What can you evn do": a word of the language where no other one is as near."""
        if word not in self._listed:
            return False
        near = {one.word: one.cost for one in self._candidates(plain) if one.slips == 1 and one.word[0] == plain[0]}
        others = (cost for one, cost in near.items() if one != word)
        leads = word in near and all(cost - near[word] >= CLEAR_DAY for cost in others)
        return leads and self._known.days.keys().isdisjoint(near)

    def _is_of_no_use(self, word: str) -> bool:
        """Whether it is a word of the language that nothing here says: "trwm" is no trim."""
        known = self._known
        return not (known.usage.words[word] or word in known.words or word in self._empty)

    def _counts(self, word: str, beside: Beside) -> bool:
        """A number that was not meant would count the days of another date."""
        return (word, beside.next_to[1]) in self._known.usage.pairs and beside.after not in (EDGE, DAY)

    def _is_near_a_day(self, plain: str, one: Candidate, sides: int) -> bool:
        """A day is the worst thing to get wrong: the shorter the word, the more must speak for it."""
        short, whole = min(len(plain), len(one.word)), one.word in self._known.whole_days
        if one.slips == 1:
            enough = short >= SHORTEST or (sides > 0 and VOWEL.search(plain) is None)
            fits = sides > 0 or not self._may_be_empty(plain)
            return enough and (whole or (fits and one.cost <= DEAREST_SHORT))
        if not whole:
            listed = one.word in self._known.day_slips
            return not listed and short > SHORTEST and sides == 2 and one.cost <= 1.5 * DEAREST_SHORT
        if short > MIDDLING:
            return True
        return one.cost <= DEAREST_OF_TWO and sides >= (1 if short == MIDDLING else 2) and short > SHORTEST

    def _may_be_empty(self, plain: str) -> bool:
        """ "They have thir lunch": a small word is likelier there than a short name of a day."""
        return any(one.slips == 1 and one.word in self._empty for one in self._candidates(plain))

    def _weight(self, word: str) -> float:
        known = self._known
        least = OF_DAYS if word in known.days else TELLING if word in known.telling else ORDINARY
        return known.usage.weight(word, least=least)

    def _meaning(self, word: str) -> object:
        """Words of one meaning do not compete: two spellings of one day, a word and its plural."""
        return self._known.days.get(word, word.rstrip("s"))


def _is_another_form(word: str, other: str) -> bool:
    """Whether the two differ in their ending only."""
    alike = min(len(word), len(other)) - 1
    return alike >= SHORTEST and word[:alike] == other[:alike]
