"""What is handed over in the terminal: an address, a text, or a file by its name, which is read here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from adapters.terminal.failing import Refusal
from bot.articles.gathering import address_in
from bot.commands import FieldKind, find_command
from bot.pages import Invocation
from knowledge.articles.bodies import MOST_BYTES

AT = "@"  # in front of a name that might be taken for something else
_BEGINS = ("/", "./", "../", "~/")
_LONGEST_NAME = 1_000
_FILES = frozenset({".htm", ".html", ".txt", ".ics", ".pdf", ".doc", ".docx", ".rtf", ".md", ".eml"})


class NoFile(Refusal):
    """What is named like a file is none; the message is a sentence."""


def with_file(invocation: Invocation) -> Invocation:
    """The same with the file that it names beside it. Raises `NoFile`."""
    command = find_command(invocation.name, invocation.action)
    field = next((one for one in command.fields if one.kind is FieldKind.PAGE), None) if command else None
    if field is None or invocation.attached is not None:
        return invocation
    found = file_named(invocation.values.get(field.name, ""))
    if found is None:
        return invocation
    values = {name: value for name, value in invocation.values.items() if name != field.name}
    return replace(invocation, values=values, attached=read_file(found))


def file_named(text: str) -> Path | None:
    """None for an address or a text. Raises `NoFile`."""
    name = text.strip()
    if not name or "\n" in name or len(name) > _LONGEST_NAME:
        return None
    try:
        path = Path(name.removeprefix(AT)).expanduser()
        if path.is_file():
            return path
    except (OSError, ValueError, RuntimeError):  # names that no file can have
        return None
    if path.is_dir():
        raise NoFile(f"{path} is a folder.")
    if name.startswith(_BEGINS) and not name.startswith("//"):
        raise NoFile(f"There is no file {path}.")
    if len(name.split()) == 1 and (name.startswith(AT) or (path.suffix in _FILES and path.name == name)):
        raise NoFile(f"There is no file {path}.")
    return None


def read_file(path: Path) -> bytes:
    """No more than tells that it is too large. Raises `NoFile`."""
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoFile(f"{path}: {error.strerror}") from None


def is_one_line(text: str) -> bool:
    """Whether it is all that is handed over, so that no further line belongs to it."""
    try:
        return "\n" in text or address_in(text) is not None or file_named(text) is not None
    except NoFile:
        return True
