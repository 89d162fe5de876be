"""A pytest plugin that writes which test calls which function of surveykit: `-p trace_calls`, to the file TRACE_CALLS.

What a fixture calls is told to every later test of the file too, since a fixture of a wider scope is set up once.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

PACKAGE = str(Path(os.environ.get("PYTHONPATH", ".").split(os.pathsep)[0]) / "surveykit") + os.sep
calls: dict[str, set[str]] = defaultdict(set)
seconds: dict[str, float] = defaultdict(float)
set_up: dict[str, set[str]] = defaultdict(set)
now: set[str] = set()
known: dict[CodeType, str] = {}


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace one test with its fixtures."""
    now.clear()
    sys.setprofile(note_call)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
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
