"""Candidate figures in the text and tables of a report, each with its quote, place and base."""

from surveykit.audit.extract.candidate import STATUSES, Candidate
from surveykit.audit.extract.document import candidates

__all__ = ["STATUSES", "Candidate", "candidates"]
