"""The command `bellwether`, in this process and as a real one, on a small Sacramento in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.command_line import build_app
from knowledge.files import read_common, write_folder
from knowledge.topics import Aside, AsideOutcome
from tests.sacramento import CLOSED, knowledge, said

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curated")
    closed = replace(CLOSED, words=said("The schools close.", "Las escuelas cierran."))
    hello = Aside("hello", AsideOutcome.SMALLTALK, said("Hello!", "¡Hola!"), {"en": ("hello",), "es": ("hola",)})
    small = knowledge(closed, without=[CLOSED.slug])
    shared = tuple(one.slug for one in read_common().asides)  # left out, which makes a start quick
    write_folder(replace(small, asides=(hello,), withdrawn=shared), folder)
    return folder


@pytest.fixture
def place(tmp_path: Path, curated: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's folder: settings for the small Sacramento, and no database yet."""
    for name in [name for name in os.environ if name.startswith("BELLWETHER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"BELLWETHER_KNOWLEDGE={curated}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def shipped(place: Path) -> Path:
    """The operator's folder without settings, so with the knowledge that comes along."""
    (place / ".env").unlink()
    return place


@pytest.fixture
def run(place: Path) -> Run:
    """The command in this process."""

    def run(*arguments: str, typed: str | bytes = "", env: Mapping[str, str] | None = None) -> Ran:
        done = CliRunner().invoke(build_app(), arguments, input=typed, env=env, prog_name="bellwether")
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


def start(*arguments: str, at: Path, root: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """The command as a process of its own; *root*: where the program is taken from."""
    return subprocess.Popen(
        [sys.executable, "-m", "adapters", *arguments],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


HOLDS = """
import sys
from knowledge.database import Database
with Database.open(sys.argv[1], opened_by=sys.argv[2]):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def written_by(name: str, file: Path) -> Iterator[None]:
    """Another program has the database open to write, as a running bot has."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLDS, f"sqlite:///{file}", name],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        assert started.stdout.readline() == "open\n"
        yield
        started.communicate()


@pytest.fixture
def process(place: Path) -> Run:
    """The command as a process of its own."""

    def process(*arguments: str, typed: str = "", env: Mapping[str, str] | None = None, root: Path = ROOT) -> Ran:
        started = start(*arguments, at=place, root=root, env=env)
        out, err = started.communicate(typed, timeout=120)
        return Ran(started.returncode, out, err)

    return process
