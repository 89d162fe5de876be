"""Check the types: mypy's findings per room against the debt in tests/type_debt.csv, which may only shrink.

A room that is not in the list has none. `python scripts/check_types.py --write` after paying some back.
"""

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEBT = ROOT / "tests/type_debt.csv"
FINDING = re.compile(r"surveykit/(\w+)(?:\.py)?\b.*: error: ")


def find_errors(*others: Path) -> tuple[str, Counter[str]]:
    """What mypy prints of the package and other files, and its findings counted by room."""
    command = [sys.executable, "-m", "mypy", "surveykit", *map(str, others)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(run.stdout + run.stderr)
    found = [FINDING.match(line.replace("\\", "/")) for line in run.stdout.splitlines()]
    return run.stdout, Counter(match[1] for match in found if match)


def read_debt() -> Counter[str]:
    """The findings each room may still have."""
    with DEBT.open(encoding="utf-8", newline="") as file:
        return Counter({row["room"]: int(row["findings"]) for row in csv.DictReader(file)})


def write_debt(errors: Counter[str]) -> None:
    """Store the findings of today."""
    lines = [f"{room},{number}\n" for room, number in sorted(errors.items())]
    DEBT.write_text("room,findings\n" + "".join(lines), encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """0 when the findings are those of the list, 1 when a room has more or the list is longer than it must be."""
    return compare_debt(*find_errors(), write="--write" in arguments)


def compare_debt(printed: str, errors: Counter[str], *, write: bool = False) -> int:
    """The same of findings that were made."""
    debt = read_debt()
    worse = sorted(room for room in errors if errors[room] > debt[room])
    if write and not worse:
        write_debt(errors)
    elif worse:
        print(*(line for line in printed.splitlines() if any(f"surveykit/{room}" in line for room in worse)), sep="\n")
        print(*(f"surveykit/{room}: {errors[room]} findings, {debt[room]} allowed" for room in worse), sep="\n")
        return 1
    elif errors != debt:
        print("Fewer findings than tests/type_debt.csv lists: python scripts/check_types.py --write")
        return 1
    print(f"types: {errors.total()} findings left in {len(errors)} rooms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
