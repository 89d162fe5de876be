"""Which small changes of the code would no test notice? A seeded sample, scored by room. Not part of CI.

    python scripts/mutants.py [--each 5] [--seed 1] [room ...]

Each mutant is one change in one function: a comparison moved or turned, plus for minus, `and` for `or`, a condition
denied, a whole number one larger, True for False. It is written into a copy of the project; the tests that name its
room and call its function (`trace_calls.py`) run there until one fails. A mutant that every test passes is printed
with its place: a test is missing, or the change means nothing.

It can run beside other work (on Linux or macOS): at the lowest priority, one process at a time, each with at most
`GIGABYTES` of memory (a mutant may allocate without end) and `SECONDS` of processor time, however busy the machine
is. What a run started is ended with it, and nothing stays behind, on Ctrl+C too.
"""

import argparse
import ast
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TURNED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
          ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub,
          ast.Sub: ast.Add, ast.And: ast.Or, ast.Or: ast.And}
SECONDS, TRACING = 120, 1800  # of the processor: the tests of one mutant, those of a room once while they are traced
PATIENCE, GIGABYTES = 5, 5  # the clock may show so many times the seconds; memory of one process
FIRST, FEW = 40, 4  # tests that call a function before their whole files; rooms above


def change_node(node: ast.AST) -> ast.AST | None:
    """The node with one small change; None where none of ours fits."""
    new = deepcopy(node)
    if isinstance(new, ast.Compare) and len(new.ops) == 1 and type(new.ops[0]) in TURNED:
        new.ops = [TURNED[type(new.ops[0])]()]
    elif isinstance(new, ast.BinOp | ast.BoolOp) and type(new.op) in TURNED:
        new.op = TURNED[type(new.op)]()
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        new = new.operand
    elif isinstance(new, ast.Constant) and isinstance(new.value, bool):
        new.value = not new.value
    elif isinstance(new, ast.Constant) and type(new.value) is int:
        new.value += 1
    else:
        return None
    return new


class Mutant(NamedTuple):
    """One change: its place in words, the text of the file with it, and the function it stands in."""

    place: str
    text: str
    path: Path
    function: str  # as `trace_calls` names it: file below surveykit, line where it begins


def find_mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    source = path.read_text(encoding="utf-8")
    lines = source.encode().splitlines(keepends=True)
    # the innermost function comes last: it keeps its nodes
    functions = {node: function for function in ast.walk(ast.parse(source)) if isinstance(function, ast.FunctionDef)
                 for part in function.body for node in ast.walk(part)}
    formatted = {child for node in functions if isinstance(node, ast.JoinedStr) for child in ast.walk(node)}
    for node, function in functions.items():
        new = change_node(node) if node not in formatted else None
        if new is not None:
            start = sum(map(len, lines[:node.lineno - 1])) + node.col_offset
            stop = sum(map(len, lines[:node.end_lineno - 1])) + node.end_col_offset
            text = ast.unparse(new)
            data = source.encode()
            first = min([function.lineno, *(mark.lineno for mark in function.decorator_list)])
            yield Mutant(f"{path.relative_to(ROOT)}:{node.lineno}  {ast.unparse(node)}  ->  {text}",
                         (data[:start] + f"({text})".encode() + data[stop:]).decode(), path,
                         f"{path.relative_to(ROOT / 'surveykit')}:{first}")


def tests_of(room: str) -> list[str]:
    """Files of tests that name a room, the few rooms above it or a file of it, and the doctests of the room."""
    parts = {path.stem for path in (ROOT / "surveykit" / room).rglob("*.py")} - {"__init__"}
    above = {path.relative_to(ROOT / "surveykit").parts[0] for path in (ROOT / "surveykit").rglob("*/*.py")
             if f"from surveykit.{room}" in path.read_text(encoding="utf-8")} - {room}
    named = {room, *(above if len(above) <= FEW else ())}
    files = [path for path in sorted((ROOT / "tests").glob("test_*.py"))
             if parts & set(path.stem.split("_"))
             or any(path.name.startswith(f"test_{one.strip('_')}")
                    or f"surveykit.{one}" in path.read_text(encoding="utf-8") for one in named)]
    return [*(str(path.relative_to(ROOT)) for path in files), f"surveykit/{room}"]


class TracedTests:
    """The tests of a room, which functions each calls, and how long it takes."""

    def __init__(self, copy: Path, room: str) -> None:
        self.copy, self.files = copy, tests_of(room)
        trace = copy / "calls.json"
        self.pass_unchanged = passes(copy, self.files, {"TRACE_CALLS": str(trace), "PYTHONDONTWRITEBYTECODE": ""},
                                     ["-p", "trace_calls"], TRACING)
        self.tests: dict[str, dict] = json.loads(trace.read_text("utf-8")) if self.pass_unchanged else {}

    def is_noticed(self, mutant: Mutant) -> bool:
        """Whether a test fails, or takes too long, with the mutant in place: those that call its function, the
        fastest first; then their files whole, since what is cached is called once."""
        calling = [test for test, told in self.tests.items() if mutant.function in told["calls"]]
        calling.sort(key=lambda test: self.tests[test]["seconds"])
        files = sorted({test.partition("::")[0] for test in calling}, key=self._cost)
        target = self.copy / mutant.path.relative_to(ROOT)
        original = target.read_text(encoding="utf-8")
        target.write_text(mutant.text, encoding="utf-8")
        try:
            return bool(calling) and not (passes(self.copy, calling[:FIRST]) and passes(self.copy, files))
        finally:
            target.write_text(original, encoding="utf-8")

    def _cost(self, file: str) -> float:
        """How long the tests of a file take."""
        return sum(told["seconds"] for test, told in self.tests.items() if test.partition("::")[0] == file)


def limit_run(seconds: int) -> None:
    """What a run may take, set in its process before it begins: the last place in the queue, memory, processor time."""
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":  # macOS counts what is only reserved
        resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, GIGABYTES << 30))


def passes(copy: Path, tests: list[str], more: Mapping[str, str] = MappingProxyType({}), options: Sequence[str] = (),
           seconds: int = SECONDS) -> bool:
    """Whether the tests pass within their limits.

    Compiled modules are kept by the run that traces and only read by those of mutants: none is taken for another.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
               f"--basetemp={copy.parent / 'tests'}", *options, *tests]
    path = f"{copy}{os.pathsep}{copy / 'scripts'}"
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "CI": "1"}
    with subprocess.Popen(command, cwd=copy, env=environment | more, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, start_new_session=True,
                          preexec_fn=lambda: limit_run(seconds)) as run:
        try:
            return run.wait(PATIENCE * seconds) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)  # whatever it started and left running


def copy_project(folder: Path) -> Path:
    """The tracked files of the project in another folder."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    folder.mkdir()
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive, check=True)
    return folder


def main(rooms: list[str], each: int, seed: int) -> None:
    """Draw, try, and print a line per mutant that nobody notices and a score per room."""
    every = sorted(path.parent.name for path in (ROOT / "surveykit").glob("*/__init__.py"))
    with tempfile.TemporaryDirectory() as name:
        copy = copy_project(Path(name) / "project")
        for room in rooms or every:
            files = sorted((ROOT / "surveykit" / room).rglob("*.py"))
            mutants = sorted(mutant for path in files for mutant in find_mutants(path))
            drawn = random.Random(f"{seed} {room}").sample(mutants, min(each, len(mutants)))
            traced = TracedTests(copy, room)
            if not traced.pass_unchanged:
                print(f"{room:<12} its tests fail as they are, or take more than {TRACING} seconds", flush=True)
                continue
            missed = [mutant.place for mutant in drawn if not traced.is_noticed(mutant)]
            score = f"{len(drawn) - len(missed)} of {len(drawn)} noticed ({len(mutants)} possible)"
            print(f"{room:<12} {score}", flush=True)
            print(*(f"    {place}" for place in missed), sep="\n", end="\n" if missed else "", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # the copy is removed then, as on Ctrl+C
    main(given.rooms, given.each, given.seed)
