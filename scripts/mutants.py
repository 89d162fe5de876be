"""Which small changes of the code would no test notice? A seeded sample, scored by room. Not part of CI.

    python scripts/mutants.py [--each 5] [--seed 1] [--again] [--budget 30] [--map FOLDER] [room ...]

Each mutant is one change in one function: a comparison moved or turned, plus for minus, `and` for `or`, a condition
denied, a whole number one larger, True for False. It is put into a copy of the project, and the tests that run its line
are run until one fails. A mutant that every such test passes is printed with its place: a test is missing, or the
change means nothing. Noticed is only what a test tells that passes without the change (or what never ends with it).

Never drawn, because no input tells them: `assert`, annotations, what stands below `if TYPE_CHECKING`, `strict=` of zip.
Strings (docstrings, messages: `test_messages` has them), `__all__` and all else outside functions are not changed.

Which test runs which line is found once and kept in a folder outside the project (`trace_lines.py`); a changed file
of tests is traced again. Tests are imported once; each mutant is tried in a fork, which gets the changed code in its
functions and on disk (for child processes). What ran while modules were imported is tried in a process of its own too.

The tests of one mutant may take `--budget` seconds of the processor as they were traced: the quickest first, those of
files that name the changed file and one case of each before its others; what is left then counts as missed, with how
many tests were run beside it.
`--again` tries only what the last run with this seed missed. It can run beside other work (on Linux or macOS): one
process at a time, low in the queue, with at most `GIGABYTES` of memory and a limit of processor time, however busy the
machine is. What a run started is ended with it, and nothing stays behind but the map, on Ctrl+C too.
"""

import argparse
import compileall
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import zip_longest
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest
from draw_mutants import Mutant, find_mutants
from mutant_runs import MutantRuns, Verdict
from traced_tests import TracedTests, hash_file, trace_tests

ROOT = Path(__file__).parents[1]
OPTIONS = ["-q", "--apart", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:nbval"]


def copy_project(folder: Path) -> Path:
    """The tracked files of the project, as they stand, in another folder; compiled, for whatever starts processes."""
    stands = subprocess.run(["git", "stash", "create"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    archive = subprocess.run(["git", "archive", stands.strip() or "HEAD"], cwd=ROOT, capture_output=True, check=True)
    folder.mkdir()
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive.stdout, check=True)
    os.environ.pop("PYTHONPYCACHEPREFIX", None)  # children of their own may not look at the environment
    sys.pycache_prefix = None
    compileall.compile_dir(folder / "surveykit", quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return folder


def draw_mutants(rooms: list[str], each: int, seed: int) -> dict[str, list[Mutant]]:
    """A sample of the mutants of each room; how many there are is said."""
    drawn = {}
    for room in rooms:
        files = sorted((ROOT / "surveykit" / room).rglob("*.py"))
        mutants = sorted(mutant for path in files for mutant in find_mutants(path, ROOT))
        drawn[room] = random.Random(f"{seed} {room}").sample(mutants, min(each, len(mutants)))
        print(f"{room:<12} {len(drawn[room])} drawn of {len(mutants)}")
    return drawn


def update_map(copy: Path, folder: Path) -> TracedTests:
    """Which test runs which line, traced where a file of tests has changed since."""
    traced = TracedTests(folder, copy)
    every = [*sorted(copy.glob("tests/test_*.py")), *sorted(copy.glob("surveykit/**/*.py"))]
    new = [path for path in every if hash_file(path) != traced.hashes.get(str(path.relative_to(copy)))]
    new = [path for path in new if path.parent.name == "tests" or ">>> " in path.read_text(encoding="utf-8")]
    if new:
        print(f"tracing {len(new)} files of tests", flush=True)
        trace_tests(copy, folder, new)
        traced = TracedTests(folder, copy)
    return traced


def print_scores(drawn: dict[str, list[Mutant]], verdicts: dict[str, Verdict]) -> None:
    """What nobody noticed, and the score of each room."""
    total = defaultdict(int)
    for room, mutants in drawn.items():
        tried = [(mutant, verdicts[mutant.place]) for mutant in mutants if mutant.place in verdicts]
        missed = [(mutant, verdict) for mutant, verdict in tried if not verdict.is_noticed]
        total["tried"] += len(tried)
        total["missed"] += len(missed)
        print(f"{room:<12} {len(tried) - len(missed)} of {len(tried)} noticed")
        print(*(f"    {mutant.place}    [{verdict.told}]" for mutant, verdict in missed), sep="\n",
              end="\n" if missed else "")
    print(f"{'all':<12} {total['tried'] - total['missed']} of {total['tried']} noticed", flush=True)


def main(rooms: list[str], each: int, seed: int, folder: Path, again: bool, budget: float) -> None:
    """Draw, try, and print a line per mutant that nobody notices and a score per room."""
    every = sorted(path.parent.name for path in (ROOT / "surveykit").glob("*/__init__.py"))
    drawn = draw_mutants(rooms or every, each, seed)
    last = folder / f"verdicts {seed}.json"
    kept = json.loads(last.read_text("utf-8")) if last.exists() else {}
    known = {place: Verdict(*told) for place, told in kept.items()}
    turns = (mutant for turn in zip_longest(*drawn.values()) for mutant in turn if mutant)
    tried = [mutant for mutant in turns if not again or not known.get(mutant.place, Verdict(False, "")).is_noticed]
    with tempfile.TemporaryDirectory() as name:
        copy = copy_project(Path(name) / "project")
        traced = TracedTests(folder, copy) if given.no_trace else update_map(copy, folder)
        os.chdir(copy)
        os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "CI": "1"}
        sys.path[:0] = [str(copy), str(copy / "tests")]
        runs = MutantRuns(tried, traced, copy, budget)
        runs.verdicts, runs.kept = known, last
        with runs.silent():
            pytest.main([*OPTIONS, f"--basetemp={copy.parent / 'tests'}", *runs.find_files()], plugins=[runs])
    print_scores(drawn, known)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--no-trace", action="store_true")
    parser.add_argument("--budget", type=float, default=30)
    parser.add_argument("--nice", type=int, default=15)
    parser.add_argument("--map", type=Path, default=Path(tempfile.gettempdir()) / "surveykit-mutants")
    given = parser.parse_args()
    given.map.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # the copy is removed then, as on Ctrl+C
    os.setpriority(os.PRIO_PROCESS, 0, given.nice)
    main(given.rooms, given.each, given.seed, given.map, given.again, given.budget)
