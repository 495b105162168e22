"""What a sentence hangs on: a clause with "if", "unless", "pending", or what stood before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.articles.sentences import Cues

_POINTING = 2  # "that depends on", "it all depends on"
_LEADS_ON = re.compile(r"(?:but|and|however|still|pero|y|sin embargo),?\s+", re.IGNORECASE)
_WHETHER = re.compile(r"(?:if|si)", re.IGNORECASE)
_NEAR = 30  # letters in which the verb stands before its "whether"


@dataclass(frozen=True)
class Hanging:
    """*main*: what is said; *condition*: the clause it hangs on, None when it stands by itself; *trailing*: it stands
    behind, so that of several clauses the last hangs on it; *backward*: the words by which it is the one that stood
    before ("should that happen"); *points_back*: what was said before hangs on it ("that depends on …")."""

    main: str
    condition: str | None = None
    trailing: bool = False
    backward: str | None = None
    points_back: bool = False


def hanging(words: str, cues: Cues) -> Hanging:
    back = cues.first(words, "backward")
    if back:
        return Hanging(_without(words, back.span()), backward=back[0])
    depends = cues.first(words, "depends")
    if depends:
        main, clause = words[: depends.start()].strip(" ,"), words[depends.end() :].strip(" .,")
        return Hanging(main, clause, points_back=len(main.split()) <= _POINTING)
    if leads_on := _LEADS_ON.match(words):
        words = words[leads_on.end() :]
    found = _conjunction(words, cues)
    if found is None:
        return Hanging(words, _event(words, cues))
    leads = not words[: found.start()].strip()
    comma = re.search(r",\s", words[found.end() :]) if leads else None
    end = found.end() + comma.start() if comma else len(words)
    main = _without(words, (found.start(), end))
    if len(main.split()) < 3:
        return Hanging(words)
    return Hanging(main, words[found.start() : end].strip(" .,"), trailing=not leads)


def _conjunction(words: str, cues: Cues) -> re.Match[str] | None:
    """Not the "if" of what is decided or not known, which is a "whether", and no "even if"."""
    if inverted := cues.starts(words, "should_first"):
        return inverted
    for found in cues.every(words, "if"):
        before = words[max(0, found.start() - _NEAR) : found.start()]
        whether = _WHETHER.fullmatch(found[0]) is not None and cues.has(before, "decided", "undecided")
        if not whether and not cues.has(" ".join(before.split()[-1:]), "even"):
            return found
    return None


def _event(words: str, cues: Cues) -> str | None:
    """ "A closure would …" hangs on there being one."""
    found = re.match(
        rf"(?P<event>(?:an?|any|such an?|una?|otr[ao])\s+(?:\w+\s+)?{cues.written('events')})\s+(?=(\S+))", words, re.I
    )
    return found["event"] if found and cues.has(found[2], "would") else None


def _without(words: str, span: tuple[int, int]) -> str:
    return f"{words[: span[0]].rstrip(' ,')} {words[span[1] :].lstrip(' ,')}".strip()
