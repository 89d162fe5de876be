"""CPU time of reading a 50,000 x 60 workbook, side by side in one run, child processes included.

    python benchmarks/read_xlsx.py [rounds [kinds]]

Synthetic answers in the layout of 问卷星. `read_survey` reads, types and checks them by a codebook; the bare
python-calamine read gives lists of cells and nothing else. Each statement runs in a fresh interpreter, and
what its imports cost is taken off. pandas with openpyxl reads 10,000 of the 50,000 rows, and its time is
multiplied by five: the whole file takes it minutes (`pandas=whole` as a third argument reads all).
"""

import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

import openpyxl

ROWS, COLUMNS, SLICE = 50_000, 60, 10_000
LEVELS = ["非常同意", "比较同意", "一般", "不太同意", "非常不同意"]
PLANS = ["回家乡工作", "留在服务地", "考研", "考公务员", "其他"]
META = ["序号", "提交答卷时间", "所用时间"]
KINDS = ("single", "rating", "number", "multiple", "yes", "text")
BARE = ("from python_calamine import CalamineWorkbook as Book; "
        "Book.from_path({path!r}).get_sheet_by_index(0).to_python()")
OPENED = "from surveykit.formats import open_foreign; open_foreign({path!r})"
TYPED = "import surveykit as sk; assert sk.read_survey({path!r}, {book!r}).rows == {rows}"
PANDAS = "import pandas; pandas.read_excel({path!r}, engine='openpyxl')"
WARM = """
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from python_calamine import CalamineWorkbook as Book
import surveykit as sk
def spent(call):
    before = [sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    call()
    return sum(sum(getrusage(who)[:2]) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) - sum(before)
sk.read_survey({book!r}, sheet="choices")
for _ in range(3):
    bare = spent(lambda: Book.from_path({path!r}).get_sheet_by_index(0).to_python())
    print(spent(lambda: sk.read_survey({path!r}, {book!r})) / bare)
"""
# what each statement costs before it has a file: taken off
STARTS = {"bare calamine": "import python_calamine", "open_foreign": "import surveykit.formats.open_table",
          "read_survey": "import surveykit.read", "pandas + openpyxl": "import pandas, openpyxl"}
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def kind_of(question: int) -> str:
    """What kind of question this is."""
    return KINDS[question % len(KINDS)]


def heading(question: int) -> str:
    """As 问卷星 writes it."""
    return f"{question}、问题{question}" + "（可多选）" * (kind_of(question) == "multiple")


def answer(rng: random.Random, question: int) -> object:
    """An answer as 问卷星 exports it: label, number, several labels, a sentence."""
    kinds = {"single": lambda: rng.choice(PLANS), "rating": lambda: rng.choice(LEVELS),
             "number": lambda: rng.randint(16, 60), "multiple": lambda: "┋".join(rng.sample(PLANS, rng.randint(1, 3))),
             "yes": lambda: rng.choice(["是", "否"]),
             "text": lambda: f"我希望{rng.randrange(10_000)}能够返乡就业{rng.randrange(100)}"}
    return kinds[kind_of(question)]()


def answers(rows: int) -> Iterator[list[object]]:
    """Headings, then a row for each respondent."""
    rng, questions = random.Random(1), range(1, COLUMNS - len(META) + 1)
    yield [*META, *map(heading, questions)]
    for row in range(1, rows + 1):
        moment = dt.datetime(2026, 1, 1) + dt.timedelta(seconds=37 * row)
        meta = [row, f"{moment:%Y/%m/%d %H:%M:%S}", f"{rng.randint(60, 900)}秒"]
        yield [*meta, *(answer(rng, question) for question in questions)]


def write(path: Path, rows: int, shared: bool) -> None:
    """A workbook with shared strings, as Excel and 问卷星 write, or inline ones: openpyxl's, its sheet replaced."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts: dict[str, int] | None = {} if shared else None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            last = f"{openpyxl.utils.get_column_letter(COLUMNS)}{rows + 1}"
            sheet.write(f'<worksheet xmlns="{MAIN}"><dimension ref="A1:{last}"/><sheetData>'.encode())
            for number, row in enumerate(answers(rows), start=1):
                sheet.write(_row(number, row, texts).encode())
            sheet.write(b"</sheetData></worksheet>")
        strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts or ())
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()
        named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}"/></Types>'.encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", named)
        for name, data in parts.items():
            if not name.endswith("sheet1.xml"):
                archive.writestr(name, data)


def _row(number: int, cells: Sequence[object], texts: dict[str, int] | None) -> str:
    """The XML of a row."""
    places = (f"{openpyxl.utils.get_column_letter(column)}{number}" for column in range(1, len(cells) + 1))
    return f'<row r="{number}">{"".join(map(_cell, places, cells, [texts] * len(cells)))}</row>'


def _cell(place: str, value: object, texts: dict[str, int] | None) -> str:
    """The XML of a cell."""
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value}</v></c>'
    if texts is None:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'


def write_codebook(path: Path) -> None:
    """The codebook of these questions."""
    types = {"single": "select_one plan", "rating": "select_one agree", "number": "integer",
             "multiple": "select_multiple plan", "yes": "select_one yes", "text": "text"}
    survey = [["type", "name", "label::中文 (zh)", "sk_column", "sk_scale"]]
    survey += [[types[kind_of(q)], f"q{q}", heading(q), heading(q), "attitude" * (kind_of(q) == "rating")]
               for q in range(1, COLUMNS - len(META) + 1)]
    choices = [["list_name", "name", "label::中文 (zh)", "sk_value"]]
    for name, labels in {"plan": PLANS, "agree": LEVELS, "yes": ["是", "否"]}.items():
        choices += [[name, f"{name}{place}", label, place] for place, label in enumerate(labels, start=1)]
    scales = [["scale", "label::中文 (zh)", "min", "max"], ["attitude", "态度", 1, 5]]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, rows in {"survey": survey, "choices": choices, "scales": scales}.items():
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(row)
    book.save(path)


def cpu_seconds(statement: str) -> float:
    """CPU seconds (user and system) of a fresh interpreter that runs one statement, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def warm(whole: Path, book: Path) -> list[float]:
    """Three ratios as a user meets them: in one process, nothing taken off, the reader's child process included."""
    said = WARM.format(path=str(whole), book=str(book))
    told = subprocess.run([sys.executable, "-c", said], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(line) for line in told.split()]


def compare(folder: Path, shared: bool, rounds: int, sliced: int) -> None:
    """Print medians and ratios; the statements take turns, so that noise hits all alike."""
    whole, part, book = folder / "whole.xlsx", folder / "part.xlsx", folder / "book.xlsx"
    write(whole, ROWS, shared)
    write(part, sliced, shared)
    write_codebook(book)
    read = {"bare calamine": (BARE, whole, 1), "open_foreign": (OPENED, whole, 1), "read_survey": (TYPED, whole, 1),
            "pandas + openpyxl": (PANDAS, part, ROWS // sliced)}
    seconds = {name: [] for name in read}
    for number in range(rounds):
        for name, (statement, path, times) in read.items():
            if number == 0 or not name.startswith("pandas"):
                said = statement.format(path=str(path), book=str(book), rows=ROWS)
                seconds[name].append((cpu_seconds(said) - cpu_seconds(STARTS[name])) * times)
    base = median(seconds["bare calamine"])
    print(f"{ROWS:,} x {COLUMNS}, {'shared' if shared else 'inline'} strings, {whole.stat().st_size / 1e6:.1f} MB")
    for name, spent in seconds.items():
        note = f"  ({sliced:,} rows x {ROWS // sliced})" if name.startswith("pandas") else ""
        print(f"  {name:<18} {median(spent):6.2f} s CPU   {median(spent) / base:6.2f} x bare{note}")
    print(f"  one warm process, imports made: read_survey {', '.join(map('{:.2f}'.format, warm(whole, book)))} x bare")
    faster = median(seconds["pandas + openpyxl"]) / median(seconds["read_survey"])
    print(f"  read_survey is {faster:.1f} times as fast as pandas + openpyxl, which types and checks nothing")


def main(rounds: str = "5", kinds: str = "inline,shared", pandas: str = "") -> None:
    """Both kinds of workbook."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds.split(","):
            compare(Path(folder), kind == "shared", int(rounds), ROWS if pandas else SLICE)


if __name__ == "__main__":
    main(*sys.argv[1:])
