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
BOOK = sk.Codebook((sk.Item("colour", "single", {"en": "Colour"}, COLOURS), sk.Item("day", "date", {"en": "Day"}),
                    sk.Item("ways", "multiple", {"en": "Ways"}, WAYS), sk.Item("age", "number", {"en": "Age"}),
                    sk.Item("why", "text", {"en": "Why"})))
MOST = 8


@pytest.fixture
def path(tmp_path):
    """Respondents before and behind the one who is followed: platforms look at first rows, totals stand in the last."""
    rows = ["id,colour,day,ways,age,why", *(f"{n},blue,2024-01-03,tram,31,so" for n in range(30)),
            "77,deep red,2024-01-02,bus;tram,３０岁,my own words", "78,blue,2024-01-03,bus,31,so"]
    (tmp_path / "survey.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path / "survey.csv"


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


@pytest.mark.parametrize("word", ["deep red", "2024-01-02", "bus;tram", "３０", "my own words"])
def test_a_cell_is_followed_through_few_files_and_checked_in_the_same(path, word):
    read, checked = files_of(word, sk.read_survey, path, BOOK), files_of(word, sk.check_export, path, BOOK)
    assert 4 <= len(read) <= MOST, sorted(read)
    assert checked - read == set() and "/formats/delimited_text.py" in checked
