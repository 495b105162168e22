"""What a sentence says has happened, and what a condition's clause asks for: simple cues from a word list.

Whatever is supposed, hoped for, denied, tentative or of another year has not happened; what is unsure is left unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from knowledge.articles.sentences import Cues
from knowledge.claims import ConditionState
from knowledge.texts import Texts
from knowledge.word_lists import read_word_list

DEAL, TENTATIVE_DEAL, RATIFIED = "deal_reached", "tentative_deal", "ratified"
_BY_DEAL = "_by_deal"  # "ending a strike": only beside a deal; else it may be what talks are for
_BREAK = re.compile(r"[,;:—–]\s|\s[—–-]\s")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORDS = re.compile(r"\w{4,}")
_HARDLY_OTHERWISE = 0.5  # share of their words that two clauses have in common


@dataclass(frozen=True)
class Asks:
    """What hangs on a clause holds where *matter* turns out as *wanted*. *ends*: it holds until that, so that its not
    having happened decides nothing. *first*: it must happen before the strike. *tentative*: a tentative deal does."""

    matter: str
    wanted: bool
    ends: bool = False
    tentative: bool = False
    first: bool = field(default=False, compare=False)

    def is_the_opposite_of(self, other: Asks) -> bool:
        return self.matter == other.matter and self.wanted is not other.wanted


@dataclass(frozen=True)
class HappeningWords:
    happenings: Cues
    clauses: Cues
    truths: Mapping[str, Mapping[str, bool]]
    overtaken: Mapping[str, Sequence[str]]
    matters: frozenset[str]
    by_deal: frozenset[str]

    def happened(self, sentence: str, *, year: int, only_tentative: bool = False) -> frozenset[str]:
        """*year*: of the article, for a sentence without a year speaks of it. *only_tentative*: elsewhere the article
        says so of its deal."""
        text, cues = _plain(sentence), self.happenings
        other_time = any(int(found[0]) != year for found in _YEAR.finditer(text)) or cues.has(text, "of_the_past")
        if other_time or text.rstrip('”" ').endswith("?") or cues.has(text, "supposed"):
            return frozenset()
        pieces = [piece for part in _BREAK.split(text) for piece in self._pieces(part)]
        names = {name for truths in self.truths.values() for name in truths}
        found = {name for name in names if any(self._says(piece, name) for piece in pieces)}
        found -= {over for name in found for over in self.overtaken.get(name, ())}
        # "A deal on Tuesday" says when, "a deal on childcare" about what.
        if cues.has(cues.without(text, "on_a_day"), "partial") and not cues.has(text, "whole"):
            found.discard(DEAL)
        if found & {DEAL, RATIFIED}:
            found |= {name for name in self.by_deal if any(self._says(piece, name + _BY_DEAL) for piece in pieces)}
        if DEAL in found and RATIFIED not in found and (only_tentative or self.is_tentative(sentence)):
            found = (found - {DEAL}) | {TENTATIVE_DEAL}
        return frozenset(found)

    def _pieces(self, part: str) -> Iterator[str]:
        """ "Schools will open after a deal was reached" says that it was; "after they have reached one" does not."""
        cues, link = self.happenings, self.happenings.first(part, "because")
        if link is None or cues.has(part[: link.start()], "not_yet") or cues.has(part[link.end() :], "by_then"):
            yield part
        else:
            yield from (part[: link.start()], part[link.end() :])

    def _says(self, piece: str, name: str) -> bool:
        """Nothing before it, and nothing up to what another "and" adds, makes it unsure."""
        for found in self.happenings.every(piece, name):
            more = self.happenings.first(piece[found.end() :], "and")
            end = found.end() + more.start() if more else len(piece)
            if not self.happenings.has(piece[:end], "unsure"):
                return True
        return False

    def is_tentative(self, sentence: str) -> bool:
        """Whether it speaks of a deal that does not hold yet."""
        text, cues = _plain(sentence), self.happenings
        return cues.has(text, "only_tentative") and cues.has(text, "of_a_deal") and not cues.has(text, RATIFIED)

    def asked_of(self, condition: Texts) -> Asks | None:
        """None where no language's words are understood, or two say different things."""
        read = {one for text in condition.values() if (one := self.asked(text.words)) is not None}
        return read.pop() if len(read) == 1 else None

    def asked(self, clause: str) -> Asks | None:
        """None for a clause that is not understood, or is only good for some day or hour."""
        cues = self.clauses
        lead, text = self._lead(_plain(clause))
        matters = [name for name in self.matters if cues.has(text, name)]
        if lead is None or len(matters) != 1 or cues.has(text, "dated") or re.search(r"\d", text):
            return None
        wanted = (lead == "if") is not cues.has(text, "not")
        first, tentative = cues.has(text, "first"), cues.has(text, "tentative")
        return Asks(matters[0], wanted, ends=lead == "until", tentative=tentative, first=first)

    def _lead(self, text: str) -> tuple[str | None, str]:
        """Its conjunction, and what follows."""
        for name in ("unless", "until", "if"):
            found = self.clauses.first(text, name)
            if found is not None and not found.start():
                return name, text[found.end() :]
        return None, text

    def settled(self, asks: Asks, happened: Collection[str]) -> ConditionState | None:
        """Met: what hangs on it is certain from now on. Failed: it no longer holds."""
        named = f"{asks.matter}_first" if asks.first else asks.matter
        table = dict(self.truths.get(named, self.truths[asks.matter]))
        if asks.tentative and DEAL in table:
            table[TENTATIVE_DEAL] = table[DEAL]
        said = {table[name] for name in happened if name in table}
        if len(said) != 1:
            return None
        truth = said.pop()
        if asks.ends and (not truth or asks.wanted):
            return None
        return ConditionState.MET if truth is asks.wanted else ConditionState.FAILED

    def ask_the_same(self, clause: str, condition: Texts) -> bool:
        """Where one of them is not understood, only if they are put in much the same words."""
        mine, theirs = self.asked(clause), self.asked_of(condition)
        if mine is not None and theirs is not None:
            return mine == theirs
        return any(self._put_alike(_plain(clause), _plain(text.words)) for text in condition.values())

    def _put_alike(self, one: str, other: str) -> bool:
        mine, theirs = set(_WORDS.findall(one.casefold())), set(_WORDS.findall(other.casefold()))
        (lead, rest), (their_lead, their_rest) = self._lead(one), self._lead(other)
        signs = self.clauses.has(rest, "not") is self.clauses.has(their_rest, "not")
        return lead == their_lead and signs and len(mine & theirs) > _HARDLY_OTHERWISE * len(mine | theirs)


def load_happening_words() -> HappeningWords:
    listed: Any = read_word_list(resources.files("knowledge") / "articles" / "happening_words.yaml")
    happenings, clauses, truths = listed["happenings"], listed["clauses"], listed["truths"]
    said = {name for words in happenings.values() for name in words}
    asked = {name for words in clauses.values() for name in words}
    return HappeningWords(
        Cues(happenings),
        Cues(clauses),
        truths,
        listed["overtaken"],
        matters=frozenset(asked & set(truths)),
        by_deal=frozenset(name.removesuffix(_BY_DEAL) for name in said if name.endswith(_BY_DEAL)),
    )


def _plain(text: str) -> str:
    return text.replace("’", "'").strip()
