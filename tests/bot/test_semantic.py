"""The optional model through the whole program: off without settings, on with a folder and its hash."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.program import open_throw_away
from bot.questions import Question
from bot.settings import Settings
from knowledge.semantic import ModelFileMissing
from tests.knowledge.tiny_model import write_model
from tests.sacramento import TUESDAY_NOON


class StillClock:
    def now(self) -> datetime:
        return TUESDAY_NOON

    async def sleep(self, duration: timedelta) -> None:
        raise AssertionError("nothing here waits")


def settings(folder: Path | None = None, sha256: str | None = None) -> Settings:
    return Settings.model_validate({"semantic": {"folder": folder, "sha256": sha256}})


async def test_it_is_off_by_default() -> None:
    async with open_throw_away(Settings.model_validate({}), clock=StillClock()) as bellwether:
        assert (await bellwether.library.edition()).semantic is None


async def test_a_folder_in_the_settings_turns_it_on(tmp_path: Path) -> None:
    named = settings(tmp_path, write_model(tmp_path))
    async with open_throw_away(named, clock=StillClock()) as bellwether:
        edition = await bellwether.library.edition()
        reply = await bellwether.answer(Question("will there be food at school?", TUESDAY_NOON, person="ana"))

    assert edition.semantic is not None
    assert set(edition.semantic.shelves) == {"en"}
    assert len(edition.semantic.shelves["en"].texts) == len(edition.index.shelves["en"].phrasings)
    assert reply.text


async def test_a_folder_that_cannot_be_used_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelFileMissing, match=r"no readable model\.onnx"):
        async with open_throw_away(settings(tmp_path, "0" * 64), clock=StillClock()):
            pass


@pytest.mark.parametrize("one", [{"folder": "model"}, {"sha256": "0" * 64}, {"folder": "model", "sha256": "0" * 63}])
def test_folder_and_hash_go_together(one: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"semantic": one})
