"""CPU time of a book of 150 cross tables: of 2,000 people, printed, and of a large clustered sample with its tests.

    python benchmarks/table_book.py [rows of the clustered sample]

For R's side: 30 items by 5 groups with `svychisq` take about 570 s at a million rows (survey 4.1-1, extrapolated).
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import surveykit as sk

ITEMS, GROUPS = [f"q{i}" for i in range(30)], [f"g{i}" for i in range(5)]


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def random_survey(rows: int, units: int = 0) -> sk.Survey:
    """Thirty items of three to seven options, five of two to six groups; with units, a stratified cluster sample."""
    draw = np.random.default_rng(1)
    sizes = {**{name: 3 + place % 5 for place, name in enumerate(ITEMS)},
             **{name: 2 + place for place, name in enumerate(GROUPS)}}
    frame = pd.DataFrame({name: np.array([f"a{k}" for k in range(size)])[draw.integers(0, size, rows)]
                          for name, size in sizes.items()})
    if not units:
        return sk.Survey.from_frame(frame)
    unit = draw.integers(0, units, rows)
    frame = frame.assign(unit=np.char.add("u", unit.astype(str)), stratum=np.char.add("s", (unit % 50).astype(str)),
                         weight=np.exp(draw.normal(size=rows) / 2))
    return sk.set_design(sk.Survey.from_frame(frame), weight="weight", strata="stratum", psu="unit")


def main(rows: int = 1_000_000) -> None:
    """Print seconds."""
    survey = random_survey(2_000)
    sk.tables(survey, ITEMS, by=GROUPS)
    print(f"2,000 rows, 150 tables: book {cpu_seconds(lambda: sk.tables(survey, ITEMS, by=GROUPS).frame):.3f} s   "
          f"printed {cpu_seconds(lambda: [str(one) for one in sk.tables(survey, ITEMS, by=GROUPS).values()]):.3f} s")
    large = random_survey(rows, 2_000)
    sk.tables(large, ITEMS, by=GROUPS)
    print(f"{rows:,} rows, 2,000 units: book with tests "
          f"{cpu_seconds(lambda: sk.tables(large, ITEMS, by=GROUPS).tests):.3f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
