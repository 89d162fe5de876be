"""From file to answer a cell is handed on through at most eight files of the package; checking takes the same way."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import surveykit as sk

PACKAGE = str(Path(sk.__file__).parent)
COLOURS = (sk.Option("r", {"en": "deep red"}), sk.Option("b", {"en": "blue"}))
WAYS = (sk.Option("bus", {"en": "bus"}), sk.Option("tram", {"en": "tram"}))
ITEMS = (sk.Item("colour", "single", {"en": "Colour"}, COLOURS), sk.Item("ways", "multiple", {"en": "Ways"}, WAYS))
BOOK = sk.Codebook((*ITEMS, sk.Item("day", "date", {"en": "Day"}), sk.Item("age", "number", {"en": "Age"}),
                    sk.Item("why", "text", {"en": "Why"})))
MOST = 8
OWN = {"ResponseId": "R_{0:015d}", "StartDate": "2024-01-01 10:00:00", "Progress": "100", "Finished": "True"}
IDS = '"{{""ImportId"":""{0}""}}"'
# the headings of a file, and a row of it with slots for the number, the colour, the ways and more
FILES = {
    "plain": (["id,colour,ways,day,age,why"], "{0},{1},{2},{3}", ";"),
    "qualtrics": ([",".join([*OWN, "QID1", "QID2"]), ",".join([*OWN, "Colour", "Ways"]),
                   ",".join(IDS.format(name) for name in ("_recordId", "startDate", "progress", "finished", "QID1",
                                                          "QID2"))], ",".join([*OWN.values(), "{1}", '"{2}"']), ","),
    "wjx": (["序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、Colour,2、Ways"],
            "{0},2024/1/1 10:00:00,300秒,链接,直接,1.2.3.4(北京),{1},{2}", "┋")}


def write_file(kind: str, folder: Path) -> Path:
    """Respondents before and behind the one who is followed: platforms look at first rows, totals stand in the last."""
    heads, row, mark = FILES[kind]
    plain = [row.format(n, "blue", "tram", "2024-01-03,31,so") for n in range(1, 32)]
    asked = row.format(77, "deep red", f"bus{mark}tram", "2024-01-02,３０岁,my own words")
    path = folder / "survey.csv"
    path.write_text("\n".join([*heads, *plain, asked, row.format(78, "blue", "bus", "2024-01-03,31,so")]) + "\n",
                    encoding="utf-8")
    return path


def holds(value: object, word: str, depth: int = 2) -> bool:
    """Whether a word stands in a text, or in one of a list or tuple; lines of the log are no way to the answer."""
    if isinstance(value, str):
        return word in value
    lists = isinstance(value, list | tuple) and not isinstance(value, sk.Change)
    return lists and depth > 0 and any(holds(part, word, depth - 1) for part in value)


@contextmanager
def followed(word: str) -> Iterator[set[str]]:
    """The files of the package whose functions are given a text with this word, or give it back."""
    entered: set[str] = set()

    def watch(frame: FrameType, event: str, given: object) -> None:
        file = frame.f_code.co_filename
        if file.startswith(PACKAGE) and event in {"call", "return"}:
            values = list(frame.f_locals.values()) if event == "call" else [given]
            if any(holds(value, word) for value in values):
                entered.add(file.removeprefix(PACKAGE))

    sys.setprofile(watch)
    try:
        yield entered
    finally:
        sys.setprofile(None)


def files_of(word: str, call: Callable[..., object], *arguments: object) -> set[str]:
    """The files that a cell passes in a call."""
    with followed(word) as entered:
        call(*arguments)
    return entered


@pytest.mark.parametrize(("kind", "word"), [
    ("plain", "deep red"), ("plain", "bus;tram"), ("plain", "2024-01-02"), ("plain", "３０"), ("plain", "my own words"),
    ("qualtrics", "deep red"), ("qualtrics", "bus,tram"), ("wjx", "deep red"), ("wjx", "bus┋tram")])
def test_a_cell_is_followed_through_few_files_and_checked_in_the_same(tmp_path, kind, word):
    path = write_file(kind, tmp_path)
    book = BOOK if kind == "plain" else sk.draft_codebook(path).codebook
    assert book.settings.get("platform", "plain") == kind
    read, checked = files_of(word, sk.read_survey, path, book), files_of(word, sk.check_export, path, book)
    assert 4 <= len(read) <= MOST, sorted(read)
    assert checked - read == set() and "/formats/delimited_text.py" in checked
