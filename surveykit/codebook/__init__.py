"""What a questionnaire asks, and the files that say so."""

from surveykit.codebook.files import read_codebook, write_codebook
from surveykit.codebook.items import KINDS, SEPARATOR, Codebook, Item, Option, Scale
from surveykit.codebook.write import codebook_bytes
from surveykit.codebook.xlsform import codebook_of

__all__ = ["KINDS", "SEPARATOR", "Codebook", "Item", "Option", "Scale", "codebook_bytes",
           "codebook_of", "read_codebook", "write_codebook"]
