"""The shapes a figure can have; a layout names its own (`surveykit.result.Layout.figure`)."""

from collections.abc import Callable

from surveykit.errors import AnalysisError
from surveykit.figures import (
    case_chart,
    cell_fields,
    contrast_figures,
    curve_figure,
    flow_figure,
    interval_figures,
    paired_figures,
    ribbon_figure,
    share_figures,
    stacked_bars,
)
from surveykit.figures.canvas import Canvas
from surveykit.result import Result
from surveykit.result.view import View

Draw = Callable[[Canvas, View], str]

SHAPES: dict[str, Draw] = {
    "bars": share_figures.bars,
    "ranked_bars": share_figures.ranked_bars,
    "item_bars": share_figures.item_bars,
    "printed_shares": share_figures.printed_shares,
    "draws": share_figures.draws,
    "profile": share_figures.profile_shares,
    "stacked_bars": stacked_bars.stacked_bars,
    "battery": stacked_bars.battery,
    "case_flow": flow_figure.case_flow,
    "case_chart": case_chart.case_chart,
    "flow": ribbon_figure.ribbons,
    "curve": curve_figure.curves,
    "dots": interval_figures.dots,
    "means": interval_figures.means,
    "effects": interval_figures.effects,
    "coefficients": interval_figures.coefficients,
    "agreement": interval_figures.agreement,
    "differences": interval_figures.differences,
    "contrasts": contrast_figures.contrasts,
    "p_values": contrast_figures.p_values,
    "points": interval_figures.points,
    "share_ranges": interval_figures.share_ranges,
    "heat": cell_fields.heat,
    "base_map": cell_fields.base_map,
    "joint_display": paired_figures.joint_display,
    "bullets": paired_figures.bullets, "claims": paired_figures.claims,
    "beside": paired_figures.published_beside_survey}


PARTIAL = {"claims", "bullets", "profile"}  # shapes that leave out rows of the table, which no axis can hold


def figure_shape(result: Result) -> Draw:
    """The function that draws a result."""
    if result.layout.figure not in SHAPES:
        raise AnalysisError("A result of kind {kind!r} has no figure.",
                            fix="show its table: result, or result.table", kind=result.kind)
    return SHAPES[result.layout.figure]
