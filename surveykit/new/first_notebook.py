"""A notebook that shows a whole questionnaire once, and that grows with it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveykit.codebook import Codebook
from surveykit.errors import AnalysisError
from surveykit.new.fit_notebook import BLANK, CellBlock, Node, fit_cells
from surveykit.new.item_cells import SURVEY, ItemCell, crossed_cells, item_cells, look_at, tests_source
from surveykit.result import Result
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

Tried = tuple[ItemCell, Result | AnalysisError | None]
HINTED = ("question", "sample", "findings", "limits", "appendix")  # heads below which an author writes
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
          "language_info": {"name": "python"}}
READ = """import surveykit as sk

survey = sk.read_study("..")
screened = sk.screen(survey)  # flags, removes nobody
cleaned = screened"""


@dataclass(frozen=True, slots=True)
class CellPlan:
    """The cells of a notebook, each tried on the answers: of items, of items by groups, and the call of all tests."""

    items: Sequence[Tried]
    crossed: Sequence[Tried]
    tests: str

    @classmethod
    def of(cls, book: Codebook, survey: Survey | None, by: Sequence[str] = (),
           names: Collection[str] | None = None) -> "CellPlan":
        """The cells of the items named, else of all."""
        look = look_at(book, survey)
        return cls(_try_cells(item_cells(book, names, look), survey), _try_cells(crossed_cells(book, by, look), survey),
                   tests_source(book, by, look) if by else "")

    def blocks(self, languages: Sequence[str]) -> list[CellBlock]:
        """The cells with their sentences."""
        tested = f"#| label: tbl-tests\n{self.tests}\ntests" if self.tests else ""
        return [*_make_blocks([*self.items, *self.crossed], languages),
                *([CellBlock(("tests()",), (_code(tested),))] if tested else [])]


def build_notebook(book: Codebook, survey: Survey | None, languages: Sequence[str], by: Sequence[str] = (),
                   template: str = BLANK, plan: CellPlan | None = None) -> Node:
    """Title, the heads of a report in a committee's order, and a cell for every item; no number is typed in it."""
    plan = plan or CellPlan.of(book, survey, by)
    question = f"question_{template.replace('-', '_')}" if template != BLANK else ""
    cells = [*_prose("title", languages), _code(READ), *_head("question", languages, question)]
    cells += [*_head("sample", languages), _code("#| label: tbl-flow\nflow = sk.case_flow(cleaned)\nflow")]
    groups = ", ".join(f'"{name}"' for name in by)
    call = f"sk.key_findings({SURVEY}, by=[{groups}])" if by else f"sk.key_findings({SURVEY})"
    cells += [*_head("findings", languages), _code(call)]
    cells += [*_head("results", languages), *_show_cells(plan.items, languages)]
    if plan.crossed:
        cells += [*_prose("crossed", languages), *_show_cells(plan.crossed, languages)]
        cells += [_code(f"#| label: tbl-tests\n{plan.tests}\ntests")] if plan.tests else []
    cells += [*_head("limits", languages), *_head("appendix", languages)]
    cells += [_code(f"#| label: tbl-questions\nquestions = sk.overview({SURVEY})\nquestions")]
    cells += [_code("#| label: tbl-log\nlog = sk.cleaning_log(cleaned)\nlog")]
    return {"cells": _number_cells(cells), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def refit_notebook(notebook: Mapping[str, Any], made: Sequence[Mapping[str, Sequence[str]]],
                   wanted: Sequence[CellBlock]) -> Node:
    """The notebook with the cells that a settled codebook asks for, where nobody touched the old ones."""
    return {**notebook, "cells": _number_cells(fit_cells(notebook["cells"], made, wanted))}


def extend_notebook(notebook: Mapping[str, Any], survey: Survey, names: Sequence[str],
                    languages: Sequence[str], by: Sequence[str] = ()) -> Node:
    """The notebook with cells for items that are new, also by group, before the limits; every other cell stays."""
    cells = list(notebook["cells"])
    book, look = survey.codebook, look_at(survey.codebook, survey)
    crossed = [cell for cell in crossed_cells(book, by, look) if not set(cell.items).isdisjoint(names)]
    tried = _try_cells([*item_cells(book, names, look), *crossed], survey)
    added = [*_prose("added", languages), *_show_cells(tried, languages)]
    place = next((n for n, cell in enumerate(cells) if _is_head(cell, "limits")), len(cells))
    return {**notebook, "cells": _number_cells([*cells[:place], *added, *cells[place:]])}


def notebook_bytes(notebook: Mapping[str, Any]) -> bytes:
    """The notebook as a file."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _head(key: str, languages: Sequence[str], told: str = "") -> list[Node]:
    """A heading, what stands below it (`told`), and what the author is to write."""
    return [_cell("markdown", "\n\n".join(filter(None, [
        f"## {phrase(f'new.head_{key}')[one]}", phrase(f"new.{told}")[one] if told else "",
        phrase(f"new.write_{key}")[one] if key in HINTED else ""])), _tags(one, languages)) for one in languages]


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


def _try_cells(cells: Iterable[ItemCell], survey: Survey | None) -> list[Tried]:
    """Each cell with its result, or the reason why there is none; None where there are no answers yet."""
    return [(cell, None if survey is None else cell.run(survey)) for cell in cells]


def _show_cells(tried: Sequence[Tried], languages: Sequence[str]) -> list[Node]:
    """The cells the answers bear, each with a sentence, then a list of those they do not, with the reasons."""
    nodes = [node for block in _make_blocks(tried, languages) for node in block.nodes]
    refused = [(cell, error) for cell, error in tried if isinstance(error, AnalysisError)]
    if refused:
        nodes += [_cell("markdown", _reasons(refused, one), _tags(one, languages)) for one in languages]
    return nodes


def _make_blocks(tried: Sequence[Tried], languages: Sequence[str]) -> list[CellBlock]:
    """The cells the answers bear, each with a sentence."""
    blocks = []
    for cell, result in tried:
        if isinstance(result, AnalysisError):
            continue
        last_line = f"sk.plot({cell.name})" if cell.is_drawn else cell.name
        code = _code(f"#| label: {cell.label}\n{cell.name} = {cell.source}\n{last_line}")
        said = {one: cell.sentence(result, one) for one in languages}
        prose = [_cell("markdown", said[one], _tags(one, languages)) for one in languages if all(said.values())]
        blocks.append(CellBlock(tuple(f"{name} {cell.by or ''}".strip() for name in cell.items), (code, *prose)))
    return blocks


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
