"""A report in one language: a title and blocks in reading order, numbered once.

Every output (HTML, Word, PDF) draws this same tree, so that numbers and captions agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol, TypedDict

from surveykit.errors import ReportError, list_quoted
from surveykit.report.front_page import EMPTY_FRONT, PLAIN, FrontPage, ReportStyle
from surveykit.result import Grid, Result
from surveykit.words.marks import join_marked, marks_of
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language, phrase


class PandocNode(TypedDict, total=False):
    """A node of pandoc's syntax tree: its kind and its content, whose shape the kind decides."""

    t: str
    c: Any


class Drawing(Protocol):
    """What a report needs of a figure."""

    @property
    def alt(self) -> str:
        """What stands for it where it cannot be seen."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The lines of text in it."""

    @property
    def narrow_labels(self) -> tuple[str, ...]:
        """The lines of text in its narrow form."""

    def svg(self, *, narrow: bool = False) -> bytes:
        """The figure as SVG, text as outlines; narrow for the screen of a telephone."""

    def png(self, dpi: int = 200) -> bytes:
        """The figure as PNG."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The author's own words, parsed: pandoc block nodes."""

    nodes: tuple[PandocNode, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Plain text, a paragraph each; never parsed."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading set by us, not by the author; level 2 is a section."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code the author wanted shown, or the plain text it printed."""

    text: str
    language: str = "python"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table as it is shown, and the result behind it. Without a label it has neither number nor reference."""

    grid: Grid
    label: str | None = ""
    result: Result | None = None
    second: str = ""  # the caption in the other language
    both: bool = False  # shown beside a figure of the same result


@dataclass(eq=False)
class FigureBlock:
    """A figure with its caption; drawn when a format first asks."""

    drawing: Drawing
    caption: str
    label: str | None = ""
    second: str = ""  # the caption in the other language
    both: bool = False  # shown beside a table of the same result
    also: tuple[str, ...] = ()  # labels of tables it stands for
    notes: tuple[str, ...] = ()  # what stood below them

    @cached_property
    def svg(self) -> bytes:
        """The figure as SVG."""
        return self.drawing.svg()

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG, 200 dots per inch."""
        return self.drawing.png(dpi=200)

    @cached_property
    def narrow_svg(self) -> bytes:
        """The figure for narrow screens; empty where it has no narrow form, and the wide one scrolls."""
        try:
            return self.drawing.svg(narrow=True)
        except ReportError:
            return b""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The lines of text in the figure that hold numbers."""
        return _numbered_lines(self.drawing.labels)

    @cached_property
    def narrow_labels(self) -> tuple[str, ...]:
        """Those of the narrow figure that the wide one does not have, too."""
        if not self.narrow_svg:
            return ()
        return tuple(line for line in _numbered_lines(self.drawing.narrow_labels) if line not in self.labels)


def _numbered_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that hold numbers."""
    return tuple(line for line in lines if marks_of(line) or re.search(r"\d", line))


@dataclass(frozen=True, slots=True)
class Findings:
    """Key findings: sentences with the keys of their results, and what the data cannot say."""

    entries: tuple[tuple[str, str], ...]
    limits: str
    rule: str = ""


Block = Prose | Paragraphs | Heading | PageBreak | CodeBlock | TableBlock | FigureBlock | Findings


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a table or figure, as text and captions name it."""

    kind: str
    value: int
    language: str
    chapter: str = ""
    place: int = 0  # among all of its kind
    label: str = ""  # what a reference leads to

    @property
    def word(self) -> str:
        """`Table` or `Figure`."""
        return in_language(phrase(f"report.{self.kind}"), self.language)

    @property
    def text(self) -> str:
        """`Table 1`, or `Table 3-1`, with a blank that does not break."""
        return f"{self.word}\u00a0{self.before}{self.value}"

    @property
    def before(self) -> str:
        """The chapter before the number, `3-`; '' where captions are counted through."""
        return f"{self.chapter}-" if self.chapter else ""

    @property
    def in_other_language(self) -> Number:
        """The same number in the other language."""
        return replace(self, language="en" if self.language == "zh" else "zh")

    @property
    def stop(self) -> str:
        """What stands between number and title."""
        return in_language(phrase("report.caption_stop"), self.language)


@dataclass(frozen=True, slots=True)
class Report:
    """A report in one language."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    synthetic: bool = False
    where: str = ""
    numbers: Mapping[str, Number] = field(default_factory=dict)
    style: ReportStyle = PLAIN
    front: FrontPage = EMPTY_FRONT
    attachments: Mapping[str, bytes] = field(default_factory=dict)  # files beside the report, and in its PDF

    @property
    def notice(self) -> str:
        """The line under the title that says the data are synthetic; '' if they are not."""
        return in_language(phrase("report.synthetic"), self.language) if self.synthetic else ""

    @property
    def running(self) -> str:
        """The short form of the notice, for the head of each page."""
        return in_language(phrase("report.synthetic_short"), self.language) if self.synthetic else ""


def note_line(notes: Sequence[str], language: str) -> str:
    """The notes of a table, or of the figure in its place, as one paragraph, each a sentence of its own."""
    if not notes:
        return ""
    stop = in_language(phrase("note.stop"), language)
    ends = ("。", ".", "！", "!", "？", "?", "；", ";", '."', '?"', '!"', "？”", "。”", "！”")
    closed = [note if note.endswith(ends) else join_marked(note, stop) for note in notes]
    between = in_language(phrase("report.between_notes"), language)
    return join_marked(in_language(phrase("report.note"), language), join_marked(*closed, by=between))


def unresolved_reference(label: str, known: Iterable[str], where: str) -> ReportError:
    """The error for a reference to a table or figure that is not there."""
    names = sorted(known)
    fix = Message("use one of {names}",
                  names=list_quoted(names)) if names else Message("give a cell the line '#| label: ...'")
    return ReportError("The reference '@{label}' must name a table or figure of this report.",
                       where="{file}", fix=fix, label=label, file=where)
