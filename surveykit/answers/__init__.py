"""One engine from a cell to an answer: reading raises its faults, checking lists them."""

from surveykit.answers.answer_fault import AnswerFault
from surveykit.answers.column_map import ColumnMap, choose_headings, find_columns
from surveykit.answers.export_table import ExportTable, open_export_table
from surveykit.answers.parse_export import (
    ParsedExport,
    detect_layout,
    open_export,
    parse_export,
    parse_file,
    parse_native_export,
)
from surveykit.answers.responses import Responses, parse_responses

__all__ = [
    "AnswerFault", "ColumnMap", "ExportTable", "ParsedExport", "Responses", "choose_headings", "detect_layout",
    "find_columns", "open_export", "open_export_table", "parse_export", "parse_file", "parse_native_export",
    "parse_responses"]
