"""Limits: what a refusal names exists, can be typed, and lets the file in."""

import ast
import re
import threading

import openpyxl
import pytest

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import Limits, child, limits_now

pytestmark = pytest.mark.child


@pytest.fixture
def path(tmp_path):
    """An export that takes its reader a moment."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("S")
    sheet.append(["respondent", "said"])
    for number in range(6_000):
        sheet.append([number, f"{number:0100}"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def named(error: ReadError) -> dict[str, float]:
    """The limits that the fix of a refusal names, as it writes them."""
    call = ast.parse(re.search(r"`with (sk\.trusting\(.*?\)):`", error.fix)[1], mode="eval").body
    return {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}


@pytest.mark.slow
@pytest.mark.parametrize("tight", [{"seconds": 0.1}, {"megabytes": 22}, {"file": 1000}])
def test_the_call_that_a_refusal_names_lets_the_file_in(path, monkeypatch, tight):
    monkeypatch.setattr(child, "START", "import time; time.sleep(1); " + child.START)
    with sk.trusting(**tight), pytest.raises(ReadError) as caught:
        sk.read_survey(path)
    larger = named(caught.value)
    assert set(larger) == set(tight)
    assert larger[next(iter(tight))] > tight[next(iter(tight))]
    with sk.trusting(**{name: 100 * value for name, value in larger.items()}):
        assert sk.read_survey(path).rows == 6_000


def test_limits_hold_in_their_block_and_thread_only():
    seen = []
    with sk.trusting(seconds=60) as outer, sk.trusting(megabytes=2048) as inner:
        thread = threading.Thread(target=lambda: seen.append(limits_now()))
        thread.start()
        thread.join()
    assert (outer.megabytes, inner.seconds, inner.megabytes) == (1024, 60, 2048)
    assert seen == [Limits()] == [limits_now()]


@pytest.mark.parametrize(("wrong", "what"), [({"second": 3}, "did you mean 'seconds'"), ({"seconds": 0}, "positive"),
                                             ({"file": "1 GB"}, "positive")])
def test_but_a_limit_that_is_none_is_refused(wrong, what):
    with pytest.raises(ReadError, match=what), sk.trusting(**wrong):
        pass
