"""Check the types: mypy, strict, over the package finds nothing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run_mypy(*others: Path) -> str:
    """What mypy prints of the package and other files."""
    command = [sys.executable, "-m", "mypy", "surveykit", *map(str, others)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(run.stdout + run.stderr)
    return run.stdout


def find_errors(printed: str) -> list[str]:
    """The lines about the package."""
    return [line for line in printed.splitlines() if line.startswith("surveykit") and ": error: " in line]


if __name__ == "__main__":
    print(*(errors := find_errors(run_mypy())), sep="\n", end="\n" * bool(errors))
    print(f"types: {len(errors)} findings")
    sys.exit(bool(errors))
