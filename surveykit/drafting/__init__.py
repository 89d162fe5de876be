"""First codebooks from exports, and what an export and its codebook disagree on."""

from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting.check_export import Disagreement, check_export, check_lines, list_disagreements
from surveykit.drafting.draft_codebook import draft_codebook, write_draft
from surveykit.drafting.draft_from_export import draft_from_export, draft_lines
from surveykit.drafting.draft_from_labels import draft_from_labels
from surveykit.drafting.merge_survey_file import merge_survey_file

__all__ = ["Disagreement", "Draft", "DraftQuestion", "check_export", "check_lines", "draft_codebook",
           "draft_from_export", "draft_from_labels", "draft_lines", "list_disagreements", "merge_survey_file",
           "write_draft"]
