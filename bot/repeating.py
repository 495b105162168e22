"""What a hostile hand or a stuck key sends, made short before it is read: marks piled on a letter, and a stretch said
over and over."""

import re

LONGEST_REPEATED = 72  # characters of a stretch that is said again and again
LEAST_FOLDED = 48  # characters of it altogether: "hahaha" and "no no no no" stay as they are
MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
PILED = re.compile(f"({MARK}{{3}}){MARK}+")
REPEATED = re.compile(rf"(?<!\w)(\S.{{0,{LONGEST_REPEATED - 1}}}?)\1{{3,}}", re.DOTALL)


def without_piles(text: str) -> str:
    """No more than three marks above or below one letter: no language needs more."""
    return text if text.isascii() else PILED.sub(r"\1", text)


def said_once(text: str) -> str:
    """A stretch that follows upon itself more than three times, once; also where its last time was cut off."""
    kept: list[str] = []
    at = 0
    for found in REPEATED.finditer(text) if len(text) >= LEAST_FOLDED else ():
        if len(found[0]) >= LEAST_FOLDED:
            kept += (text[at : found.start()], found[1])
            at = found.end() if not found[1].startswith(text[found.end() :]) else len(text)
    return "".join((*kept, text[at:]))
