"""How many wrong figures does the audit find, and what does a verdict cost?

    python benchmarks/audit_power.py [draws]

Wrong figures are made from real counts in two ways: any other value that can be printed with as many
decimals, or one digit misprinted. A figure is found when no
count gives it under any reading (verdict "impossible"); a question, printed whole, when no counts that add
to its base do. The second number is what a reader finds who knows that the report rounds halves up.

Then whole texts and tables as articles print them (`article_shapes.py`, and two grammars that draw more widely than
the rules were written for, `article_sentences.py` and `article_tables.py`): how many that are right raise an alarm, how
many planted errors are found, and what 5,000 figures cost.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from article_sentences import SENTENCES
from article_shapes import MAKERS, make_texts, plant_error
from article_tables import TABLES

from surveykit import audit_report
from surveykit.audit import PrintedFigure, attainable, bases, judge

BASES = (20, 46, 100, 200, 500, 1000, 2000)
DECIMALS = (0, 1, 2)
OPTIONS = 4
ALARMS = {"impossible", "other_base"}
Wrong = Callable[[np.random.Generator, int, int], int]


def half_up(k: int, n: int, decimals: int) -> int:
    """100 k / n in units of the last printed place."""
    return (2 * 100 * 10**decimals * k + n) // (2 * n)


def text(units: int, decimals: int) -> str:
    """`67.3` for 673 units of one decimal."""
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def anything(rng: np.random.Generator, units: int, decimals: int) -> int:
    """Another value with as many decimals, all equally likely."""
    other = int(rng.integers(0, 100 * 10**decimals))
    return other + (other >= units)


def misprint(rng: np.random.Generator, units: int, decimals: int) -> int:
    """One digit replaced by another; no first digit becomes 0, nothing passes 100 (100 has no misprint)."""
    if units == 100 * 10**decimals:
        return anything(rng, units, decimals)
    shown = str(units).rjust(decimals + 1, "0")
    while True:
        place, digit = int(rng.integers(len(shown))), str(rng.integers(10))
        changed = shown[:place] + digit + shown[place + 1:]
        leads = place == 0 and digit == "0" and len(shown) > decimals + 1
        if changed != shown and not leads and int(changed) <= 100 * 10**decimals:
            return int(changed)


WRONG: dict[str, Wrong] = {"any other value": anything, "one digit misprinted": misprint}


def single(rng: np.random.Generator, n: int, decimals: int, wrong: Wrong) -> tuple[bool, bool]:
    """One wrong figure on a known base: found under every reading, found by rounding."""
    right = half_up(int(rng.integers(0, n + 1)), n, decimals)
    printed = text(wrong(rng, right, decimals), decimals)
    return judge(PrintedFigure(printed, base=n)).word == "impossible", not attainable(printed, n).half_up


def question(rng: np.random.Generator, n: int, decimals: int, wrong: Wrong) -> tuple[bool, bool]:
    """A whole single-choice question with one wrong figure: found under any mix of readings, found by rounding."""
    counts = rng.multinomial(n, rng.dirichlet(np.ones(OPTIONS)))
    units = [half_up(int(k), n, decimals) for k in counts]
    place = int(rng.integers(OPTIONS))
    units[place] = wrong(rng, units[place], decimals)
    found = bases([text(one, decimals) for one in units], n, n_min=n, closes=True)
    return not found.mixed, not found.half_up


def table(title: str, test: Callable, wrong: Wrong, draws: int) -> None:
    """One Markdown table: bases down, decimals across, `every reading / rounding` in percent."""
    print(f"\n{title}\n\n| base | " + " | ".join(("0 decimals", "1 decimal", "2 decimals")) + " |")
    print("|---:|" + "---:|" * len(DECIMALS))
    for n in BASES:
        cells = []
        for decimals in DECIMALS:
            rng = np.random.Generator(np.random.PCG64([n, decimals]))
            found = np.array([test(rng, n, decimals, wrong) for _ in range(draws)])
            cells.append(" / ".join(f"{100 * share:.0f}" for share in found.mean(axis=0)))
        print(f"| {n} | " + " | ".join(cells) + " |")


def cost(name: str, call: Callable[[], object], times: int) -> None:
    """CPU time of one call."""
    call()
    start = time.process_time()
    for _ in range(times):
        call()
    print(f"{name:<52} {1e6 * (time.process_time() - start) / times:>10.1f} µs")


def raises_alarm(text: str, folder: Path) -> bool:
    """Whether the audit calls a figure of a text wrong, or says that a total is not the sum of its counts."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    found = audit_report(folder / "a.md")
    return bool(ALARMS & set(found.table["verdict"])) or found.settings["sums"] > 0


def articles(number: int = 200) -> None:
    """False alarms on right texts, planted errors found, and the cost of 5,000 figures."""
    made, rng = make_texts(number, makers=MAKERS | SENTENCES | TABLES), np.random.Generator(np.random.PCG64(7))
    with TemporaryDirectory() as name:
        folder = Path(name)
        alarms = sum(raises_alarm(text, folder) for _, text, _ in made)
        planted = [wrong for _, text, figures in made if (wrong := plant_error(text, figures, rng))]
        found = sum(raises_alarm(wrong, folder) for wrong in planted)
        print(f"\n{number} article-like texts and tables: {alarms} false alarms; "
              f"{found} of {len(planted)} planted errors found ({100 * found / len(planted):.1f} %)")
        many = "\n\n".join(text for _, text, _ in make_texts(2800, seed=2, makers=MAKERS | SENTENCES | TABLES))
        (folder / "many.md").write_text(many, encoding="utf-8")
        start = time.process_time()
        figures = len(audit_report(folder / "many.md").table)
        print(f"a report of {figures} figures: {time.process_time() - start:.1f} s of processor time")


def main(draws: int = 1000) -> None:
    """Power, then cost."""
    print("Share of wrong figures found, in percent: under every reading / knowing that halves are rounded up")
    for name, wrong in WRONG.items():
        table(f"One figure, {name}", single, wrong, draws)
        table(f"A question of {OPTIONS} options printed whole, one figure {name}", question, wrong, draws)
    print()
    ten = ["12.3", "4.5", "22.1", "9.9", "8.7", "10.2", "11.4", "6.3", "7.1", "7.5"]
    cost("verdict on a figure with its base", lambda: judge(PrintedFigure("67.3%", base=46)), 2000)
    cost("verdict on a figure with count and base", lambda: judge(PrintedFigure("65.40%", 1136, 1740)), 2000)
    cost("a question of 4 figures on one base", lambda: bases(ten[:4], 46, n_min=46), 500)
    cost("a question of 10 figures, every base to 10,000", lambda: bases(ten, 10_000, closes=True), 50)
    articles()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
