"""The figure audit (floor 4): can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.around import pick_figures
from surveykit.audit.attain import Attained, Bases, attainable, implied_base
from surveykit.audit.beside import beside
from surveykit.audit.chance import Simulated, accident, monte_carlo
from surveykit.audit.checks import checks
from surveykit.audit.figure import Figure, read_figures
from surveykit.audit.findings import accidents, repairs, scoreboard, tick_bases
from surveykit.audit.jointly import bases
from surveykit.audit.judge import VERDICTS, Verdict, judge
from surveykit.audit.maps import base_map, question_bases
from surveykit.audit.published import contrasts, missing_base, proportions
from surveykit.audit.reading import MODES
from surveykit.audit.relate import Check, closes, nested, pooled
from surveykit.audit.repair import Repair, repair
from surveykit.audit.ties import Tie
from surveykit.audit.verdicts import audit_figures

__all__ = ["MODES", "VERDICTS", "Attained", "Bases", "Check", "Figure", "Repair", "Simulated", "Tie", "Verdict",
           "accident", "accidents", "attainable", "audit_figures", "base_map", "bases", "beside", "checks", "closes",
           "contrasts", "implied_base", "judge", "missing_base", "monte_carlo", "nested", "pick_figures", "pooled",
           "proportions", "question_bases", "read_figures", "repair", "repairs", "scoreboard", "tick_bases"]
