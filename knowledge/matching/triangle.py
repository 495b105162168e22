"""The root of a kernel's inverse, a lower triangle kept row after row without its empty half."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.matching.ngrams import Floats, Ints

SMALLEST_HALVED = 256


class NumbersLost(Exception):
    """A triangle was to be read when needed, and then was not there any more."""


@dataclass(frozen=True)
class Triangle:
    """`stored`: the rows of the triangle one after the other, row i with i + 1 numbers; or what reads them when they
    are needed, and may raise NumbersLost."""

    stored: Floats | Callable[[], Floats]
    size: int

    @cached_property
    def packed(self) -> Floats:
        return self.stored() if callable(self.stored) else self.stored

    @classmethod
    def root_of_inverse(cls, kernel: Floats) -> "Triangle":
        """The triangle whose transpose times itself is the inverse of `kernel` (n, n), which is used up."""
        _to_root(kernel)
        return cls(np.concatenate([row[: place + 1] for place, row in enumerate(kernel)]), len(kernel))

    def rows(self) -> Iterator[Floats]:
        end = 0
        for place in range(self.size):
            start, end = end, end + place + 1
            yield self.packed[start:end]

    def times(self, vector: Floats) -> Floats:
        """The triangle times a column (n,)."""
        return np.fromiter((row @ vector[: len(row)] for row in self.rows()), np.float32, self.size)

    def transposed_times(self, vector: Floats) -> Floats:
        """The triangle's transpose times a column (n,)."""
        total = np.zeros(self.size, np.float32)
        for row, factor in zip(self.rows(), vector, strict=True):
            total[: len(row)] += factor * row
        return total

    def columns(self, places: Ints) -> Floats:
        """Some columns, from the first row where one of them has a number on, shape (rows, places)."""
        row = np.arange(int(places.min()), self.size, dtype=np.int64)[:, None]
        cells = row * (row + 1) // 2 + np.minimum(places, row)
        return np.where(places <= row, self.packed[cells], np.float32(0))

    def with_row(self, row: Floats) -> "Triangle":
        """One row more, shape (n + 1,)."""
        return Triangle(np.concatenate([self.packed, row]), self.size + 1)


def _to_root(kernel: Floats) -> None:
    """In place, by halves: nearly all of the work is matrix products, and the large ones skip empty quarters."""
    size = len(kernel)
    if size <= SMALLEST_HALVED:
        kernel[:] = np.tril(np.linalg.inv(np.linalg.cholesky(kernel)))
        return
    half = size // 2
    first, across, second = kernel[:half, :half], kernel[half:, :half], kernel[half:, half:]
    _to_root(first)
    factor = _times_lower(across, first, transposed=True)
    second -= factor @ factor.T
    _to_root(second)
    across[:] = _times_lower(_lower_times(second, factor), first)
    np.negative(across, out=across)
    kernel[:half, half:] = 0


def _times_lower(full: Floats, lower: Floats, *, transposed: bool = False) -> Floats:
    """A matrix times a lower triangle, or times its transpose."""
    half = len(lower) // 2
    product = np.empty_like(full)
    if transposed:
        np.matmul(full[:, :half], lower[:half, :half].T, out=product[:, :half])
        np.matmul(full, lower[half:].T, out=product[:, half:])
    else:
        np.matmul(full, lower[:, :half], out=product[:, :half])
        np.matmul(full[:, half:], lower[half:, half:], out=product[:, half:])
    return product


def _lower_times(lower: Floats, full: Floats) -> Floats:
    """A lower triangle times a matrix."""
    half = len(lower) // 2
    product = np.empty_like(full)
    np.matmul(lower[:half, :half], full[:half], out=product[:half])
    np.matmul(lower[half:], full, out=product[half:])
    return product
