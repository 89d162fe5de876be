"""Does a codebook fit an export? Everything on which the two disagree."""

from pathlib import Path

from surveykit.answers import parse_file
from surveykit.codebook import Codebook, read_codebook
from surveykit.drafting.check import Disagreement, list_disagreements
from surveykit.formats import open_foreign


def check_export(path: str | Path, codebook: str | Path | Codebook, *, platform: str | None = None,
                 encoding: str | None = None, sheet: str | None = None,
                 headings: int | str | None = None) -> tuple[Disagreement, ...]:
    """Everything an export and a codebook disagree on, in one pass.

    Parameters
    ----------
    path
        The export.
    codebook
        A codebook, or its file.
    platform, encoding, sheet, headings
        As in `read_survey`.

    Returns
    -------
    tuple of Disagreement
        Item, rule, rows, and what to do, in both languages; empty when they agree.

    Raises
    ------
    ReadError
        The file cannot be read.
    CodebookError
        The codebook is faulty in itself.

    Missing values
    --------------
    Questions answered though not asked, and required ones left empty, are disagreements.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.check_export("data/raw/anes96/anes96.csv", "data/raw/anes96/anes96.codebook.xlsx")
    >>> len(found)
    0
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    raw = open_foreign(path, encoding=encoding, sheet=sheet)
    return list_disagreements(parse_file(raw, book, platform=platform, headings=headings))
