"""Settings: named, documented by themselves, and strict about names nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, UnknownSetting, load_settings, setting_names


def test_every_setting_says_what_it_is_for() -> None:
    assert all(setting_names().values())
    assert "BELLWETHER_DATABASE__URL" in setting_names()


def test_a_misspelt_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownSetting, match="BELLWETHER_TELEGRAM__TOKEN"):
        load_settings({"BELLWETHER_TELEGRM__TOKEN": "x"})


def test_other_peoples_names_are_let_be() -> None:
    assert load_settings({"PATH": "/bin"}).retention.question_days == 30


def test_the_cache_is_in_the_users_cache_folder_unless_said_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Settings().cache_folder == tmp_path / "bellwether"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert Settings().cache_folder == Path.home() / ".cache" / "bellwether"


@pytest.mark.parametrize(
    ("written", "meant"), [("/var/cache/bellwether", Path("/var/cache/bellwether")), ("off", None)]
)
def test_the_cache_can_be_put_elsewhere_or_switched_off(written: str, meant: Path | None) -> None:
    assert Settings.model_validate({"cache": written}).cache_folder == meant


def test_a_token_is_never_shown() -> None:
    settings = Settings.model_validate({"telegram": {"token": "123:hush"}})

    assert "hush" not in repr(settings)


def test_a_wrong_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="question_days"):
        Settings.model_validate({"retention": {"question_days": -1}})
