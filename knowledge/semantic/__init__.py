"""Matching by meaning, optional and off by default: a sentence model in a folder re-orders what the words propose.
It adds no topic, leaves exact matches alone and never raises a probability."""

from knowledge.semantic.failures import (
    EncodingFailed,
    ModelFileMissing,
    ModelHashMismatch,
    RuntimeMissing,
    SemanticUnusable,
    UnreadableModel,
)
from knowledge.semantic.fusion import fused, with_semantics
from knowledge.semantic.index import SemanticIndex
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.wordpiece import WordPiece

__all__ = [
    "EncodingFailed",
    "ModelFileMissing",
    "ModelHashMismatch",
    "RuntimeMissing",
    "SemanticIndex",
    "SemanticModel",
    "SemanticUnusable",
    "UnreadableModel",
    "WordPiece",
    "fused",
    "with_semantics",
]
