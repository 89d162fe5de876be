"""What a questionnaire asks, and the files that say so (their readers and writers are loaded when used)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.codebook.items import KINDS, SEPARATOR, Codebook, Item, Option, Scale
from surveykit.lazy_names import lazy_names

if TYPE_CHECKING:
    from surveykit.codebook.codebook_changes import CodebookChange, diff_codebooks
    from surveykit.codebook.codebook_files import read_codebook, write_codebook
    from surveykit.codebook.codebook_workbook import codebook_bytes
    from surveykit.codebook.xlsform_codebook import parse_codebook

__all__ = ["KINDS", "SEPARATOR", "Codebook", "CodebookChange", "Item", "Option", "Scale", "codebook_bytes",
           "diff_codebooks", "parse_codebook", "read_codebook", "write_codebook"]

__getattr__ = lazy_names(__name__, {
    "read_codebook": "codebook_files", "write_codebook": "codebook_files", "codebook_bytes": "codebook_workbook",
    "CodebookChange": "codebook_changes", "diff_codebooks": "codebook_changes", "parse_codebook": "xlsform_codebook"})
