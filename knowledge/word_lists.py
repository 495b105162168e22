"""Reading the word lists that come with the program: YAML, by the quick reader where there is one.

It is imported when a list is read: at most starts all of them are there as they were worked out before.
"""

from importlib.resources.abc import Traversable
from typing import Any

from knowledge.workings import Workings


def read_word_list(file: Traversable, *, kept: Workings | None = None) -> Any:
    """A list of texts and numbers, with texts as keys. *kept*: where it need not be read as YAML each time."""

    def make() -> Any:
        import yaml

        return yaml.load(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe one

    written = file.read_bytes()
    return (kept or Workings()).of("list", ground=lambda: (written,), make=make, plain=_itself, read=_itself)


def read_texts(file: Traversable) -> Any:
    """Every value stays a text: "no" and "on" are words here, not truth values."""
    import yaml

    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - builds texts only


def _itself(said: Any) -> Any:
    return said
