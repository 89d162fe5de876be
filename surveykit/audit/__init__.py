"""The figure audit: can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.figures.attainable import attainable, implied_base
from surveykit.audit.figures.chance_rate import monte_carlo
from surveykit.audit.figures.compare_with_survey import compare_with_survey
from surveykit.audit.figures.consistency import check_closes, check_nested, check_pooled
from surveykit.audit.figures.consistency_table import consistency_table
from surveykit.audit.figures.figure_results import pick_figures
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.option_ties import Tie
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.figures.published_shares import contrasts, missing_base, proportions
from surveykit.audit.figures.question_bases import bases
from surveykit.audit.figures.question_table import question_table
from surveykit.audit.figures.repair import repair
from surveykit.audit.means.grim import grim
from surveykit.audit.means.grimmer import grimmer, sd_limits
from surveykit.audit.means.mean_table import audit_means
from surveykit.audit.means.recompute import recompute
from surveykit.audit.means.sprite import sprite
from surveykit.audit.reconstruction.possible_tables import PrintedTable
from surveykit.audit.reconstruction.reconstruct import reconstruct
from surveykit.audit.reports.audit_report import write_candidates
from surveykit.audit.reports.reported_tests import audit_statistics
from surveykit.audit.respondents.printed_answer import PrintedAnswer

__all__ = ["PrintedAnswer", "PrintedFigure", "PrintedTable", "Tie", "attainable", "audit_means", "audit_statistics",
           "bases", "check_closes", "check_nested", "check_pooled", "compare_with_survey", "consistency_table",
           "contrasts", "grim", "grimmer", "implied_base", "judge", "missing_base", "monte_carlo", "pick_figures",
           "proportions", "question_table", "recompute", "reconstruct", "repair", "sd_limits", "sprite",
           "write_candidates"]
