"""Pages without holes: what does not fit moves to the next page while the text runs on, or is split.

typst says where everything stands; what a page break left empty is filled step by step, from the first page on.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from surveykit.errors import ReportError
from surveykit.files.fonts import font_file
from surveykit.report.pandoc import EPOCH

if TYPE_CHECKING:
    import typst

FOOT = 773.0  # points from the top of a page to the end of its text
HOLE = 90.0  # points that text is moved for: an eighth of a page
GAP = 200.0  # points that a table is split for
BELOW = 30.0  # points of the last line below a figure, and to spare
LEAST_SHARE = 0.7  # of its size that a figure may be set in: the words in it stay legible
LEAST_ROWS = 4  # a table of fewer is never split
_ROUNDS = 40
_DECIDED = "decided.txt"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a report in reading order: `text`, `tbl` (with so many rows), `fig` or a `break`; a heading is of no
    kind."""

    name: str = ""
    kind: str = ""
    rows: int = 0


def compile_pages(source: str, files: Mapping[str, bytes], flow: Sequence[Piece]) -> bytes:
    """The PDF; typst sees the source and these files, and no other file."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False,
                        font_paths=sorted({str(font_file(style).parent) for style in ("serif", "sans")}))
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        for name, data in {"main.typ": source.encode(), _DECIDED: b"", **files}.items():
            (folder / name).write_bytes(data)
        try:
            _fill_pages(folder, fonts, flow)
            pdf = typst.Compiler(str(folder / "main.typ"), root=root, font_paths=fonts).compile(
                format="pdf", timestamp=EPOCH)
        except RuntimeError as error:
            raise ReportError("typst cannot set the report: {error}.", fix="look for unusual mathematics in the prose",
                              error=str(error).splitlines()[0]) from error
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst gave {type(pdf).__name__}, not bytes")
    return pdf


def _fill_pages(folder: Path, fonts: typst.Fonts, flow: Sequence[Piece]) -> None:
    """Decide what floats and what is split, from the first page to the last."""
    import typst

    decided: list[str] = []
    for _ in range(_ROUNDS):
        compiler = typst.Compiler(str(folder / "main.typ"), root=str(folder), font_paths=fonts)
        marks = json.loads(compiler.query("<sk-at>", field="value"))
        heights = measure_heights(marks)
        change = mend_order(marks, decided, flow) or next((way for name, gap in _holes(marks, decided) if (
            way := choose_remedy(name, gap, flow, decided, *heights.get(name, ())))), "")
        if not change:
            break
        decided = [one for one in decided if one != change.replace("stay:", "float:")] + [change]
        (folder / _DECIDED).write_text(" ".join(decided), encoding="ascii")


def mend_order(marks: Sequence[tuple[str, int, float]], decided: Sequence[str], flow: Sequence[Piece]) -> str:
    """What floats and must stay, or must float, too, for everything to come in order; '' where it does."""
    risen = next(find_risen(marks, decided), "")
    if risen:
        return f"stay:{risen}"
    held, late = next(find_passed(marks, decided, flow), ("", ""))
    free = all(way.partition("=")[0].partition(":")[2] != late for way in decided)
    return f"float:{late}" if held and free else f"stay:{held}" if held else ""


def _holes(marks: Sequence[tuple[str, int, float]], decided: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Each table or figure that a page break pushed on, with the points it left empty; what floats leaves none."""
    page, foot = 1, 0.0
    for mark, on, y in marks:
        kind, _, name = mark.partition(" ")
        if kind == "start" and on == page + 1 and f"float:{name}" not in decided:
            yield name, FOOT - foot
        if on >= page:
            page, foot = on, y if on > page else max(foot, y)


def find_risen(marks: Sequence[tuple[str, int, float]], decided: Sequence[str]) -> Iterator[str]:
    """What was to float to the next page and now stands above what comes before it: a later change made room for it."""
    last = (1, 0.0)
    for mark, on, y in marks:
        kind, _, name = mark.partition(" ")
        if f"float:{name}" not in decided:
            last = (on, y)
        elif kind == "start" and on == last[0] and y < last[1]:
            yield name


def find_passed(marks: Sequence[tuple[str, int, float]], decided: Sequence[str],
                flow: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """What was to float to the next page, and a later table or figure, counted with it, that stands before it."""
    starts = {mark.partition(" ")[2]: (on, y) for mark, on, y in marks if mark.startswith("start ")}
    drawn = [piece for piece in flow if piece.name in starts]
    for at, held in enumerate(drawn):
        if f"float:{held.name}" in decided:
            yield from ((held.name, late.name) for late in drawn[at + 1:]
                        if late.kind == held.kind and starts[late.name] < starts[held.name])


def measure_heights(marks: Sequence[tuple[str, int, float]]) -> dict[str, tuple[float, float]]:
    """How tall each table or figure that stands on one page is, and what stands below it, in points."""
    places = {mark: (on, y) for mark, on, y in marks}
    heights = {}
    for mark, (on, y) in places.items():
        kind, _, name = mark.partition(" ")
        if kind == "drawn" and (start := places[f"start {name}"])[0] == on:
            end = places.get(f"end {name}", (on, y))
            heights[name] = (y - start[1], end[1] - y if end[0] == on else 0.0)
    return heights


def choose_remedy(name: str, gap: float, flow: Sequence[Piece], decided: Sequence[str], height: float = 0,
                  below: float = 0) -> str:
    """How the hole before a piece is filled: a figure shrinks, or what stands behind it runs on, or the table is split;
    '' for none of these. A large hole is filled from the next section where nothing else stands behind."""
    if not name or any(way.endswith(f":{name}") for way in decided):
        return ""
    share = (gap - below - BELOW) / height if height else 0
    if name.startswith("fig-") and LEAST_SHARE <= share < 1 and f"shrink:{name}=" not in " ".join(decided):
        return f"shrink:{name}={share:.3f}"
    at = next(i for i, piece in enumerate(flow) if piece.name == name)
    if [piece.kind for piece in flow[:at] if piece.kind][-1:] == ["break"]:
        return ""  # a new chapter: the page before was ended on purpose
    splits = gap > GAP and flow[at].rows >= LEAST_ROWS
    behind = [piece.kind for piece in flow[at + 1:at + 3]]
    if gap > GAP and not splits and behind[:1] == [""]:
        behind.pop(0)
    if gap > HOLE and behind and behind[0] not in {"", "break", flow[at].kind}:  # figures and tables are counted apart
        return f"float:{name}"
    return f"split:{name}" if splits else ""
