"""A sentence model from a folder: texts in, unit vectors out. The folder is only read, and nothing is downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.semantic.failures import (
    EncodingFailed,
    ModelFileMissing,
    ModelHashMismatch,
    RuntimeMissing,
    UnreadableModel,
)
from knowledge.semantic.wordpiece import PAD, SpecialPieceMissing, WordPiece

MODEL, VOCABULARY, TOKENIZER = "model.onnx", "vocab.txt", "tokenizer_config.json"
INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
POOLED = "sentence_embedding"
OUTPUTS = (POOLED, "last_hidden_state", "token_embeddings")  # the first one that the model has is used
BATCH = 32
THREADS = 1  # a question is short; a second thread costs more in handing over than it saves
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class Node(Protocol):
    """An input or output of a model."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...


class Session(Protocol):
    """A model that can be run, from several threads at once."""

    def get_inputs(self) -> Sequence[Node]: ...
    def get_outputs(self) -> Sequence[Node]: ...
    def run(self, names: list[str], fed: dict[str, NDArray[np.integer]]) -> Sequence[NDArray[np.floating]]: ...


class TokenizerSettings(BaseModel):
    """What counts of tokenizer_config.json; without `strip_accents` accents go where case goes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    do_lower_case: bool = True
    strip_accents: bool | None = None
    tokenize_chinese_chars: bool = True


@dataclass(frozen=True)
class SemanticModel:
    """`types`: the numbers' type for each input that the model asks for; `output`: the one that is read."""

    session: Session
    wordpiece: WordPiece
    types: Mapping[str, type[np.integer]]
    output: str

    @classmethod
    def open(
        cls, folder: Path, *, sha256: str, start: Callable[[bytes, int], Session] | None = None, threads: int = THREADS
    ) -> SemanticModel:
        """`sha256`: of model.onnx. `start` makes a session of its bytes for so many threads; onnxruntime if left out.
        Slow (a second). Raises a SemanticUnusable."""
        path = folder / MODEL
        # What was hashed is what is run: the file is read once.
        content = _read(path)
        found = hashlib.sha256(content).hexdigest()
        if found != sha256.lower():
            raise ModelHashMismatch(path, found=found, expected=sha256.lower())
        wordpiece = _read_wordpiece(folder)
        try:
            session = (start or start_onnxruntime)(content, threads)
        except ImportError:
            raise RuntimeMissing from None
        except Exception as error:  # its own exceptions have no base of their own
            raise UnreadableModel(path, _first_line(error)) from error
        return cls._checked(session, wordpiece, path)

    @classmethod
    def _checked(cls, session: Session, wordpiece: WordPiece, path: Path) -> SemanticModel:
        types = {node.name: np.int32 if "int32" in node.type else np.int64 for node in session.get_inputs()}
        outputs = {node.name for node in session.get_outputs()}
        output = next((name for name in OUTPUTS if name in outputs), None)
        if "input_ids" not in types or not INPUTS.issuperset(types):
            raise UnreadableModel(path, f"it asks for {', '.join(sorted(types)) or 'nothing'}")
        if output is None:
            raise UnreadableModel(path, f"it gives {', '.join(sorted(outputs)) or 'nothing'}, none of {OUTPUTS}")
        model = cls(session, wordpiece, types, output)
        try:
            model._run([[len(wordpiece.numbers) - 1]])
        except EncodingFailed as error:
            raise UnreadableModel(path, f"it does not fit {VOCABULARY} ({error})") from error
        return model

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, size); of a text without a single word too. Raises EncodingFailed."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        vectors = [self._run([self.wordpiece.encode(text) for text in batch]) for batch in batches]
        return np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32)

    def _run(self, rows: Sequence[Sequence[int]]) -> Floats:
        ids, mask = _padded(rows, self.wordpiece.numbers[PAD])
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            out = self.session.run([self.output], {name: given[name].astype(kind) for name, kind in self.types.items()})
        except Exception as error:  # as above
            raise EncodingFailed(_first_line(error)) from error
        vectors = np.asarray(out[0], np.float32)
        if vectors.ndim != (2 if self.output == POOLED else 3) or len(vectors) != len(rows):
            raise EncodingFailed(f"{self.output} has the shape {vectors.shape}")
        return _unit(vectors if self.output == POOLED else _mean(vectors, mask))


def start_onnxruntime(content: bytes, threads: int) -> Session:
    """ImportError where the extra is not installed."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session: Session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return session


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ModelFileMissing(path) from None


def _read_wordpiece(folder: Path) -> WordPiece:
    path = folder / VOCABULARY
    settings = _read_tokenizer_settings(folder / TOKENIZER)
    accents = settings.do_lower_case if settings.strip_accents is None else settings.strip_accents
    try:
        return WordPiece.of(
            _read(path).decode("utf-8").removesuffix("\n").split("\n"),
            lower=settings.do_lower_case,
            strip_accents=accents,
            split_ideographs=settings.tokenize_chinese_chars,
        )
    except UnicodeDecodeError:
        raise UnreadableModel(path, "it is not UTF-8") from None
    except SpecialPieceMissing as error:
        raise UnreadableModel(path, str(error)) from None


def _read_tokenizer_settings(path: Path) -> TokenizerSettings:
    if not path.exists():
        return TokenizerSettings()
    try:
        return TokenizerSettings.model_validate_json(_read(path))
    except ValidationError as error:
        raise UnreadableModel(path, error.errors(include_url=False)[0]["msg"]) from None


def _padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[Integers, Integers]:
    """Numbers and mask, both of shape (rows, longest row)."""
    longest = max(map(len, rows))
    ids = np.array([[*row, *[padding] * (longest - len(row))] for row in rows], np.int64)
    mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], np.int64)
    return ids, mask


def _mean(hidden: Floats, mask: Integers) -> Floats:
    """The mean over the tokens that are there, shape (rows, size)."""
    weights = mask[:, :, np.newaxis].astype(np.float32)
    mean: Floats = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    return mean


def _unit(vectors: Floats) -> Floats:
    if not np.isfinite(vectors).all():
        raise EncodingFailed("the vectors are not all finite")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
