"""A pytest plugin that writes which test runs which line of surveykit: `-p trace_lines`, into the folder TRACE_TO.

`lines` holds coverage's data, one context per test and per shared fixture; `tests.json` what each test takes of the
processor, which shared fixtures it uses, and which functions it reaches in the child process that reads foreign files
(`trace_child.py`). What is cached is forgotten before each test: who comes second calls it too.
"""

import functools
import gc
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest
import trace_child
from trace_limits import CASES, WHOLE

PACKAGE = str(Path(os.environ["PYTHONPATH"].split(os.pathsep)[0]) / "surveykit") + os.sep
FOLDER = Path(os.environ["TRACE_TO"])
CHILD = FOLDER / "child"
BETWEEN = "between tests"
LINES = coverage.Coverage(data_file=str(FOLDER / "lines"), include=[PACKAGE + "*"], config_file=False)
LINES.start()  # what runs until the first test is called by importing: the context without a name
tests: dict[str, dict[str, object]] = {}
children: dict[str, set[str]] = defaultdict(set)  # functions in the child, by context
failed: set[str] = set()
now = [BETWEEN]
caches: list[functools._lru_cache_wrapper] = []


def find_caches() -> list[functools._lru_cache_wrapper]:
    """What the package keeps between calls."""
    return [found for found in gc.get_objects() if isinstance(found, functools._lru_cache_wrapper)
            and str(found.__module__).startswith("surveykit")]


def pytest_configure() -> None:
    """The child process notes its calls too."""
    from surveykit.formats import child
    os.environ["CHILD_CALLS"] = str(CHILD)
    child.START = trace_child.START.format(folder=str(Path(__file__).parent), package=PACKAGE) + child.START


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A few cases of each test tell where it goes."""
    count: Counter[str] = Counter()
    kept = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        count[name] += 1
        if count[name] <= CASES or item.path.stem in WHOLE:
            kept.append(item)
    items[:] = kept


def pytest_collection_finish() -> None:
    """From here on every line belongs to a test."""
    caches.extend(find_caches())
    LINES.switch_context(BETWEEN)


def shared_fixture(fixture: pytest.FixtureDef) -> str:
    """The context of a fixture that outlives a test."""
    return f"fixture {fixture.baseid}::{fixture.argname}"


def _note_child() -> None:
    """What the child did belongs to what runs now."""
    if CHILD.exists():
        children[now[-1]].update(CHILD.read_text().split("\n")[:-1])
        CHILD.unlink()


def _begin(context: str) -> None:
    """Lines belong to this context from now on."""
    _note_child()
    now.append(context)
    LINES.switch_context(context)


def _end() -> None:
    """Lines belong to the context before again."""
    _note_child()
    now.pop()
    LINES.switch_context(now[-1])


def processor_seconds() -> float:
    """Of this process and of those it has waited for."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Trace one test."""
    for cache in caches:
        cache.cache_clear()
    begun, clock = processor_seconds(), time.monotonic()
    _begin(item.nodeid)
    try:
        return (yield)
    finally:
        _end()
        known = item._fixtureinfo.name2fixturedefs if hasattr(item, "_fixtureinfo") else {}
        shared = [shared_fixture(known[name][-1]) for name in known if known[name][-1].scope != "function"]
        if item.nodeid not in failed and not item.stash.get(SKIPPED, False):
            tests[item.nodeid] = {"seconds": round(processor_seconds() - begun, 3), "fixtures": shared,
                                  "clock": round(time.monotonic() - clock, 3)}
        if nextitem is None or nextitem.path != item.path:
            write_traces()


SKIPPED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[pytest.TestReport]:
    """Only tests that pass can notice a change."""
    report = yield
    if report.failed:
        failed.add(item.nodeid)
    if report.skipped:
        item.stash[SKIPPED] = True
    return report


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef) -> Iterator[object]:
    """What a shared fixture runs belongs to every test that uses it."""
    if fixturedef.scope == "function":
        return (yield)
    _begin(shared_fixture(fixturedef))
    try:
        return (yield)
    finally:
        _end()


def write_traces() -> None:
    """Write what is known so far: a run that is stopped leaves the files it has finished."""
    LINES.save()
    told = {"tests": tests, "failed": sorted(failed),
            "children": {name: sorted(reached) for name, reached in children.items()}}
    (FOLDER / "tests.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
