"""Files of questions, for editors and for judging: one JSON line in, one JSON line out, each its own conversation.

Only id, now, lang, context and text are read; a line that cannot be asked says why and spoils no other.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from adapters.terminal import json_lines
from adapters.terminal.asking import Layers, encodable, record
from adapters.terminal.failing import sentence
from adapters.terminal.moments import BadMoment, read_moment
from bot.program import Bellwether
from bot.questions import Question
from bot.settings import Settings
from knowledge.district import District

STDIN = "-"
ROLES = ("parent", "bot")


class BrokenCase(ValueError):
    """A line that is no question; the message says what is wrong with it."""


@dataclass(frozen=True)
class Case:
    """*before*: what the parent asked earlier in the same conversation."""

    id: Any
    question: Question
    before: tuple[Question, ...] = ()


async def ask_cases(settings: Settings, file: str, *, layers: Layers) -> bool:
    """Writes the replies to stdout as they come. Returns whether every line could be asked."""
    with _opened(file) as lines:
        async with layers.open(settings) as bellwether:
            district = await bellwether.district()
            sound = True
            for number, line in enumerate(lines, 1):
                told = await _told(line, number, bellwether, district)
                json_lines.write(told)
                _show_progress(number)
                sound = sound and "error" not in told
            _show_progress(None)
    return sound


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as lines:
        yield lines


async def _told(line: bytes, number: int, bellwether: Bellwether, district: District) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        found = _object(line)
        case = read_case(found, number=number, zone=district.timezone)
        for earlier in case.before:
            await bellwether.answer(earlier)
        reply = await bellwether.answer(case.question)
    except (BrokenCase, BadMoment) as error:
        return {"id": found.get("id"), "error": str(error)}
    except Exception as error:
        # One line that we cannot answer must not cost the others their answers.
        return {"id": found.get("id"), "error": sentence(error)}
    return {"id": case.id, **record(reply, district)}


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BrokenCase("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BrokenCase(f"the line is no JSON: {error.msg} at character {error.pos + 1}") from None
    except (RecursionError, ValueError):
        raise BrokenCase("the line is no JSON that can be read") from None
    if not isinstance(found, dict):
        raise BrokenCase('the line is no JSON object like {"id": "1", "now": "2022-03-22T18:00", "text": "..."}')
    return found


def read_case(found: dict[str, Any], *, number: int, zone: ZoneInfo) -> Case:
    """*number*: the line's, so that no two lines share a conversation. Raises `BrokenCase` and `BadMoment`."""
    if "id" not in found:
        raise BrokenCase('"id" is missing')
    now = read_moment(_words(found, "now")).on_clock(zone)
    language = _words(found, "lang") if found.get("lang") is not None else None
    asked = Question(
        encodable(_words(found, "text")), now, place=f"case {number}", person=f"case {number}", language=language
    )
    turns = found.get("context") or []
    if not isinstance(turns, list):
        raise BrokenCase('"context" is no list of turns')
    return Case(found["id"], asked, tuple(_earlier(turns, asked, zone)))


def _earlier(turns: Iterable[Any], asked: Question, zone: ZoneInfo) -> Iterator[Question]:
    for turn in turns:
        if not isinstance(turn, dict) or turn.get("role") not in ROLES:
            raise BrokenCase('a turn of "context" is no object with the role "parent" or "bot"')
        if turn["role"] == "parent":
            at = read_moment(_words(turn, "at")).on_clock(zone) if turn.get("at") is not None else asked.at
            yield replace(asked, text=encodable(_words(turn, "text")), at=at)


def _words(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str):
        raise BrokenCase(f'"{key}" is missing' if value is None else f'"{key}" is no text')
    return value


def _show_progress(asked: int | None) -> None:
    if sys.stderr.isatty():
        words = "\r\x1b[K" if asked is None else f"\r{asked} asked"
        sys.stderr.write(words)
        sys.stderr.flush()
