"""First codebooks from exports, and what an export and its codebook disagree on."""

from surveykit.codebook.draft import Doubt
from surveykit.drafting.beside import beside
from surveykit.drafting.check import TYPED, Disagreement, check_lines, checked
from surveykit.drafting.draft import Draft, draft_bytes, draft_lines, drafted
from surveykit.drafting.labelled import labelled

__all__ = ["TYPED", "Disagreement", "Doubt", "Draft", "beside", "check_lines", "checked", "draft_bytes",
           "draft_lines", "drafted", "labelled"]
