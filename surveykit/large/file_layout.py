"""Distinct rows read as `read_survey` reads a file: one engine for rows and for cells of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from surveykit.answers import ParsedExport, detect_layout, open_export_table, parse_export
from surveykit.answers.cell_parser import find_missing
from surveykit.answers.own_file import fit_own_file
from surveykit.answers.parquet_table import unfold_parquet
from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, ReadError
from surveykit.expression import parse
from surveykit.formats import Column, NativeTable, RawTable
from surveykit.formats.raw_tables import Variable
from surveykit.platforms.plain_table import OWN
from surveykit.read.raise_faults import raise_column_faults
from surveykit.read.read_survey import survey_from_table
from surveykit.survey import Survey
from surveykit.text.parse_number import parse_number

FILLED = "…"  # stands for all words typed beside options: only that there are some counts


@dataclass(frozen=True, slots=True)
class FileLayout:
    """Where the answers to each item stand in a file.
    name: of the file. remarks: the codebook a file of ours carries. platform: as which it is read. columns: the columns
    of each item, those that name kinds of missing and those of words typed beside options among them. typed: the
    latter. spelt: items whose numbers must be read from texts, because some of them stand for missing.
    """

    name: str
    remarks: tuple[str, ...]
    platform: str
    codebook: Codebook
    columns: Mapping[str, tuple[str, ...]]
    typed: frozenset[str]
    spelt: frozenset[str]

    def columns_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns of some items, each once, in the order of the file's headings."""
        wanted = {column for name in self.with_askers(names) for column in self.columns[name]}
        return tuple(column for column in dict.fromkeys(
            column for columns in self.columns.values() for column in columns) if column in wanted)

    def with_askers(self, names: Iterable[str]) -> tuple[str, ...]:
        """Some items, and those that decide whether they are asked, in the order of the codebook."""
        wanted = set(names)
        for name in () if self.platform == OWN else tuple(wanted):  # files of ours say of every gap what it is
            wanted |= _names_in(self.codebook[name].asked_if, self.codebook)
        return tuple(item.name for item in self.codebook if item.name in wanted)

    def shorten(self, text: str) -> str:
        """What of words typed beside options counts: a kind of missing, or that there are some."""
        return text if find_missing(text, {}) else FILLED

    def read(self, names: Iterable[str], columns: Mapping[str, Column], lines: NDArray[np.int64]) -> Survey:
        """The rows of some columns as a Survey of some items; `lines` are numbers of respondents, for errors."""
        names = self.with_askers(names)
        rows = len(lines)
        variables = tuple(map(Variable, columns))
        table = NativeTable(self.name, "", 0, "parquet", "", "", rows, variables, tuple(columns.values()),
                            remarks=self.remarks)
        raw, _ = unfold_parquet(table)
        if not isinstance(raw, RawTable):
            raise TypeError("A Parquet file is read as a plain table.")
        raw = replace(raw, lines=np.concatenate([[0], lines + 1]))
        book = replace(self.codebook, items=tuple(self.codebook[name] for name in names))
        made = survey_from_table(raw, book, platform=self.platform)
        if made.rows != rows:
            raise ReadError("Some rows of the file are read as no respondents.", where="{file}",
                            fix="take sums, totals and notes below the table out of the file", file=self.name)
        return made


def find_layout(name: str, headings: Sequence[str], sample: Sequence[Column], remarks: tuple[str, ...],
                codebook: Codebook | None) -> FileLayout:
    """Where the items of a codebook stand among columns of which the first rows are known."""
    table = NativeTable(name, "", 0, "parquet", "", "", len(sample[0].codes), tuple(map(Variable, headings)),
                        tuple(sample), remarks=remarks)
    raw, own = unfold_parquet(table)
    book = codebook or own
    if book is None:
        raise ReadError("A large file needs a codebook: it is not read as a whole to guess one.", where="{file}",
                        fix="open_large(path, codebook='questionnaire.xlsx'); draft_codebook drafts one from a part "
                            "of the file", file=name)
    if not isinstance(raw, RawTable):
        raise TypeError("A Parquet file is read as a plain table.")
    book = fit_own_file(book, headings)
    parsed = _parse(raw, book, headings, OWN if own is not None else None)
    if own is None and any(fault.is_refused for fault in parsed.responses.faults):
        valued = _parse(raw, book, headings, OWN)  # as a survey's own frame holds values and scores, no labels
        parsed = parsed if any(fault.is_refused for fault in valued.responses.faults) else valued
    raise_column_faults(parsed)
    beside = _kinds_beside(headings, parsed, own is not None)
    places = {item.name: _headings_of(parsed, item, beside) for item in parsed.codebook}
    typed = frozenset(parsed.table.headings[place] for place in parsed.columns.beside.values())
    spelt = frozenset(item.name for item in parsed.codebook
                      if item.kind == "number" and _has_number_codes(parsed, item))
    return FileLayout(name, remarks, parsed.table.export.platform, parsed.codebook, places, typed, spelt)


def _parse(raw: RawTable, book: Codebook, headings: Sequence[str], platform: str | None) -> ParsedExport:
    """The first rows by a codebook; sets whose columns are named as in a survey's own frame are read so."""
    table = open_export_table(raw, detect_layout(raw, book, platform=platform))
    parsed = parse_export(table, book)
    absent = {item.name for item in parsed.columns.absent if item.kind == "multiple" and all(
        column in headings for column in item.columns)}
    if not absent:
        return parsed
    items = (replace(item, layout="onehot", column=None) if item.name in absent else item for item in book)
    return parse_export(table, replace(book, items=tuple(items)))


def _headings_of(parsed: ParsedExport, item: Item, beside: Mapping[str, str]) -> tuple[str, ...]:
    """The columns an item is read from."""
    places = [*parsed.columns.places_of(item.name)]
    if item.name in parsed.columns.beside:
        places.append(parsed.columns.beside[item.name])
    names = [parsed.table.headings[place] for place in places]
    return tuple(dict.fromkeys([*names, *(beside[name] for name in names if name in beside)]))


def _kinds_beside(headings: Sequence[str], parsed: ParsedExport, own: bool) -> dict[str, str]:
    """The columns that name kinds of missing, by the column they are about."""
    read = set(parsed.table.headings)
    return {heading.rstrip("_").removesuffix(".missing"): heading for heading in headings
            if heading not in read} if own else {}


def _has_number_codes(parsed: ParsedExport, item: Item) -> bool:
    """Whether a number may stand for missing."""
    place = parsed.columns.whole.get(item.name)
    tokens = {} if place is None else parsed.conventions.rules_for(item, place).missing
    return bool(item.options) or place is None or any(parse_number(token) is not None for token in tokens)


def _names_in(condition: str | None, book: Codebook) -> set[str]:
    """The items a condition looks at."""
    try:
        return {name for name in parse(condition).names if name in book} if condition else set()
    except CodebookError:
        return set()
