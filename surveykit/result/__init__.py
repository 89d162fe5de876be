"""What every analysis returns, and how it is shown (the one room that rounds)."""

from surveykit.result.grid import Grid, Head
from surveykit.result.result import MIME, Result

__all__ = ["MIME", "Grid", "Head", "Result"]
