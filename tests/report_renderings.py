"""What a report of many parts is in each format, as text: pages without their pictures, the source of a PDF."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

from export_renderings import sheets
from test_report_front import FRONT
from test_report_literature import BIB

import surveykit as sk
from surveykit.files.fonts import family_name, font_file
from surveykit.report import pdf_dialect, provenance
from surveykit.report.selfaudit.read_html_report import drawn_lines, read_html_report
from surveykit.report.selfaudit.read_word_report import read_word_report
from surveykit.report.selfaudit.read_workbook_report import read_workbook_report
from surveykit.report.selfaudit.report_verifier import verify_bytes
from surveykit.words.marks import marks_of

PROSE = {"zh": """# 去向

正文见@tbl-auto2、[@fig-auto1]与@tbl-vars，公式 $V=\\sqrt{2}$；*M* = 3.1，**重点**，`代码`，[链接](https://example.org/a)。
据[@wang2020; @smith2019]，“引文”——{{ plans["home"].k_of_n }} 人返乡，
占 {{ plans["home"].percent }}，另有 <data value="printed">65.4%</data>。[^1]

[^1]: 脚注，*p* < .05。

## 小节

1. 第一
2. 第二

   * 内层

> 引述一段。

| 甲 | 乙 |
|:--|--:|
| 一 | 2 |
| 三 | 10.5 |

: 变量说明 {#tbl-vars}
""", "en": """# Destinations

See @tbl-auto2, [@fig-auto1] and @tbl-vars, $V=\\sqrt{2}$; *M* = 3.1, **bold**, `code`, [a link](https://example.org/a).
After [@wang2020; @smith2019], "quoted" -- {{ plans["home"].k_of_n }} go home, {{ plans["home"].percent }}, beside
<data value="printed">65.4%</data>.[^1] @lee2021 says so.

[^1]: A footnote, *p* < .05.

## Section

1. one
2. two

   * inside

> Quoted.

| A | B |
|:--|--:|
| one | 2 |
| three | 10.5 |

: Variables {#tbl-vars}
"""}
STYLES = {"zh": "thesis", "en": "plain"}
SIGHTS = re.compile(r"(data:[a-z/+]+;base64,)[^\"')]+|<style>.*?</style>|<svg.*?</svg>", re.DOTALL)
PARTS = ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml", "word/footer2.xml",
         "word/settings.xml", "word/footnotes.xml", "docProps/core.xml", "word/_rels/document.xml.rels")
MOST = 40_000  # letters of one part that are kept


def written(name: str) -> Iterator[str]:
    """The report of a language in a format."""
    form, _, language = name.partition(" ")
    survey = sk.recode(sk.screen(sk.example_survey()), "plan", {"renew": "stay"}, reason="x")
    plans = sk.frequencies(survey, "plan")
    pieces = [PROSE[language], plans, sk.plot(plans, language=language), sk.interpret(plans, style="full"),
              sk.summary([plans, sk.means(survey, "months", by="gender")]),
              "\n## B\n", sk.banner(survey, ["plan", "months"], by=["gender", "hardship"]),
              sk.crosstab(survey, "plan", by="cp_1"), sk.cleaning_log(survey)]
    source: list[str] = []
    with (tempfile.TemporaryDirectory() as folder, mock.patch.object(provenance, "_list_versions", lambda *_: "–"),
          mock.patch.object(pdf_dialect, "compile_pages", lambda text, *_: source.append(text) or b"%PDF")):
        path, references = Path(folder) / f"r.{form}", Path(folder) / "references.bib"
        references.write_text(BIB, encoding="utf-8")
        sk.write_report(pieces, path, survey=survey, language=language, style=STYLES[language], front={
            **FRONT, "references": str(references), "contents": True, "numbered": True})
        yield from {"docx": word, "html": page, "xlsx": sheets, "pdf": lambda _: printed(source[0])}[form](path)
        yield from audited(form, path.read_bytes())


def audited(form: str, data: bytes) -> Iterator[str]:
    """What the self-audit reads of a report: every text with a number, what it is, and what is wrong with it."""
    if form == "pdf":
        return
    yield "# audited"
    for piece in {"html": read_html_report, "docx": lambda data: read_word_report(data)[0],
                  "xlsx": read_workbook_report}[form](data):
        if re.search(r"\d", piece.text):
            marks = " ".join(str(mark) for mark in marks_of(piece.text))
            yield f"{piece.at} | {piece.text} | {piece.unit} | {marks} | {piece.find_unmarked()}".replace("\n", " ")
    found = verify_bytes(data, "r")
    yield from (f"{found.kinds}", *map(str, found.faults))
    for place, listed, lines in drawn_lines(data) if form == "html" else ():
        yield f"{place} {sorted(listed)} {sorted(lines)}"


def page(path: Path) -> Iterator[str]:
    """A page of HTML, an element a line."""
    text = SIGHTS.sub("", path.read_text(encoding="utf-8"))
    yield from re.sub(r"(?=<(?:p|h\d|table|tr|li|div|figure|section|small|nav)\b)", "\n", text).splitlines()


def word(path: Path) -> Iterator[str]:
    """The parts of a Word document that we write, a paragraph, row or style a line."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        for name in (name for name in PARTS if name in parts.namelist()):
            text = parts.read(name).decode("utf-8").replace("\n", " ")
            yield f"# {name}"
            yield from re.sub(r"(?=<(?:w:p|w:tbl|w:tr|w:style|w:sectPr|Relationship ))", "\n", text)[:MOST].splitlines()


def printed(source: str) -> Iterator[str]:
    """The source of a PDF without what stands in `page.typ`; fonts are called after their styles."""
    for style in ("serif", "sans"):
        source = source.replace(family_name(font_file(style)), style)
    yield from (line for line in source.replace(pdf_dialect._page(), "").splitlines())


REPORTS = {f"{form} {language}": partial(written, f"{form} {language}")
           for form in ("html", "docx", "pdf", "xlsx") for language in ("zh", "en")}
