"""Who says it: one of the district's speakers, told by name, by office, or by a name that stood beside one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.articles.sentences import Cues
from knowledge.district import District, Speaker

_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ’'-]+(?:\s[A-ZÁÉÍÓÚÑ][a-záéíóúñ’'-]+)+")
_SIGNED_WITHIN = 3  # paragraphs from the end in which a notice is signed, and from its beginning in which it greets
_LONGEST_SIGNATURE = 12  # words
_SUBJECT_WORDS = 4


@dataclass(frozen=True)
class Voice:
    """*slug*: None where nobody known says it, so that it is the outlet's word."""

    slug: str | None
    official: bool


class Speaking:
    """Remembers through an article whose names stood beside which office."""

    def __init__(self, district: District, cues: Cues) -> None:
        self.cues = cues
        self._official = next((one for one in district.speakers if one.official), None)
        self._speakers = district.speakers
        self._union = next((one for one in district.speakers if _is_union(one)), None)
        self._names_of_ours = {one.casefold() for one in (district.name, district.short_name, *district.aliases)}
        self._names: dict[str, Voice] = {}
        self._subject: Voice | None = None  # whom "he" or "she" can mean

    def of(self, said_by: str | None, words: str) -> Voice | None:
        """*said_by*: the words for whoever says it; without any, a sentence that the district is the subject of. None
        where the sentence names nobody."""
        if said_by is None:
            subject = self._by_words(" ".join(words.split()[:_SUBJECT_WORDS]))
            self._subject = subject if subject.slug is not None else self._subject
            return self._voice(self._official) if self.cues.starts(words, "the_district") else None
        if self.cues.starts(said_by, "pronouns") and len(said_by.split()) == 1:
            return self._subject
        voice = self._by_words(said_by)
        for name in _NAME.findall(said_by):
            self._names.setdefault(name.split()[-1], voice)
        self._subject = voice
        return voice

    def of_notice(self, paragraphs: Sequence[str]) -> Voice | None:
        """Of the district itself where it writes to families: greeted, in the words of "us", and signed by an office of
        it and by nobody else. None for any other article."""
        greets = any(self.cues.starts(one, "salutation") for one in paragraphs[:_SIGNED_WITHIN])
        signed = [one for one in paragraphs[-_SIGNED_WITHIN:] if len(one.split()) <= _LONGEST_SIGNATURE]
        others = any(self.cues.has(one, "union", "private") for one in signed)
        if not greets or others or not any(self.cues.has(one, "we") for one in paragraphs):
            return None
        offices = [one for one in signed if not one.endswith((".", "?", "!"))]
        ours = any(self.cues.has(one, "official") or self._is_named(self._official, one) for one in offices)
        return self._voice(self._official) if ours else None

    def _is_named(self, speaker: Speaker | None, text: str) -> bool:
        names = [*speaker.aliases, *(name.words for name in speaker.names.values())] if speaker else []
        return any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names)

    def _by_words(self, said_by: str) -> Voice:
        known = next((voice for name, voice in self._names.items() if name in said_by), None)
        if known is not None:
            return known
        for one in self._speakers:
            if self._is_named(one, said_by):
                return self._voice(one)
        if self.cues.has(said_by, "private"):
            return Voice("parent", False)
        if self.cues.has(said_by, "union"):
            return self._voice(self._union)
        ours = self.cues.has(said_by, "official") or self._is_the_district(said_by)
        return self._voice(self._official) if ours else Voice(None, False)

    def _is_the_district(self, said_by: str) -> bool:
        """By its name alone: "Sacramento City Unified says"; its teachers, whom the name stands before too, are not."""
        plain = re.sub(r"^(?:the|el|la)\s+", "", said_by.strip(" ,").casefold())
        return plain in self._names_of_ours

    def _voice(self, speaker: Speaker | None) -> Voice:
        return Voice(speaker.slug, speaker.official) if speaker else Voice(None, False)


def _is_union(speaker: Speaker) -> bool:
    return any("union" in text.words.lower() for text in speaker.names.values())
