"""Who says it: one of the district's speakers, told by name, by office, or by a name that stood beside one before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.articles.sentences import Cues
from knowledge.district import District, Speaker

_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+)+")


@dataclass(frozen=True)
class Voice:
    """*slug*: None where nobody known says it, so that it is the outlet's word."""

    slug: str | None
    official: bool


class Speaking:
    """Remembers through an article whose names stood beside which office."""

    def __init__(self, district: District, cues: Cues) -> None:
        self._cues = cues
        self._official = next((one for one in district.speakers if one.official), None)
        self._speakers = district.speakers
        self._union = next((one for one in district.speakers if _is_union(one)), None)
        self._names: dict[str, Voice] = {}

    def of(self, said_by: str | None, words: str) -> Voice | None:
        """*said_by*: the words for whoever says it; without any, a sentence that the district is the subject of. None
        where the sentence names nobody."""
        if said_by is None:
            subject = re.match(r"(?:The|In an update, the)\s+(?:school\s+)?district\b", words)
            return self._voice(self._official) if subject else None
        voice = self._by_words(said_by)
        for name in _NAME.findall(said_by):
            self._names.setdefault(name.split()[-1], voice)
        return voice

    def _by_words(self, said_by: str) -> Voice:
        known = next((voice for name, voice in self._names.items() if name in said_by), None)
        if known is not None:
            return known
        for one in self._speakers:
            names = [*one.aliases, *(text.words for text in one.names.values())]
            if any(re.search(rf"\b{re.escape(name)}\b", said_by, re.IGNORECASE) for name in names):
                return self._voice(one)
        if self._cues.has(said_by, "private"):
            return Voice("parent", False)
        if self._cues.has(said_by, "union"):
            return self._voice(self._union)
        return self._voice(self._official) if self._cues.has(said_by, "official") else Voice(None, False)

    def _voice(self, speaker: Speaker | None) -> Voice:
        return Voice(speaker.slug, speaker.official) if speaker else Voice(None, False)


def _is_union(speaker: Speaker) -> bool:
    return any("union" in text.words.lower() for text in speaker.names.values())
