"""CPU time of `crosstab` with its test (`association`) over a bare `pandas.crosstab`, side by side in one run.

    python benchmarks/crosstab_time.py [rows ...]

Prints the very first table of the process (modules and SciPy's special functions are loaded), the first of a survey
(its answers are turned into codes once) and the later ones. The limit: at most one bare `pandas.crosstab`.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np
import pandas as pd

import surveykit as sk

TABLES = 9


def random_survey(rows: int) -> sk.Survey:
    """A survey of two single-choice items with five and three options."""
    draw = np.random.default_rng(1)
    frame = pd.DataFrame({"plan": draw.choice(["home", "stay", "renew", "study", "other"], rows),
                          "region": draw.choice(["east", "middle", "west"], rows)})
    return sk.Survey.from_frame(frame)


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def make_table(survey: sk.Survey) -> None:
    """A table and its test."""
    sk.crosstab(survey, "plan", by="region")
    sk.association(survey, "plan", by="region")


def measure(rows: int) -> tuple[float, float, float]:
    """Seconds of `pandas.crosstab`, and of the first table of a survey and a later one; they take turns."""
    spent = []
    for _ in range(TABLES):
        survey = random_survey(rows)
        plan, region = survey.responses["plan"], survey.responses["region"]
        spent.append((cpu_seconds(partial(pd.crosstab, plan, region)),
                      cpu_seconds(partial(make_table, survey)), cpu_seconds(partial(make_table, survey))))
    bare, first, later = (median(side) for side in zip(*spent, strict=True))
    return bare, first, later


def main(*sizes: int) -> None:
    """Print seconds and ratios."""
    survey = random_survey(20_000)
    print(f"the first table of the process, 20,000 rows: {1e3 * cpu_seconds(partial(make_table, survey)):.0f} ms")
    for rows in sizes or (2_000, 20_000, 100_000):
        bare, first, later = measure(rows)
        print(f"{rows:>9,} rows: pandas.crosstab {1e3 * bare:7.2f} ms   first {first / bare:5.2f} x   "
              f"later {later / bare:5.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
