"""`write_survey`: one survey, five formats, always the same bytes."""

from collections.abc import Callable, Mapping
from pathlib import Path

from surveykit.codebook import Codebook, codebook_bytes, parse_codebook
from surveykit.errors import CleaningError, CodebookError, ReportError, did_you_mean
from surveykit.files.disk import may_write, write_all
from surveykit.files.leftovers import lock_folder
from surveykit.privacy.personal_gate import refuse_personal
from surveykit.survey import Survey
from surveykit.words.messages import Message
from surveykit.write.csv_files import csv_files
from surveykit.write.outgoing_survey import OutgoingSurvey, prepare_outgoing
from surveykit.write.package_files import dta_files, sav_files
from surveykit.write.parquet_files import parquet_files
from surveykit.write.xlsx_files import xlsx_files

Writer = Callable[[OutgoingSurvey], Mapping[str, bytes]]
WRITERS: Mapping[str, Writer] = {".csv": csv_files, ".xlsx": xlsx_files, ".parquet": parquet_files,
                                 ".sav": sav_files, ".dta": dta_files}


def write_survey(survey: Survey, path: str | Path, *, codebook: bool = True) -> Path:
    """Write a survey for another program; `read_survey` gives the same answers back (of a time stamp its day).

    Parameters
    ----------
    path
        Its ending says the format: `.csv` (UTF-8 with BOM), `.xlsx`, `.parquet`, `.sav` (SPSS) or `.dta`
        (Stata 14 and later). Not under `data/raw`.
    codebook
        Whether to write `<stem>.codebook.xlsx` beside it, the same for every format. It holds what the file
        cannot: labels in the other language, scales, conditions, long labels whole.

    Returns
    -------
    pathlib.Path
        The file. With response sets, SPSS gets `<stem>.mrsets.sps` too: run it when the file is open.

    Raises
    ------
    CleaningError
        Personal data stand in it that nobody has decided about (`find_personal`); the folder is under `data/raw`;
        all items are personal; an answer, a number or a name cannot be held
        by the format or the codebook; Excel or Stata have too few columns.
    ReportError
        The ending is unknown, the disk is full, or a file is open elsewhere; the old files stay as they were.

    Missing values
    --------------
    CSV and Excel: a blank cell is empty, `(not_asked)`, `(refused)` and `(dont_know)` are written as such. Parquet:
    null, and a column `<name>.missing` beside that names the kind. SPSS: blank is system-missing, the others are
    user-missing values with labels (the option's own number, else -97 refused, -98 don't know, -99 not asked). Stata:
    `.`, and `.a` refused, `.b` don't know, `.c` not asked; in texts the words of CSV.

    Notes
    -----
    Personal data (items whose role begins with `pii`) are left out. A text that a spreadsheet would take for
    a formula, or a reader for a kind of missing, gets a `'` in front (in SPSS and Stata one at both ends),
    which `read_survey` takes away again with the codebook. Names that
    SPSS or Stata do not allow are changed, and stand in brackets at the end of the label; labels too long for
    them end in `…`. Of answers that are time stamps the days are written (to the second they tell who answered);
    the codebook says of which items (`sk_note`).
    Not written: log, flags and design (`write_processed` writes the log), and the headings of the export.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> path = sk.write_survey(sk.example_survey(), tempfile.mkdtemp() + "/graduates.csv")
    >>> sorted(file.name for file in path.parent.iterdir())
    ['graduates.codebook.xlsx', 'graduates.csv']
    >>> sk.read_survey(path, path.with_suffix(".codebook.xlsx")).rows
    40
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.casefold())
    if writer is None:
        raise ReportError("A survey cannot be written as {suffix}.", where="{file}",
                          fix=did_you_mean(path.suffix, WRITERS),
                          suffix=repr(path.suffix) if path.suffix else Message("a file without ending"), file=path.name)
    may_write(path, checksum=survey.source.sha256)
    refuse_personal(survey)
    out = prepare_outgoing(survey, path.name)
    files = dict(writer(out))
    if codebook:
        files[".codebook.xlsx"] = make_codebook_bytes(out.book, path.name)
    with lock_folder(path.parent):
        write_all(path.parent, {path.name if ending == path.suffix.casefold() else path.stem + ending: data
                                for ending, data in files.items()},
                  checksum=survey.source.sha256)
    return path


def make_codebook_bytes(book: Codebook, name: str) -> bytes:
    """The codebook's workbook, once it is certain that it reads back."""
    try:
        data = codebook_bytes(book)
        same = _answer_essentials(parse_codebook(data, "codebook", trusted=True)) == _answer_essentials(book)
    except CodebookError as error:
        raise CleaningError("The survey cannot be written with its codebook. {subject}", where="{place}",
                            fix="rename the items and options (Latin letters, digits and _), or write_survey(..., "
                                "codebook=False)", place=error.where or name, subject=error.what) from None
    if not same:
        raise CleaningError("The survey cannot be written with its codebook: a name or option has blanks around it, "
                            "or reads like one of Excel's escapes.", where="{file}",
                            fix="rename it, or write_survey(..., codebook=False)", file=name)
    return data


def _answer_essentials(book: Codebook) -> list[tuple[object, ...]]:
    """What the answers need of a codebook to be read again."""
    return [(i.name, i.kind, i.scale, i.reverse, i.role, i.layout,
             [(o.value, o.score, o.missing) for o in i.options]) for i in book]
