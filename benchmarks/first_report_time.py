"""How long an export takes to become a first report: `surveykit new` and `surveykit report`, 60 mixed items.

    python benchmarks/first_report_time.py [respondents ...]

Synthetic answers: choices, ratings, select-all in one cell, numbers, words. Each command is a process of its own; CPU
seconds with those of the kernel. The limit: 60 s for both.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

DRAW = random.Random(46)
WORDS = ["pay", "home", "family", "far", "cold", "friends", "work", "study", "city", "hope"]


def say_words() -> str:
    """A free answer; every third person leaves it out."""
    return "" if DRAW.random() < 0.3 else " ".join(DRAW.choices(WORDS, k=DRAW.randint(3, 12)))


KINDS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("Which of these is your plan", lambda: DRAW.choice(["Return home", "Stay here", "Renew", "Study", "Other"])),
    ("How much do you agree with statement", lambda: DRAW.choice(
        ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"])),
    ("What was hard in task", lambda: ";".join(DRAW.sample(["Pay", "Distance", "Language", "Housing", "Climate"],
                                                           DRAW.randint(1, 3)))),
    ("How many months did you spend in", lambda: DRAW.randint(0, 48)),
    ("Gender of adviser", lambda: DRAW.choice(["Female", "Male"])),
    ("Please say in your words, topic", say_words))


def write_export(path: Path, respondents: int, items: int = 60) -> None:
    """A file as platforms export it."""
    kinds = [KINDS[place % len(KINDS)] for place in range(items)]
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(["respondent", *(f"{text} {place}?" for place, (text, _) in enumerate(kinds, start=1))])
        out.writerows([number, *(answer() for _, answer in kinds)] for number in range(1, respondents + 1))


def cpu_seconds(folder: Path, *arguments: str) -> float:
    """CPU seconds of one command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "surveykit", *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(*sizes: int) -> None:
    """Print seconds."""
    for respondents in sizes or (2_000, 20_000):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_export(folder / "export.csv", respondents)
            made = cpu_seconds(folder, "new", "study", "export.csv")
            told = cpu_seconds(folder / "study", "report")
            print(f"{respondents:>7,} respondents: new {made:.1f} s   report {told:.1f} s CPU (limit 60 together)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
