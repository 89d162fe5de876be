"""An export, all of it, by a codebook: where each item stands, and what people answered."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from surveykit.answers.column_map import ColumnMap, find_columns
from surveykit.answers.conventions import Conventions, find_conventions
from surveykit.answers.export_table import ExportTable, open_export_table
from surveykit.answers.native_variables import decode_variables, make_native_table, unquote_text
from surveykit.answers.own_file import fit_own_file
from surveykit.answers.parquet_table import unfold_parquet
from surveykit.answers.platform_columns import with_platform_columns
from surveykit.answers.responses import Responses, parse_responses
from surveykit.answers.variable_map import KEY, find_variables
from surveykit.codebook import Codebook, Item
from surveykit.codebook.codebook_faults import item_faults
from surveykit.errors import CodebookError, ReadError, count_noun, faults_error
from surveykit.formats import NativeTable, RawTable, open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.heading_rows import read_heading_row
from surveykit.platforms.plain_table import OWN
from surveykit.survey import Change


@dataclass(frozen=True)
class ParsedExport:
    """An export's table, the codebook with the platform's own columns, the columns of its items and their rules.
    `computed` are items that the file has no column for, because the codebook says how they are computed from others.
    """

    table: ExportTable
    codebook: Codebook
    columns: ColumnMap
    conventions: Conventions
    respondents: tuple[str, ...]
    computed: tuple[Item, ...] = ()

    @cached_property
    def responses(self) -> Responses:
        """What people answered; items without a column are left out."""
        return parse_responses(self.table, self.codebook, self.columns, self.conventions, self.respondents)


def parse_export(table: ExportTable, codebook: Codebook) -> ParsedExport:
    """What `read_survey` makes a survey of, and `check_export` a list of disagreements."""
    book = with_platform_columns(codebook, table)
    columns = find_columns(table.export, book)
    book, computed = _part_computed(book, columns)
    _refuse_faulty(book)
    return ParsedExport(table, book, columns, find_conventions(table.export, book), table.keys, computed)


def parse_native_export(table: NativeTable, book: Codebook) -> tuple[ParsedExport, list[Change]]:
    """The variables of a file by a codebook, and what of its missing values was noticed."""
    book = fit_own_file(book, [variable.name for variable in table.variables],
                        lambda book: not find_variables(table, book).absent)
    ours = book.settings.get("platform") == OWN
    columns = find_variables(table, book)
    book, computed = _part_computed(book, columns)
    _refuse_faulty(book)
    conventions, decoded = decode_variables(table, book, columns, ours=ours)
    keys = _find_keys(table, ours=ours)
    return ParsedExport(make_native_table(table, ours=ours), book, columns, conventions, keys, computed), decoded


def _refuse_faulty(book: Codebook) -> None:
    """Refuse items that contradict themselves: no workbook has told those of a codebook made in code."""
    scales = {scale.name: scale for scale in book.scales}
    faults = [fault for item in book for fault in item_faults(item, scales)]
    if faults:
        raise faults_error(CodebookError, "The codebook has {faults}:", faults, where="the codebook given",
                           fix="correct these items: draft.settle(item=..., kind=..., options=[...])",
                           faults=count_noun(len(faults), "fault"))


def _part_computed(book: Codebook, columns: ColumnMap) -> tuple[Codebook, tuple[Item, ...]]:
    """The codebook without the items that have no column because they are computed, and these; they are not absent."""
    computed = tuple(item for item in columns.absent if item.calculation)
    if not computed:
        return book, ()
    columns.absent = [item for item in columns.absent if not item.calculation]
    return replace(book, items=tuple(item for item in book if item not in computed)), computed


def _find_keys(table: NativeTable, *, ours: bool) -> tuple[str, ...]:
    """The variable `respondent`, else the running number."""
    for variable, column in zip(table.variables, table.columns, strict=True):
        if variable.name == KEY:
            texts = [unquote_text(text) or text if ours else text.strip() for text in column.texts]
            return tuple(np.array(texts or [""], dtype=object)[column.codes])
    return tuple(str(number) for number in range(1, len(table) + 1))


def detect_layout(raw: RawTable, book: Codebook | None, *, platform: str | None = None,
              headings: int | str | None = None) -> ExportLayout:
    """What the columns of an export mean: the caller's word first, then the codebook's.
    The codebook of a platform's form knows its columns by several names: its exports may lack rows of headings.
    """
    settings = book.settings if book else {}
    told = None if settings.get("export_tags") else settings.get("platform")
    return detect_export(raw, platform or told, headings or settings.get("headings"))


def parse_file(raw: RawTable | NativeTable, book: Codebook, *, platform: str | None = None,
               headings: int | str | None = None) -> ParsedExport:
    """A file's answers by a codebook, with every fault that reading would raise or flag."""
    raw, own = unfold_parquet(raw)
    if isinstance(raw, RawTable):
        platform, book = OWN if own else platform, fit_own_file(book, read_heading_row(raw))
        layout = detect_layout(raw, book, platform=platform, headings=headings)
        return parse_export(open_export_table(raw, layout), book)
    return parse_native_export(raw, book)[0]


def open_export(path: str | Path, *, encoding: str | None = None, sheet: str | None = None) -> RawTable:
    """The table in a file, for pairing; SPSS, Stata and Parquet files carry their own labels."""
    raw, _ = unfold_parquet(open_foreign(path, encoding=encoding, sheet=sheet))
    if not isinstance(raw, RawTable):
        raise ReadError("A file that holds its own labels cannot be paired with another.", where="{file}",
                        fix="draft_codebook(path) without codes=", file=raw.name)
    return raw
