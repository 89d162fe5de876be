"""A book of 150 tables with Rao-Scott tests, and 500 replicates, on a million rows.

    python benchmarks/design_book.py [rows [kind]]

The answers are `categories` (unless another kind is said), `texts`, `scores` (whole numbers, by a codebook), or read
of a CSV `file`; to make the survey is not counted. 50 strata, 2,000 units, 30 items by 5 groups. Prints CPU seconds,
the peak of memory (the limit: 1 GB), and what 500 bootstrap replicates of all tables cost beside the pass that makes
the cells (the limit: less than the pass). Where R has the package survey: the CPU of the tests of five tables there
(`svychisq`, one of each size), and how many times as much all 150 would take (the limit: 400 times the book).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from crosstab_time import cpu_seconds

import surveykit as sk

STRATA, UNITS, ITEMS, GROUPS = 50, 2_000, 30, 5


def random_survey(rows: int, kind: str = "categories") -> sk.Survey:
    """Items of three to seven answers, groups of two to six, weights, strata and units."""
    draw = np.random.default_rng(46)
    sizes = {**{f"q{k}": 3 + k % 5 for k in range(ITEMS)}, **{f"g{k}": 2 + k for k in range(GROUPS)}}
    unit = draw.integers(0, UNITS, rows)
    frame = pd.DataFrame({name: pd.Categorical.from_codes(draw.integers(0, size, rows).astype(np.int8),
                                                          [str(k) for k in range(size)])
                          for name, size in sizes.items()})
    frame = frame.assign(w=draw.lognormal(size=rows), unit=unit.astype(float), stratum=(unit % STRATA).astype(float))
    answers = {name: {"scores": np.int64, "texts": object}.get(kind, "category") for name in sizes}
    book = sk.Codebook((*(sk.Item(name, "rating" if kind == "scores" else "single", {"en": name}, tuple(
        sk.Option(str(k), {"en": str(k)}, float(k)) for k in range(size))) for name, size in sizes.items()),
        *(sk.Item(name, "number", {"en": name}) for name in ("w", "unit", "stratum"))))
    if kind != "file":
        return sk.Survey.from_frame(frame.astype(answers), book if kind == "scores" else None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        frame.to_csv(path, index=False)
        return sk.read_survey(path, book)


def peak_memory() -> float:
    """The most memory held so far, in MiB (Linux)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


R_TABLES = """
options(digits = 15)
suppressPackageStartupMessages(library(survey))
data <- read.csv(commandArgs(TRUE)[1], colClasses = c(rep("character", 10), rep("numeric", 3)))
spent <- function(code) sum(system.time(code)[1:2])
made <- spent(d <- svydesign(~unit, strata = ~stratum, weights = ~w, nest = TRUE, data = data))
each <- sapply(0:4, function(k) spent(cat(svychisq(as.formula(paste0("~q", k, "+g", k)), d)$statistic, "")))
cat(made, each)
"""


def compare_r(survey: sk.Survey, book: sk.Result, ours: float) -> None:
    """Print what R spends on five tables, and whether it says the same of them."""
    columns = [f"{side}{k}" for side in "qg" for k in range(GROUPS)] + ["w", "unit", "stratum"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        survey.responses[columns].to_csv(path, index=False)
        said = subprocess.run(["Rscript", "-e", R_TABLES, str(path)], capture_output=True, text=True, check=True).stdout
    *statistics, made, first, second, third, fourth, fifth = map(float, said.split())
    tests = book.tests.table.set_index(["item", "group"])["statistic"]
    same = max(abs(tests[f"q{k}", f"g{k}"] / value - 1) for k, value in enumerate(statistics))
    whole = made + ITEMS * sum((first, second, third, fourth, fifth))
    print(f"R survey: {made:.1f} s for the design, {whole:.0f} s for 150 tests (five measured), {whole / ours:.0f} "
          f"times the book; statistics differ by {same:.0e}")


def main(rows: str = "1_000_000", kind: str = "categories") -> None:
    """Print seconds, ratios and memory."""
    survey = random_survey(int(rows), kind)
    making = peak_memory()
    items, groups = [f"q{k}" for k in range(ITEMS)], [f"g{k}" for k in range(GROUPS)]
    taylor = sk.set_design(survey, weight="w", strata="stratum", psu="unit")
    books: list[sk.Result] = []
    counted = cpu_seconds(lambda: books.append(sk.tables(taylor, items, by=groups)))
    tested = cpu_seconds(lambda: books[0].tests)
    framed = cpu_seconds(lambda: books[0].frame)
    print(f"{int(rows):,} rows ({kind}): cells {counted:.2f} s, 150 Rao-Scott tests {tested:.2f} s, "
          f"all shares {framed:.2f} s CPU; peak {peak_memory():.0f} MiB (limit 1,024), after the survey was made "
          f"{making:.0f}")
    if shutil.which("Rscript"):
        compare_r(survey, books[0], counted + tested)
    replicated = sk.set_design(survey, weight="w", strata="stratum", psu="unit", replicates="bootstrap")
    book = sk.tables(replicated, items, by=groups)
    made = replicated.codes["design()"].replication
    sums = book.crossed.sums.reshape(UNITS, -1)
    product = cpu_seconds(lambda: made.totals(sums, sums))
    print(f"500 replicates of {sums.shape[1]:,} cells of all tables: {product:.2f} s CPU, {product / counted:.2f} of "
          "the pass")


if __name__ == "__main__":
    main(*sys.argv[1:])
