"""CPU time of `screen` over `DataFrame.describe()` and one `groupby` per item of the same frame, in one run.

    python benchmarks/screening_time.py [rows [items]]

The form has 60 ratings in six scales, choices, ticks and numbers, times, addresses, conditions and constraints.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

import surveykit as sk

ROUNDS = 5
MOST = 5.0
POINTS = tuple(sk.Option(f"p{point}", {}, float(point)) for point in range(1, 6))
LETTERS = tuple(sk.Option(letter, {"en": letter.upper()}) for letter in "abcd")


def random_survey(rows: int, items: int = 100) -> sk.Survey:
    """A long form: six tenths ratings, the rest choices, two numbers, time and address."""
    draw = np.random.default_rng(1)
    ratings = [sk.Item(f"r{n}", "rating", {}, POINTS, scale=f"s{n % 6}", reverse=n % 3 == 2)
               for n in range(6 * items // 10)]
    choices = [sk.Item(f"c{n}", "single", {}, LETTERS, asked_if="${c0} != 'a'" if n % 5 == 4 else None)
               for n in range(items - len(ratings) - 4)]
    rest = [sk.Item("submitted_at", "text", {}, role="date"), sk.Item("seconds", "number", {}, role="duration"),
            sk.Item("ip", "text", {}, role="pii:ip"), sk.Item("age", "number", {}, constraint=". >= 16 and . <= 80")]
    columns: dict[str, object] = {item.name: draw.integers(1, 6, rows).astype(float) for item in ratings}
    columns |= {item.name: draw.choice(list("abcd"), rows) for item in choices}
    times = [f"2026-09-{1 + n % 28:02d} {n % 24:02d}:{n % 60:02d}:{n % 59:02d}" for n in range(rows)]
    columns |= {"submitted_at": times, "seconds": draw.lognormal(6, 0.5, rows),
                "age": draw.integers(15, 82, rows) * 1.0,
                "ip": [f"192.0.{n % 250}.{n // 250 % 250}" for n in range(rows)]}
    frame = pd.DataFrame(columns)
    for item in choices:
        if item.asked_if:
            frame.loc[frame["c0"] == "a", item.name] = None
    scales = tuple(sk.Scale(f"s{n}", {}, 1, 5) for n in range(6))
    return sk.Survey.from_frame(frame, sk.Codebook((*rest, *choices, *ratings), scales))


def describe_and_group(frame: pd.DataFrame) -> None:
    """What anybody does first in pandas."""
    frame.describe()
    for column in frame:
        frame.groupby(column, observed=True).size()


def cpu_seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main(rows: int = 20_000, items: int = 100) -> int:
    """Print seconds and their ratio; 1 where screening takes more than five times as long."""
    survey = random_survey(rows, items)
    frame = survey.responses
    pairs = [(cpu_seconds(lambda: describe_and_group(frame)), cpu_seconds(lambda: sk.screen(survey)))
             for _ in range(ROUNDS)]
    bare, ours = (median(side) for side in zip(*pairs, strict=True))
    flags = len(sk.screen(survey).flags)
    print(f"{rows:,} x {frame.shape[1]}: describe + groupby {bare:.2f} s   screen {ours:.2f} s   {ours / bare:.2f} x   "
          f"({flags:,} flags)")
    return int(ours > MOST * bare)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
