"""CPU time of a first `item_analysis` of 100 items at 20,000 rows over `numpy.cov`, side by side in one run.

    python benchmarks/item_analysis_time.py

The limit: 5 times `numpy.cov`. Every round has a survey of its own, so its answers are turned into codes each time.
"""

from statistics import median

import numpy as np
import pandas as pd
from crosstab_time import cpu_seconds

import surveykit as sk

ROWS, ITEMS, ROUNDS = 20_000, 100, 7


def main() -> None:
    """Print seconds and ratios."""
    draw = np.random.default_rng(46)
    points = np.clip(np.round(draw.normal(3, 1, (ROWS, 1)) + draw.normal(0, 1, (ROWS, ITEMS))), 1, 5)
    options = tuple(sk.Option(str(value), {"en": str(value)}, float(value)) for value in range(1, 6))
    names = [f"q{place}" for place in range(ITEMS)]
    book = sk.Codebook(tuple(sk.Item(name, "rating", {"en": name}, options) for name in names))
    frame = pd.DataFrame(points, columns=names)
    bare, first, later = [], [], []
    for _ in range(ROUNDS):
        survey = sk.Survey.from_frame(frame, book)
        bare.append(cpu_seconds(lambda: np.cov(points.T)))
        first.append(cpu_seconds(lambda survey=survey: sk.item_analysis(survey, names)))
        later.append(cpu_seconds(lambda survey=survey: sk.item_analysis(survey, names)))
    base = median(bare)
    print(f"numpy.cov {1e3 * base:.1f} ms   first {median(first) / base:.2f} x   later {median(later) / base:.2f} x")


if __name__ == "__main__":
    main()
