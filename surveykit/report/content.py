"""What a report tells in one language, before its provenance is added."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from surveykit.figures import FIGURE_MIME, Figure
from surveykit.report.living_prose import fill_markdown
from surveykit.report.markdown_blocks import blocks_from_nodes, parse_markdown, split_title
from surveykit.report.report_blocks import Block, FigureBlock, Findings, Paragraphs, TableBlock
from surveykit.result import MIME, Grid, Result
from surveykit.result.table_notes import caption
from surveykit.result.view import View
from surveykit.words.marks import Mark, MarkedText, join_marked
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, in_language, phrase

K_OF_N = "k/n"
TEXT_MIME = "application/vnd.surveykit.text+json"
SUMMARY_MIME = "application/vnd.surveykit.summary+json"
FIGURE_SPACE = "\u2007"  # as wide as a digit
_WITH_SPAN = re.compile(r"(?:\d+/\d+\s+)?[-−+]?[\d.]+(?= [(\[][^()\[\]]*[)\]]$)")
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Content:
    """Title, blocks, tables for the last page, the sources of every number, and how many labels lack its language."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    appendix: tuple[Block, ...] = ()
    sources: tuple[Mapping[str, object], ...] = ()
    where: str = ""
    unworded: int = 0
    titled: bool = False  # whether the author wrote the title
    named: Mapping[str, Result] = field(default_factory=dict)  # what living prose can call by name

    @property
    def synthetic(self) -> bool:
        """Whether any number comes from declared synthetic data."""
        return any(source.get("synthetic") for source in self.sources)


@dataclass
class ContentBuilder:
    """Collects blocks and sources of one language, piece by piece; `columns` as `Result.grid` takes them."""

    language: str
    columns: str = K_OF_N
    blocks: list[Block] = field(default_factory=list)
    sources: list[Mapping[str, object]] = field(default_factory=list)
    unworded: set[tuple[str, str]] = field(default_factory=set)

    def add_result(self, result: Result, label: str = "", title: Mapping[str, str] | None = None,
                   both: bool = False) -> None:
        """Add a table."""
        result = self._take(result, title)
        grid = gloss_words(result.grid(self.language, columns=self.columns), result, self.language)
        grid = align_numbers(grid)
        self.blocks.append(TableBlock(grid, label, result, self._second(result), both))

    def add_figure(self, figure: Figure, label: str = "", title: Mapping[str, str] | None = None,
                   both: bool = False) -> None:
        """Add a figure."""
        result = self._take(figure.result, title)
        named = caption(View(result, self.language))
        self.blocks.append(FigureBlock(Figure(result, self.language), named, label, self._second(result), both))

    def _second(self, result: Result) -> str:
        """The caption in the other language, where it has one."""
        other = "en" if self.language == "zh" else "zh"
        return caption(View(result, other)) if result.title.get(other) else ""

    def _take(self, result: Result, title: Mapping[str, str] | None) -> Result:
        """The result under its caption; its source, and its labels without words in this language, are kept."""
        self.sources.append(result.source)
        self.unworded |= {(kind, code) for kind, code, text in item_labels(result) if not text.get(self.language)}
        return _retitle(result, title)

    def add_text(self, text: Mapping[str, Any]) -> None:
        """Add a paragraph of plain text, with what its numbers are where the text tells it."""
        self.blocks.append(Paragraphs((self._side_of(text),)))

    def add_summary(self, summary: Mapping[str, Any]) -> None:
        """Add key findings and their figure."""
        entries = tuple((self._side_of(finding), str(finding["result"])) for finding in summary["findings"])
        self.blocks.append(Findings(entries, self._side_of(summary["limits"]),
                                    self._side_of(summary["rule"]) if "rule" in summary else ""))
        if "figure" in summary:
            payload = summary["figure"][FIGURE_MIME]["result"]
            self.add_figure(Figure(Result.from_json(json.dumps(payload)), self.language))

    def _side_of(self, text: Mapping[str, Any]) -> str:
        """A stored text in this language, with its marks."""
        sides = {language: side for language, side in text.items() if language in LANGUAGES}
        marks = text.get("marks", {}).get(self.language, ())
        return MarkedText(in_language(sides, self.language), map(Mark.read, marks))


def content_from_results(pieces: Iterable[object], language: str, where: str = "", columns: str = K_OF_N,
                         named: Mapping[str, Result] | None = None) -> Content:
    """The content of a list of Results, Figures and Markdown texts; a TypeError for anything else.
    Living numbers in the texts call the results in `named`.
    """
    pieces, named = list(pieces), named or {}
    cells = [(language, fill_markdown(piece, named, language, Message("text {number}", number=i + 1)), f"text {i + 1}")
             for i, piece in enumerate(pieces) if isinstance(piece, str)]
    title, trees = split_title(parse_markdown(cells))
    prose = iter(zip(trees, cells, strict=True))
    builder = ContentBuilder(language, columns)
    for piece in pieces:
        if isinstance(piece, str):
            nodes, (_, _, place) = next(prose)
            builder.blocks += blocks_from_nodes(nodes, place)
        else:
            _add(builder, piece)
    return Content(title or in_language(phrase("report.title"), language), language, tuple(builder.blocks), (),
                   tuple(builder.sources), where, len(builder.unworded), bool(title), named)


def item_labels(result: Result) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The labels that have words: kind, code, and the text in its languages; one without any lacks no language."""
    for kind in ("item", "option", "group"):
        yield from ((kind, code, text) for code, text in result.labels.get(kind, {}).items()
                    if code and any(text.values()))


def _add(builder: ContentBuilder, piece: object) -> None:
    """One Result, Figure or interpretation added."""
    if isinstance(piece, Result):
        return builder.add_result(piece)
    if isinstance(piece, Figure):
        return builder.add_figure(piece)
    bundle = piece._repr_mimebundle_() if hasattr(piece, "_repr_mimebundle_") else {}
    if SUMMARY_MIME in bundle:
        return builder.add_summary(bundle[SUMMARY_MIME])
    if TEXT_MIME not in bundle:
        raise TypeError("a report is made of Results, Figures and Markdown texts, " f"not {type(piece).__name__}")
    return builder.add_text(bundle[TEXT_MIME])


def _retitle(result: Result, title: Mapping[str, str] | None) -> Result:
    """The result under the caption its cell gives, in the languages it gives one."""
    if not title:
        return result
    return result.with_title(title.get("zh") or in_language(result.title, "zh"),
                         title.get("en") or in_language(result.title, "en"))


def name_of(path: object) -> str:
    """The file name without folders, as reports print it."""
    return PurePath(str(path)).name


__all__ = ["FIGURE_MIME", "MIME", "TEXT_MIME", "Content", "ContentBuilder", "content_from_results", "name_of"]


def align_numbers(grid: Grid) -> Grid:
    """The table, in every right-aligned column the numbers before an interval as far from its end as the widest one.
    Numbers alone have equal decimals and end at the same place anyway.
    """
    widths = [max((_span_width(row[i]) for row in grid.rows if isinstance(row, tuple)), default=0)
              if side == "r" else 0 for i, side in enumerate(grid.align)]
    rows = tuple(row if isinstance(row, str) else tuple(map(_fill_up, row, widths)) for row in grid.rows)
    return replace(grid, rows=rows)


def _span_width(cell: str) -> int:
    """Characters of the interval behind a number; 0 for none."""
    found = _WITH_SPAN.match(cell)
    return len(cell) - found.end() if found else 0


def _fill_up(cell: str, width: int) -> str:
    """The cell, its number moved left by what its interval is shorter than the widest."""
    found = _WITH_SPAN.match(cell)
    gap = width - _span_width(cell)
    return join_marked(cell[:found.end()], FIGURE_SPACE * gap, cell[found.end():]) if found and gap else cell


def gloss_words(grid: Grid, result: Result, language: str) -> Grid:
    """The table, each cell that is a label in the other language glossed in this one; a note on what has no gloss."""
    known = _known_words(result, language)
    rows = tuple(_gloss(row, known, language) if isinstance(row, str) else
                 tuple(_gloss(cell, known, language) for cell in row) for row in grid.rows)
    unworded = {in_language(text, language) for labels in result.labels.values() for text in labels.values()
                if any(text.values()) and not text.get(language)}
    explained = {*unworded, *known}
    cells = [cell for row in rows for cell in ([row] if isinstance(row, str) else row)]
    left = language == "en" and any(_CHINESE.search(cell) and not any(words in cell for words in explained)
                                    for cell in cells)
    notes = (*grid.notes, in_language(phrase("report.original_words"), language)) if left else grid.notes
    return replace(grid, rows=rows, notes=notes)


def _known_words(result: Result, language: str) -> dict[str, str]:
    """Labels that have both languages: from the other one to this one, where they differ."""
    [other] = set(LANGUAGES) - {language}
    pairs = {text[other]: text[language] for labels in result.labels.values() for text in labels.values()
             if text.get(other) and text.get(language)}
    return {words: gloss for words, gloss in pairs.items() if words != gloss and words not in pairs.values()}


def _gloss(cell: str, known: dict[str, str], language: str) -> str:
    """A cell and, if it is a label in the other language, that label in this one."""
    gloss = known.get(str.__str__(cell))
    return join_marked(cell, in_language(phrase("report.gloss", words=gloss), language)) if gloss else cell
