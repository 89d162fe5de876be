"""CPU time of `read_survey` of a CSV file with its codebook over a bare `pandas.read_csv`, side by side in one run.

    python benchmarks/read_csv.py [rounds]

Synthetic answers: coded ones (1 to 5), the same as labels (also each in quotes), the mixture of `read_xlsx.py` in the
layout of 问卷星 (select-all in one cell, a sixth of the columns free text, nearly all of it different), and a variety
in which a tenth of the cells is empty: labels, codes, decimals, days, select-alls, short words. pandas types what it
can and checks nothing. The limit: 5 times as much.
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


def write(path: Path, rows: Iterable[Sequence[object]], quoting: int = csv.QUOTE_MINIMAL) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, quoting=quoting).writerows(rows)
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


def varied_rows(rows: int, columns: int) -> Iterable[list[object]]:
    """Headings, then answers of six kinds in turn, a tenth of them empty."""
    rng = random.Random(3)
    makers = (lambda: rng.choice(LABELS), lambda: rng.randint(1, 5), lambda: round(rng.gauss(50, 9), 2),
              lambda: f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
              lambda: "; ".join(rng.sample(LABELS, rng.randint(1, 3))), lambda: f"word {rng.randint(1, 900)}")
    yield ["id", *(f"q{number}" for number in range(1, columns))]
    for row in range(1, rows + 1):
        yield [row, *(makers[number % 6]() if rng.random() > 0.1 else "" for number in range(columns - 1))]


def varied_book(columns: int) -> sk.Codebook:
    """The codebook of these answers."""
    kinds = ("single", "rating", "number", "date", "multiple", "text")
    options = tuple(sk.Option(str(place), {"en": label}, 6.0 - place) for place, label in enumerate(LABELS, start=1))
    return sk.Codebook(tuple(
        sk.Item(f"q{number}", kind, {"en": f"Q {number}"}, options if kind in {"single", "rating", "multiple"} else ())
        for number in range(1, columns) for kind in [kinds[(number - 1) % 6]]))


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
                     "quoted": (ratings(rows, columns, LABELS), ratings_book(columns)),
                     "variety": (varied_rows(rows, columns), varied_book(columns)),
                     "mixture": (read_xlsx.answers(rows), sk.read_codebook(book))}
            for name, (lines, codebook) in files.items():
                path = write(Path(folder) / f"{name}.csv", lines, csv.QUOTE_ALL if name == "quoted" else 0)
                spent = [(seconds(pd.read_csv, path), seconds(sk.read_survey, path, codebook))
                         for _ in range(rounds + 1)][1:]  # the first loads modules
                bare, ours = (median(side) for side in zip(*spent, strict=True))
                print(f"{rows:>7,} x {columns}, {name:<8} pandas.read_csv {bare:.3f} s   read_survey {ours:.3f} s   "
                      f"{ours / bare:.1f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
