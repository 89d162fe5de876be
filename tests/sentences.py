"""Sentences written for the tests, each with the figures that stand in it: printed, count, base, status.

All are made up; no study is quoted. They stand in `data/sentences.csv`, `-` for a count or base that is not said.
"""

import csv
from pathlib import Path

Figure = tuple[str, int | None, int | None, str]


def read_figures(cell: str) -> list[Figure]:
    """The figures of one sentence."""
    found = []
    for figure in filter(None, cell.split(" ; ")):
        printed, counts, status = figure.split(" | ")
        count, base = (None if part == "-" else int(part) for part in counts.split("/"))
        found.append((printed, count, base, status))
    return found


def read_sentences(language: str) -> list[tuple[str, list[Figure]]]:
    """The sentences in one language."""
    with (Path(__file__).parent / "data/sentences.csv").open(encoding="utf-8", newline="") as file:
        return [(text, read_figures(cell)) for named, text, cell in csv.reader(file) if named == language]


CHINESE, ENGLISH = read_sentences("zh"), read_sentences("en")
