"""Notebooks or Results to HTML, Word and PDF."""

from surveykit.report.build_reports import BuiltReport, build_reports
from surveykit.report.run_notebook import run_notebook, scrub_notebook
from surveykit.report.selfaudit.verify_report import VerifiedReport, verdict_lines, verify_report
from surveykit.report.write_report import write_report

__all__ = ["BuiltReport", "VerifiedReport", "build_reports", "run_notebook", "scrub_notebook", "verdict_lines",
           "verify_report", "write_report"]
