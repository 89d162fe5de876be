"""Surveys that tests share."""

import gc
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from exports import CANARIES
from hypothesis import settings
from whole_tables import is_joinable, join_rows

import surveykit as sk
from surveykit.cli import main
from surveykit.formats import child, child_worker

# Files that build reports, run notebooks, start programs or try thousands of cases: `make fast` leaves them out.
SLOW = {
    "test_audit_brute", "test_audit_means", "test_cli", "test_formats_documents", "test_formats_endings",
    "test_formats_fuzz", "test_formats_hostile", "test_notebooks", "test_plot", "test_properties", "test_pyxform",
    "test_renderings", "test_report_build", "test_report_formats", "test_report_front", "test_report_notebook",
    "test_report_tidy", "test_self_audit", "test_stats_properties", "test_write"}
LONGEST = {"test_fresh_process", "test_second_cohort", "test_types"}
sys.modules.setdefault("rfc3987_syntax", None)  # as notebook_runner.load_nbformat says
settings.register_profile("tests", deadline=None, max_examples=50)  # a shared machine has no deadlines
settings.load_profile("tests")
START, start_child = child.START, child._running
ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
VOLUNTEERS = RAW / "volunteers/volunteers_synthetic.xlsx"
VOLUNTEERS_BOOK = RAW / "volunteers/volunteers.codebook.xlsx"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--apart`: each row of a table is a test of its own."""
    parser.addoption("--apart", action="store_true", help="each row of `parametrize` as a test of its own")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of tests that are not asked for are not even loaded."""
    asked, path = config.option.markexpr, collection_path
    if "not slow" in asked:
        return path.stem in SLOW or None
    plain = path.stem not in SLOW and path.suffix == ".py" and "mark.slow" not in path.read_text(encoding="utf-8")
    return (asked.startswith("slow") and plain) or None


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> list | None:
    """The rows of a quick test are tried in one, unless they or one of them are asked for apart."""
    config, path = collector.config, collector.path
    apart = config.getoption("apart", False) or config.option.keyword or any("[" in asked for asked in config.args)
    if apart or not name.startswith("test") or path.stem in SLOW or collector.get_closest_marker("slow"):
        return None

    def fixture_scope(asked: str) -> str:
        found = collector.session._fixturemanager.getfixturedefs(asked, collector)
        return found[-1].scope if found else "function"

    if not inspect.isfunction(obj) or not is_joinable(obj, fixture_scope):
        return None
    joined = join_rows(obj)
    setattr(collector.obj, name, joined)
    return list(collector._genfunctions(name, joined))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of slow files are marked so; the longest come first, so that two processes end together."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What was collected stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


@contextmanager
def read_here(request, streams, name):
    """In place of the child: the same reader in this process, unless the test changed what a child does."""
    if child.START != START:
        with start_child(request, streams, name) as process:
            yield process
        return
    content, answer, _ = streams
    with warnings.catch_warnings(action="ignore"):
        data = {"data": content.read()} if request["path"] is None else {}
        child_worker.write(answer, *child_worker.answer_request({**request, **data}))
    yield SimpleNamespace(wait=lambda seconds: 0)


read_here.in_a_child = start_child
child._running = read_here  # for what files of tests read while they are loaded


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests that are about the child read foreign files in it; the others in their own process, ten times as fast."""
    child._running = start_child if item.get_closest_marker("child") else read_here


@pytest.fixture(autouse=True)
def no_error_tells_a_personal_answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No SurveyError that any test meets holds a personal or free answer of the files that tests write."""
    made: list[sk.SurveyError] = []
    make = sk.SurveyError.__init__

    def note(self: sk.SurveyError, *args: object, **values: object) -> None:
        make(self, *args, **values)
        made.append(self)

    monkeypatch.setattr(sk.SurveyError, "__init__", note)
    yield
    told = [error.message(language) for error in made for language in ("en", "zh")]
    assert not [message for message in told if any(canary in message for canary in CANARIES)]


@pytest.fixture(scope="session")
def volunteers() -> sk.Survey:
    """The synthetic cohort as exported: 49 rows with dirt."""
    return sk.read_survey(VOLUNTEERS, VOLUNTEERS_BOOK)


@pytest.fixture(scope="session")
def cleaned(volunteers: sk.Survey) -> sk.Survey:
    """The 46 valid forms, as notebook 02 cleans them."""
    kept = sk.exclude(sk.screen(volunteers), rules=["duplicate", "speed", "incomplete"], reason="rules")
    kept = sk.recode_other(kept, "plan_after_service", {"回老家找工作": "home"}, reason="same")
    return sk.recode_other(kept, "difficulty", {"专业用不上": "field_mismatch"}, reason="same")


@pytest.fixture(scope="session")
def anes() -> sk.Survey:
    """944 respondents of the American National Election Study 1996."""
    return sk.read_survey(RAW / "anes96/anes96.csv", RAW / "anes96/anes96.codebook.xlsx")


@pytest.fixture(scope="session")
def talks() -> sk.Interviews:
    """The synthetic interviews that are committed."""
    return sk.read_interviews(RAW / "interviews")


@pytest.fixture(scope="session")
def example() -> sk.Survey:
    """Forty respondents made in code."""
    return sk.example_survey()


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def surveykit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command, as a user types it in the project's folder (in this process, which is quicker)."""

    def call(folder: Path, *arguments: object) -> Done:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["surveykit", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        return Done(int(caught.value.code or 0), *capsys.readouterr())

    return call
