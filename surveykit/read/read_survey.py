"""`read_survey`: which platform is this, where is each question, what did people answer."""

from dataclasses import replace
from os import PathLike
from pathlib import Path

import pandas as pd

from surveykit.answers import ExportTable, ParsedExport, detect_layout, open_export_table, parse_export
from surveykit.answers.conventions import QUOTE
from surveykit.answers.native_variables import make_native_table
from surveykit.answers.own_file import fit_own_file
from surveykit.answers.parquet_table import unfold_parquet
from surveykit.answers.record_keys import refuse_other_rows
from surveykit.codebook import Codebook, Item, read_codebook
from surveykit.drafting import Draft, draft_from_export
from surveykit.errors import ReadError
from surveykit.formats import NativeTable, RawTable, open_foreign
from surveykit.platforms.heading_rows import read_heading_row
from surveykit.platforms.plain_table import OWN
from surveykit.read.file_remarks import export_steps, file_steps, guess_steps, list_found_headings, list_unread_columns
from surveykit.read.native import native_steps, parse_native
from surveykit.read.own_exports import read_history
from surveykit.read.raise_faults import raise_answer_faults, raise_column_faults
from surveykit.read.skip_logic import apply_skip_logic
from surveykit.survey import Source, Step, Survey
from surveykit.survey.computed_items import add_computed
from surveykit.words.phrases import phrase, same_text

REASONS = ("read.converted", "read.placeholders", "read.fill_ins_added", "read.heading_differs", "read.not_in_codebook")


def read_survey(path: str | Path, codebook: str | Path | Codebook | None = None, *, platform: str | None = None,
                encoding: str | None = None, sheet: str | None = None, headings: int | str | None = None) -> Survey:
    """Read a questionnaire export into a Survey.

    Parameters
    ----------
    path
        The file the platform gave (`.xlsx`, `.xls`, `.csv`), a plain workbook or CSV whose headings are
        the items' names, or a file of SPSS, Stata or Parquet. Its first bytes say what it is, not its name.
    codebook
        XLSForm workbook (or a Codebook). Without one, kinds and options are guessed from the
        answers, as `draft_codebook` does; what is unsure about them is in `log`.
    platform
        `wjx`, `tencent`, `qualtrics`, `limesurvey`, `surveymonkey`, `msforms`, `kobo` (also ODK), `google`, `typeform`,
        `alchemer`, `redcap`, `sosci`, `jinshuju`, `feishu`, `wenjuanwang`, `tencent_docs`, `wps`, `plain` or
        `surveykit`; found out from the headings by default. `redcap:visit_1_arm_1` reads the rows of one event.
    encoding
        Of a CSV file; found out by default: byte order mark, UTF-8, plausible GB18030.
    sheet
        Of a workbook with several sheets.
    headings
        The row of the headings where it is not the first, as Excel counts: `headings=3`; `"3-4"` where the
        questions stand above their options. `sk_headings` in the codebook's settings says it too.

    Returns
    -------
    Survey
        One row per respondent; `source.platform` and `source.evidence` say how it was read.
        What was read otherwise than it stands in the file is in `log`, and so are columns that the
        codebook does not name (left out), text items added for fill-ins it has none for, and what was
        noticed in the file: hidden sheets, formulas, blank rows, a wrong ending, numbers that Excel has
        cut ... A cell of a `number` item that holds no number becomes blank, with a flag that keeps the text.

    Raises
    ------
    ReadError
        No such file, damaged, too large or too slow to read (`trusting` raises limits), an encoding that cannot be
        told, rows of unequal length, a missing or renamed column, headings or keys that repeat, no respondents.
    CodebookError
        The codebook is faulty, or there are answers outside an item's options.

    Missing values
    --------------
    `(跳过)` is `not_asked`, `(空)` and an empty cell are `blank`; the codebook's
    `sk_missing_codes` adds others, and `sk_missing` choices are `refused` or `dont_know`. An empty
    cell is `not_asked` where the item's condition (`relevant`) does not hold; the log counts them.

    Notes
    -----
    A file that `write_processed` wrote brings its cleaning log along, as long as the files lie
    together as they were written.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.read_survey("data/raw/anes96/anes96.csv", "data/raw/anes96/anes96.codebook.xlsx")
    >>> survey.rows
    944
    """
    if not isinstance(path, str | PathLike):
        raise ReadError("read_survey needs a path, not a {type}.", type=type(path).__name__,
                        fix="Survey.from_frame(frame) for a DataFrame")
    book = codebook if isinstance(codebook, Codebook | None) else read_codebook(codebook)
    raw, own = unfold_parquet(open_foreign(path, encoding=encoding, sheet=sheet))
    if isinstance(raw, NativeTable):
        return _survey_from_native(raw, book, every_row=platform is not None)
    if own is not None:
        book, platform = book or own, OWN
    return survey_from_table(raw, book, platform=platform, headings=headings, folder=Path(path).parent)


def _survey_from_native(raw: NativeTable, book: Codebook | None, *, every_row: bool) -> Survey:
    """The survey in a file that carries its own labels and kinds of missing."""
    if not len(raw):
        raise ReadError("A survey must have at least one respondent.", where="{file}",
                        fix="the file holds variables only: export it again with cases", file=raw.name)
    if not every_row:
        refuse_other_rows(make_native_table(raw, ours=False), known=_list_known(book))
    parts = parse_native(raw, book)
    source = Source(raw.name, raw.sha256, len(parts.frame), raw.container,
                    f"the file is {raw.container}: its own labels and missing values", parts.codebook.synthetic)
    survey = Survey(parts.frame, parts.missing, parts.codebook, source, flags=tuple(parts.flags),
                    log=(*file_steps(raw.notes), *native_steps(parts.changes), *parts.steps)).validate()
    survey.codes.update(parts.coded)
    return add_computed(survey, parts.computed, book or parts.codebook, phrase("read.computed"))


def _list_known(book: Codebook | None) -> set[str | None]:
    """What a codebook may call a column."""
    return {word for item in book or () for word in (item.name, item.column)}


def survey_from_table(raw: RawTable, book: Codebook | None = None, *, platform: str | None = None,
                      headings: int | str | None = None, folder: Path | None = None) -> Survey:
    """The survey that a raw table holds; `folder` may hold the cleaning log of a file of ours."""
    book = book and fit_own_file(book, read_heading_row(raw))
    export = detect_layout(raw, book, platform=platform, headings=headings)
    table = open_export_table(raw, export)
    if platform is None:
        refuse_other_rows(table, known=_list_known(book))
    draft = Draft(book) if book else _guess_codebook(raw, table)
    parsed = parse_export(table, draft.codebook)
    raise_column_faults(parsed)
    raise_answer_faults(parsed)
    responses, mine = parsed.responses, export.platform == OWN
    frame, kinds, routes = apply_skip_logic(parsed)
    if mine:  # a `'` before a formula is taken away
        keys = pd.Index([key.removeprefix(QUOTE) for key in responses.respondents], name="respondent", dtype=object)
        frame, kinds = frame.set_axis(keys), kinds.set_axis(keys)
    history = read_history(folder / raw.name, table) if mine and folder else ()
    source = Source(table.name, table.sha256, len(table), export.platform, export.evidence, draft.codebook.synthetic,
                    bool(history), export.hints)
    log = (*history, *file_steps(raw.notes), *export_steps(raw, table.export), *guess_steps(draft),
           *_log(parsed), *routes)
    survey = Survey(frame, kinds, responses.codebook, source, flags=responses.flags(), log=log).validate()
    survey.codes.update(responses.coded)
    return add_computed(survey, parsed.computed, draft.codebook, phrase("read.computed"))


def _guess_codebook(raw: RawTable, table: ExportTable) -> Draft:
    """A codebook guessed from the answers; files of ours hold values that only their own codebook explains."""
    if table.export.platform == OWN or not any(s.names and s.role != "meta" for s in table.slots):
        book = Codebook(tuple(Item(slot.names[0], "text", same_text(slot.heading))
                              for slot in table.slots if slot.names and slot.role != "meta"))
        return Draft(book)
    draft = draft_from_export(raw, table.export)
    # a guess must not make an answer unreadable: where some cells hold no number, all are text
    wordy = {doubt.item for doubt in draft.doubts if doubt.key == "number"}
    items = tuple(replace(item, kind="text") if item.name in wordy else item for item in draft.codebook)
    return replace(draft, codebook=replace(draft.codebook, items=items))


def _log(parsed: ParsedExport) -> tuple[Step, ...]:
    """What was read otherwise than it stands in the file, and what was not read."""
    responses = parsed.responses
    marks = tuple(change for change in responses.changes if change.rule == "placeholder")
    others = tuple(change for change in responses.changes if change.rule != "placeholder")
    changes = (others, marks, responses.added, list_found_headings(parsed), list_unread_columns(parsed))
    return tuple(Step("read", phrase(reason), lines) for reason, lines in zip(REASONS, changes, strict=True) if lines)
