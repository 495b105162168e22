"""The commands as Discord registers them: within its limits, in the languages of its app, and hidden from families
where they are for editors."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from adapters.discord.localising import LOCALES, Speaking, is_name
from adapters.discord.places import PLATFORM
from adapters.discord.tree import alone, command_of, commands_json, is_completed
from bot.catalogue import Catalogue, translated_languages
from bot.commands import Command, FieldKind, Role, all_commands
from bot.commands.deviations import drawn_key
from bot.commands.editing.own_fields import own_fields
from tests.adapters.discord.command_limits import LOCALES as KNOWN_LOCALES
from tests.adapters.discord.command_limits import check_commands, size

EVERY = ("en", *translated_languages())
Json = dict[str, Any]


@cache
def made_for(spoken: Sequence[str]) -> Sequence[Json]:
    """Only read here, so made once."""
    return commands_json(spoken)


def registered(spoken: Sequence[str] = ("en", "es")) -> dict[str, Json]:
    """By the key under which it is used; of several words each."""
    found: dict[str, Json] = {}
    for one in made_for(spoken):
        if one["type"] == 1:
            parts = [each for each in one["options"] if each["type"] == 1]
            found.update({f"{one['name']} {each['name']}": each for each in parts} if parts else {one["name"]: one})
    return found


def top(name: str, spoken: Sequence[str] = ("en", "es")) -> Json:
    return next(one for one in made_for(spoken) if one["name"] == name)


def option(key: str, name: str, spoken: Sequence[str] = ("en", "es")) -> Json:
    return next(one for one in registered(spoken)[key]["options"] if one["name"] == name)


@pytest.mark.parametrize("spoken", [("en",), ("en", "es"), ("es", "en"), ("es",), EVERY, ("hmn", "en")], ids="-".join)
def test_discord_takes_the_whole_set(spoken: Sequence[str]) -> None:
    made = commands_json(spoken)

    check_commands(made)
    assert max(map(size, made)) < 7000  # of 8000
    assert len([one for one in made if one["type"] == 3]) == 4


def test_the_set_is_the_same_each_time_it_is_made() -> None:
    assert commands_json(("en", "es")) == commands_json(("en", "es"))


@pytest.mark.parametrize(
    "command", [one for one in all_commands() if drawn_key(one, PLATFORM)], ids=lambda one: one.key
)
def test_a_command_is_registered_with_every_field_it_has(command: Command) -> None:
    key = drawn_key(command, PLATFORM)
    made = registered()[key]
    name, _, action = key.partition(" ")

    assert command_of(name, action) == command
    own = {one.name for one in own_fields() if (one.platform, one.key) == (PLATFORM, command.key)}
    assert {one["name"] for one in made["options"]} == {one.name for one in command.fields} | own


def test_what_nobody_registered_is_no_command() -> None:
    assert command_of("gaps", "") is None
    assert command_of("helpful", "") is None
    assert command_of("", "") is None
    assert command_of("claim", "nonsense") is None


def test_families_see_theirs_everywhere_and_editors_commands_only_in_servers_for_those_who_manage_it() -> None:
    for one in commands_json(("en", "es")):
        roles = {each.role for each in all_commands() if each.name == one["name"]}
        if one["type"] == 1 and roles == {Role.FAMILY}:
            assert "default_member_permissions" not in one
            assert one["contexts"] == [0, 1]
        elif one["type"] == 1:
            assert one["default_member_permissions"] == str(0x20)
            assert one["contexts"] == ([0, 1] if Role.FAMILY in roles else [0])
    for name in ("Save as answer", "Add as source"):
        assert top(name)["default_member_permissions"] == str(0x20)
        assert top(name)["contexts"] == [0]
    assert "default_member_permissions" not in top("Answer this")


def test_descriptions_are_in_the_languages_that_are_spoken_and_that_discord_has() -> None:
    asked = top("ask", ("en", "es"))
    assert asked["description"] == "Ask a question in your own words."
    assert set(asked["description_localizations"]) == {"es-ES", "es-419"}
    assert asked["description_localizations"]["es-419"] != asked["description"]
    assert "description_localizations" not in top("ask", ("en",))
    assert set(top("ask", EVERY)["description_localizations"]) == set(KNOWN_LOCALES) & {
        *("es-ES", "es-419", "ru", "uk", "vi", "hi", "zh-CN", "zh-TW")
    }


def test_where_the_district_speaks_spanish_first_english_is_the_other_language() -> None:
    asked = top("ask", ("es", "en"))

    assert asked["description"] != "Ask a question in your own words."
    assert asked["description_localizations"] == dict.fromkeys(("en-US", "en-GB"), "Ask a question in your own words.")


def test_names_of_options_are_the_same_in_every_language() -> None:
    for one in registered(EVERY).values():
        assert not any("name_localizations" in each for each in one["options"])


def test_locales_are_discords_own() -> None:
    assert {locale for locales in LOCALES.values() for locale in locales} <= KNOWN_LOCALES


class Translated(gettext.NullTranslations):
    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._words = words

    def gettext(self, message: str) -> str:
        return self._words.get(message, message)


def test_a_command_is_called_as_it_is_translated_where_discord_takes_that() -> None:
    def named(word: str) -> Json:
        spanish = Catalogue("es", Translated({"/ask": word}))
        return Speaking((Catalogue("en", gettext.NullTranslations()), spanish)).named("ask")

    assert named("/preguntar") == {
        "name": "ask",
        "name_localizations": {"es-ES": "preguntar", "es-419": "preguntar"},
    }
    assert named("/Preguntar") == {"name": "ask"}
    assert named("/hacer una pregunta") == {"name": "ask"}
    assert named("/" + "a" * 33) == {"name": "ask"}


def test_a_name_is_a_word_in_any_script() -> None:
    assert all(map(is_name, ("ask", "hoy", "сегодня", "hôm-nay", "今天", "मदद")))
    assert not any(map(is_name, ("", "Hoy", "hôm nay", "a/b", "x" * 33)))


def test_choices_are_shown_in_words_and_sent_as_they_are_written() -> None:
    choices = {one["value"]: one for one in option("status", "status")["choices"]}

    assert choices["early_dismissal"]["name"] == "Early dismissal"
    assert choices["early_dismissal"]["name_localizations"]["es-ES"] != "Early dismissal"
    assert {one["value"] for one in option("settings", "language")["choices"]} == {"en", "es"}
    assert {one["name"] for one in option("settings", "language")["choices"]} == {"English", "español"}


def test_numbers_have_a_range_and_flags_are_yes_or_no() -> None:
    assert option("following", "stop") | {"type": 4, "min_value": 1} == option("following", "stop")
    assert option("forget", "sure")["type"] == 5
    assert option("role grant", "person")["type"] == 9


def test_an_article_is_as_long_as_discord_takes_or_a_file() -> None:
    assert option("article add", "text")["max_length"] == 6000
    assert option("article add", "file")["type"] == 11
    assert "autocomplete" not in option("article add", "file")


def test_what_is_chosen_from_a_list_that_changes_is_completed() -> None:
    for command in all_commands():
        if not drawn_key(command, PLATFORM):
            continue
        for one in command.fields:
            made = option(drawn_key(command, PLATFORM), one.name)
            assert made.get("autocomplete", False) == is_completed(command, one)
            if one.kind in (FieldKind.TOPIC, FieldKind.CLAIM, FieldKind.DAYS, FieldKind.SCOPE):
                assert made["autocomplete"]


def test_a_family_must_say_what_a_command_cannot_do_without_and_an_editor_is_asked() -> None:
    assert option("ask", "question")["required"]
    assert "required" not in option("status", "day")


def test_a_room_is_said_to_show_answers_to_everybody_or_to_whoever_asked() -> None:
    assert "everybody" in option("room", "answers")["description"]
    assert {one["name"] for one in option("room", "answers")["choices"]} == {
        "Answer for everybody",
        "Answer whoever asks alone",
    }


def test_commands_that_open_by_a_tap_take_no_further_word() -> None:
    assert {"ask", "today", "help", "status", "check"} <= alone()
    assert not alone() & {"claim", "gaps", "helpful"}
