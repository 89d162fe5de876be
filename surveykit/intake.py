"""Before a survey is read (floor 5): a first codebook from an export, and does a codebook fit?"""

from __future__ import annotations

from pathlib import Path

from surveykit._files import write_atomic
from surveykit.codebook import Codebook, read_codebook
from surveykit.drafting import Disagreement, Draft, checked, draft_bytes, drafted
from surveykit.errors import ReadError
from surveykit.read import exported, opened, recovered


def draft_codebook(path: str | Path, *, codes: str | Path | None = None, platform: str | None = None,
                   encoding: str | None = None, sheet: str | None = None) -> Draft:
    """A first codebook, guessed from an export.

    Parameters
    ----------
    path
        The export; of 问卷星 the text export.
    codes
        The code export of the same 问卷星 survey: with both, every label gets its code and
        options that nobody chose are found.
    platform, encoding, sheet
        As in `read_survey`.

    Returns
    -------
    Draft
        `codebook`, and `doubts`: what a person must settle.

    Raises
    ------
    ReadError
        The file cannot be read, or the two files are not of one 问卷星 survey.

    Missing values
    --------------
    The platform's tokens for missing go into the codebook's settings.

    Examples
    --------
    >>> import surveykit as sk
    >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> draft.codebook["q7"].kind
    'multiple'
    """
    raw = opened(path, encoding=encoding, sheet=sheet)
    export = exported(raw, platform)
    if codes is None:
        return drafted(raw, export)
    if export.platform != "wjx":
        raise ReadError("Only a 问卷星 export can be paired with its code export.", where=raw.name,
                        fix="draft_codebook(path) without codes=")
    pairs = recovered(raw, opened(codes, encoding=encoding, sheet=sheet))
    return drafted(raw, export, pairs=pairs)


def write_draft(draft: Draft, path: str | Path) -> Path:
    """Write a draft as a workbook; doubts stand in its column `sk_todo`.

    Parameters
    ----------
    draft
        What `draft_codebook` returned.
    path
        The workbook, `.xlsx`.

    Returns
    -------
    pathlib.Path
        The workbook.

    Raises
    ------
    ReportError
        The path cannot be written.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> path = sk.write_draft(draft, tempfile.mkdtemp() + "/draft.xlsx")
    >>> len(sk.read_codebook(path)) == len(draft.codebook)
    True
    """
    path = Path(path)
    write_atomic(path, draft_bytes(draft))
    return path


def check_export(path: str | Path, codebook: str | Path | Codebook, *, platform: str | None = None,
                 encoding: str | None = None, sheet: str | None = None) -> tuple[Disagreement, ...]:
    """Everything an export and a codebook disagree on, in one pass.

    Parameters
    ----------
    path
        The export.
    codebook
        A codebook, or its file.
    platform, encoding, sheet
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
    raw = opened(path, encoding=encoding, sheet=sheet)
    return checked(raw, exported(raw, platform or book.settings.get("platform")), book)
