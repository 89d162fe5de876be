"""First codebooks from exports, and what an export and its codebook disagree on."""

from surveykit.codebook.draft import Doubt
from surveykit.drafting.beside import beside
from surveykit.drafting.check import Disagreement, check_lines, list_disagreements
from surveykit.drafting.draft import Draft, draft_bytes, draft_lines, drafted
from surveykit.drafting.labelled import labelled

__all__ = ["Disagreement", "Doubt", "Draft", "beside", "check_lines", "draft_bytes",
           "draft_lines", "drafted", "labelled", "list_disagreements"]
