"""A study of one's own: its folder, and a notebook filled with the items of its questionnaire."""

from surveykit.new.choose_findings import key_findings
from surveykit.new.study_folder import NewStudy, new_study
from surveykit.new.study_survey import read_study

__all__ = ["NewStudy", "key_findings", "new_study", "read_study"]
