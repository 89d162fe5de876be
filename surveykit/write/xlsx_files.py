"""An Excel workbook of one sheet, written as XML: no formula, no link, always the same bytes.

Texts are text cells, so that `007` and long numbers stay what they are; numbers are number cells
unless they have more digits than Excel keeps. Written by hand because it takes a fifth of the time
of a library, and because a cell here cannot become a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from surveykit.errors import CleaningError
from surveykit.files.disk import canonical_zip
from surveykit.formats.sheet_gate import column_letters
from surveykit.survey import value_text
from surveykit.words.messages import Message
from surveykit.write.outgoing_survey import KEY, TOKENS, OutgoingSurvey
from surveykit.write.spreadsheet_cells import cell_text, guard_text, refuse_unreadable

COLUMNS, ROWS, LONGEST = 16_384, 1_048_576, 32_767
EXACT = 1e15
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NUMERAL = re.compile(r"[0-9０-９.,:/ eE%+-]*[0-9０-９][0-9０-９.,:/ eE%+-]*")
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings",
         "styles": "styles"}
RELATED = {"worksheets/sheet1.xml": f"{OFFICE}/worksheet", "sharedStrings.xml": f"{OFFICE}/sharedStrings",
           "styles.xml": f"{OFFICE}/styles"}
CORE = (f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>surveykit</dc:creator></cp:coreProperties>')
STYLES = (f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
          '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
          '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
          '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
          '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
          '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
          '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')


def xlsx_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file by its ending."""
    _refuse_unfit(out)
    refuse_unreadable(out)
    texts: dict[str, int] = {}
    heads = [_text_cell(head, texts) for head in (KEY, *(column.name for column in out.columns))]
    gaps = [_text_cell(token, texts) if token else "" for token in TOKENS]
    keys = [_text_cell(guard_text(key), texts) for key in out.keys]
    cells = [column.spread_codes([_answer_cell(value, texts) for value in column.values], gaps).tolist()
             for column in out.columns]
    sheet = _sheet_xml([heads, *zip(keys, *cells, strict=True)])
    return {".xlsx": _zip_workbook(sheet, texts)}


def _refuse_unfit(out: OutgoingSurvey) -> None:
    """What Excel cannot hold, before anything is written."""
    out.refuse_width(COLUMNS, "Excel")
    if len(out.keys) >= ROWS:
        raise CleaningError("Excel holds at most {rows:,} respondents, and this survey has {count:,}.", where="{file}",
                            fix="write it as .csv or .parquet", rows=ROWS - 1, count=len(out.keys), file=out.name)
    out.refuse(UNWRITABLE.search, Message("An answer cannot hold control characters in Excel."),
               Message("recode these answers, or write .csv"))
    out.refuse(lambda text: len(guard_text(text).encode("utf-16-le")) // 2 > LONGEST,
               Message("An answer cannot be longer than the {longest:,} characters of an Excel cell.", longest=LONGEST),
               Message("write it as .csv, .parquet or .sav"))


def _answer_cell(value: str | float, texts: dict[str, int]) -> str:
    """What stands behind a cell's address: a text, or a number that Excel keeps whole."""
    if isinstance(value, str) or abs(value) >= EXACT:
        return _text_cell(cell_text(value), texts)
    return f"><v>{value_text(value)}</v></c>"


def _text_cell(text: str, texts: dict[str, int]) -> str:
    """A text cell; what looks like a number keeps Excel's text format when somebody edits it."""
    style = ' s="1"' if NUMERAL.fullmatch(text) else ""
    return f'{style} t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'


def _sheet_xml(rows: Sequence[Sequence[str]]) -> str:
    """The sheet's XML; the headings stay in sight."""
    letters = [f'<c r="{column_letters(number)}' for number in range(1, len(rows[0]) + 1)]
    extent = f"A1:{column_letters(len(letters))}{len(rows)}"
    return "".join((f'{XML}<worksheet xmlns="{MAIN}"><dimension ref="{extent}"/><sheetViews><sheetView '
                    'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
                    "</sheetView></sheetViews><sheetData>", *_row_xml(rows, letters), "</sheetData></worksheet>"))


def _row_xml(rows: Sequence[Sequence[str]], letters: Sequence[str]) -> Iterator[str]:
    """Each row's XML; empty cells are left out."""
    for number, row in enumerate(rows, start=1):
        cells = [f'{letter}{number}"{cell}' for letter, cell in zip(letters, row, strict=True) if cell]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _zip_workbook(sheet: str, texts: Mapping[str, int]) -> bytes:
    """The whole workbook."""
    strings = "".join(f'<si><t xml:space="preserve">{_escape_text(text)}</t></si>' for text in texts)
    parts = {"[Content_Types].xml": _content_types(), "docProps/core.xml": CORE, "xl/styles.xml": STYLES,
             "_rels/.rels": _relations_xml({"xl/workbook.xml": f"{OFFICE}/officeDocument",
                                        "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties"}),
             "xl/_rels/workbook.xml.rels": _relations_xml(RELATED),
             "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="responses" '
                                'sheetId="1" r:id="rId1"/></sheets></workbook>',
             "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{strings}</sst>', "xl/worksheets/sheet1.xml": sheet}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return canonical_zip(out.getvalue())


def _content_types() -> str:
    """Which part is of which type."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{word}+xml"/>'
                    for part, word in PARTS.items())
    return (f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{parts}<Override PartName="/docProps/core.xml" ContentType='
            '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>')


def _relations_xml(targets: Mapping[str, str]) -> str:
    """Parts that another part names."""
    lines = "".join(f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
                    for number, (target, kind) in enumerate(targets.items(), start=1))
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _escape_text(text: str) -> str:
    """A text in XML; a carriage return, and what reads like one of Excel's own escapes, as Excel writes them."""
    return escape(ESCAPED.sub("_x005F_", text)).replace("\r", "_x000D_")
