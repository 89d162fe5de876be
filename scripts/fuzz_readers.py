"""Break export files in every way and see that the readers refuse or read them right.

    python scripts/fuzz_readers.py [mutants per format] [--seed 1] [--only xlsx,sav]

Every mutant must end in a table of the original's shape, in a note about its shape, or in a
SurveyError: never in another exception, in more than ten seconds or 1 GiB, nor in another shape in
silence (a .csv does not say how many rows it has: there only the columns are compared).
"""

import argparse
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from surveykit.errors import SurveyError
from surveykit.formats import open_foreign

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS, SECONDS, GIB = 120, 10, 2**30
FORMATS = ("xlsx", "xls", "sav", "por", "dta", "csv", "parquet")
TWO_AT_A_TIME = 2
SHAPE_NOTES = {"extent", "extent_unknown", "blank_rows", "empty_columns", "cases_unsaid"}
FAILURES = ("foreign exception", "too slow", "silent shape")
XLS = Path(__file__).parents[1] / "tests/data/foreign.xls"
HEADINGS = ["序号", "性别", "年龄", "毕业去向(多选)", "收入", "感想"]
PLANS = ["回家乡工作", "考研┋考公务员", "其他〖创业〗", "(空)", "(跳过)"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant."""

    verdict: str
    said: str
    seconds: float
    seed: str


def cells(rng: random.Random) -> list[list[object]]:
    """Rows as a platform exports them."""
    return [[n, rng.choice(["男", "女"]), rng.randint(18, 30), rng.choice(PLANS), rng.randint(0, 9) * 1000.5,
             "".join(rng.choices("服务基层青年志愿者西部计划", k=rng.randint(0, 40)))] for n in range(1, ROWS)]


def originals(kind: str, folder: Path, rng: random.Random) -> list[bytes]:
    """Whole files of one format, in its variants."""
    rows = cells(rng)
    if kind == "xls":
        return [XLS.read_bytes()]
    if kind == "csv":
        text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADINGS, *rows])
        return [text.encode(encoding) for encoding in ("utf-8-sig", "gb18030", "utf-16")]
    if kind == "xlsx":
        return [workbook(rows, shared) for shared in (False, True)]
    return statistics(kind, rows, folder)


def workbook(rows: list[list[object]], shared: bool) -> bytes:
    """An .xlsx with inline strings, as openpyxl writes it, or with shared strings, as Excel does."""
    out, book = BytesIO(), openpyxl.Workbook()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.save(out)
    return _shared(out.getvalue(), [HEADINGS, *rows]) if shared else out.getvalue()


def _shared(data: bytes, rows: list[list[object]]) -> bytes:
    """The same workbook, its sheet written anew and its texts in a part of their own."""
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    lines = [f'<row r="{r}">{"".join(_cell(r, c, value, texts) for c, value in enumerate(row))}</row>'
             for r, row in enumerate(rows, start=1)]
    sheet = (f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="A1:F{len(rows)}"/>'
             f'<sheetData>{"".join(lines)}</sheetData></worksheet>')
    strings = (f'<?xml version="1.0"?><sst xmlns="{MAIN}" count="{len(texts)}">'
               f'{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>')
    new = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in dict.fromkeys([*source.namelist(), *new]):
            target.writestr(part, new.get(part) or source.read(part))
    return out.getvalue()


def _cell(row: int, column: int, value: object, texts: list[str]) -> str:
    """A cell's XML."""
    kind, value = (' t="s"', texts.index(value)) if isinstance(value, str) else ("", value)
    return f'<c r="{"ABCDEF"[column]}{row}"{kind}><v>{value}</v></c>'


def statistics(kind: str, rows: list[list[object]], folder: Path) -> list[bytes]:
    """A file of SPSS, Stata or Parquet in each of its layouts."""
    frame = pd.DataFrame(rows, columns=["id", "sex", "age", "plan", "income", "said"]).astype({"age": float})
    path, found = folder / f"original.{kind}", []
    labels = {"column_labels": HEADINGS, "variable_value_labels": {"age": {18.0: "成年"}}}
    if kind == "sav":
        for settings in ({}, {"row_compress": True}, {"compress": True}):
            pyreadstat.write_sav(frame, path, missing_ranges={"age": [99]}, **labels, **settings)
            found.append(path.read_bytes())
    elif kind == "por":
        for part in (frame.drop(columns=["sex", "plan", "said"]), frame.assign(sex="m", plan="home", said="a b")):
            pyreadstat.write_por(part, path)
            found.append(path.read_bytes())
    elif kind == "parquet":
        for settings in ({"write_page_checksum": True}, {"compression": "none"}, {"compression": "zstd"},
                         {"use_dictionary": False, "row_group_size": 50}):
            pq.write_table(pa.Table.from_pandas(frame), path, **settings)
            found.append(path.read_bytes())
    else:
        for version in (10, 12, 13, 15):
            plain = frame.drop(columns=["sex", "plan", "said"]) if version < 14 else frame
            pyreadstat.write_dta(plain, path, version=version, **(labels if version >= 14 else {}))
            found.append(path.read_bytes())
    return found


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def flipped_late(data: bytes, rng: random.Random) -> bytes:
    """A change in the last bytes, where Parquet describes itself."""
    return data[:-3000] + flipped(data[-3000:], rng)


def flipped_early(data: bytes, rng: random.Random) -> bytes:
    """A change in the first bytes, where the counts stand."""
    return flipped(data[:512], rng) + data[512:]


def cut(data: bytes, rng: random.Random) -> bytes:
    """The file cut off."""
    return data[:rng.randrange(len(data))]


def swapped(data: bytes, rng: random.Random) -> bytes:
    """Two pieces in each other's place."""
    size = rng.choice([1, 8, 64, 512])
    a, b = sorted(rng.randrange(max(1, len(data) - size)) for _ in range(2))
    return data[:a] + data[b:b + size] + data[a + size:b] + data[a:a + size] + data[b + size:]


def dropped(data: bytes, rng: random.Random) -> bytes:
    """A piece missing, or there twice."""
    size, at = rng.choice([1, 8, 64, 512]), rng.randrange(len(data))
    return data[:at] + (data[at:at + size] * 2 if rng.random() < 0.5 else b"") + data[at + size:]


def inside_zip(data: bytes, rng: random.Random) -> bytes:
    """One part of a workbook changed, all checksums right again."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = source.namelist()
        chosen = rng.choice([p for p in parts if "sheet" in p or "Strings" in p or rng.random() < 0.3] or parts)
        for part in parts:
            content = source.read(part)
            if part == chosen and content:
                content = rng.choice([flipped, swapped, dropped, cut, renumbered])(content, rng)
            target.writestr(part, content)
    return out.getvalue()


def renumbered(data: bytes, rng: random.Random) -> bytes:
    """A digit of a reference changed: a row or a column somewhere else."""
    at = data.find(b' r="', rng.randrange(len(data)))
    if at < 0:
        return flipped(data, rng)
    end = data.find(b'"', at + 4)
    return data[:at + 4] + rng.choice([b"A1", b"XFD1", b"A1048576", b"ZZ99", b"1", b"900000"]) + data[end:]


def mutants(kind: str, count: int, seed: int, folder: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Name of the mutation, the original, the mutant."""
    rng = random.Random(f"{kind} {seed}")
    whole = originals(kind, folder, rng)
    ways = [flipped, flipped_early, cut, swapped, dropped] + [inside_zip] * (5 if kind == "xlsx" else 0)
    ways += [flipped_late] * (5 if kind == "parquet" else 0)
    for _ in range(count):
        way, data = rng.choice(ways), rng.choice(whole)
        yield way.__name__, data, way(data, rng)


def shape(path: Path) -> tuple[tuple[int, int], set[str]]:
    """Rows and columns, and the keys of the notes."""
    table = open_foreign(path)
    return (len(table), len(table.columns)), {note.key for note in table.notes}


def tried(kind: str, path: Path, expected: tuple[int, int], way: str) -> Outcome:
    """Open one mutant."""
    started = time.monotonic()
    try:
        found, notes = shape(path)
        same = found == expected if kind != "csv" else found[1] == expected[1]
        verdict = "read, same shape" if same else "read, noted" if notes & SHAPE_NOTES else "silent shape"
        said = "" if same else f"{found} for {expected}"
    except SurveyError as error:
        verdict, said = "refused", error.what.splitlines()[0]
    except Exception as error:
        verdict, said = "foreign exception", repr(error)
    seconds = time.monotonic() - started
    return Outcome(verdict if seconds <= SECONDS else "too slow", said, seconds, way)


def run(kind: str, count: int, seed: int = 1, keep: Path | None = None) -> list[Outcome]:
    """All mutants of one format, two at a time; files that failed are kept in `keep`."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(TWO_AT_A_TIME) as pool:
        folder, shapes = Path(name), {}
        one = partial(_one, kind, folder, shapes, keep)
        return list(pool.map(one, enumerate(mutants(kind, count, seed, folder))))


def _one(kind: str, folder: Path, shapes: dict, keep: Path | None,
         numbered: tuple[int, tuple[str, bytes, bytes]]) -> Outcome:
    """Write a mutant, open it, remove it."""
    number, (way, original, mutant) = numbered
    if original not in shapes:
        whole = folder / f"whole{number}.{kind}"
        whole.write_bytes(original)
        shapes[original] = shape(whole)[0]
    path = folder / f"{number}.{kind}"
    path.write_bytes(mutant)
    outcome = tried(kind, path, shapes[original], f"{way} {number}")
    if outcome.verdict in FAILURES and keep:
        keep.mkdir(parents=True, exist_ok=True)
        path.rename(keep / path.name)
    path.unlink(missing_ok=True)
    return outcome


def largest() -> tuple[int, int]:
    """Bytes of memory that this process and its largest child have used (0 where it is not told)."""
    try:
        import resource
    except ImportError:
        return 0, 0
    scale = 1 if sys.platform == "darwin" else 1024
    return tuple(resource.getrusage(who).ru_maxrss * scale
                 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def report(kind: str, outcomes: list[Outcome], say: Callable[[str], None] = print) -> bool:
    """Print the counts; True if nothing failed."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    slowest = max(outcome.seconds for outcome in outcomes)
    say(f"{kind:<5} {len(outcomes)} mutants: {dict(counts)}, slowest {slowest:.1f} s")
    for outcome in outcomes:
        if outcome.verdict in FAILURES:
            say(f"      {outcome.verdict}: {outcome.seed} {outcome.said}")
    return not any(counts[failure] for failure in FAILURES)


def main() -> int:
    """Run every format; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(FORMATS))
    parser.add_argument("--keep", type=Path, help="a folder for the files that failed")
    parser.add_argument("--why", action="store_true", help="count the reasons of refusal too")
    said = parser.parse_args()
    good = True
    for kind in said.only.split(","):
        outcomes = run(kind, said.count, said.seed, said.keep)
        good &= report(kind, outcomes)
        if said.why:
            for reason, times in Counter(o.said for o in outcomes if o.verdict == "refused").most_common(25):
                print(f"      {times:5} {reason}")
    memory = largest()
    print(f"memory: caller {memory[0] // 2**20} MiB, largest child {memory[1] // 2**20} MiB")
    return 0 if good and max(memory) <= GIB else 1


if __name__ == "__main__":
    sys.exit(main())
