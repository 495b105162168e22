"""Kernel ridge over similarities: how strongly a question speaks for each topic, given all phrasings together.
The root of the inverse is kept: it gives leave-one-out and leave-one-topic-out scores in closed form, and one more
row costs the square of the rows, not their cube."""

from dataclasses import dataclass

import numpy as np

from knowledge.matching.ngrams import Floats, Ints
from knowledge.matching.triangle import Triangle


@dataclass(frozen=True)
class Ridge:
    """`root`: its transpose times itself is the inverse of the kernel with its penalty, `diagonal` (n,) that inverse's
    diagonal; `alpha` (n, topics); `owners` (n,) the topic of each row."""

    root: Triangle
    diagonal: Floats
    alpha: Floats
    owners: Ints
    width: float
    penalty: float

    @classmethod
    def of(cls, similarities: Floats, owners: Ints, *, width: float, penalty: float) -> "Ridge":
        """Of the similarities (n, n) of the rows; their array is used up."""
        kernel = _kernel(similarities, width)
        kernel[np.diag_indices_from(kernel)] += np.float32(penalty)
        packed = Triangle.root_of_inverse(kernel)  # and the kernel's array now holds the same, in full
        diagonal = np.einsum("ij,ij->j", kernel, kernel)
        return cls(packed, diagonal, _alpha(kernel, owners), owners, width, penalty)

    def scores(self, similarities: Floats) -> Floats:
        """Similarities (..., n) to scores (..., topics); about one for the topic meant, about zero for the others."""
        scores: Floats = _kernel(similarities.copy(), self.width) @ self.alpha
        return scores

    def own_scores(self) -> Floats:
        """The score of each row for its own topic, as if the row had never been a phrasing, shape (n,)."""
        own: Floats = 1 - self.alpha[np.arange(len(self.owners)), self.owners] / self.diagonal
        return own

    def left_out(self, row: int) -> Floats:
        """Scores of a row as if it had never been a phrasing, shape (topics,)."""
        scores: Floats = -self.alpha[row] / self.diagonal[row]
        scores[self.owners[row]] += 1
        return scores

    def topic_left_out(self, topic: int) -> tuple[Ints, Floats]:
        """The rows of a topic and their scores as if the topic did not exist, shape (rows, topics)."""
        rows = np.flatnonzero(self.owners == topic).astype(np.int32)
        columns = self.root.columns(rows)
        scores: Floats = -np.linalg.solve(columns.T @ columns, self.alpha[rows])
        scores[:, topic] = -1
        return rows, scores

    def with_row(self, similarities: Floats, owner: int) -> "Ridge":
        """One row more, by its similarities to the rows before."""
        across = self.root.times(_kernel(similarities.copy(), self.width))
        back = self.root.transposed_times(across)
        rest = np.float32(1 + self.penalty - float(across @ across))
        width = max(self.alpha.shape[1], owner + 1)
        missed = np.bincount(self.owners, back, minlength=width).astype(np.float32)
        missed[owner] -= 1
        alpha = np.pad(self.alpha, ((0, 0), (0, width - self.alpha.shape[1])))
        return Ridge(
            root=self.root.with_row(np.append(-back, np.float32(1)) / np.sqrt(rest)),
            diagonal=np.append(self.diagonal + back * back / rest, 1 / rest),
            alpha=np.concatenate([alpha + np.outer(back, missed / rest), -missed[None] / rest]),
            owners=np.append(self.owners, np.int32(owner)),
            width=self.width,
            penalty=self.penalty,
        )


def _kernel(similarities: Floats, width: float) -> Floats:
    similarities -= 1
    similarities /= np.float32(width)
    return np.exp(similarities, out=similarities)


def _alpha(root: Floats, owners: Ints) -> Floats:
    targets = np.zeros((len(owners), int(owners.max()) + 1), np.float32)
    targets[np.arange(len(owners)), owners] = 1
    alpha: Floats = root.T @ (root @ targets)
    return alpha
