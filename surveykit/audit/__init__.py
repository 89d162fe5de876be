"""The figure audit: can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.figures.attainable import Attained, Bases, attainable, implied_base
from surveykit.audit.figures.audit_figures import audit_figures
from surveykit.audit.figures.base_map import base_map, question_bases
from surveykit.audit.figures.candidate_bases import on_bases, pair_bases
from surveykit.audit.figures.chance_rate import Simulated, accident, monte_carlo
from surveykit.audit.figures.compare_with_survey import beside
from surveykit.audit.figures.consistency import Check, closes, nested, pooled
from surveykit.audit.figures.consistency_table import checks
from surveykit.audit.figures.figure_results import pick_figures
from surveykit.audit.figures.judge import VERDICTS, Verdict, judge
from surveykit.audit.figures.option_ties import Tie
from surveykit.audit.figures.printed_figure import Figure, read_figures
from surveykit.audit.figures.published_shares import contrasts, missing_base, proportions
from surveykit.audit.figures.question_bases import bases
from surveykit.audit.figures.question_tables import accidents, repairs, scoreboard, tick_bases
from surveykit.audit.figures.reading_modes import MODES
from surveykit.audit.figures.repair import Repair, repair
from surveykit.audit.figures.untestable import by_chance, untestable
from surveykit.audit.means.grim import MeanTest, grim
from surveykit.audit.means.grimmer import SdTest, debit, grimmer, sd_limits
from surveykit.audit.means.mean_table import audit_means
from surveykit.audit.means.recompute import Recomputed, recompute
from surveykit.audit.means.sprite import Distributions, sprite
from surveykit.audit.reconstruction.possible_counts import Reconstruction, possible_counts
from surveykit.audit.reconstruction.possible_tables import PrintedTable, possible_tables
from surveykit.audit.reconstruction.reconstruct import reconstruct
from surveykit.audit.reports.audit_report import audit_report, write_candidates
from surveykit.audit.reports.reported_tests import audit_statistics, find_statistics

__all__ = ["MODES", "VERDICTS", "Attained", "Bases", "Check", "Distributions", "Figure", "MeanTest", "PrintedTable",
           "Recomputed", "Reconstruction", "Repair", "SdTest", "Simulated", "Tie", "Verdict", "accident",
           "accidents", "attainable", "audit_figures", "audit_means", "audit_report", "audit_statistics",
           "base_map", "bases", "beside", "by_chance", "checks", "closes", "contrasts", "debit",
           "find_statistics", "grim", "grimmer", "implied_base", "judge", "missing_base", "monte_carlo",
           "nested", "on_bases", "pair_bases", "pick_figures", "pooled", "possible_counts",
           "possible_tables", "proportions", "question_bases", "read_figures", "recompute", "reconstruct",
           "repair", "repairs", "scoreboard", "sd_limits", "sprite", "tick_bases", "untestable",
           "write_candidates"]
