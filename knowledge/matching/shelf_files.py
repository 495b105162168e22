"""Shelves kept as files between starts: numbers only, named by a hash over everything that goes into them.
A file that is missing, damaged or somebody else's is passed over, and a folder that cannot be written costs nothing.
The root of a ridge, by far the most of it, has a file of its own: it is read when a shelf grows, and never else.
"""

import hashlib
import json
import os
import unicodedata
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.evidence import Doubles
from knowledge.matching.ngrams import Floats, Ngrams
from knowledge.matching.ridge import Ridge
from knowledge.matching.shelf import Fitted
from knowledge.matching.spelling import Lexicon
from knowledge.matching.triangle import NumbersLost, Triangle
from knowledge.matching.weights import Weights
from knowledge.matching.wordings import Wordings
from knowledge.workings import Workings

FORMAT = 2
MOST_BYTES = 200_000_000
SUFFIX, ROOT = ".shelf.npz", ".root.npy"
PART = "part-"
NGRAMS = ("grams", "idf", "starts", "rows", "weights")
HERE = Path(__file__).parent
DAMAGED = (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error)


@dataclass(frozen=True)
class ShelfFiles:
    folder: Path

    @property
    def workings(self) -> Workings:
        """The texts beside them."""
        return Workings(self.folder)

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
                found = self._fitted(arrays, key, wordings, weights)
            os.utime(path)  # the newest are kept
        except DAMAGED:
            return None
        return found

    def write(self, key: str, fitted: Fitted) -> None:
        """Whole or not at all."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.folder, prefix=PART) as part:
                made, root = Path(part) / "shelf.npz", Path(part) / "root.npy"
                np.savez(made, allow_pickle=False, **_arrays(key, fitted))
                if fitted.ridge is not None:
                    np.save(root, fitted.ridge.root.packed, allow_pickle=False)
                    root.replace(self._root(key))
                made.replace(self._path(key))

    def said(self, key: str, wordings: Wordings, lexicon: Lexicon) -> list[list[str]]:
        """The words of each exact text, written out; `key` as of the shelf."""
        return self.workings.of(
            "words",
            ground=lambda: (key.encode(),),
            make=lambda: lexicon.all_plain(list(wordings.exact)),
            plain=lambda rows: [" ".join(words) for words in rows],
            read=lambda told: [text.split(" ") if text else [] for text in told],
        )

    def tidy(self, *, spared: int) -> None:
        """Removes the oldest files where there are too many bytes, but not the newest `spared`: those in use."""
        with suppress(OSError):
            found = sorted(self.folder.glob("*" + SUFFIX), key=lambda one: -one.stat().st_mtime)
            total = 0
            for place, path in enumerate(found):
                root = self._root(path.name.removesuffix(SUFFIX))
                total += path.stat().st_size + (root.stat().st_size if root.exists() else 0)
                if place >= spared and total > MOST_BYTES:
                    path.unlink(missing_ok=True)
                    root.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / (key + SUFFIX)

    def _root(self, key: str) -> Path:
        return self.folder / (key + ROOT)

    def _fitted(self, told: Mapping[str, NDArray[Any]], key: str, wordings: Wordings, weights: Weights) -> Fitted:
        """ValueError for a file under another one's name, KeyError for one that lacks something."""
        if told["key"].item() != key:
            raise ValueError(key)
        size, topics = len(wordings.phrasings), {topic: number for number, topic in enumerate(wordings.topics)}
        ridge = None
        if "root" in told:
            owners = np.array([topics[one.topic] for one in wordings.phrasings], np.int32)
            root = Triangle(partial(_read_root, self._root(key), told["root"].item()), size)
            ridge = Ridge(root, told["diagonal"], told["alpha"], owners, weights.width, weights.penalty)
        gate = (weights.with_ridge if ridge else weights.without_ridge).gate
        if "gate" in told:
            gate = replace(gate, slopes=told["gate"][:-1], intercept=float(told["gate"][-1]))
        arrays = {name: told[name] for name in NGRAMS}
        return Fitted(Ngrams(**arrays, size=size, topics=len(topics), share=weights.character_share), ridge, gate)


def _plain(numbers: Doubles) -> object:
    return numbers.tolist()


def _arrays(key: str, fitted: Fitted) -> dict[str, NDArray[Any]]:
    ngrams, ridge, gate = fitted.ngrams, fitted.ridge, fitted.gate
    told: dict[str, NDArray[Any]] = {"key": np.array(key)}
    told |= {name: getattr(ngrams, name) for name in NGRAMS}
    if gate is not None:
        told["gate"] = np.append(gate.slopes, gate.intercept)
    if ridge is not None:
        told |= {"root": np.array(_digest(ridge.root.packed)), "diagonal": ridge.diagonal, "alpha": ridge.alpha}
    return told


def _read_root(path: Path, digest: str) -> Floats:
    try:
        with path.open("rb") as file:
            found: Floats = np.lib.format.read_array(file, allow_pickle=False)
    except DAMAGED:
        raise NumbersLost(path) from None
    if _digest(found) != digest:
        raise NumbersLost(path)
    return found


def _digest(numbers: Floats) -> str:
    found = hashlib.sha256(f"{numbers.dtype} {numbers.shape}".encode())
    found.update(np.ascontiguousarray(numbers).data)
    return found.hexdigest()
