"""What the project promises about itself: its arrows, its dependencies, and that no file names a registry.

Nothing here needs a network; git is asked which files are ours.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("adapters", "bot", "knowledge")
LOCKS = ("requirements.txt", "requirements-test.txt")
# Put together here, because this file is searched as well.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("anaconda", "org"))
)


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def distribution(requirement: str) -> str:
    """The bare name, as an index would normalise it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def direct_dependencies() -> set[str]:
    project = pyproject()
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        project["build-system"]["requires"],
    ]
    return {distribution(requirement) for group in groups for requirement in group}


def check_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as check; check()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def our_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so nothing says which files are ours")
    listed = subprocess.run(
        # a checkout owned by somebody else is usual in containers
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def requirements(lock: str) -> list[str]:
    """Each requirement with its continuation lines, comments left out."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [entry.strip() for entry in re.sub(r"\s*\\\n\s*", " ", text).splitlines() if entry.strip()]


def test_the_import_contracts_hold() -> None:
    checked = check_contracts(ROOT)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("knowledge/planted.py", "import bot", "Arrows point down"),
        ("bot/planted.py", "def send() -> None:\n    import adapters", "Arrows point down"),
        ("bot/planted.py", "import knowledge.tables", "Only knowledge sees its tables"),
        ("adapters/planted.py", "from knowledge import tables", "Only knowledge sees its tables"),
        ("adapters/planted.py", "import sqlalchemy", "Only knowledge speaks to a database"),
        (
            "bot/planted.py",
            "import typing as t\nif t.TYPE_CHECKING:\n    import telegram",
            "Only adapters know a platform",
        ),
        ("knowledge/planted.py", "import discord", "Only adapters know a platform"),
        ("knowledge/planted.py", "import tests", "The product does not need its tests"),
        ("adapters/sms/planted.py", "import adapters.planted", "Adapters do not know each other"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, place: str, line: str, contract: str) -> None:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "adapters" / "sms").mkdir()
    for module in ("adapters/planted.py", "adapters/sms/__init__.py"):
        (tmp_path / module).touch()
    (tmp_path / place).write_text(line + "\n", encoding="utf-8")

    checked = check_contracts(tmp_path)

    broken = [row for row in checked.stdout.splitlines() if " BROKEN" in row]
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert [row.startswith(contract) for row in broken] == [True], broken


def test_every_folder_of_modules_is_a_package_so_that_the_contracts_see_it() -> None:
    folders = {module.parent for name in (*PACKAGES, "tests") for module in (ROOT / name).rglob("*.py")}
    # alembic reads its scripts as files
    seen = {folder for folder in folders if "migrations" not in folder.parts}

    assert [str(folder.relative_to(ROOT)) for folder in sorted(seen) if not (folder / "__init__.py").exists()] == []


def test_every_direct_dependency_says_what_it_is_for() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    explained = {distribution(row) for row in rows} - {"distribution"}

    assert explained == direct_dependencies()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_requirement_by_hash_and_names_no_host(lock: str) -> None:
    entries = requirements(lock)

    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [^-]+)?( --hash=sha256:[0-9a-f]{64})+", entry), entry[:120]
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_locks_hold_every_direct_dependency_in_one_version() -> None:
    running, testing = ({entry.split("--hash")[0].strip() for entry in requirements(lock)} for lock in LOCKS)
    optional = {distribution(name) for name in pyproject()["project"]["optional-dependencies"]["semantic"]}

    assert running <= testing
    assert direct_dependencies() - optional <= {distribution(entry) for entry in testing}


def test_no_file_names_a_package_registry() -> None:
    naming = [
        (str(path.relative_to(ROOT)), registry)
        for path in our_files()
        for registry in REGISTRIES
        if registry.encode() in path.read_bytes()
    ]

    assert naming == []
