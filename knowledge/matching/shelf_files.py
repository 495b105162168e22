"""Shelves kept as files between starts: numbers only, named by a hash over everything that goes into them.
A file that is missing, damaged or somebody else's is passed over, and a folder that cannot be written costs nothing.
"""

import hashlib
import json
import os
import unicodedata
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.evidence import Doubles
from knowledge.matching.ngrams import Ngrams
from knowledge.matching.ridge import Ridge
from knowledge.matching.shelf import Fitted
from knowledge.matching.triangle import Triangle
from knowledge.matching.weights import Weights
from knowledge.matching.wordings import Wordings

FORMAT = 1
MOST_BYTES = 200_000_000
SUFFIX = ".shelf.npz"
PART = "part-"
NGRAMS = ("grams", "idf", "starts", "rows", "weights")
HERE = Path(__file__).parent
DAMAGED = (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error)


@dataclass(frozen=True)
class ShelfFiles:
    folder: Path

    def key(self, wordings: Wordings, weights: Weights, *, ridge_limit: int) -> str:
        """Changes with every phrasing and every number, and with what works them out."""
        found = hashlib.sha256(f"{self._program} {ridge_limit}".encode())
        said = [(one.topic, one.language, one.text) for one in wordings.phrasings]
        found.update(json.dumps([said, wordings.exact]).encode())
        found.update(json.dumps(asdict(weights), default=_plain).encode())
        return found.hexdigest()[:40]

    @cached_property
    def _program(self) -> str:
        """This code, its word lists, numpy and the tables of letters."""
        found = hashlib.sha256(f"{FORMAT} {np.__version__} {unicodedata.unidata_version}".encode())
        for file in sorted([*HERE.glob("*.py"), *(HERE / "words").glob("*.yaml")]):
            found.update(file.read_bytes())
        return found.hexdigest()

    def read(self, key: str, wordings: Wordings, weights: Weights) -> Fitted | None:
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                found = _fitted(arrays, key, wordings, weights)
            os.utime(path)  # the newest are kept
        except DAMAGED:
            return None
        return found

    def write(self, key: str, fitted: Fitted) -> None:
        """Whole or not at all."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.folder, prefix=PART) as part:
                made = Path(part) / "shelf.npz"
                np.savez(made, allow_pickle=False, **_arrays(key, fitted))
                made.replace(self._path(key))

    def tidy(self, *, spared: int) -> None:
        """Removes the oldest files where there are too many bytes, but not the newest `spared`: those in use."""
        with suppress(OSError):
            found = [(path.stat(), path) for path in self.folder.glob("*" + SUFFIX)]
            total = 0
            for place, (told, path) in enumerate(sorted(found, key=lambda one: -one[0].st_mtime)):
                total += told.st_size
                if place >= spared and total > MOST_BYTES:
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / (key + SUFFIX)


def _plain(numbers: Doubles) -> object:
    return numbers.tolist()


def _arrays(key: str, fitted: Fitted) -> dict[str, NDArray[Any]]:
    ngrams, ridge, gate = fitted.ngrams, fitted.ridge, fitted.gate
    told: dict[str, NDArray[Any]] = {"key": np.array(key)}
    told |= {name: getattr(ngrams, name) for name in NGRAMS}
    if gate is not None:
        told["gate"] = np.append(gate.slopes, gate.intercept)
    if ridge is not None:
        told |= {"root": ridge.root.packed, "diagonal": ridge.diagonal, "alpha": ridge.alpha}
    return told


def _fitted(told: Mapping[str, NDArray[Any]], key: str, wordings: Wordings, weights: Weights) -> Fitted:
    """ValueError for a file under another one's name, KeyError for one that lacks something."""
    if told["key"].item() != key:
        raise ValueError(key)
    size, topics = len(wordings.phrasings), {topic: number for number, topic in enumerate(wordings.topics)}
    ridge = None
    if "root" in told:
        owners = np.array([topics[one.topic] for one in wordings.phrasings], np.int32)
        root = Triangle(told["root"], size)
        ridge = Ridge(root, told["diagonal"], told["alpha"], owners, weights.width, weights.penalty)
    gate = (weights.with_ridge if ridge else weights.without_ridge).gate
    if "gate" in told:
        gate = replace(gate, slopes=told["gate"][:-1], intercept=float(told["gate"][-1]))
    arrays = {name: told[name] for name in NGRAMS}
    return Fitted(Ngrams(**arrays, size=size, topics=len(topics), share=weights.character_share), ridge, gate)
