"""The words that steer how a message is taken apart, read from ``reading_words.yaml``: data, one list per language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from knowledge.matching import plain_words
from knowledge.phrasings import as_pattern
from knowledge.word_lists import read_word_list
from knowledge.workings import Workings, code

UNREAD_NUMBERS = r"\d{1,2}(?:st|nd|rd|th)|\d{1,2}/\d{1,2}"
STEERING = ("fillers", "asks", "bare", "us", "subjects", "opens", "actors", "hours", "near_days")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class ReadingWords:
    """*fillers* carry no topic; *asks* begin a question; *bare* ask without naming anything ("what time?");
    *subjects* are what may be open or closed here; *pictures*: what an emoji stands for, by language;
    *circumstances*: clauses that say when something is asked for; *ours*: what to call the district by;
    *opens*: words for what the day's status is about; *actors*: who may be spoken of, so that nobody's plans are
    taken for another's; *past*: words that ask what was; *there_is*: where "there" is no place;
    *wishes*: what people wish each other with a day, or for one; *tags*: what asks for a yes behind what was said;
    *ordinary*: words of their own, by language, however like a known one; *every*: all words that steer the reading."""

    fillers: frozenset[str]
    asks: frozenset[str]
    bare: frozenset[str]
    us: frozenset[str]
    subjects: frozenset[str]
    hours: re.Pattern[str]
    joins: re.Pattern[str]
    pictures: Mapping[str, Mapping[str, str]]
    circumstances: re.Pattern[str]
    ours: Mapping[str, str]
    actors: frozenset[str]
    like: re.Pattern[str]
    schools: frozenset[str]
    opens: frozenset[str]
    every: frozenset[str]
    refers: frozenset[str]
    past: frozenset[str]
    there_is: re.Pattern[str]
    wishes: re.Pattern[str]
    tags: re.Pattern[str]
    whether_open: re.Pattern[str]
    unread_days: re.Pattern[str]
    ordinary: Mapping[str, frozenset[str]]

    def asks_whether_open(self, text: str) -> bool:
        return self.whether_open.search(text) is not None

    def speaks_of_a_day(self, text: str) -> bool:
        """Whether a text, its days taken out, still speaks of one: a holiday, a number like "24th" or "3/32"."""
        return self.unread_days.search(text) is not None

    def content(self, text: str) -> list[str]:
        return [word for word in words_of(text) if word not in self.fillers]

    def is_bare(self, text: str) -> bool:
        """Whether a text asks and names nothing: "when?", "what time", "how much is it"."""
        content = self.content(text)
        left = [word for word in content if word not in self.bare]
        return bool(set(words_of(text)) & (self.bare | self.asks)) and not left

    def is_question(self, text: str) -> bool:
        return "?" in text or self.asks_first(text)

    def asks_first(self, text: str) -> bool:
        return bool(words := words_of(text)) and words[0] in self.asks

    def asks_within(self, text: str) -> bool:
        return not self.asks.isdisjoint(words_of(text.replace("'", " ")))

    def goes_on_about_somebody(self, text: str) -> bool:
        """Whether it refers to somebody named before; beside a word for school neither "it" nor "there is" does."""
        words = set(words_of(text))
        if not words & (self.opens | self.schools):
            return bool(words & self.refers)
        return bool(set(words_of(self.there_is.sub(" ", text))) & self.refers)

    def pictured(self, text: str, language: str) -> str:
        """The text with the emoji that stand for a thing said in words."""
        said = self.pictures.get(language, {})
        return "".join(f" {said[one]} " if one in said else one for one in text)

    def names_a_school(self, text: str, unknown: Sequence[str]) -> bool:
        """Whether a word nobody knows stands before "school": the name of one that is not in the profile."""
        words = words_of(text)
        return any(word in unknown and self.schools & {*words[at + 1 : at + 3]} for at, word in enumerate(words))

    def without_circumstances(self, text: str) -> str:
        """The question without "if schools close", "during the strike"; as it is where nothing would remain."""
        return self._without(self.circumstances, text)

    def without_tag(self, text: str) -> str:
        """What is said without the "correct?" at its end; as it is where nothing would remain."""
        return self._without(self.tags, text)

    def _without(self, pattern: re.Pattern[str], text: str) -> str:
        left = " ".join(pattern.sub(" ", text).split())
        return left if self.content(left) and not self.is_bare(left) else text


def _lists(kept: Workings) -> Any:
    """The file, with its ordinary words made plain."""
    file = resources.files("bot") / "reading_words.yaml"

    def make() -> Any:
        read = read_word_list(file)
        # Word by word, for a long text would be cut.
        ordinary = {
            name: [" ".join(plain_words(one)) for one in text.split()] for name, text in read["ordinary"].items()
        }
        return read | {"ordinary": {name: " ".join(plain).split() for name, plain in ordinary.items()}}

    def ground() -> Sequence[bytes]:
        here = resources.files("bot") / "words.py"
        return file.read_bytes(), here.read_bytes(), *code("matching/normalising.py", "word_lists.py")

    return kept.of("reading", ground=ground, make=make, plain=lambda made: made, read=lambda told: told)


def words_of(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def load_reading_words(*, kept: Workings | None = None) -> ReadingWords:
    read = _lists(kept or Workings())

    def every(name: str) -> Iterable[str]:
        return (word for said in read[name].values() for word in said)

    def either(name: str) -> str:
        return "|".join(sorted((re.escape(word) for word in every(name)), key=len, reverse=True))

    circumstances = "|".join(as_pattern(text) for text in every("circumstances"))
    there_is = "|".join(as_pattern(text) for text in every("there_is"))
    wishes = "|".join(as_pattern(text) for text in every("wishes"))
    tags = "|".join(as_pattern(text) for text in every("tags"))
    return ReadingWords(
        fillers=frozenset(every("fillers")),
        asks=frozenset(every("asks")),
        bare=frozenset(every("bare")),
        us=frozenset(every("us")),
        subjects=frozenset(every("subjects")),
        hours=re.compile(rf"(?<!\w)(?:{either('hours')})(?!\w)", re.IGNORECASE),
        joins=re.compile(rf"(?:,\s*|\s+)(?:{either('joins')})\s+|,\s+", re.IGNORECASE),
        pictures=read["pictures"],
        circumstances=re.compile(rf"(?<!\w)(?:{circumstances})(?!\w)", re.IGNORECASE),
        ours=read["ours"],
        actors=frozenset(every("actors")),
        schools=frozenset(every("schools")),
        opens=frozenset(every("opens")),
        refers=frozenset(every("refers")),
        past=frozenset(every("past")),
        there_is=re.compile(rf"(?<!\w)(?:{there_is})(?!\w)", re.IGNORECASE),
        wishes=re.compile(rf"(?<!\w)(?:{wishes})(?!\w)", re.IGNORECASE),
        tags=re.compile(rf"(?<=\w)[\s,.;–—-]+(?:{tags})\W*$", re.IGNORECASE),
        whether_open=re.compile("|".join(as_pattern(text) for text in every("whether_open")), re.IGNORECASE),
        unread_days=re.compile(rf"(?<!\w)(?:{either('unread_days')}|{UNREAD_NUMBERS})(?!\w)", re.IGNORECASE),
        ordinary={language: frozenset(plain) for language, plain in read["ordinary"].items()},
        every=frozenset(word for name in STEERING for word in every(name)),
        like=re.compile(rf"(?<!\w)(?:{either('like')})\W+$", re.IGNORECASE),
    )
