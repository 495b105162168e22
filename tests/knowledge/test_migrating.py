"""Tables: the scripts lead to what the program uses, files are brought up with a copy, servers only when told to."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from knowledge import tables
from knowledge.database import (
    AnotherWriter,
    Database,
    DatabaseNewer,
    DatabaseUnreadable,
    DatabaseUnwritable,
    MigrationNeeded,
)
from knowledge.migrating import SCRIPTS, Standing, known_revisions, state, upgrade
from knowledge.publishing import fill
from knowledge.revisions import export, generation_of
from tests.knowledge.sacramento import MARCH_2022, moment

NEXT = '''"""A wider column, for which a file has to rebuild the table. Revision 9999, after the newest."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = {newest!r}


def upgrade() -> None:
    with op.batch_alter_table("question") as batch:
        batch.alter_column("outcome", existing_type=sa.String(16), type_=sa.String(99), existing_nullable=False)
'''
FAILING = NEXT + '    raise RuntimeError("no such luck")\n'


def scripts_with(folder: Path, script: str) -> Path:
    """Our scripts and one more, as a later version of the program has them."""
    later = folder / "later"
    shutil.copytree(SCRIPTS, later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "9999_later.py").write_text(script.format(newest=known_revisions()[-1]))
    return later


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with something in it."""
    path = tmp_path / "bellwether.db"
    with Database.open(f"sqlite:///{path}") as database:
        database.write_now(lambda c: fill(c, MARCH_2022, at=moment(21, 21)))
    return path


def drift(address: str) -> list[object]:
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found: list[object] = compare_metadata(context, tables.metadata)
    engine.dispose()
    return found


def test_the_scripts_lead_to_the_tables_the_program_uses(address: str) -> None:
    with Database.open(address):
        pass

    assert drift(address) == []


def test_the_newest_revision_is_found_by_name_as_alembic_finds_it() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(settings)

    assert scripts.get_heads() == [known_revisions()[-1]]
    assert tuple(sorted(one.revision for one in scripts.walk_revisions())) == known_revisions()


def test_a_new_file_gets_its_tables_at_once(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/new folder/bell?wether.db".replace("?", "%3F")
    assert state(address).standing is Standing.EMPTY

    with Database.open(address) as database:
        assert database.read_now(generation_of) == 0

    assert state(address).standing is Standing.CURRENT
    assert upgrade(address).copy is None


def test_a_database_that_is_up_to_date_starts_without_alembic(file: Path) -> None:
    program = (
        "import sys; from knowledge.database import Database\n"
        f"with Database.open('sqlite:///{file}') as database: database.read_now(lambda c: None)\n"
        "sys.exit('alembic' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_older_file_is_brought_up_beside_a_whole_copy_of_it(file: Path, tmp_path: Path) -> None:
    later = scripts_with(tmp_path, NEXT)
    address = f"sqlite:///{file}"
    assert state(address, scripts=later).standing is Standing.OLDER

    done = upgrade(address, scripts=later)

    assert (done.before.found, done.after.found) == (known_revisions()[-1], "9999")
    assert done.copy == tmp_path / f"bellwether.db.before-upgrade-from-{known_revisions()[-1]}"
    with Database.open(f"sqlite:///{done.copy}", writing=False) as copy:
        assert copy.read_now(export) == MARCH_2022
    assert len(drift(address)) == 1


def test_rebuilding_a_table_loses_nothing_that_refers_to_it(file: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(file)
    asked = "VALUES (1, '2022-03-22 09:00:00.000000', 'p', 'p', 'is there school', 'unknown'"
    connection.execute(f"INSERT INTO question (id, asked, place, person, text, outcome, topics) {asked}, '[]')")
    connection.execute(
        "INSERT INTO gap (question_id, asked, person, text, outcome)"
        " SELECT id, asked, person, text, outcome FROM question"
    )
    connection.commit()
    connection.close()

    upgrade(f"sqlite:///{file}", scripts=scripts_with(tmp_path, NEXT))

    connection = sqlite3.connect(file)
    assert connection.execute("SELECT question_id, text FROM gap").fetchall() == [(1, "is there school")]
    connection.close()


NUMBERED = ("arrival", "delivery", "feedback", "follow", "gap", "inquiry", "owed", "question", "staff_post", "telling")
"""Tables whose rows are named by their number, and can be forgotten."""


def test_a_file_of_the_first_tables_keeps_its_rows_and_their_numbers(tmp_path: Path) -> None:
    first = tmp_path / "first"
    shutil.copytree(SCRIPTS, first, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    file = tmp_path / "bellwether.db"
    address = f"sqlite:///{file}"
    upgrade(address, scripts=first)
    connection = sqlite3.connect(file)
    about = ("2022-03-22 09:00:00.000000", "p", "is there school", "unknown")
    connection.execute(
        "INSERT INTO question (id, asked, person, text, outcome, place, topics, probability)"
        " VALUES (7, ?, ?, ?, ?, 'p', '[\"meals\"]', 0.5)",
        about,
    )
    connection.execute(
        "INSERT INTO gap (id, asked, person, text, outcome, question_id) VALUES (9, ?, ?, ?, ?, 7)", about
    )
    connection.execute(
        "INSERT INTO telling (id, question_id, told_at, place, person, topic, scope, finding, told, day_over, day)"
        " VALUES (3, 7, '2022-03-22 09:00:00.000000', 'p', 'p', 'meals', '{}', 'known', '{}',"
        " '2022-03-24 07:00:00.000000', '2022-03-23'),"
        " (4, NULL, '2022-03-22 09:00:00.000000', 'p', 'p', 'meals', '{\"levels\":[\"high\"],\"schools\":[]}',"
        " 'known', '{}',"
        " '2022-03-24 07:00:00.000000', '2022-03-23')"
    )
    connection.commit()
    connection.close()

    upgrade(address)

    assert drift(address) == []
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys = ON")
    assert connection.execute("SELECT id, topics, probability FROM question").fetchall() == [(7, '["meals"]', 0.5)]
    told = connection.execute("SELECT id, question_id, day, apart FROM telling").fetchall()
    high = tables.apart(None, {"levels": ["high"], "schools": []})
    assert told == [(3, 7, "2022-03-23", ""), (4, None, "2022-03-23", high)]
    assert high
    assert connection.execute("SELECT id, question_id, text FROM gap").fetchall() == [(9, 7, "is there school")]
    connection.execute("DELETE FROM question")
    assert connection.execute("SELECT question_id FROM telling").fetchall() == [(None,), (None,)]
    assert connection.execute("SELECT id FROM gap").fetchall() == []
    connection.execute("INSERT INTO gap (asked, person, text, outcome) VALUES (?, ?, ?, ?)", about)
    assert connection.execute("SELECT id FROM gap").fetchall() == [(10,)]
    connection.close()


@pytest.mark.parametrize("kept", ["file", "memory"])
def test_the_number_of_a_forgotten_row_is_given_to_no_other(kept: str, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bellwether.db" if kept == "file" else "sqlite:///:memory:"
    query = text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name")
    with Database.open(address) as database:
        assert database.read_now(lambda c: tuple(c.scalars(query))) == NUMBERED


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(file: Path, tmp_path: Path) -> None:
    later = scripts_with(tmp_path, FAILING)

    for copies in (1, 2):
        with pytest.raises(RuntimeError, match="no such luck"):
            upgrade(f"sqlite:///{file}", scripts=later)
        assert len(list(tmp_path.glob("*.before-upgrade-*"))) == copies

    assert drift(f"sqlite:///{file}") == []
    with Database.open(f"sqlite:///{file}") as database:
        assert database.read_now(export) == MARCH_2022


def test_a_file_of_a_newer_program_is_left_alone(file: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{file}"
    upgrade(address, scripts=scripts_with(tmp_path, NEXT))

    for writing in (True, False):
        with pytest.raises(DatabaseNewer, match=r"tables 9999.*left untouched"):
            Database.open(address, writing=writing)
    with pytest.raises(DatabaseNewer):
        upgrade(address)
    assert state(address).found == "9999"


def test_a_file_being_written_is_not_upgraded(file: Path) -> None:
    with Database.open(f"sqlite:///{file}", opened_by="bellwether serve"), pytest.raises(AnotherWriter, match="serve"):
        upgrade(f"sqlite:///{file}")


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "places.sqlite"
    connection = sqlite3.connect(theirs)
    connection.execute("CREATE TABLE bookmarks (address TEXT)")
    connection.close()

    with pytest.raises(DatabaseUnreadable, match="something else"):
        Database.open(f"sqlite:///{theirs}")

    connection = sqlite3.connect(theirs)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    connection.close()


def test_a_server_gets_its_tables_only_by_the_explicit_command(empty_postgres: str) -> None:
    with pytest.raises(MigrationNeeded, match="no tables yet"):
        Database.open(empty_postgres)
    assert state(empty_postgres).standing is Standing.EMPTY

    done = upgrade(empty_postgres)

    assert (done.before.standing, done.after.standing, done.copy) == (Standing.EMPTY, Standing.CURRENT, None)
    with Database.open(empty_postgres) as database:
        assert database.read_now(generation_of) == 0


def test_an_older_server_is_refused_until_then(postgres: str, tmp_path: Path) -> None:
    later = scripts_with(tmp_path, NEXT)
    assert state(postgres, scripts=later).standing is Standing.OLDER

    upgrade(postgres, scripts=later)

    with pytest.raises(DatabaseNewer):
        Database.open(postgres)


def test_a_plain_postgresql_address_will_do(postgres: str) -> None:
    with Database.open(postgres.replace("postgresql+psycopg://", "postgresql://")) as database:
        assert database.read_now(generation_of) == 0


def test_memory_has_the_same_tables(tmp_path: Path) -> None:
    with Database.open("sqlite:///:memory:") as database:
        assert database.read_now(lambda c: compare_metadata(MigrationContext.configure(c), tables.metadata)) == []


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file")

    with pytest.raises(DatabaseUnwritable, match="cannot be opened for writing"):
        Database.open(f"sqlite:///{tmp_path}/occupied/bellwether.db")
