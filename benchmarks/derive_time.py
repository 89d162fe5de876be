"""CPU seconds of `derive` and `where=` beside the same in pandas, in one run: ratios, not seconds, are compared.

    python benchmarks/derive_time.py [rows of derive] [rows of where]

Limits: ten new items at most 3 times pandas, a condition at most 3 times the mask of pandas.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import surveykit as sk

POINTS = tuple(sk.Option(f"p{n}", {"en": f"P{n}"}, score=float(n)) for n in range(1, 6))
TICKS = ("pay", "far", "food", "home")
BOOK = sk.Codebook((
    sk.Item("age", "number", {"en": "Age"}), sk.Item("pay", "number", {"en": "Pay"}),
    sk.Item("gender", "single", {"en": "Gender"}, (sk.Option("f", {"en": "Women"}), sk.Option("m", {"en": "Men"}))),
    sk.Item("plan", "single", {"en": "Plan"}, tuple(
        sk.Option(v, {"en": v}) for v in ("home", "stay", "renew", "study"))),
    *(sk.Item(f"r_{n}", "rating", {"en": f"R{n}"}, POINTS) for n in range(1, 7)),
    sk.Item("h", "multiple", {"en": "Hardship"}, tuple(sk.Option(v, {"en": v}) for v in TICKS)),
    sk.Item("born", "date", {"en": "Born"}), sk.Item("sent", "date", {"en": "Sent"})))


def make_frame(rows: int) -> pd.DataFrame:
    """Answers drawn at random, some missing."""
    rng = np.random.Generator(np.random.PCG64(7))
    days = pd.date_range("1990-01-01", "2004-12-31").strftime("%Y-%m-%d").to_numpy(dtype=object)
    frame = pd.DataFrame({
        "age": rng.integers(16, 61, rows).astype(float), "pay": rng.normal(6000, 1500, rows).round(2),
        "gender": rng.choice(np.array(["f", "m"], dtype=object), rows),
        "plan": rng.choice(np.array(["home", "stay", "renew", "study"], dtype=object), rows),
        **{f"r_{n}": rng.integers(1, 6, rows).astype(float) for n in range(1, 7)},
        **{f"h__{v}": rng.integers(0, 2, rows) for v in TICKS},
        "born": rng.choice(days, rows), "sent": "2026-09-01"})
    frame.loc[rng.random(rows) < 0.05, ["age", "r_1"]] = np.nan
    return frame.astype({"gender": object, "plan": object, "born": object, "sent": object})


def derive_ten(survey: sk.Survey) -> sk.Survey:
    """Ten new items of every recipe."""
    for name, value, recipe in (
            ("band", "age", {"cut": [18, 25, 30, 40]}), ("pay_band", "pay", {"cut": [4000, 6000, 8000]}),
            ("plan_2", "plan", {"group": {"stays": ["stay", "renew"], "leaves": ["home", "study"]}}),
            ("burden", "count-selected(h)", {}), ("any", "any-of(h, 'pay', 'far')", {}),
            ("total", "sum(r_1, r_2, r_3, r_4, r_5, r_6)", {}),
            ("attitude", "mean.4(r_1, r_2, r_3, r_4, r_5, r_6)", {}),
            ("old_poor", "age >= 30 and pay < 5000", {}), ("yearly", "pay * 12", {}),
            ("years", "years-between(born, sent)", {})):
        survey = sk.derive(survey, name, value, reason="benchmark", **recipe)
    return survey


def derive_in_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """The same items as people write them in pandas."""
    new = frame.copy()
    ratings = [f"r_{n}" for n in range(1, 7)]
    new["band"] = pd.cut(frame["age"], [-np.inf, 18, 25, 30, 40, np.inf], right=False)
    new["pay_band"] = pd.cut(frame["pay"], [-np.inf, 4000, 6000, 8000, np.inf], right=False)
    new["plan_2"] = frame["plan"].map({"stay": "stays", "renew": "stays", "home": "leaves", "study": "leaves"})
    new["burden"] = frame[[f"h__{v}" for v in TICKS]].sum(axis=1, skipna=False)
    new["any"] = (frame["h__pay"] == 1) | (frame["h__far"] == 1)
    new["total"] = frame[ratings].sum(axis=1, skipna=False)
    new["attitude"] = frame[ratings].mean(axis=1).where(frame[ratings].count(axis=1) >= 4)
    new["old_poor"] = (frame["age"] >= 30) & (frame["pay"] < 5000)
    new["yearly"] = frame["pay"] * 12
    born, sent = pd.to_datetime(frame["born"]), pd.to_datetime(frame["sent"])
    early = (sent.dt.month * 100 + sent.dt.day) < (born.dt.month * 100 + born.dt.day)
    new["years"] = sent.dt.year - born.dt.year - early
    return new


def cpu_seconds(call: Callable[[], object], repeats: int = 3) -> float:
    """The least of several runs."""
    found = []
    for _ in range(repeats):
        started = time.process_time()
        call()
        found.append(time.process_time() - started)
    return min(found)


def main(derive_rows: int, where_rows: int) -> None:
    """Print both ratios."""
    frame = make_frame(derive_rows)
    survey = sk.Survey.from_frame(frame, BOOK)
    held = survey.responses.astype(dict.fromkeys(("gender", "plan", "born", "sent"), object))
    ours, theirs = cpu_seconds(lambda: derive_ten(fresh(survey))), cpu_seconds(lambda: derive_in_pandas(held))
    print(f"derive, 10 items, {derive_rows} rows: {ours:.3f} s, pandas {theirs:.3f} s, ratio {ours / theirs:.2f}")
    big = sk.Survey.from_frame(make_frame(where_rows), BOOK)
    rows = big.responses
    for text, mask in (
            ("gender = 'f' and age >= 30", lambda: (rows["gender"] == "f") & (rows["age"] >= 30)),
            ("age >= 30 and pay < 5000", lambda: (rows["age"] >= 30) & (rows["pay"] < 5000)),
            ("selected(h, 'pay') or r_1 >= 4", lambda: (rows["h__pay"] == 1) | (rows["r_1"] >= 4)),
            ("plan = 'stay' or plan = 'renew'", lambda: rows["plan"].isin(["stay", "renew"]))):
        ours = cpu_seconds(lambda text=text: fresh(big).where(text))
        theirs = cpu_seconds(lambda mask=mask: rows.index[mask().fillna(False)])
        print(f"where, {where_rows} rows, {text}: {ours:.3f} s, pandas {theirs:.3f} s, ratio {ours / theirs:.2f}")


def fresh(survey: sk.Survey) -> sk.Survey:
    """The survey without the columns that conditions have coded before."""
    survey.codes.clear()
    return survey


if __name__ == "__main__":
    main(*(int(number) for number in [*sys.argv[1:], *("100000", "1000000")[len(sys.argv) - 1:]]))
