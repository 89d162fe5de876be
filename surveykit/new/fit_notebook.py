"""The machine-made cells of a first notebook, and what they should be once a codebook is settled; the templates."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from surveykit.codebook import Codebook
from surveykit.codebook.xlsform_codebook import SHEETS, parse_codebook_sheets
from surveykit.errors import ReadError, did_you_mean

Node = dict[str, Any]  # a notebook or a cell, as nbformat 4 writes it
BLANK = "blank"
TEMPLATES = {BLANK: (), "career-planning": ("gender",), "destinations": ("gender", "degree"),
             "follow-up": ("gender", "years"), "evaluation": ("gender", "grade")}  # with the groups of their tables


@dataclass(frozen=True, slots=True)
class CellBlock:
    """A code cell and the sentences below it; `keys` say which items it shows, and by which group."""

    keys: tuple[str, ...]
    nodes: tuple[Node, ...]

    @property
    def sources(self) -> list[str]:
        """The texts of its cells."""
        return ["".join(node["source"]) for node in self.nodes]

    @property
    def record(self) -> dict[str, Sequence[str]]:
        """What a study remembers of it."""
        return {"keys": self.keys, "sources": self.sources}


def fit_cells(cells: Sequence[Node], made: Sequence[Mapping[str, Sequence[str]]],
              wanted: Sequence[CellBlock]) -> list[Node]:
    """The cells of a notebook, those that were `made` and stand as they were made replaced by what is `wanted` now.
    A cell that somebody edited or took out stays so, and nothing is put in its place.
    """
    cells, known = list(cells), {block["sources"][0] for block in made}
    fresh = {block.sources[0] for block in wanted}
    waiting = [block for block in wanted if block.sources[0] not in known]
    for block in made:
        texts = ["".join(cell["source"]) for cell in cells]
        if block["sources"][0] in fresh or block["sources"][0] not in texts:
            continue
        place = texts.index(block["sources"][0])
        end = place + 1
        while end < len(texts) and texts[end] in block["sources"][1:]:
            end += 1
        put = [one for one in waiting if not set(one.keys).isdisjoint(block["keys"])]
        waiting = [one for one in waiting if one not in put]
        cells[place:end] = [node for one in put for node in one.nodes]
    return cells


def read_template(name: str) -> Codebook | None:
    """The questionnaire of a template; None of a blank one."""
    if name not in TEMPLATES:
        raise ReadError("There is no template {name!r}.", fix=did_you_mean(name, TEMPLATES), name=name)
    if name == BLANK:
        return None
    folder = files("surveykit.new") / "templates" / name
    sheets = {sheet: list(csv.reader((folder / f"{sheet}.csv").read_text(encoding="utf-8").splitlines(), strict=True))
              for sheet in SHEETS}
    return parse_codebook_sheets(sheets, name)
