"""Which test runs which line: the traces that `trace_lines.py` wrote, asked for the tests of a mutant."""

import ast
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from coverage.numbits import numbits_to_nums
from draw_mutants import Mutant, _functions


def hash_file(path: Path) -> str:
    """What tells whether a file of tests has changed, or what it asks: `data/calls` of `test_calls.py`."""
    beside = path.parent / "data" / path.stem.removeprefix("test_")
    asked = sorted(beside.iterdir()) if path.parent.name == "tests" and beside.is_dir() else []
    return hashlib.sha256(b"".join(one.read_bytes() for one in (path, *asked) if one.is_file())).hexdigest()


def trace_tests(copy: Path, folder: Path, files: list[Path]) -> None:
    """Run files of tests once, traced, into a new folder of the map."""
    run = folder / f"run {len(list(folder.glob('run *'))) + 1:03}"
    run.mkdir()
    names = [str(path.relative_to(copy)) for path in files]
    (run / "arguments").write_text("\n".join(names), encoding="utf-8")
    path = f"{copy}{os.pathsep}{Path(__file__).parent}"
    subprocess.run([sys.executable, "-m", "pytest", "-q", "--apart", "-p", "trace_lines", "-p", "no:cacheprovider",
                    f"@{run / 'arguments'}"], cwd=copy, check=False, stdout=subprocess.DEVNULL,
                   env=os.environ | {"PYTHONPATH": path, "TRACE_TO": str(run), "OMP_NUM_THREADS": "1", "CI": "1",
                                     "PYTHONDONTWRITEBYTECODE": ""})
    (run / "arguments").unlink()
    keep_run(copy, run, files)


def keep_run(copy: Path, run: Path, files: list[Path]) -> None:
    """Say which files of tests a run has traced, and of which package."""
    hashes = {str(path.relative_to(copy)): hash_file(path) for path in files}
    (run / "files.json").write_text(json.dumps(hashes), encoding="utf-8")
    (run / "root").write_text(str(copy), encoding="utf-8")
    begins = {str(path.relative_to(copy)): {name: function_begin(function) for function, name in
                                            _functions(ast.parse(path.read_bytes()))}
              for path in copy.glob("surveykit/**/*.py")}
    (run / "functions.json").write_text(json.dumps(begins), encoding="utf-8")


def function_begin(function: ast.FunctionDef) -> int:
    """Its first line with its decorators."""
    return min([function.lineno, *(mark.lineno for mark in function.decorator_list)])


class Reached(NamedTuple):
    """The tests that run a line, those that run anything of its file, and whether importing runs the line."""

    tests: list[str]
    near: set[str]  # without what stands in brackets: any of their cases that was not traced may run the line
    by_import: bool


class TracedTests:
    """All runs of a map; a later run of a file of tests stands for the earlier one."""

    def __init__(self, folder: Path, copy: Path) -> None:
        self.hashes: dict[str, str] = {}
        self.seconds: dict[str, float] = {}
        self._runs: list[TracedRun] = []
        for path in sorted(folder.glob("run *")):
            if (path / "files.json").exists():
                run = TracedRun(path)
                for earlier in self._runs:
                    earlier.files -= run.files
                self.hashes |= run.hashes
                self._runs.append(run)
        for run in self._runs:
            self.seconds |= run.own_seconds()

    def reach(self, mutant: Mutant) -> Reached:
        """Who runs the line of a mutant."""
        found = [run.reach(mutant) for run in self._runs]
        return Reached([test for one in found for test in one.tests], set().union(*(one.near for one in found)),
                       any(one.by_import for one in found))


class TracedRun:
    """One run of some files of tests."""

    def __init__(self, folder: Path) -> None:
        self.hashes = json.loads((folder / "files.json").read_text("utf-8"))
        self.files = set(self.hashes)
        told = json.loads((folder / "tests.json").read_text("utf-8"))
        self._tests = told["tests"]
        self._begins = json.loads((folder / "functions.json").read_text("utf-8"))
        self._children: dict[str, set[str]] = defaultdict(set)
        for context, names in told["children"].items():
            for name in names:
                self._children[name].add(context)
        self._root = (folder / "root").read_text("utf-8")
        self._lines = sqlite3.connect(folder / "lines")
        self.read_file = cache(self._read_file)

    def own_seconds(self) -> dict[str, float]:
        """What each test takes, and what the fixtures of its file take, which the first that used them paid."""
        users = defaultdict(list)
        for told in self._tests.values():
            for name in told["fixtures"]:
                users[name].append(told["seconds"])
        paid = {name: seconds[0] - min(seconds) for name, seconds in users.items() if ".py::" in name}
        return {test: max([told["seconds"], *(paid.get(name, 0) for name in told["fixtures"])])
                for test, told in self._tests.items() if test.partition("::")[0] in self.files}

    def _read_file(self, path: str) -> list[tuple[str, set[int]]]:
        """Contexts that run something of a file, with the lines."""
        rows = self._lines.execute(
            "select context.context, numbits from line_bits join file on file.id = file_id "
            "join context on context.id = context_id where file.path = ?", [f"{self._root}/{path}"])
        return [(context, set(numbits_to_nums(bits))) for context, bits in rows]

    def reach(self, mutant: Mutant) -> Reached:
        """Who runs the line; it may have moved with its function since."""
        begun = self._begins.get(mutant.path, {}).get(mutant.outer)
        if begun is None:
            return Reached([], set(), False)
        lines = {line - mutant.begins + begun for line in mutant.lines}
        every = self.read_file(mutant.path)
        own = [test for test in self._tests if test.partition("::")[0] in self.files]
        contexts = {context for context, run in every if run & lines}
        contexts |= self._children.get(f"{mutant.path.removeprefix('surveykit/')}:{mutant.inner}", set())
        near = contexts | {context for context, _ in every}
        return Reached(self._among(contexts, own), {test.partition("[")[0] for test in self._among(near, own)},
                       "" in contexts)

    def _among(self, contexts: set[str], tests: list[str]) -> list[str]:
        """The tests that are one of these contexts or use a fixture that is."""
        return [test for test in tests if test in contexts or contexts.intersection(self._tests[test]["fixtures"])]
