from surveykit.report.notebook_runner import run_notebook as run_notebook
from surveykit.report.notebook_runner import scrub_notebook as scrub_notebook
from surveykit.report.report_builder import BuiltReport as BuiltReport
from surveykit.report.report_builder import build_reports as build_reports
from surveykit.report.report_writer import write_report as write_report
from surveykit.report.selfaudit.report_verifier import VerifiedReport as VerifiedReport
from surveykit.report.selfaudit.report_verifier import verdict_lines as verdict_lines
from surveykit.report.selfaudit.report_verifier import verify_report as verify_report
