"""Reading the word lists that come with the program: YAML, by the quick reader where there is one."""

from importlib.resources.abc import Traversable
from typing import Any

import yaml


def read_word_list(file: Traversable) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe one
