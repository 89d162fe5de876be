"""A pytest plugin that writes which test calls which function of surveykit: `-p trace_calls`, to the file TRACE_CALLS.

What a fixture calls is told to every later test of the file too, since a fixture of a wider scope is set up once. The
child process that reads foreign files is traced as well (`trace_child.py`).
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest
import trace_child

from surveykit.formats import child

PACKAGE = str(Path(os.environ.get("PYTHONPATH", ".").split(os.pathsep)[0]) / "surveykit") + os.sep
calls: dict[str, set[str]] = defaultdict(set)
seconds: dict[str, float] = defaultdict(float)
set_up: dict[str, set[str]] = defaultdict(set)
now: set[str] = set()
known: dict[CodeType, str] = {}
CHILD = Path(os.environ["TRACE_CALLS"]).with_suffix(".child")


def note_call(frame: FrameType, event: str, _: object) -> None:
    """Note a function of the package that is called."""
    if event == "call":
        code = frame.f_code
        name = known.get(code)
        if name is None:
            inside = code.co_filename.startswith(PACKAGE)
            name = known[code] = f"{code.co_filename[len(PACKAGE):]}:{code.co_firstlineno}" if inside else ""
        if name:
            now.add(name)


def pytest_configure() -> None:
    """The child process notes its calls too."""
    os.environ["CHILD_CALLS"] = str(CHILD)
    child.START = trace_child.START.format(folder=str(Path(__file__).parent), package=PACKAGE) + child.START


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace one test with its fixtures."""
    now.clear()
    CHILD.unlink(missing_ok=True)
    sys.settrace(note_call)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        now.update(CHILD.read_text().split("\n")[:-1] if CHILD.exists() else ())
        calls[item.nodeid] |= now | set_up[str(item.path)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """What fixtures call belongs to every later test of the file."""
    try:
        return (yield)
    finally:
        set_up[str(item.path)] |= now


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """How long a test takes with its fixtures."""
    seconds[report.nodeid] += report.duration


def pytest_sessionfinish() -> None:
    """Write both."""
    found = {test: {"seconds": seconds[test], "calls": sorted(names)} for test, names in calls.items()}
    Path(os.environ["TRACE_CALLS"]).write_text(json.dumps(found), encoding="utf-8")
