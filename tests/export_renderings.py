"""What is read of an export in every layout and of every small file, and what is written of a survey, as text."""

import tempfile
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import test_write
from layouts import asked
from layouts.every import LAYOUTS
from openpyxl import load_workbook
from openpyxl.cell import Cell

import surveykit as sk
from surveykit.drafting import draft_codebook
from surveykit.formats import NativeTable, open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.words.phrases import LANGUAGES

HERE = Path(__file__).parent
MADE = {name.replace("/", "-"): one for name, one in LAYOUTS.items()}
FILES = {path.name: path for path in (*sorted((HERE / "cases").iterdir()), HERE / "data/foreign.xls")
         if path.suffix in {".csv", ".xls", ".xlsx", ".sav"}}
ROWS = 5  # rows that are kept
ENDINGS = ("csv", "xlsx", "parquet", "sav", "dta", "sav long", "dta long", "xlsx long")


def terse(value: object) -> str:
    """A value with those of its fields that are not as usual, without the place where it lies."""
    if not is_dataclass(value):
        return str(value)
    kept = [(field, getattr(value, field.name)) for field in fields(value) if field.repr]
    told = [f"{field.name}={terse(one) if is_dataclass(one) else several(one)}" for field, one in kept
            if one != field.default and (field.default_factory is MISSING or one != field.default_factory())]
    return f"{type(value).__name__}({', '.join(told)})"


def several(value: object) -> str:
    """A tuple of values, or one."""
    return f"[{', '.join(map(terse, value))}]" if isinstance(value, tuple) else str(value)


def read_export(name: str) -> Iterator[str]:
    """What a file holds, what its columns mean, the codebook drafted of it, and the survey read with that."""
    with tempfile.TemporaryDirectory() as folder:
        path = FILES.get(name) or Path(folder) / MADE[name][1]
        if name in MADE:
            path.write_bytes(asked.as_bytes(MADE[name][0], "xlsx" if path.suffix == ".xlsx" else "utf-8"))
        try:
            raw = open_foreign(path)
            yield from table(raw, 0 if name in MADE else ROWS)
            yield from layout(raw) if not isinstance(raw, NativeTable) else ()
            draft = draft_codebook(path)
            yield from map(terse, draft.codebook)
            yield from (f"{scale}" for scale in (*draft.codebook.scales, draft.codebook.settings))
            yield from (f"{doubt.item} {doubt.key} {doubt.text['en']}" for doubt in draft.doubts)
            yield from survey(sk.read_survey(path, draft.codebook))
        except sk.SurveyError as error:
            yield from (error.message(language).replace(str(path), path.name) for language in LANGUAGES)


def table(raw: object, rows: int) -> Iterator[str]:
    """A table of a foreign file."""
    yield " | ".join(str(getattr(raw, name, "")) for name in ("container", "encoding", "delimiter", "sheet", "label",
                                                               "remarks", "sets"))
    yield from map(terse, getattr(raw, "variables", ()))
    yield from (f"{note}" for note in raw.notes)
    yield from (" | ".join(column.texts[column.codes[row]] if column.codes[row] >= 0 else "-" for column in raw.columns)
                for row in range(min(rows, len(raw.columns[0].codes))))


def layout(raw: object) -> Iterator[str]:
    """What the columns of an export mean."""
    export = detect_export(raw)
    yield terse(replace(export, columns=()))
    yield from (terse(replace(column, names=column.names[1:])) for column in export.columns)


def survey(read: sk.Survey) -> Iterator[str]:
    """Answers, kinds of missing, flags and log."""
    yield from read.responses.head(ROWS).to_csv(sep="|").splitlines()
    yield from read.missing.head(ROWS).to_csv(sep="|").splitlines()
    yield from read.missing.apply(lambda column: column.value_counts().to_dict()).to_string().splitlines()
    yield from map(terse, (*read.flags[:ROWS], *read.log))


def long_words() -> sk.Survey:
    """A survey whose names, labels and answers are longer than some program can hold, or just as long."""
    many = tuple(sk.Option(f"{'o' * 60}{k}", {"zh": f"{'选' * size}{k}"}, float(k))
                 for k, size in enumerate((9, 44, 150)))
    items = [sk.Item(f"{'q' * size}{tail}", "single", {"zh": "题" * size, "en": "x" * size}, many)
             for size in (31, 32, 63, 64) for tail in "ab"]
    items += [sk.Item(f"m{size}", "multiple", {"zh": "多" * size}, many, layout="onehot") for size in (5, 30, 90)]
    items += [sk.Item(f"{'k' * 63}{tail}", "multiple", {"zh": "多"}, many, layout="onehot") for tail in "ab"]
    items += [sk.Item(f"t{size}", "text", {"zh": "x" * size}) for size in (79, 80, 81, 255, 256, 257)]
    items += [sk.Item(f"d{year}", "date", {"zh": "日"}) for year in (1599, 1600)]
    said = {"single": [many[0].value, many[2].value], "multiple": [0, 1]}
    cells = {column: said.get(item.kind) or [f"{item.name[1:]}-01-01", "2026-02-28"] if item.kind != "text" else
             ["y" * len(item.label["zh"]), "话" * len(item.label["zh"])] for item in items for column in item.columns}
    return sk.Survey.from_frame(pd.DataFrame(cells), sk.Codebook(
        tuple(items), (), {"language": "zh", "title": {"zh": "长" * 30 + "x" * 90}}))


def written(name: str) -> Iterator[str]:
    """The file of a survey of everything that is hard or long, and what stands beside it."""
    ending, _, long = name.partition(" ")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        sk.write_survey(long_words() if long else test_write.hard(), path, codebook=ending == "csv")
        for beside in sorted(path.parent.iterdir()):
            yield f"# {beside.name}"
            yield from CONTENT[beside.suffix](beside)


def sheets(path: Path) -> Iterator[str]:
    """The cells of a workbook, with their formats and widths."""
    for sheet in load_workbook(path):
        yield f"{sheet.title} {sheet.dimensions} {sheet.freeze_panes} {sheet.auto_filter.ref}"
        yield from (f"{cell.coordinate} {cell.data_type} {cell.number_format} {look(cell)} {cell.value!r}"
                    for row in sheet.iter_rows(max_row=40) for cell in row if cell.value is not None)
        yield " ".join(f"{name} {size.width:.1f}" for name, size in sorted(sheet.column_dimensions.items()))
        yield " ".join(f"{row} {size.height}" for row, size in sheet.row_dimensions.items() if size.height)
        fits = sheet.page_setup.fitToHeight, getattr(sheet.sheet_properties.pageSetUpPr, "fitToPage", None)
        yield f"{sheet.merged_cells.ranges} {sheet.page_setup.orientation} {fits}"
        yield " ".join(f"{rule.sqref} {rule.formula1}" for rule in sheet.data_validations.dataValidation)


def helped(path: Path) -> Iterator[str]:
    """What helps a person who edits a workbook: comments, lists to choose from, heads, wrapped cells."""
    for sheet in load_workbook(path):
        for cell in sheet[1]:
            note = cell.comment and f"{cell.comment.height}x{cell.comment.width} {cell.comment.text!r}"
            yield f"{sheet.title} {cell.coordinate} {cell.fill.fgColor.rgb} {note}"
        yield from (f"{rule.sqref} {rule.formula1} {rule.allow_blank} {rule.showErrorMessage}"
                    for rule in sheet.data_validations.dataValidation)
        yield " ".join(f"{cell.coordinate}:{cell.alignment.vertical},{cell.alignment.wrap_text}"
                       for row in sheet.iter_rows(max_row=6) for cell in row if cell.has_style)


def look(cell: Cell) -> str:
    """How a cell of a workbook is set, without what is usual."""
    size = cell.font.sz not in {None, 11} and f"{cell.font.sz:g}"
    lines = [getattr(side, "style", None) for side in (cell.border.top, cell.border.bottom)]
    told = [cell.font.b and "bold", size, cell.alignment.wrap_text and "wrap", cell.alignment.horizontal, *lines]
    return "/".join(str(one) for one in told if one)


def native(path: Path) -> Iterator[str]:
    """An SPSS or Stata file, as its own reader sees it."""
    read = pyreadstat.read_sav if path.suffix == ".sav" else pyreadstat.read_dta
    frame, meta = read(path, user_missing=True)
    yield from frame.to_csv(sep="|").splitlines()
    for name in ("column_names_to_labels", "variable_value_labels", "original_variable_types", "variable_measure",
                 "missing_ranges", "missing_user_values", "variable_display_width", "notes", "file_label"):
        yield f"{name}: {getattr(meta, name, '')}"


def parquet(path: Path) -> Iterator[str]:
    """A Parquet file: its schema with all that is written in it, and its rows."""
    held = pq.read_table(path)
    yield from held.schema.to_string(truncate_metadata=False, show_field_metadata=True).splitlines()
    yield from held.to_pandas().to_csv(sep="|").splitlines()
    yield " ".join(f"{name}: {held[name].null_count}" for name in held.column_names)


def plain(path: Path) -> Iterator[str]:
    """A file of text, its line ends told."""
    yield from path.read_bytes().decode("utf-8").replace("\r", "\\r").replace("\ufeff", "BOM").splitlines()


CONTENT = {".csv": plain, ".sps": plain, ".json": plain, ".xlsx": sheets, ".sav": native, ".dta": native,
           ".parquet": parquet}
