"""Curated files: what people write, read into nouns and written back; every mistake named by file, line and field."""

from knowledge.files.approvals import ApprovalReport, Counts, approvals
from knowledge.files.change import Change, Settlement
from knowledge.files.dangling import without_dangling
from knowledge.files.problems import CuratedFileError, Problem
from knowledge.files.reading import read_change, read_common, read_folder, read_shipped
from knowledge.files.writing import write_folder

__all__ = [
    "ApprovalReport",
    "Change",
    "Counts",
    "CuratedFileError",
    "Problem",
    "Settlement",
    "approvals",
    "read_change",
    "read_common",
    "read_folder",
    "read_shipped",
    "without_dangling",
    "write_folder",
]
