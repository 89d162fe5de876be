"""CPU time of `read_survey` of a CSV file with its codebook over a bare `pandas.read_csv`, side by side in one run.

    python benchmarks/read_csv.py [rounds]

Synthetic answers: coded ones (1 to 5), the same as labels, and the mixture of `read_xlsx.py` in the layout of 问卷星
(select-all in one cell, a sixth of the columns free text, nearly all of it different). pandas types what it can and
checks nothing.
"""

import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

import pandas as pd
import read_xlsx

import surveykit as sk

SHAPES = ((20_000, 30), (50_000, 61))
LABELS = ["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"]


def write(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return path


def ratings(rows: int, columns: int, words: Sequence[object]) -> Iterable[list[object]]:
    """Headings, then answers on a scale."""
    rng = random.Random(2)
    yield ["id", *(f"q{number}" for number in range(1, columns))]
    yield from ([row, *rng.choices(words, k=columns - 1)] for row in range(1, rows + 1))


def ratings_book(columns: int) -> sk.Codebook:
    """The codebook of these answers."""
    options = tuple(sk.Option(str(place), {"en": label}, 6.0 - place) for place, label in enumerate(LABELS, start=1))
    return sk.Codebook(tuple(sk.Item(f"q{number}", "rating" if number % 2 else "single", {"en": f"Q {number}"}, options)
                             for number in range(1, columns)))


def seconds(call: Callable[..., object], *arguments: object) -> float:
    """CPU seconds of this process."""
    before = time.process_time()
    call(*arguments)
    return time.process_time() - before


def main(rounds: int = 5) -> None:
    """Print medians and ratios by shape and kind of answer."""
    with tempfile.TemporaryDirectory() as folder:
        for rows, columns in SHAPES:
            read_xlsx.COLUMNS, book = columns, Path(folder) / "book.xlsx"
            read_xlsx.write_codebook(book)
            files = {"codes": (ratings(rows, columns, range(1, 6)), ratings_book(columns)),
                     "labels": (ratings(rows, columns, LABELS), ratings_book(columns)),
                     "mixture": (read_xlsx.answers(rows), sk.read_codebook(book))}
            for name, (lines, codebook) in files.items():
                path = write(Path(folder) / f"{name}.csv", lines)
                spent = [(seconds(pd.read_csv, path), seconds(sk.read_survey, path, codebook))
                         for _ in range(rounds + 1)][1:]  # the first loads modules
                bare, ours = (median(side) for side in zip(*spent, strict=True))
                print(f"{rows:>7,} x {columns}, {name:<8} pandas.read_csv {bare:.3f} s   read_survey {ours:.3f} s   "
                      f"{ours / bare:.1f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
