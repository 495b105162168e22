"""Kernel ridge over similarities: how strongly a question speaks for each topic, given all phrasings together.
The root of the inverse is kept: it gives leave-one-out and leave-one-topic-out scores in closed form, and one more
row costs the square of the rows, not their cube."""

from dataclasses import dataclass

import numpy as np

from knowledge.matching.ngrams import Floats, Ints

SMALLEST_HALVED = 64


@dataclass(frozen=True)
class Ridge:
    """`root` (n, n) is lower triangular, and root.T @ root the inverse of the kernel with its penalty;
    `alpha` (n, topics); `owners` (n,) the topic of each row."""

    root: Floats
    alpha: Floats
    owners: Ints
    width: float
    penalty: float

    @classmethod
    def of(cls, similarities: Floats, owners: Ints, *, width: float, penalty: float) -> "Ridge":
        """Of the similarities (n, n) of the rows; their array is used up."""
        kernel = _kernel(similarities, width)
        kernel[np.diag_indices_from(kernel)] += np.float32(penalty)
        _, root = _root(kernel)
        return cls(root, _alpha(root, owners), owners, width, penalty)

    def scores(self, similarities: Floats) -> Floats:
        """Similarities (..., n) to scores (..., topics); about one for the topic meant, about zero for the others."""
        return _product("...i,ij->...j", _kernel(similarities.copy(), self.width), self.alpha)

    def own_scores(self) -> Floats:
        """The score of each row for its own topic, as if the row had never been a phrasing, shape (n,)."""
        own = self.alpha[np.arange(len(self.owners)), self.owners]
        scores: Floats = 1 - own / np.square(self.root).sum(axis=0)
        return scores

    def left_out(self, row: int) -> Floats:
        """Scores of a row as if it had never been a phrasing, shape (topics,)."""
        column = self.root[:, row]
        scores: Floats = -self.alpha[row] / (column @ column)
        scores[self.owners[row]] += 1
        return scores

    def topic_left_out(self, topic: int) -> tuple[Ints, Floats]:
        """The rows of a topic and their scores as if the topic did not exist, shape (rows, topics)."""
        rows = np.flatnonzero(self.owners == topic).astype(np.int32)
        columns = self.root[rows[0] :, rows]
        scores: Floats = -np.linalg.solve(_product("ij,ik->jk", columns, columns), self.alpha[rows])
        scores[:, topic] = -1
        return rows, scores

    def with_row(self, similarities: Floats, owner: int) -> "Ridge":
        """One row more, by its similarities to the rows before."""
        size = len(similarities)
        across = self.root @ _kernel(similarities.copy(), self.width)
        scale = np.float32(1 / np.sqrt(1 + self.penalty - float(across @ across)))
        root = np.zeros((size + 1, size + 1), np.float32)
        root[:size, :size] = self.root
        root[size, :size] = -scale * (across @ self.root)
        root[size, size] = scale
        owners = np.append(self.owners, np.int32(owner))
        return Ridge(root, _alpha(root, owners), owners, self.width, self.penalty)


def _product(axes: str, one: Floats, other: Floats) -> Floats:
    """A product too small for the threads of the algebra library, which wait for each other on a busy machine."""
    product: Floats = np.einsum(axes, one, other)
    return product


def _kernel(similarities: Floats, width: float) -> Floats:
    similarities -= 1
    similarities /= np.float32(width)
    return np.exp(similarities, out=similarities)


def _alpha(root: Floats, owners: Ints) -> Floats:
    targets = np.zeros((len(owners), int(owners.max()) + 1), np.float32)
    targets[np.arange(len(owners)), owners] = 1
    alpha: Floats = root.T @ (root @ targets)
    return alpha


def _root(kernel: Floats) -> tuple[Floats, Floats]:
    """The Cholesky factor of a matrix and its inverse, by halves: nearly all of the work is matrix products."""
    size = len(kernel)
    if size <= SMALLEST_HALVED:
        factor = np.linalg.cholesky(kernel)
        return factor, np.tril(np.linalg.inv(factor))
    half = size // 2
    factor, inverse = np.zeros_like(kernel), np.zeros_like(kernel)
    factor[:half, :half], inverse[:half, :half] = _root(kernel[:half, :half])
    across = kernel[half:, :half] @ inverse[:half, :half].T
    factor[half:, half:], inverse[half:, half:] = _root(kernel[half:, half:] - across @ across.T)
    factor[half:, :half] = across
    inverse[half:, :half] = -(inverse[half:, half:] @ across) @ inverse[:half, :half]
    return factor, inverse
