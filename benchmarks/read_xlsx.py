"""CPU time of opening a 50,000 x 60 workbook, side by side in one run, child processes included.

    python benchmarks/read_xlsx.py [rounds]

Needs xlsxwriter, which only this benchmark does. pandas with openpyxl reads 10,000 of the 50,000 rows, and
its time is multiplied by five: the whole file takes it minutes.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROWS, COLUMNS, SLICE = 50_000, 60, 10_000
LEVELS = ["非常同意", "比较同意", "一般", "不太同意", "非常不同意"]
BARE = ("from python_calamine import CalamineWorkbook as Book; "
        "Book.from_path({path!r}).get_sheet_by_index(0).to_python()")
OURS = "from surveykit.foreign import open_foreign; open_foreign({path!r}, seconds=60)"
PANDAS = "import pandas; pandas.read_excel({path!r}, engine='openpyxl')"
# what each statement costs before it has a file: taken off
STARTS = {"bare calamine": "import python_calamine", "open_foreign": "import surveykit.foreign.opening",
          "pandas + openpyxl": "import pandas, openpyxl"}


def answer(rng: random.Random, column: int) -> object:
    """An answer as a platform exports it: label, number, several labels, 0/1, a sentence."""
    kinds = (lambda: rng.choice(LEVELS), lambda: rng.choice(LEVELS), lambda: rng.randint(1, 5),
             lambda: "┋".join(rng.sample(LEVELS, 2)), lambda: rng.randint(0, 1),
             lambda: f"我希望{rng.randrange(10_000)}能够返乡就业{rng.randrange(100)}")
    return kinds[column % 6]()


def write(path: Path, rows: int, shared: bool) -> None:
    """A workbook with shared strings (as Excel and 问卷星 write) or inline ones."""
    import xlsxwriter

    rng, book = random.Random(1), xlsxwriter.Workbook(str(path), {"constant_memory": not shared})
    sheet, moment = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy/m/d h:mm:ss"})
    sheet.write_row(0, 0, ["序号", "提交答卷时间", *(f"{i}、问题{i}" for i in range(1, COLUMNS - 1))])
    for row in range(1, rows + 1):
        sheet.write_number(row, 0, row)
        sheet.write_datetime(row, 1, dt.datetime(2026, 1, 1) + dt.timedelta(seconds=37 * row), moment)
        sheet.write_row(row, 2, [answer(rng, column) for column in range(2, COLUMNS)])
    book.close()


def cpu_seconds(statement: str) -> float:
    """CPU seconds (user and system) of a fresh interpreter that runs one statement, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(folder: Path, shared: bool, rounds: int) -> None:
    """Print medians and ratios; the statements take turns, so that noise hits all alike."""
    whole, part = folder / "whole.xlsx", folder / "part.xlsx"
    write(whole, ROWS, shared)
    write(part, SLICE, shared)
    read = {"bare calamine": (BARE, whole, 1), "open_foreign": (OURS, whole, 1),
            "pandas + openpyxl": (PANDAS, part, ROWS // SLICE)}
    seconds = {name: [] for name in read}
    for number in range(rounds):
        for name, (statement, path, times) in read.items():
            if times == 1 or number == 0:
                spent = cpu_seconds(statement.format(path=str(path))) - cpu_seconds(STARTS[name])
                seconds[name].append(spent * times)
    base = median(seconds["bare calamine"])
    print(f"{ROWS:,} x {COLUMNS}, {'shared' if shared else 'inline'} strings, {whole.stat().st_size / 1e6:.1f} MB")
    for name, spent in seconds.items():
        note = f"  ({SLICE:,} rows x {ROWS // SLICE})" if name.startswith("pandas") else ""
        print(f"  {name:<18} {median(spent):6.2f} s CPU   {median(spent) / base:6.2f} x bare{note}")
    faster = median(seconds["pandas + openpyxl"]) / median(seconds["open_foreign"])
    print(f"  open_foreign is {faster:.1f} times as fast as pandas + openpyxl")


def main(rounds: int = 5) -> None:
    """Both kinds of workbook."""
    with tempfile.TemporaryDirectory() as folder:
        for shared in (False, True):
            compare(Path(folder), shared, rounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
