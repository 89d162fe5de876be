"""A notebook that shows a whole questionnaire once, and that grows with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveykit.errors import AnalysisError
from surveykit.new.item_cells import ItemCell, crossed_cells, item_cells
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

Node = dict[str, Any]  # a notebook or a cell, as nbformat 4 writes it
HEADS = ("question", "sample", "findings", "limits", "appendix")
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
          "language_info": {"name": "python"}}
READ = """import surveykit as sk

survey = sk.read_study("..")
screened = sk.screen(survey)  # flags, removes nobody
cleaned = screened"""


def build_notebook(survey: Survey, languages: Sequence[str], by: Sequence[str] = ()) -> Node:
    """Title, the five heads of a report, and a cell for every item; no number is typed in it."""
    cells = [*_prose("title", languages), _code(READ)]
    cells += _head("question", languages)
    cells += [*_head("sample", languages), _code("#| label: tbl-flow\nsk.case_flow(cleaned)")]
    cells += [*_head("findings", languages), *_prose("each_once", languages),
              *_show_cells(survey, item_cells(survey.codebook), languages)]
    if by:
        cells += [*_prose("crossed", languages), *_show_cells(survey, crossed_cells(survey.codebook, by), languages)]
    cells += [*_head("limits", languages), *_head("appendix", languages),
              _code("#| label: tbl-log\nsk.cleaning_log(cleaned)")]
    return {"cells": _number_cells(cells), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def extend_notebook(notebook: Mapping[str, Any], survey: Survey, names: Sequence[str],
                    languages: Sequence[str]) -> Node:
    """The notebook with cells for items that are new, before the limits; every other cell stays as it is."""
    cells = list(notebook["cells"])
    added = [*_prose("added", languages), *_show_cells(survey, item_cells(survey.codebook, names), languages)]
    place = next((n for n, cell in enumerate(cells) if _is_head(cell, "limits")), len(cells))
    return {**notebook, "cells": _number_cells([*cells[:place], *added, *cells[place:]])}


def notebook_bytes(notebook: Mapping[str, Any]) -> bytes:
    """The notebook as a file."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _head(key: str, languages: Sequence[str]) -> list[Node]:
    """A heading, and what the author is to write below it."""
    return [_cell("markdown", f"## {phrase(f'new.head_{key}')[one]}\n\n{phrase(f'new.write_{key}')[one]}".rstrip(),
                  _tags(one, languages)) for one in languages]


def _prose(key: str, languages: Sequence[str]) -> list[Node]:
    """A paragraph in each language."""
    return [_cell("markdown", phrase(f"new.{key}")[one], _tags(one, languages)) for one in languages]


def _tags(language: str, languages: Sequence[str]) -> dict[str, list[str]]:
    """Prose in two languages is tagged with its own."""
    return {"tags": [language]} if len(languages) > 1 else {}


def _is_head(cell: Mapping[str, Any], key: str) -> bool:
    """Whether a cell is one of our headings, in either language."""
    text = "".join(cell["source"])
    return cell["cell_type"] == "markdown" and any(text.startswith(f"## {side}") for side in
                                                   phrase(f"new.head_{key}").values())


def _show_cells(survey: Survey, cells: Iterable[ItemCell], languages: Sequence[str]) -> list[Node]:
    """The cells the answers bear, then a list of those they do not, with the reasons."""
    tried = [(cell, cell.refusal(survey)) for cell in cells]
    refused = [(cell, error) for cell, error in tried if error is not None]
    nodes = [_code(f"#| label: {cell.label}\n{cell.source}") for cell, error in tried if error is None]
    if not refused:
        return nodes
    return [*nodes, *(_cell("markdown", _reasons(refused, one), _tags(one, languages)) for one in languages)]


def _reasons(refused: Sequence[tuple[ItemCell, AnalysisError]], language: str) -> str:
    """Which calls are left out, and why, as a Markdown list."""
    lines = [f"* `{cell.source}`: {error.message(language).splitlines()[0]}" for cell, error in refused]
    return "\n".join([phrase("new.refused")[language], "", *lines])


def _code(source: str) -> Node:
    """A code cell that has not run."""
    return {**_cell("code", source, {}), "execution_count": None, "outputs": []}


def _cell(kind: str, source: str, metadata: Mapping[str, Any]) -> Node:
    """A cell; its id is set with its place."""
    return {"cell_type": kind, "id": "", "metadata": dict(metadata), "source": source.splitlines(keepends=True)}


def _number_cells(cells: Iterable[Mapping[str, Any]]) -> list[Node]:
    """The cells with ids by their place, as notebooks are stored."""
    return [{**cell, "id": f"cell-{n:02d}"} for n, cell in enumerate(cells, 1)]
