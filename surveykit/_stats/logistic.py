"""Logistic regression: chances of a yes, given columns."""

import numpy as np

from surveykit._stats.argument_checks import FloatArray

ROUNDS, CLOSE, FARTHEST = 100, 1e-12, 30.0


def fit_logistic(columns: FloatArray, answers: FloatArray, weights: FloatArray) -> FloatArray:
    """The fitted chance of a yes for each row, next to 0 or 1 in a group that is of one mind; nan where none is found.
    columns: rows x p, a constant among them; columns that follow from others do no harm. answers: 0 or 1.
    Formula: maximum likelihood by Newton, sum w (y - p) x = 0, p = 1 / (1 + exp(-x'b)).
        R: ``fitted(glm(y ~ x, binomial, weights = w, control = list(epsilon = 1e-14)))``.
    Reference: McCullagh, P., & Nelder, J. A. (1989). Generalized Linear Models, chapter 4.
    """
    slopes = np.zeros(columns.shape[1])
    for _ in range(ROUNDS):
        lean = columns @ slopes
        if np.abs(lean).max() > FARTHEST:
            break
        chances = 1 / (1 + np.exp(-lean))
        gap = columns.T @ (weights * (answers - chances))
        if np.abs(gap).max() <= CLOSE * weights.sum():
            return chances
        spread = (columns * (weights * chances * (1 - chances))[:, None]).T @ columns
        slopes = slopes + np.linalg.lstsq(spread, gap, rcond=1e-12)[0]
    return np.full(answers.size, np.nan)
