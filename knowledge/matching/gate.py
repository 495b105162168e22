"""How likely the first candidate is what was meant: a logistic model over scores, margins, agreement and unknown words.
Its shared weights come from other knowledge bases; the rows of a knowledge base itself pull them a little its way."""

from dataclasses import dataclass, replace

import numpy as np

from knowledge.matching.evidence import KINDS, Doubles, Evidence

SIGNS = (
    *("share", "ridge", "ridge_lead", "best", "best_lead", "crowd", "token_set", "token_sort", "agreement"),
    *("known", "covered", "content", "repaired", "unknown", "typical", "topics"),
)
CROWD = 5


@dataclass(frozen=True)
class WordCounts:
    """Of a question's content words: how many, how many unknown or repaired, the share of their weight that the
    knowledge base knows, and the share that the first topic's phrasings have."""

    content: int
    unknown: int
    repaired: int
    known: float
    covered: float


def signs(evidence: Evidence, counts: WordCounts, *, typical: float) -> Doubles:
    """The row the gate judges, in the order of SIGNS; `typical` is the ridge score usual for the first topic."""
    first = int(evidence.order[0])
    top = evidence.table[:, first].astype(np.float64)
    rivals = evidence.usable.copy()
    rivals[first] = False
    rest = evidence.table[:, rivals].max(axis=1).astype(np.float64) if rivals.any() else np.zeros(len(KINDS))
    ridge, best, two_best, token_set, token_sort = top
    near = evidence.likeness if len(evidence.likeness) <= CROWD else np.partition(evidence.likeness, -CROWD)[-CROWD:]
    return np.array(
        [
            evidence.share[first],
            ridge,
            ridge - rest[0],
            two_best,
            best - rest[1],
            np.maximum(near, 0).mean(),
            token_set,
            token_sort,
            (top >= rest).mean(),
            counts.known,
            counts.covered,
            np.log1p(counts.content),
            counts.repaired / max(counts.content, 1),
            min(counts.unknown, 4),
            ridge - typical,
            np.log(rivals.sum() + 1),
        ],
        dtype=np.float64,
    )


@dataclass(frozen=True)
class Gate:
    """`mean` and `scale` put the signs on one footing; `slopes` and `intercept` weigh them."""

    mean: Doubles
    scale: Doubles
    slopes: Doubles
    intercept: float

    def log_odds(self, rows: Doubles) -> Doubles:
        odds: Doubles = (rows - self.mean) / self.scale @ self.slopes + self.intercept
        return odds

    def pulled_towards(self, rows: Doubles, right: Doubles, *, penalty: float) -> "Gate":
        """The gate that fits these rows (n, signs), held to the present one by `penalty` per squared change."""
        start = np.append(self.slopes, self.intercept)
        fitted = fit_logistic((rows - self.mean) / self.scale, right, penalty=penalty, start=start)
        return replace(self, slopes=fitted[:-1], intercept=float(fitted[-1]))

    def blended(self, other: "Gate", *, share: float) -> "Gate":
        """Log-odds mixed, `share` of them from the other; both must have the same footing."""
        return replace(
            self,
            slopes=(1 - share) * self.slopes + share * other.slopes,
            intercept=(1 - share) * self.intercept + share * other.intercept,
        )


def fit_logistic(
    rows: Doubles, right: Doubles, *, penalty: float, start: Doubles, weights: Doubles | None = None
) -> Doubles:
    """Slopes and, last, the intercept by Newton's method; the penalty draws slopes to `start`, not the intercept."""
    design = np.column_stack([rows, np.ones(len(rows))])
    held = np.full(design.shape[1], penalty)
    held[-1] = 1e-3
    counted = np.ones(len(rows)) if weights is None else weights
    now = start.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(design @ now, -30, 30)))
        slope = design.T @ (counted * (chance - right)) + held * (now - start)
        bend = (design * (counted * chance * (1 - chance))[:, None]).T @ design + np.diag(held + 1e-6)
        step = np.linalg.solve(bend, slope)
        now = now - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return now
