"""A pytest plugin that tries mutants: the tests are collected once, and each mutant is tried in a fork."""

import contextlib
import functools
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest
from draw_mutants import Mutant
from trace_limits import WHOLE
from traced_tests import TracedTests

GIGABYTES = 6  # memory of one process
PATIENCE = 6  # a run may take so many times what it took without the change, and the clock may show as much again

UNKNOWN = 1  # seconds of a test that was never traced
QUICK = 0.01  # seconds that no test is quicker than
CALLS = "tests/test_calls.py::test_calls_give_what_was_looked_at"
BROKEN = 3  # how a fork ends that could not run the tests


class Verdict(NamedTuple):
    """What became of a mutant."""

    is_noticed: bool
    told: str


def code_objects(code: CodeType) -> Iterator[CodeType]:
    """A code object and all in it, in order."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from code_objects(part)


class MutantRuns:
    """Tries mutants instead of running the tests that were collected."""

    def __init__(self, mutants: Sequence[Mutant], traced: TracedTests, copy: Path,
                 budget: float) -> None:
        self.mutants, self.traced, self.copy, self.budget = mutants, traced, copy, budget
        self.verdicts: dict[str, Verdict] = {}
        self.kept = copy.parent / "verdicts.json"  # written after each, for a run that is stopped
        self._sound: dict[str, bool] = {}
        self._answer = -1
        self._out = sys.stdout

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """What pytest and the tests print goes nowhere."""
        sys.stdout.flush()
        kept = os.dup(1)
        self._out = os.fdopen(kept, "w")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            yield
        finally:
            self._out.flush()
            os.dup2(kept, 1)

    def find_files(self) -> list[str]:
        """Files of the tests that run the line of a mutant, and those named after its room."""
        reached = {test.partition("::")[0] for mutant in self.mutants for test in self.traced.reach(mutant).tests}
        rooms = {mutant.path.split("/")[1].strip("_") for mutant in self.mutants}
        near = {str(path.relative_to(self.copy)) for room in rooms for path in self.copy.glob(f"tests/test_{room}*.py")}
        near |= {name for mutant in self.mutants for name in self._naming(Path(mutant.path).stem)}
        own = {mutant.path for mutant in self.mutants if ">>> " in mutant.text}
        return sorted(name for name in reached | near | own if (self.copy / name).exists())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant."""
        self.items = {item.nodeid: item for item in session.items}
        self.functions: dict[str, list[FunctionType]] = {}
        self.caches = []
        gc.unfreeze()  # what `tests/conftest.py` froze is looked through, too
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(str(self.copy / "surveykit")):
                self.functions.setdefault(found.__code__.co_filename, []).append(found)
            elif isinstance(found, functools._lru_cache_wrapper) and str(found.__module__).startswith("surveykit"):
                self.caches.append(found)
        gc.freeze()
        self.seconds = self._guess_seconds()
        for mutant in self.mutants:
            begun = time.monotonic()
            verdict = self.verdicts[mutant.place] = self.judge(mutant)
            self.kept.write_text(json.dumps(self.verdicts, ensure_ascii=False, indent=0), encoding="utf-8")
            print(f"{'      ' if verdict.is_noticed else 'MISSED'} {mutant.place}  [{verdict.told}, "
                  f"{time.monotonic() - begun:.0f} s]", file=self._out, flush=True)
        return True

    def _guess_seconds(self) -> dict[str, float]:
        """What each test takes; a case that was not traced takes what the slowest traced one does."""
        slowest: dict[str, float] = {}
        for test, seconds in self.traced.seconds.items():
            name = test.partition("[")[0]
            slowest[name] = max(slowest.get(name, 0), seconds)
        return {test: self.traced.seconds.get(test, slowest.get(test.partition("[")[0], UNKNOWN))
                for test in self.items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The first test that fails ends a fork."""
        if report.failed:
            os.write(self._answer, report.nodeid.encode())
            os._exit(1)

    def judge(self, mutant: Mutant) -> Verdict:
        """Whether a test notices, and which."""
        reached = self.traced.reach(mutant)
        order = self.order_tests(reached.tests, reached.near, mutant.path)
        chosen = self.choose_tests(order)
        with self.in_place(mutant):
            while chosen:
                failed = self.fork(chosen, mutant)
                if failed is None:
                    break
                if failed == "":
                    return self._judge_without_end(chosen, mutant)
                if self._is_sound(failed, mutant):
                    return Verdict(True, failed)
                chosen.remove(failed)
            if reached.by_import and self.fails_afresh(mutant):
                return Verdict(True, "a process of its own")
        return Verdict(False, f"{len(chosen)} of {len(order)} tests run" if order else "no test runs it")

    def _judge_without_end(self, tests: Sequence[str], mutant: Mutant) -> Verdict:
        """What does not end is noticed where the same tests end without the change."""
        (self.copy / mutant.path).write_text(self._original, encoding="utf-8")
        ends = self.fork(tests, None) is None
        return Verdict(ends, "does not end, or takes the process with it" if ends else "too slow to tell")

    def order_tests(self, tests: Sequence[str], near: Collection[str] = (), path: str = "-") -> list[str]:
        """The quickest first: the calls of the room count for a hundredth of their time, tests of files that name the
        changed file for a tenth, those of the room for two tenths, those that compare all there is to see for three
        tenths, the second case of another test for twice its time, the third for three times. Then the cases that were
        not traced, of tests near and of other tests in their files; where they are of the file or the room, among the
        first. What is younger than the map counts as traced."""
        own, rooms = self._naming(Path(path).stem), (_room_tests(path), path.rpartition("/")[0] or path)
        calls = f"{CALLS}[{Path(path).parts[1].strip('_')}" if "/" in path else "-"
        count: dict[str, int] = {}
        files = {test.partition("::")[0] for test in near}
        known = {test.partition("[")[0] for test in self.traced.seconds}
        reached = {test: 0 for test in tests if test in self.items}
        if not near and path != "-":  # its function is younger than the map
            files = {*own, *(test.partition("::")[0] for test in self.items if test.startswith(_room_tests(path)))}
            reached |= {test: 0 for test in self.items
                        if test in self.traced.seconds and test.partition("::")[0] in files}
        for test in self.items:
            name, file = test.partition("[")[0], test.partition("::")[0]
            if test not in self.traced.seconds and (file in files or file in own or test.startswith((path, calls))):
                beside = test.startswith(calls) or (name in near and (file in own or file.startswith(rooms)))
                reached[test] = 0 if beside or name not in known else 1 + (name not in near)
        ranked = []
        for test, late in sorted(reached.items(), key=lambda one: self.seconds[one[0]]):
            name = test.partition("[")[0]
            count[name] = count.get(name, 0) + 1
            file = test.partition("::")[0]
            weight = 0.01 if test.startswith(calls) else 0.3 if Path(file).stem in WHOLE else count[name] * (
                0.1 if file in own else 0.2 if file.startswith(rooms) else 1)
            ranked.append((late, (self.seconds[test] + QUICK) * weight, test))
        return [test for *_, test in sorted(ranked)]

    def _naming(self, stem: str) -> list[str]:
        """Files of tests that name a file of the package."""
        return [str(path.relative_to(self.copy)) for path in self.copy.glob("tests/test_*.py")
                if stem in path.stem or f".{stem} import" in path.read_text(encoding="utf-8")]

    def choose_tests(self, tests: Sequence[str]) -> list[str]:
        """The first, and of the others as many as the budget allows."""
        chosen, spent = list(tests[:1]), 0.0
        for test in tests[1:]:
            if spent + self.seconds[test] <= self.budget:
                spent += self.seconds[test]
                chosen.append(test)
        return chosen

    @contextlib.contextmanager
    def in_place(self, mutant: Mutant) -> Iterator[None]:
        """The mutant on disk, for whatever starts processes."""
        target = self.copy / mutant.path
        self._original = target.read_text(encoding="utf-8")
        target.write_text(mutant.text, encoding="utf-8")
        try:
            yield
        finally:
            target.write_text(self._original, encoding="utf-8")

    def _is_sound(self, test: str, mutant: Mutant) -> bool:
        """Whether a test passes without a change."""
        if test not in self._sound:
            target = self.copy / mutant.path
            target.write_text(self._original, encoding="utf-8")
            self._sound[test] = self.fork([test], None) is None
            target.write_text(mutant.text, encoding="utf-8")
        return self._sound[test]

    def fork(self, tests: Sequence[str], mutant: Mutant | None) -> str | None:
        """The test that fails in a fork; "" where it does not end or crashes, None where all pass."""
        seconds = 10 + PATIENCE * sum(self.seconds[test] for test in tests)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            self._answer = write
            os.setsid()
            with contextlib.suppress(OSError):  # Linux may weigh sessions, and processes within them only
                Path("/proc/self/autogroup").write_text(f"{os.getpriority(os.PRIO_PROCESS, 0)}", encoding="ascii")
            _limit_run(int(seconds) + 1)
            try:
                self._run(tests, mutant)
                os._exit(0)
            except MemoryError:
                os._exit(1)
            except BaseException as error:
                os.write(write, repr(error).encode())
                os._exit(BROKEN)
        os.close(write)
        return _end_fork(child, PATIENCE * seconds, read)

    def _run(self, tests: Sequence[str], mutant: Mutant | None) -> None:
        """In the fork: change the functions, forget what is cached, run the tests."""
        for cache in self.caches:
            cache.cache_clear()
        if mutant:
            self.swap_code(mutant)
        items = [self.items[test] for test in tests]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def swap_code(self, mutant: Mutant) -> None:
        """Give the functions of a file their changed code."""
        path = str(self.copy / mutant.path)
        old = compile(self._original, path, "exec", dont_inherit=True)
        new = compile(mutant.text, path, "exec", dont_inherit=True)
        pairs = {(one.co_qualname, one.co_firstlineno): two
                 for one, two in zip(code_objects(old), code_objects(new), strict=True)}
        for function in self.functions.get(path, ()):
            found = pairs.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if found is not None and found != function.__code__:
                function.__code__ = found

    def fails_afresh(self, mutant: Mutant) -> bool:
        """Whether tests that name the room or the file fail where everything is imported with the mutant, and pass
        without it."""
        room, stem = mutant.path.split("/")[1].strip("_"), Path(mutant.path).stem
        chosen = self.choose_tests(self.order_tests([
            test for test in self.items
            if test.startswith(_room_tests(mutant.path)) or stem in test or f"surveykit/{room}/" in test]))
        asked = self.copy.parent / "asked"
        asked.write_text("\n".join(chosen), encoding="utf-8")
        if self._passes_afresh(asked):
            return False
        target = self.copy / mutant.path
        target.write_text(self._original, encoding="utf-8")
        return self._passes_afresh(asked)

    def _passes_afresh(self, asked: Path) -> bool:
        """Whether the tests named in a file pass in a process of their own."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
                   f"--basetemp={self.copy.parent / 'fresh'}", f"@{asked}"]
        seconds = int(PATIENCE * (self.budget + UNKNOWN))
        with subprocess.Popen(command, cwd=self.copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              start_new_session=True, preexec_fn=lambda: _limit_run(seconds)) as run:
            try:
                return run.wait(PATIENCE * seconds) == 0
            except subprocess.TimeoutExpired:
                return False
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(run.pid, signal.SIGKILL)  # whatever it started and left running


def _room_tests(path: str) -> str:
    """How the names of the tests of a file's room begin."""
    return f"tests/test_{path.partition('/')[2].split('/')[0].strip('_') or '-'}"


def _limit_run(seconds: int) -> None:
    """What a run may take, set in its process before it begins."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":  # macOS counts what is only reserved
        resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, GIGABYTES << 30))


def _end_fork(child: int, seconds: float, read: int) -> str | None:
    """Wait for a fork, end all it started, and say what it told."""
    limit = time.monotonic() + seconds
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < limit:
        time.sleep(0.02)
        ended, status = os.waitpid(child, os.WNOHANG)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if not ended:
        os.waitpid(child, 0)
    os.set_blocking(read, False)
    try:
        told = os.read(read, 10_000).decode()
    except BlockingIOError:
        told = ""
    finally:
        os.close(read)
    if ended and os.waitstatus_to_exitcode(status) == BROKEN:
        raise RuntimeError(told)
    return None if ended and status == 0 else told
