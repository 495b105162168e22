"""Notes a program keeps for its next start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from knowledge.notes_kept import LONGEST_NAME, drop_note, read_notes, save_note
from knowledge.tables import metadata


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def test_a_note_takes_the_place_of_the_one_before(connection: Connection) -> None:
    save_note(connection, "telegram:7:menu:all_private_chats", "old")
    save_note(connection, "telegram:7:menu:all_private_chats", "new")

    assert read_notes(connection, "telegram:7:") == {"telegram:7:menu:all_private_chats": "new"}


def test_notes_are_found_by_how_their_names_begin_and_nothing_else(connection: Connection) -> None:
    for name in ("telegram:7:menu:es", "telegram:77:menu:es", "telegram:7:about", "discord:7:menu:es"):
        save_note(connection, name, name)

    assert set(read_notes(connection, "telegram:7:menu:")) == {"telegram:7:menu:es"}
    assert read_notes(connection, "%") == {}
    assert read_notes(connection, "telegram_7") == {}


def test_a_note_that_was_dropped_is_gone(connection: Connection) -> None:
    save_note(connection, "telegram:7:menu:es", "kept")
    drop_note(connection, "telegram:7:menu:es")
    drop_note(connection, "telegram:7:menu:fr")

    assert read_notes(connection, "") == {}


def test_a_name_that_no_column_holds_is_refused(connection: Connection) -> None:
    with pytest.raises(ValueError, match="at most 120"):
        save_note(connection, "x" * (LONGEST_NAME + 1), "")
