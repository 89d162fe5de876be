"""Notebooks or Results to HTML, Word and PDF (floor 6)."""

from surveykit.report.build import Built, build_reports
from surveykit.report.run import execute, scrubbed
from surveykit.report.write import write_report

__all__ = ["Built", "build_reports", "execute", "scrubbed", "write_report"]
