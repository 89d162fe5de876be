"""What every analysis returns, and how it is shown (the one room that rounds)."""

from surveykit.result.grid import Grid, Head
from surveykit.result.layout import CROSSED, ESTIMATES, LISTING, MATRIX, SHARES, TESTS, Layout
from surveykit.result.result import MIME, Result

__all__ = ["CROSSED", "ESTIMATES", "LISTING", "MATRIX", "MIME", "SHARES", "TESTS", "Grid", "Head", "Layout", "Result"]
