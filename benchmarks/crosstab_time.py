"""CPU time of `crosstab` over `pandas.crosstab`, side by side in one run.

    python benchmarks/crosstab_time.py [rows ...]

Prints the first table of a survey (its answers are turned into codes once) and the later ones.
"""

import sys
import time
from collections.abc import Callable
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


def measure(rows: int) -> tuple[float, float, float]:
    """Seconds of `pandas.crosstab`, and of the first and a later table of ours; the two take turns."""
    survey = random_survey(rows)
    frame = survey.responses
    first = cpu_seconds(lambda: sk.crosstab(survey, "plan", "region"))
    pairs = [(cpu_seconds(lambda: pd.crosstab(frame["plan"], frame["region"])),
              cpu_seconds(lambda: sk.crosstab(survey, "plan", "region"))) for _ in range(TABLES)]
    bare, later = (median(side) for side in zip(*pairs, strict=True))
    return bare, first, later


def main(*sizes: int) -> None:
    """Print seconds and ratios."""
    for rows in sizes or (2_000, 20_000, 100_000):
        bare, first, later = measure(rows)
        print(f"{rows:>9,} rows: pandas.crosstab {1e3 * bare:7.2f} ms   first {first / bare:5.2f} x   "
              f"later {later / bare:5.2f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
