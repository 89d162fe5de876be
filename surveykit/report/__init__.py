"""Notebooks or Results to HTML, Word and PDF.

Names are loaded when first used: who verifies a report runs no notebook, and who writes HTML loads nothing for Word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.lazy_names import lazy_names

if TYPE_CHECKING:
    from surveykit.report.notebook_runner import run_notebook as run_notebook
    from surveykit.report.notebook_runner import scrub_notebook as scrub_notebook
    from surveykit.report.report_builder import BuiltReport as BuiltReport
    from surveykit.report.report_builder import build_reports as build_reports
    from surveykit.report.report_writer import write_report as write_report
    from surveykit.report.selfaudit.report_verifier import VerifiedReport as VerifiedReport
    from surveykit.report.selfaudit.report_verifier import verdict_lines as verdict_lines
    from surveykit.report.selfaudit.report_verifier import verify_report as verify_report

_HOME = {"run_notebook": "notebook_runner", "scrub_notebook": "notebook_runner", "BuiltReport": "report_builder",
         "build_reports": "report_builder", "write_report": "report_writer",
         "VerifiedReport": "selfaudit.report_verifier", "verdict_lines": "selfaudit.report_verifier",
         "verify_report": "selfaudit.report_verifier"}

__all__ = sorted(_HOME)

if not TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _HOME)
