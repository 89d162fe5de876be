"""Before a survey is read: a first codebook from an export, and does a codebook fit?"""

from __future__ import annotations

from pathlib import Path

from surveykit.answers import open_export, parse_file
from surveykit.codebook import Codebook, read_codebook
from surveykit.codebook.files import form_codebook
from surveykit.drafting import Disagreement, Draft, beside, draft_bytes, drafted, labelled, list_disagreements
from surveykit.errors import ReadError
from surveykit.files.disk import write_atomic
from surveykit.formats import NativeTable, RawTable, open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.wjx import pair_code_export
from surveykit.read.native.draft_from_labels import draft_from_labels


def draft_codebook(path: str | Path, *, codes: str | Path | None = None, platform: str | None = None,
                   encoding: str | None = None, sheet: str | None = None) -> Draft:
    """A first codebook, guessed from an export.

    Parameters
    ----------
    path
        The export; of 问卷星 the text export. Files that hold labels give these: SPSS (`.sav`,
        `.zsav`, `.por`), Stata (`.dta`), and survey files without answers: Qualtrics (`.qsf`),
        LimeSurvey (`.lss`), DDI (`.xml`).
    codes
        The code export of the same 问卷星 survey: with both, every label gets its code and
        options that nobody chose are found. Or the platform's survey file (`.qsf`, `.lss`, `.xml`):
        labels and conditions are taken from it, columns from the export.
    platform, encoding, sheet
        As in `read_survey`.

    Returns
    -------
    Draft
        `codebook`, and `doubts`: what a person must settle.

    Raises
    ------
    ReadError
        A file cannot be read, or two files cannot be put together.

    Missing values
    --------------
    The platform's tokens for missing go into the codebook's settings; declared missing values of
    SPSS and Stata that have a label become options that stand for a kind of missing.

    Examples
    --------
    >>> import surveykit as sk
    >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> draft.codebook["q7"].kind
    'multiple'
    """
    form = form_codebook(Path(path))
    raw = None if form else open_foreign(path, encoding=encoding, sheet=sheet)
    if not isinstance(raw, RawTable):
        if codes is not None:
            raise ReadError("A file that holds its own labels cannot be paired with another.", where="{file}",
                            fix="draft_codebook(path) without codes=", file=path)
        return Draft(*form) if form else _described(raw)
    export = detect_export(raw, platform)
    if codes is None:
        return drafted(raw, export)
    survey_file = form_codebook(Path(codes))
    if survey_file:
        return beside(raw, export, Draft(*survey_file))
    if export.platform != "wjx":
        raise ReadError("Only a 问卷星 export can be paired with its code export.", where="{file}",
                        fix="codes= a survey file (.qsf, .lss), or draft_codebook(path) alone", file=raw.name)
    pairs = pair_code_export(raw, open_export(codes, encoding=encoding, sheet=sheet))
    return drafted(raw, export, pairs=pairs)


def _described(table: NativeTable) -> Draft:
    """A draft from the labels of an SPSS or Stata file."""
    book, changes = draft_from_labels(table)
    return labelled(table, book, [(change.item, change.rule) for change in changes])


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
    raw = open_foreign(path, encoding=encoding, sheet=sheet)
    return list_disagreements(parse_file(raw, book, platform=platform))
