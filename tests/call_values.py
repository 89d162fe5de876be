"""What the lines of `data/calls` are made of: files in a folder, forms as rules look at them, text columns."""

import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import pyarrow as pa
from export_renderings import terse
from small_studies import people
from test_designs import VERBS, make_survey

import surveykit as sk
from surveykit.answers.cell_parser import ParsedCell
from surveykit.answers.column_map import ColumnMap
from surveykit.answers.export_table import ExportTable
from surveykit.answers.option_words import OptionWords
from surveykit.audit.figures.judge import judge
from surveykit.audit.reports.closing_shares import find_open_shares
from surveykit.audit.reports.document_figures import find_candidates
from surveykit.audit.reports.figure_grid import read_grid
from surveykit.audit.reports.table_sums import find_wrong_sums
from surveykit.codebook.ddi_bytes import ddi_bytes
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.xlsform_codebook import parse_codebook_sheets
from surveykit.drafting.draft_from_export import draft_from_export
from surveykit.figures.canvas import Canvas
from surveykit.figures.text_metrics import Letters
from surveykit.formats import Column, NativeTable, RawTable, ResponseSet, Variable
from surveykit.formats.documents import Cell, Document, Paragraph, Place, Table
from surveykit.interviews.coding import AnswerCodings
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.named_options import TICKS
from surveykit.platforms.wjx_pairs import Pair
from surveykit.report.syntax_tree import text_of
from surveykit.result import Result
from surveykit.result.view import View
from surveykit.screening.rule_outcome import RuleRefusedError
from surveykit.screening.screened_answers import ScreenedAnswers
from surveykit.survey.condition_parser import parse_condition
from surveykit.survey.large_survey import CellRequest, LargeSurvey

POINTS = tuple(sk.Option(f"p{n}", {"en": f"Point {n}"}, float(n)) for n in range(1, 6))
LETTERS = tuple(sk.Option(letter, {"en": letter.upper()}) for letter in "abcd")


def lay_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files; a name that ends with `/` is a folder."""
    for name, content in files.items():
        path = folder / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def list_files(folder: Path) -> dict[str, bytes]:
    """What stands in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def caught(call: Callable[[], object]) -> object:
    """What a call gives, or what it raises."""
    try:
        return call()
    except sk.SurveyError as error:
        return error.message("en")
    except Exception as error:
        return repr(error)


ANN = ("P1,9,12,住得远,far,lives far", "P1,18,20,钱少,pay,", "P1,21,23,家远,far,", "P2,4,6,不累,rest,not tired")
BOB = ("P1,5,12,我很好，住得远,far,fine but far", "P1,18,20,钱少,pay,little pay", "P1,18,23,钱少，家远,far,")


def coded(call: Callable[[sk.Interviews], object], coders: Mapping[str, Sequence[str]] | None = None,
          finished: str = "{ann: [P1, P2], bob: [P1, P2]}", language: str = "zh") -> object:
    """What a call gives of two short interviews with codings."""
    files = {
        "interviews.yaml": f"title: T\nlanguage: {language}\nspeakers: {{interviewer: 问, respondent: 答}}\n"
                           f"coders: {{ann: Ann, bob: Bob}}\nfinished: {finished}\n",
        "participants.csv": "participant_id,gender,service_year,transcript\nP1,female,2024,a.txt\nP2,,2023,b.txt\n",
        "transcripts/a.txt": "问：你好吗？\n答：我很好，住得远。\n问：钱呢？\n答：钱少，家远。\n",
        "transcripts/b.txt": "问：累吗？\n答：不累。\n",
        "code_frame.csv": "code_id,name,name_en\nfar,远,Far\npay,钱,Pay\nrest,累,Rest\nnone,无,None\n"}
    for coder, rows in ({"ann": ANN, "bob": BOB} if coders is None else coders).items():
        lines = [f"{coder}{n},{row},{coder}" for n, row in enumerate(rows)]
        files[f"codings/{coder}.csv"] = "\n".join(["coding_id,doc,start,end,quote,code_id,quote_en,coder", *lines])
    with tempfile.TemporaryDirectory() as name:
        try:
            return call(sk.read_interviews(lay_files(Path(name) / "talks", files)))
        except sk.SurveyError as error:
            return error.message("en").replace(name, "")


def answered(**coders: str) -> AnswerCodings:
    """What coders gave to the answers of an item: a sign per code, blanks between answers, dots where one is not coded.
    """
    given = np.array([[[np.nan if sign == "." else float(sign) for sign in answer] for answer in told_of.split()]
                      for told_of in coders.values()]).transpose(0, 2, 1)
    codes = tuple(sk.interviews.Code(f"c{n}", {"zh": f"码{n}", "en": f"Code {n}"}) for n in range(given.shape[1]))
    answers = {f"r{n}": f"words {n}" for n in range(given.shape[2])}
    return AnswerCodings("why", codes, tuple(coders), answers, given, {"file": "a.csv", "rows": len(answers)})


def near(value: object) -> str:
    """A value with five digits of its numbers, arrays as lists."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return f"{type(value).__name__ * hasattr(value, '_fields')}({', '.join(map(near, value))})"
    if is_dataclass(value):
        return f"{type(value).__name__}({', '.join(near(getattr(value, part.name)) for part in fields(value))})"
    return f"{value + 0.0:.5g}" if isinstance(value, float) else str(value)


def inked(draw: Callable[[Canvas], object], wide: float = 6.0) -> list[str]:
    """What is drawn on a sheet whose letters are all as wide as high, and how far it is filled then."""
    from renderings import artist  # it imports this file
    sheet = Canvas("en", Letters((), (), (), {}), wide)
    said = draw(sheet)
    return [*map(artist, sheet._axes._children), f"{sheet.down:.4f} {near(sheet.beside)} {near(said)}"]


def results(survey: sk.Survey | Callable[[], sk.Survey], calls: str | Mapping[str, Callable] = VERBS) -> str:
    """What verbs give of a survey (a call of `sk` in words, `s` the survey, `|` between), or why they are refused."""
    if isinstance(calls, str):
        calls = {call: eval(f"lambda s: {call}", {"sk": sk, "np": np}) for call in map(str.strip, calls.split("|"))}
    lines = []
    for name, call in calls.items():
        made = caught(lambda call=call: call(survey() if callable(survey) else survey))
        if not isinstance(made, Result):
            lines.append(f"{name}: {made}")
            continue
        lines.append(f"{name}: {made.title['en']} | {made.base} {dict(made.missing)} {dict(made.settings)}")
        lines += made.table.to_csv(sep="|", float_format="%.6g", index=False).splitlines()
        lines += [made.method.get("en", ""), *(note["en"] for note in made.notes)]
    return "\n    ".join(lines)


def throw(error: Exception) -> None:
    """Raise an error."""
    raise error


def inside(manager: AbstractContextManager, call: Callable[[], object]) -> object:
    """What a call gives within a `with`."""
    with manager:
        return call()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip file with these members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def cmap_4(*runs: tuple[int, int]) -> bytes:
    """A table of the characters of a font, of format 4."""
    starts, ends = zip(*runs, (0xFFFF, 0xFFFF), strict=True)
    return struct.pack(f">7H{len(ends)}HH{len(ends)}H", 4, 0, 0, 2 * len(ends), 0, 0, 0, *ends, 0, *starts)


def cmap_12(*runs: tuple[int, int]) -> bytes:
    """The same, of format 12."""
    return struct.pack(">HHIII", 12, 0, 0, 0, len(runs)) + b"".join(struct.pack(">3I", *run, 1) for run in runs)


def font(cmaps: Mapping[int, bytes], family: str = "Plain", base: int = 0) -> bytes:
    """A font file with tables of characters and a name; of a collection, the face that begins at `base`."""
    heads, parts, at = b"", b"", 4 + 8 * len(cmaps)
    for table in cmaps.values():
        heads, parts = heads + struct.pack(">HHI", 3, 1, at + len(parts)), parts + table
    cmap = struct.pack(">HH", 0, len(cmaps)) + heads + parts
    said = family.encode("utf-16-be")
    name = struct.pack(">3H6H", 0, 1, 18, 3, 1, 0x409, 1, len(said), 0) + said
    first = base + 12 + 2 * 16
    return (struct.pack(">I4H", 0x10000, 2, 0, 0, 0) + struct.pack(">4s3I", b"cmap", 0, first, len(cmap))
            + struct.pack(">4s3I", b"name", 0, first + len(cmap), len(name)) + cmap + name)


def collection(*families: str) -> bytes:
    """A collection of fonts with these names."""
    start, faces = 12 + 4 * len(families), list[bytes]()
    starts = list[int]()
    for family in families:
        starts.append(start + sum(map(len, faces)))
        faces.append(font({4: cmap_4((65, 66))}, family, starts[-1]))
    return b"ttcf" + struct.pack(f">II{len(starts)}I", 0x10000, len(starts), *starts) + b"".join(faces)


def forms(roles: Mapping[str, str] | None = None, keep: str = "first", *,
          odd: Mapping[str, Sequence[object]] | None = None, rules: Mapping[str, Mapping[str, str]] | None = None,
          **columns: Sequence[object]) -> ScreenedAnswers:
    """Forms, a sign or a value each: `r1` a rating from 1 to 5, `ra1` one of the scale `a`, `ra1x` a reversed one,
    `q1` a choice of a to d, `n1` or `page_time_1` a number, `t1` a text; a dot for none. `odd` are answers that no
    codebook allows, `rules` other fields of items.
    """
    roles, items = roles or {}, []
    for name in columns:
        kind = {"r": "rating", "q": "single", "n": "number", "p": "number", "t": "text"}[name[0]]
        scale = name[1] if kind == "rating" and name[1].isalpha() else None
        options = {"rating": POINTS, "single": LETTERS}.get(kind, ())
        items.append(sk.Item(name, kind, {"en": name}, options, scale=scale, reverse=name.endswith("x"),
                             role=roles.get(name), **(rules or {}).get(name, {})))
    scales = tuple(sk.Scale(name, {}, 1, 5) for name in dict.fromkeys(item.scale for item in items) if name)
    cells = {item.name: [None if cell in (".", None) else float(cell) if item.kind in {"rating", "number"} else cell
                         for cell in columns[item.name]] for item in items}
    survey = sk.Survey.from_frame(pd.DataFrame(cells), sk.Codebook(tuple(items), scales))
    frame = survey.responses.assign(**odd or {})
    return ScreenedAnswers(survey.with_responses(frame, step=sk.Step("odd", "x")) if odd else survey, keep)


def asked(name: str, kind: str = "single", options: str = "", **fields: object) -> sk.Item:
    """An item; each letter is an option, of a rating with its place as the score."""
    made = tuple(sk.Option(letter, {"en": letter.upper()}, float(place) if kind == "rating" else None)
                 for place, letter in enumerate(options, start=1))
    return sk.Item(name, kind, {"en": name}, made, **fields)


def column(cells: Sequence[str]) -> Column:
    """A column of a table with these cells."""
    texts = list(dict.fromkeys(cells))
    return Column(tuple(texts), np.array([texts.index(cell) for cell in cells], dtype=np.intp))


def layout(columns: str, platform: str = "plain", variant: str = "", **more: object) -> ExportLayout:
    """What the columns of an export mean: `heading/role/question/part/stem/another name`, `|` between columns."""
    slots = []
    for place, told_of in enumerate(columns.split("|")):
        heading, role, question, part, stem, name = (told_of.split("/") + [""] * 5)[:6]
        meta = role if role not in {"", "whole", "option", "row", "rank", "other"} else ""
        slots.append(ExportColumn(place, heading, (heading, name) if name else (heading,), question, stem, part,
                                  "meta" if meta else role or "whole", meta))
    return ExportLayout(platform, variant, "", 1, tuple(slots), **more)


def table(columns: str, rows: Sequence[Sequence[str]], platform: str = "plain", **more: object) -> ExportTable:
    """An export of these columns and rows."""
    cells = tuple(column([row[place] for row in rows]) for place in range(columns.count("|") + 1))
    return ExportTable("a.csv", "", layout(columns, platform, **more), cells, np.arange(2, len(rows) + 2))


def guessed(columns: str, *cells: str, rows: int = 12, pairs: Sequence[Pair] | None = None, **more: object) -> str:
    """What is drafted of an export of these columns; the cells of each, parted by blanks (`.` none, `_` a blank), come
    again until there are so many rows.
    """
    export = layout(columns, **more)
    told_of = [["" if cell == "." else cell.replace("_", " ") for cell in told.split(" ")] for told in cells]
    held = tuple(column([slot.heading, *(found[row % len(found)] for row in range(rows))])
                 for slot, found in zip(export.columns, told_of, strict=True))
    raw = RawTable("a.csv", "", 0, "csv", "", ",", "", held, np.arange(1, rows + 2))
    return drafted(draft_from_export(raw, export, pairs=pairs))


def native(variables: Sequence[Variable], rows: Sequence[Sequence[str]], sets: Sequence[ResponseSet] = (),
           container: str = "sav") -> NativeTable:
    """A file of SPSS or Stata with these variables and cells."""
    cells = tuple(column([row[place] for row in rows]) for place in range(len(variables)))
    return NativeTable("a.sav", "", 0, container, "", "", len(rows), tuple(variables), cells, tuple(sets))


def plain(value: object) -> str:
    """A parsed cell or the rules of a column, in short: ticks in order, no functions."""
    if isinstance(value, ParsedCell):
        return terse(replace(value, value=sorted(value.value) if isinstance(value.value, frozenset) else value.value))
    words = {word: option.value for word, (option, _) in value.words.words.items()}
    return f"{terse(replace(value, words=OptionWords({}), unquote=None))} {words} {value.unquote is not None}"


def meant(text: str, wanted: object = None, headings: object = None, name: str = "a.csv", first: int = 1) -> str:
    """What an export means, a row a line and `|` between cells, or why it is refused."""
    cells = grid(text)
    held = tuple(column([row[place] if place < len(row) else "" for row in cells]) for place in range(len(cells[0])))
    raw = RawTable(name, "", 0, "csv", "", ",", "", held, np.arange(first, len(cells) + first))
    try:
        export = detect_export(raw, wanted, headings)
    except sk.SurveyError as error:
        return error.message("en")
    ticks = {cell: tick for cell, tick in export.ticks.items() if TICKS.get(cell) != tick}
    slots = [f"{slot.place} {slot.role} {slot.meta or slot.question} | {slot.part} | {slot.stem} | {slot.heading} | "
             f"{' / '.join(slot.names)}" for slot in export.columns]
    notes = [note["en"] for note in export.notes]
    more = replace(export, columns=(), ticks={}, notes=(), skipped={})
    skipped = {row: why["en"] for row, why in export.skipped.items()}
    return "\n      ".join([f"{terse(more)} {ticks} {skipped or ''}".rstrip(), *slots, *notes])


def mapped(found: ColumnMap) -> str:
    """Which column holds which item, in short."""
    lists = {"absent": [item.name for item in found.absent], "strangers": [
        (item.name, slot.heading) for item, slot in found.strangers], "lost": [
        (item.name, value) for item, value in found.lost], "shared": found.shared, "faulty": [
        (item.name, error.message("en")) for item, error in found.faulty], "split": found.split, "beside": found.beside}
    return f"{found.whole} {found.blocks} {({name: one for name, one in lists.items() if one})}"


def grid(text: str) -> list[list[str]]:
    """The cells of a sheet: a row a line, `|` between cells."""
    return [line.split("|") for line in text.splitlines()]


def qualtrics(questions: Mapping[str, Mapping[str, object]], *more: Mapping[str, object], **entry: object) -> bytes:
    """A Qualtrics form of these questions and other elements."""
    parts = [{"Element": "SQ", "PrimaryAttribute": qid, "Payload": payload} for qid, payload in questions.items()]
    return json.dumps({"SurveyEntry": entry, "SurveyElements": [*parts, *more]}).encode()


def lime(tables: Mapping[str, Sequence[Mapping[str, str]]], languages: str = "en") -> bytes:
    """A LimeSurvey form of these tables."""
    rows = {name: "".join("<row>" + "".join(f"<{key}>{escape(cell)}</{key}>" for key, cell in row.items()) + "</row>"
                          for row in found) for name, found in tables.items()}
    told = "".join(f"<{name}><rows>{text}</rows></{name}>" for name, text in rows.items())
    spoken = "".join(f"<language>{code}</language>" for code in languages.split())
    return (f"<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages>{spoken}</languages>{told}"
            "</document>").encode()


def drafted(draft: Draft) -> str:
    """A draft in short: its items, settings and doubts."""
    items = [" ".join(filter(None, [
        item.name, item.kind, str(item.label), item.short and f"short {item.short}", item.column and f"<{item.column}>",
        item.layout, item.role, item.required, item.constraint, item.asked_if and f"[{item.asked_if}]",
        " ".join(f"{one.value}={one.label}:{one.score}{one.missing or ''}" for one in item.options)]))
             for item in draft.codebook]
    settings = {key: value for key, value in draft.codebook.settings.items() if value}
    doubts = [f"{doubt.item or '-'} {doubt.text['en']}" for doubt in draft.doubts]
    return "\n    ".join([*items, *map(str, draft.codebook.scales), str(settings), *doubts])


def form_of(survey: str, *, choices: str = "", scales: str = "", settings: str = "") -> str:
    """What is read of the sheets of a form, in short, with its warnings."""
    sheets = {"survey": survey, "choices": choices, "scales": scales, "settings": settings}
    book = parse_codebook_sheets({name: grid(text) for name, text in sheets.items() if text}, "a.xlsx")
    return drafted(Draft(book, tuple(DraftQuestion("", "warning", text) for text in book.settings.get("warnings", ()))))


def told(rule: Callable, answers: ScreenedAnswers, limit: object) -> str:
    """Whom a rule looked at and hit, or why it refused."""
    try:
        found = rule(answers, limit)
    except RuleRefusedError as refusal:
        return refusal.reason["en"]
    except sk.SurveyError as error:
        return error.message("en")
    hits = [f"{hits.item}: {', '.join(f'{row}={value}' for row, value in zip(hits.rows, hits.values, strict=True))}"
            f" / {hits.threshold} {hits.severity}".rstrip() for hits in found.hits]
    return f"{found.base} | {' | '.join(hits)} {found.note.get('en', '')}".rstrip()


@cache
def _shares() -> Result:
    """Shares of a single choice."""
    return sk.frequencies(people(), "sex")


def looked(language: str = "en", rows: Sequence[Mapping[str, object]] = (), **parts: object) -> View:
    """A small result looked at; its table and other parts may be others."""
    return View(_shares()._with_parts(**({"table": pd.DataFrame(list(rows))} if rows else {}) | parts), language)


def brief(blocks: Sequence[object]) -> list[str]:
    """Blocks of a report in short: kind, label, labels it stands for, caption, notes, words."""
    def tell(block: object) -> str:
        grid, nodes = getattr(block, "grid", None), getattr(block, "nodes", ())
        names = ("level", "label", "also", "text", "texts", "both", "second", "language")
        parts = [getattr(block, name, "") for name in names]
        parts += [grid.caption, grid.align, [[head.text for head in row] for row in grid.head], grid.rows[:2],
                  grid.notes] if grid else [getattr(block, "caption", ""), getattr(block, "notes", "")]
        parts += [f"{node['t']} {text_of(node['c'][2] if node['t'] == 'Header' else node['c'])!r}" for node in nodes]
        return " ".join([type(block).__name__, *(str(part) for part in parts if part)])

    return list(map(tell, blocks))


def head(text: str, level: int = 1) -> dict[str, object]:
    """A heading as pandoc reads it."""
    return {"t": "Header", "c": [level, ["", [], []], [{"t": "Str", "c": text}]]}


def words(text: str, kind: str = "Para") -> dict[str, object]:
    """A paragraph of one string as pandoc reads it."""
    return {"t": kind, "c": [{"t": "Str", "c": text}]}


def cell(source: str = "", *outputs: object, kind: str = "code", tags: str = "") -> dict[str, object]:
    """A cell of a notebook; an output is plain text, or data by kind."""
    made = [{"output_type": "stream", "name": "stdout", "text": one} if isinstance(one, str) else
            {"output_type": "display_data", "data": one} for one in outputs]
    return {"cell_type": kind, "source": source, "metadata": {"tags": tags.split()} if tags else {}} | (
        {"outputs": made} if kind == "code" else {})


def opened_large(columns: Mapping[str, Sequence[object]], *items: sk.Item, **settings: object) -> LargeSurvey:
    """A survey of these columns, asked without being held."""
    return sk.open_large(pd.DataFrame(columns), sk.Codebook(items, settings=settings))


def cells_of(survey: LargeSurvey, *requests: tuple) -> list[str]:
    """The cells of some questions, in short."""
    told = list[str]()
    for one in survey.gather([CellRequest(*request) for request in requests]):
        sums = {name: (part.about, part.ends, part.plain.tolist(), part.weighted.tolist(), part.cubes.tolist())
                for name, part in one.numbers.items()}
        told.append(f"{one._responses.to_dict('list')} {one.people.tolist()} {one.weights.tolist()} {one.uneven} "
                    f"{one.inside.tolist()} {one.unknown} {sums}")
    return told


def audited(*blocks: str, caption: str = "", note: str = "") -> str:
    """What the audit finds in paragraphs and in tables (`|` between cells): row and column, count and base, verdict."""
    parts: list[Paragraph | Table] = []
    for number, text in enumerate(blocks, start=1):
        cells = (Cell(words.strip(), row, at) for row, line in enumerate(grid(text)) for at, words in enumerate(line))
        parts.append(Table(tuple(cells), Place(table=number), caption, note) if "|" in text else
                     Paragraph(text, Place(paragraph=number)))
    document, said = Document("a.md", "", 0, "md", tuple(parts)), []
    for one in find_candidates(document):
        place, count, base = one.place, *("-" if n is None else n for n in (one.figure.count, one.figure.base))
        said.append(f"{f'{place.row}.{place.column} ' * (place.row > 0)}{one.figure.printed} {count}/{base} "
                    f"{one.status} {one.why}".rstrip() + f": {judge(one.figure).word}")
    for found in document.tables:
        if sheet := read_grid(found):
            said += [f"{one.place.row} {one.head} {one.added} not {one.printed}"
                     for one in find_wrong_sums(sheet, found)]
            said += [f"{one.place.row} {one.head} adds to {one.added}" for one in find_open_shares(sheet, found)]
    return "; ".join(said)


MADE = {"mock": mock, "sk": sk, "pd": pd, "np": np, "pa": pa, "POINTS": POINTS,
        "LETTERS": LETTERS} | {made.__name__: made for made in (
    forms, told, list_files, caught, throw, inside, zipped, asked, grid, qualtrics, lime, drafted, form_of, font,
    cmap_4, cmap_12, collection, ddi_bytes, column, layout, table, native, guessed, mapped, meant, Variable,
    ResponseSet, NativeTable, Column, terse, plain,
    OptionWords, Pair, near,
    inked, coded, answered, looked, replace, brief, head, words, cell, opened_large, parse_condition,
    results, make_survey, cells_of, audited, Cell, Document, Paragraph, Place,
    Table)} | {"ANN": ANN, "BOB": BOB}
