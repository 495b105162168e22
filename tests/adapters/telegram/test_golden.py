"""What goes to the Bot API is what somebody has read; ``python -m tests.adapters.telegram.golden`` writes it anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.telegram.golden import FOLDER, IN_ARABIC, SCENES, UNASKED, play_all

Body = dict[str, Any]


@pytest.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Body]:
    return await play_all(tmp_path_factory.mktemp("golden"))


def test_every_scene_is_kept_and_no_other() -> None:
    assert {one.stem for one in FOLDER.glob("*.json")} == {*SCENES, *UNASKED, *IN_ARABIC}


@pytest.mark.parametrize("name", [*SCENES, *UNASKED, *IN_ARABIC])
def test_what_is_sent_is_what_was_read(name: str, played: Mapping[str, Body]) -> None:
    kept = json.loads(Path(FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert played[name] == kept, "look at it, then: python -m tests.adapters.telegram.golden"
