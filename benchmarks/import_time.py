"""CPU time of `import surveykit` over `import pandas`, side by side in one run.

    python benchmarks/import_time.py [rounds]
"""

from __future__ import annotations

import resource
import subprocess
import sys
from statistics import median


def cpu_seconds(statement: str) -> float:
    """CPU seconds (user and system) of a fresh interpreter that runs one statement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int = 9) -> None:
    """Print medians and ratios; the statements take turns, so that noise hits all alike."""
    statements = {"import pandas": [], "import surveykit": [],
                  "import surveykit; surveykit.frequencies": []}
    for _ in range(rounds):
        for statement, seconds in statements.items():
            seconds.append(cpu_seconds(statement))
    base = median(statements["import pandas"])
    for statement, seconds in statements.items():
        print(f"{statement:<42} {median(seconds):.3f} s CPU   {median(seconds) / base:.2f} x pandas")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
