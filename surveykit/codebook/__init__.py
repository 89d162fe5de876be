"""What a questionnaire asks, and the XLSForm workbook that says so (floor 2)."""

from surveykit.codebook.items import KINDS, SEPARATOR, Codebook, Item, Option, Scale
from surveykit.codebook.write import codebook_bytes
from surveykit.codebook.xlsform import codebook_of, read_codebook

__all__ = ["KINDS", "SEPARATOR", "Codebook", "Item", "Option", "Scale", "codebook_bytes",
           "codebook_of", "read_codebook"]
