"""Which figure each kind of result has."""

from __future__ import annotations

from collections.abc import Callable

from surveykit.errors import AnalysisError
from surveykit.figures import cell_fields as heat
from surveykit.figures import flow_figure as flow
from surveykit.figures import interval_figures as forest
from surveykit.figures import paired_figures as joint
from surveykit.figures import share_figures as shares
from surveykit.figures import stacked_bars as stacks
from surveykit.figures.canvas import Canvas
from surveykit.result.columns import View

Draw = Callable[[Canvas, View], str]

FIGURES: dict[str, Draw] = {
    "frequencies": shares.frequencies,
    "multiple_response": shares.multiple_response,
    "crosstab": stacks.crosstab,
    "means": forest.means,
    "likert": stacks.likert,
    "case_flow": flow.case_flow,
    "association": forest.association,
    "difference": forest.difference,
    "reliability": forest.reliability,
    "agreement": forest.agreement,
    "proportions": shares.proportions,
    "contrasts": forest.contrasts,
    "missing_base": forest.missing_base,
    "bases": heat.bases,
    "code_counts": shares.code_counts,
    "matrix": heat.matrix,
    "joint_display": joint.joint_display,
    "beside": joint.beside,
    "by_chance": shares.by_chance,
}


def figure_of(kind: str) -> Draw:
    """The function that draws results of this kind.

    Raises
    ------
    AnalysisError
        Results of this kind are read as tables only.
    """
    if kind not in FIGURES:
        raise AnalysisError(f"A result of kind {kind!r} has no figure.",
                            fix=f"show its table, or plot one of: {', '.join(FIGURES)}")
    return FIGURES[kind]
