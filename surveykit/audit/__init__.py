"""The figure audit (floor 4): can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.around import pick_figures
from surveykit.audit.attain import Attained, Bases, attainable, implied_base
from surveykit.audit.beside import beside
from surveykit.audit.candidates import on_bases, pair_bases
from surveykit.audit.chance import Simulated, accident, monte_carlo
from surveykit.audit.checks import checks
from surveykit.audit.counts import Reconstruction, possible_counts
from surveykit.audit.figure import Figure, read_figures
from surveykit.audit.findings import accidents, repairs, scoreboard, tick_bases
from surveykit.audit.jointly import bases
from surveykit.audit.judge import VERDICTS, Verdict, judge
from surveykit.audit.maps import base_map, question_bases
from surveykit.audit.mean_table import audit_means
from surveykit.audit.means import MeanTest, grim
from surveykit.audit.published import contrasts, missing_base, proportions
from surveykit.audit.reading import MODES
from surveykit.audit.recompute import Recomputed, recompute
from surveykit.audit.reconstruct import reconstruct
from surveykit.audit.relate import Check, closes, nested, pooled
from surveykit.audit.repair import Repair, repair
from surveykit.audit.reported import audit_statistics, find_statistics
from surveykit.audit.reports import audit_report, write_candidates
from surveykit.audit.spread import SdTest, debit, grimmer, sd_limits
from surveykit.audit.sprite import Distributions, sprite
from surveykit.audit.tables import PrintedTable, possible_tables
from surveykit.audit.ties import Tie
from surveykit.audit.unjudged import by_chance, untestable
from surveykit.audit.verdicts import audit_figures

__all__ = ["MODES", "VERDICTS", "Attained", "Bases", "Check", "Distributions", "Figure", "MeanTest", "PrintedTable",
           "Recomputed", "Reconstruction", "Repair", "SdTest", "Simulated", "Tie", "Verdict", "accident",
           "accidents", "attainable", "audit_figures", "audit_means", "audit_report", "audit_statistics",
           "base_map", "bases", "beside", "by_chance", "checks", "closes", "contrasts", "debit",
           "find_statistics", "grim", "grimmer", "implied_base", "judge", "missing_base", "monte_carlo",
           "nested", "on_bases", "pair_bases", "pick_figures", "pooled", "possible_counts",
           "possible_tables", "proportions", "question_bases", "read_figures", "recompute", "reconstruct",
           "repair", "repairs", "scoreboard", "sd_limits", "sprite", "tick_bases", "untestable",
           "write_candidates"]
