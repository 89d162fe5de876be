"""`data/processed`: the cleaned responses, the codebook that reads them, and the log."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

from surveykit.clean.cleaning_log import log_frame
from surveykit.codebook import Codebook, codebook_bytes, parse_codebook
from surveykit.errors import CleaningError, CodebookError
from surveykit.files.disk import sha256, write_all
from surveykit.survey import Survey, value_text

TOKENS = {"not_asked": "(not_asked)", "refused": "(refused)", "dont_know": "(dont_know)", "blank": ""}
RESERVED = {token for token in TOKENS.values() if token}
FORMULA = tuple("=+-@＝＋－＠'\t\r\n")
QUOTED = re.compile(r'[",\r\n]')
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def write_processed(survey: Survey, folder: str | Path) -> Path:
    """Write the cleaned data, their codebook and the log; all files or none.

    Parameters
    ----------
    folder
        Usually `data/processed/<study>`. Files are named after the raw file: `<name>.csv`
        (UTF-8 with BOM, so that Excel shows Chinese), `<name>.codebook.xlsx`,
        `<name>.log.csv`, `<name>.json` (checksums and counts). Synthetic data carry
        `synthetic` in every name.

    Returns
    -------
    pathlib.Path
        The CSV file; `read_survey` reads it with the codebook beside it.

    Raises
    ------
    CleaningError
        The folder is under `data/raw`, which is never written, or an item or option has a name
        that a codebook cannot hold.
    ReportError
        The disk is full, or a file is open elsewhere; the old files stay as they were.

    Missing values
    --------------
    Blank cells are empty; `(not_asked)`, `(refused)` and `(dont_know)` are written as such.

    Notes
    -----
    Personal data (items whose role begins with `pii`) are left out, and hidden in the log. A text
    that a spreadsheet would take for a formula, or that reads like a kind of missing, is written
    with `'` in front, which `read_survey` takes away again.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> folder = tempfile.mkdtemp()
    >>> path = sk.write_processed(sk.example_survey(), folder)
    >>> sk.read_survey(path, path.with_suffix(".codebook.xlsx")).rows
    40
    """
    folder = Path(folder)
    stem = _stem(survey)
    book = _processed_codebook(survey)
    files = {f"{stem}.csv": _csv(_data_rows(survey, book)), f"{stem}.codebook.xlsx": _book_bytes(book),
             f"{stem}.log.csv": _csv(_log_rows(survey))}
    files[f"{stem}.json"] = _facts(survey, files)
    write_all(folder, files, checksum=survey.source.sha256)
    return folder / f"{stem}.csv"


def _book_bytes(book: Codebook) -> bytes:
    """The codebook's workbook, once it is certain that it reads back."""
    try:
        data = codebook_bytes(book)
        same = _essence(parse_codebook(data, "codebook", trusted=True)) == _essence(book)
    except CodebookError as error:
        raise CleaningError("These responses cannot be written with their codebook. {subject}",
                            where=error.where and "{place}", fix="read the survey with a codebook, or rename the "
                            "items and options: Latin letters, digits and _", place=error.where,
                            subject=error.what) from None
    if not same:
        raise CleaningError("These responses cannot be written with their codebook. A name or option has "
                            "blanks around it.", fix="strip the values before Survey.from_frame")
    return data


def _essence(book: Codebook) -> list[tuple]:
    """What the responses need of a codebook to be read again."""
    return [(i.name, i.kind, i.scale, i.reverse, i.role, i.layout,
             [(o.value, o.score, o.missing) for o in i.options]) for i in book]


def _stem(survey: Survey) -> str:
    """The raw file's name without its ending, `synthetic` in it where that is what it is."""
    stem = Path(survey.source.name).stem
    return f"{stem}_synthetic" if survey.source.synthetic and "synthetic" not in stem else stem


def _processed_codebook(survey: Survey) -> Codebook:
    """The codebook of the written file: no personal data, one 0/1 column per option."""
    items = tuple(replace(item, column=None, layout="onehot" if item.kind == "multiple" else None)
                  for item in survey.codebook if not item.personal)
    codes = {token: kind for kind, token in TOKENS.items() if token}
    kept = {key: value for key, value in survey.codebook.settings.items() if key != "headings"}  # ours begin at row 1
    return replace(survey.codebook, items=items,
                   settings={**kept, "platform": "surveykit", "missing_codes": codes})


def _data_rows(survey: Survey, book: Codebook) -> list[list[str]]:
    """Headings and rows of text."""
    columns = list(book.columns)
    answers, kinds = survey.responses[columns], survey.missing[columns]
    cells = [_cells(answers[column], kinds[column]) for column in columns]
    return [["respondent", *columns],
            *(list(row) for row in zip(map(_safe, answers.index), *cells, strict=True))]


def _cells(answers: pd.Series, kinds: pd.Series) -> list[str]:
    """A column as text; every distinct answer is written once."""
    words = {value: _safe(value) if isinstance(value, str) else value_text(value)
             for value in answers.dropna().unique()}
    return [TOKENS[kind] if kind else words[value] for value, kind in zip(answers, kinds, strict=True)]


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and no reader for a kind of missing."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text in RESERVED else text


def _log_rows(survey: Survey) -> list[list[str]]:
    """The log with its headings."""
    frame = log_frame(survey)
    rows = [[_safe(str(cell)) for cell in row] for row in frame.itertuples(index=False)]
    return [list(frame.columns), *rows]


def _csv(rows: list[list[str]]) -> bytes:
    """CSV bytes: UTF-8 with BOM, LF, quotes where they are needed."""
    text = "".join(",".join(map(_field, row)) + "\n" for row in rows)
    wrong = UNWRITABLE.search(text)
    if wrong:
        raise CleaningError("An answer holds a character that is none (NUL, or half of a pair).",
                            where="behind {text!r}",
                            fix="recode this answer", text=text[max(0, wrong.start() - 20):wrong.start()])
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def _field(text: str) -> str:
    """A field, quoted where it must be; the csv module of Python 3.11 forgets a lone `\\r`."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text


def _facts(survey: Survey, files: dict[str, bytes]) -> bytes:
    """What these files are, as JSON with sorted keys."""
    removed = Counter(c.rule for step in survey.log for c in step.changes if c.kind == "remove_survey")
    facts = {
        "raw": {"file": survey.source.name, "sha256": survey.source.sha256, "rows": survey.source.rows},
        "rows": survey.rows, "steps": len(survey.log),
        "changes": sum(len(step.changes) for step in survey.log),
        "synthetic": survey.source.synthetic, "sent": survey.codebook.settings.get("sent"),
        "files": {name: sha256(data) for name, data in files.items()},
        "removed": dict(removed),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
