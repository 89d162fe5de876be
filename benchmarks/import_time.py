"""CPU time of `import surveykit`, and of a first table, over `import pandas`, side by side in one run.

    python benchmarks/import_time.py [rounds]

The limit: `import surveykit` and the first verb at most 1.3 times `import pandas`.
"""

import resource
import subprocess
import sys
from statistics import median

VERB = """import pandas as pd, surveykit as sk
sk.frequencies(sk.Survey.from_frame(pd.DataFrame({'plan': ['home', 'stay', 'stay'] * 20})), 'plan')"""


def cpu_seconds(statement: str) -> float:
    """CPU seconds (user and system) of a fresh interpreter that runs one statement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int = 9) -> None:
    """Print medians and ratios; the statements take turns, so that noise hits all alike."""
    statements = {"import pandas": [], "import surveykit": [],
                  "import surveykit; surveykit.frequencies": [], VERB: []}
    for _ in range(rounds):
        for statement, seconds in statements.items():
            seconds.append(cpu_seconds(statement))
    base = median(statements["import pandas"])
    for statement, seconds in statements.items():
        name = "and a first table" if statement == VERB else statement
        print(f"{name:<42} {median(seconds):.3f} s CPU   {median(seconds) / base:.2f} x pandas")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
