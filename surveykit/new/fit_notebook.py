"""The machine-made cells of a first notebook, as they were made, and as they should be after a codebook was settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]  # a notebook or a cell, as nbformat 4 writes it


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
