"""What a questionnaire asks, and the files that say so."""

from surveykit.codebook.codebook_files import read_codebook, write_codebook
from surveykit.codebook.codebook_workbook import codebook_bytes
from surveykit.codebook.diff_codebooks import CodebookChange, diff_codebooks
from surveykit.codebook.items import KINDS, SEPARATOR, Codebook, Item, Option, Scale
from surveykit.codebook.xlsform_codebook import parse_codebook

__all__ = ["KINDS", "SEPARATOR", "Codebook", "CodebookChange", "Item", "Option", "Scale", "codebook_bytes",
           "diff_codebooks", "parse_codebook", "read_codebook", "write_codebook"]
