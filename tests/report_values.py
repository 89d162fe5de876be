"""Reports of many parts and small files of reports, of which the lines of `data/calls` are made."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lxml import etree
from small_studies import people

import surveykit as sk
from surveykit.report.front_page import FrontPage, choose_style
from surveykit.report.provenance import _number_captions
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
)
from surveykit.report.selfaudit.audited_text import SPACE
from surveykit.report.syntax_tree import span
from surveykit.result import Grid, Head
from surveykit.words.marks import Mark, MarkedText, marks_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FULL = FrontPage("Title", "Below it 7", "Ann, Bob", (("At: ", "U"), ("By: ", "")), "2024",
                 (("Abstract", ("one 3", "two"), "Keywords: a"), ("摘要", ("甲",), "")))


@cache
def shares() -> sk.Result:
    """Shares of a single choice."""
    return sk.frequencies(people(), "sex")


def tied(text: str, *marks: str) -> str:
    """A text with its marks, each as it is written: `0:2 21/46`."""
    return MarkedText(text, map(Mark.read, marks))


def picture(wide: int, high: int) -> bytes:
    """The head of a PNG of so many dots."""
    return bytes(16) + struct.pack(">II", wide, high)


@dataclass(frozen=True)
class Sketch:
    """A drawing of a report."""

    high: int = 400
    alt: str = "Bars & lines"
    labels: tuple[str, ...] = ("home", tied("21/46 (46%)", "0:5 21/46", "7:10 21/46"), "n = 46")
    narrow_labels: tuple[str, ...] = ("home", "n = 46", "12 more")

    def svg(self, *, narrow: bool = False) -> bytes:
        """A picture of half the page."""
        return f'<svg width="{100 if narrow else 227}pt" height="{self.high // 2}pt"/>'.encode()

    def png(self, dpi: int = 200) -> bytes:
        """The same."""
        return picture(4 * dpi, self.high)


def shown(label: str | None = "", high: int = 400, second: str = "图", **parts: object) -> FigureBlock:
    """A figure with its caption."""
    return FigureBlock(Sketch(high), tied("Fig 46%", "4:7 21/46"), label, second, **parts)


def spanned(label: str | None = "tbl-a", notes: Sequence[str] = ("n", "m."), caption: str = "Cap p = 0.1",
            ) -> TableBlock:
    """A table with headings over several columns, a line across and marks."""
    heads = ((Head(""), Head("Women and men", 2), Head("", 1)),
             (Head("Plan"), Head("n"), Head("Percent (95% CI)"), Head("p")))
    rows = (("home", "21", tied("46 (32–60)", "0:2 21/46"), "0.31"), "A line across",
            ("a long time away", "1,234", "–", "< 0.001"))
    return TableBlock(Grid(caption, heads, rows, "lrrc", tuple(notes)), label, None, "表题")


def small(label: str | None = "", notes: Sequence[str] = (), caption: str = "") -> TableBlock:
    """A table of one cell."""
    return TableBlock(Grid(caption, ((Head("n"),),), (("46",),), "r", tuple(notes)), label)


def said(text: str, kind: str = "Para") -> dict[str, object]:
    """A paragraph, its words apart."""
    nodes: list[dict[str, object]] = []
    for word in text.split(" "):
        nodes += [{"t": "Space"}, {"t": "Str", "c": word}]
    return {"t": kind, "c": nodes[1:]}


def titled(text: str, level: int = 2) -> dict[str, object]:
    """A heading."""
    return {"t": "Header", "c": [level, ["", [], []], [{"t": "Str", "c": text}]]}


def parts() -> tuple[Block, ...]:
    """Blocks of every kind."""
    share = {"t": "Para", "c": [span("21/46", [{"t": "Str", "c": "46%"}]), {"t": "Str", "c": "."}]}
    listed = {"t": "BulletList", "c": [[said("n = 3 at last")], [said("x", "Plain")]]}
    return (Prose((titled("One", 1), said("see @tbl-a and @fig-b with p < 0.05")), "w"), spanned(),
            shown("fig-b", notes=("x", "y!")), Prose((titled("Two"), share, titled("Deep", 3), listed)),
            Prose((titled("Deeper", 4), titled("Deepest", 5), titled("More", 3), titled("Three"))),
            small(None), small("", ("46",), "Small"), shown(), CodeBlock("x = 1\ny"),
            Paragraphs((tied("a 46 of 50", "2:4 count 46"), "p = 3")), PageBreak(), Heading("Appendix"),
            Heading("Sub", 3), spanned())


def whole(language: str = "en", style: str = "plain", *blocks: Block, front: FrontPage = FULL, synthetic: bool = True,
          contents: bool | None = None, numbered: bool | None = None) -> Report:
    """A report with these blocks, else with blocks of every kind, its captions numbered."""
    look = choose_style(style, contents=contents, numbered=numbered)
    return _number_captions(Report("Title 46 & more", language, blocks or parts()[:-1], synthetic, "w", style=look,
                                   front=front))


def sketched(node: object) -> str:
    """Nodes of pandoc's in short: what is written as it stands, and the words with the kinds around them."""
    if isinstance(node, list):
        return "".join(map(sketched, node))
    if not isinstance(node, dict):
        return str(node)
    kind, content = node["t"], node.get("c", "")
    if kind in {"RawBlock", "RawInline"}:
        return re.sub(r"(?<=base64),[\w+/=]+", "", flat(content[1]))
    if kind == "Str":
        return str(content)
    return " " if kind == "Space" else f"<{kind} {sketched(content)}>"


def pieces_of(texts: Iterator[object]) -> list[str]:
    """Audited texts in short."""
    return [f"{one.at} | {one.text} | {'unit ' * one.unit}{' '.join(map(str, marks_of(one.text)))}" for one in texts]


def word_report(body: str, listed: str = "", **more: str) -> bytes:
    """A Word report: its paragraphs, its list of numbers, and other parts such as `header1`."""
    made = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "customXml/item1.xml": f'<figures xmlns="{SPACE}">{listed}</figures>',
            "customXml/item2.xml": "<other/>"}
    made |= {f"word/{name}.xml": f'<w:hdr xmlns:w="{W}">{text}</w:hdr>' for name, text in more.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return out.getvalue()


def flat(xml: object) -> str:
    """XML without the names of its spaces."""
    made = xml if isinstance(xml, bytes | str) else etree.tostring(xml, encoding=str)
    text = made.decode() if isinstance(made, bytes) else made
    return re.sub(r' xmlns(:\w+)?="[^"]*"| xml:space="preserve"|(?<=[</ ])w:', "", text)


def style_of(one: object) -> str:
    """What a style of a Word document says."""
    font, form = one.font, one.paragraph_format
    lengths = [font.size, form.space_before, form.space_after, form.left_indent, form.right_indent,
               form.first_line_indent]
    line = form.line_spacing if isinstance(form.line_spacing, float | None) else form.line_spacing.pt
    return (f"{one.name}: {[length if length is None else length.pt for length in lengths]} {font.bold} {font.italic} "
            f"{font.color.rgb} {line} {form.alignment} {form.keep_with_next} {getattr(one.base_style, 'name', '')}")
