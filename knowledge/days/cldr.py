"""Writes words/names.json, the full names of weekdays and months from CLDR: reading them from Babel at every start
takes longer than all the rest of it. Run `python -m knowledge.days.cldr` after Babel or the locales change.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from babel import Locale

from knowledge.days.lexicon import NAMES, Names

LOCALES = ("ar", "en", "es", "fa", "fil", "hi", "pa", "ru", "uk", "vi", "zh")


def current_names() -> dict[str, Names]:
    """Full names only: CLDR's short ones ("mar", "sun", "may") are words of their own and are listed by hand."""
    return {name: _names(Locale.parse(name)) for name in LOCALES}


def _names(locale: Locale) -> Names:
    return {
        kind: {
            str(number): list(dict.fromkeys(forms[form]["wide"][number] for form in ("format", "stand-alone")))
            for number in sorted(forms["format"]["wide"])
        }
        for kind, forms in (("weekday", locale.days), ("month", locale.months))
    }


def write(names: Mapping[str, Names]) -> None:
    file = Path(str(files("knowledge.days"))).joinpath(*NAMES)
    file.write_text(json.dumps(names, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(current_names())
