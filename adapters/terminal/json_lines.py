"""JSON on stdout, an object a line: UTF-8 whatever the terminal's encoding is."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping


def write(told: Mapping[str, object]) -> None:
    """Leaves at once, so that a long file can be followed."""
    line = json.dumps(told, ensure_ascii=False) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
