"""The figure audit (floor 4): can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.around import pick_figures
from surveykit.audit.attain import Attained, Bases, attainable, implied_base
from surveykit.audit.beside import beside
from surveykit.audit.chance import Simulated, accident, chance, monte_carlo
from surveykit.audit.figure import Figure, read_figures
from surveykit.audit.jointly import bases
from surveykit.audit.judge import VERDICTS, Verdict, judge
from surveykit.audit.maps import base_map, question_bases
from surveykit.audit.mean_table import audit_means
from surveykit.audit.means import MeanTest, grim
from surveykit.audit.published import contrasts, missing_base, proportions
from surveykit.audit.reading import MODES
from surveykit.audit.recompute import Recomputed, recompute
from surveykit.audit.relate import Check, closes, nested, pooled
from surveykit.audit.repair import Repair, repair
from surveykit.audit.reported import audit_statistics, find_statistics
from surveykit.audit.spread import SdTest, debit, grimmer, sd_limits
from surveykit.audit.sprite import Distributions, sprite
from surveykit.audit.ties import Tie
from surveykit.audit.verdicts import audit_figures

__all__ = ["MODES", "VERDICTS", "Attained", "Bases", "Check", "Distributions", "Figure", "MeanTest", "Recomputed",
           "Repair", "SdTest", "Simulated", "Tie", "Verdict", "accident", "attainable", "audit_figures",
           "audit_means", "audit_statistics", "base_map", "bases", "beside", "chance", "closes", "contrasts", "debit",
           "find_statistics", "grim", "grimmer", "implied_base", "judge", "missing_base", "monte_carlo", "nested",
           "pick_figures", "pooled", "proportions", "question_bases", "read_figures", "recompute", "repair",
           "sd_limits", "sprite"]
