"""Results as figures: one quiet, bilingual figure for each kind of result."""

from surveykit.figures.figure import FIGURE_MIME, Figure, plot

__all__ = ["FIGURE_MIME", "Figure", "plot"]
