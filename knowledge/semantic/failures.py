"""Why a semantic model cannot be used. Each message is one sentence that an operator can act on."""

from __future__ import annotations

from pathlib import Path


class SemanticUnusable(Exception):
    """The folder named in the settings cannot be used as it is."""


class ModelFileMissing(SemanticUnusable):
    def __init__(self, path: Path) -> None:
        super().__init__(f"the folder of the semantic model has no readable {path.name}; it was looked for at {path}")


class ModelHashMismatch(SemanticUnusable):
    def __init__(self, path: Path, *, found: str, expected: str) -> None:
        super().__init__(
            f"{path.name} in {path.parent} is not the file that was pinned: its SHA-256 is {found}, not {expected}"
        )


class RuntimeMissing(SemanticUnusable):
    def __init__(self) -> None:
        super().__init__(
            "a semantic model is named in the settings, but onnxruntime is not installed; "
            "install the extra `semantic` or leave the folder out"
        )


class UnreadableModel(SemanticUnusable):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is no sentence model that can be used here: {reason}")


class EncodingFailed(Exception):
    """A model that was opened could not encode a text; what the words say stands alone then."""
