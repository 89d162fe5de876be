"""What a report tells in one language, before its provenance is added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from surveykit.figures import FIGURE_MIME, Figure
from surveykit.report.document import Block, FigureBlock, Sentences, TableBlock
from surveykit.report.prose import blocks, parsed, split_title
from surveykit.result import MIME, Result
from surveykit.result.table_notes import caption
from surveykit.result.view import View
from surveykit.words.marks import Mark, Marked
from surveykit.words.phrases import pick, say

TEXT_MIME = "application/vnd.surveykit.text+json"


@dataclass(frozen=True, slots=True)
class Story:
    """Title, blocks, tables for the last page, and the sources of every number."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    appendix: tuple[Block, ...] = ()
    sources: tuple[Mapping[str, object], ...] = ()
    where: str = ""

    @property
    def synthetic(self) -> bool:
        """Whether any number comes from declared synthetic data."""
        return any(source.get("synthetic") for source in self.sources)


@dataclass
class Teller:
    """Collects blocks and sources of one language, piece by piece."""

    language: str
    blocks: list[Block] = field(default_factory=list)
    sources: list[Mapping[str, object]] = field(default_factory=list)

    def result(self, result: Result, label: str = "", title: Mapping[str, str] | None = None) -> None:
        """Add a table."""
        result = _titled(result, title)
        self.sources.append(result.source)
        self.blocks.append(TableBlock(result.grid(self.language), label))

    def figure(self, figure: Figure, label: str = "", title: Mapping[str, str] | None = None) -> None:
        """Add a figure."""
        result = _titled(figure.result, title)
        self.sources.append(result.source)
        named = caption(View(result, self.language))
        self.blocks.append(FigureBlock(Figure(result, self.language), named, label))

    def text(self, text: Mapping[str, str] | str) -> None:
        """Add a paragraph of plain text, with what its numbers are where the text tells it."""
        marks = text.get("marks", {}) if isinstance(text, Mapping) else {}
        sides = {k: v for k, v in text.items() if k != "marks"} if isinstance(text, Mapping) else text
        said = pick(sides, self.language)
        self.blocks.append(Sentences((Marked(said, map(Mark.read, marks.get(self.language, ()))),)))


def told(pieces: Iterable[object], language: str, where: str = "") -> Story:
    """The story of a list of Results, Figures and Markdown texts.

    Raises
    ------
    TypeError
        A piece is something else.
    """
    pieces = list(pieces)
    cells = [(language, piece, f"text {i + 1}") for i, piece in enumerate(pieces) if isinstance(piece, str)]
    title, trees = split_title(parsed(cells))
    prose = iter(zip(trees, cells, strict=True))
    teller = Teller(language)
    for piece in pieces:
        if isinstance(piece, str):
            nodes, (_, _, place) = next(prose)
            teller.blocks += blocks(nodes, place)
        else:
            _add(teller, piece)
    title = title or pick(say("report.title"), language)
    return Story(title, language, tuple(teller.blocks), (), tuple(teller.sources), where)


def _add(teller: Teller, piece: object) -> None:
    """One Result, Figure or interpretation added."""
    if isinstance(piece, Result):
        return teller.result(piece)
    if isinstance(piece, Figure):
        return teller.figure(piece)
    bundle = piece._repr_mimebundle_() if hasattr(piece, "_repr_mimebundle_") else {}
    if TEXT_MIME not in bundle:
        raise TypeError("a report is made of Results, Figures and Markdown texts, "
                        f"not {type(piece).__name__}")
    return teller.text(bundle[TEXT_MIME])


def _titled(result: Result, title: Mapping[str, str] | None) -> Result:
    """The result under the caption its cell gives, in the languages it gives one."""
    if not title:
        return result
    return result.titled(title.get("zh") or pick(result.title, "zh"),
                         title.get("en") or pick(result.title, "en"))


def name_of(path: object) -> str:
    """The file name without folders, as reports print it."""
    return PurePath(str(path)).name


__all__ = ["FIGURE_MIME", "MIME", "TEXT_MIME", "Story", "Teller", "name_of", "told"]
