"""Notebooks or Results to HTML, Word and PDF."""

from surveykit.report.build import Built, build_reports
from surveykit.report.run import execute, scrubbed
from surveykit.report.selfaudit.verify import Verified, verified_lines, verify_report
from surveykit.report.write import write_report

__all__ = ["Built", "Verified", "build_reports", "execute", "scrubbed", "verified_lines", "verify_report",
           "write_report"]
