"""The figure audit (floor 4): can a published percentage be true? Exact arithmetic, no floats."""

from surveykit.audit.around import pick_figures
from surveykit.audit.attain import Attained, Bases, attainable, bases, implied_base
from surveykit.audit.beside import beside
from surveykit.audit.figure import Figure, read_figures
from surveykit.audit.judge import VERDICTS, Verdict, judge
from surveykit.audit.published import contrasts, missing_base, proportions
from surveykit.audit.reports import audit_report, write_candidates
from surveykit.audit.verdicts import audit_figures, base_map, question_bases

__all__ = ["VERDICTS", "Attained", "Bases", "Figure", "Verdict", "attainable", "audit_figures", "audit_report",
           "base_map", "bases", "beside", "contrasts", "implied_base", "judge", "missing_base", "pick_figures",
           "proportions", "question_bases", "read_figures", "write_candidates"]
