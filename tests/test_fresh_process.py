"""What a user types first works in a process where nothing else was imported."""

import os
import subprocess
import sys

import pytest

import surveykit as sk

REPLAY = """
import surveykit as sk
log = (sk.Step("{verb}", "why", (sk.Change(*{change}),), {arguments}),)
print("{item}" in sk.replay(sk.example_survey(), log).responses)
"""
# Other people's packages are loaded once, and our patterns compiled once: they are no module of ours. A child for each
# module that holds public names loads it, and a child of its own for each of its names runs the example.
EXAMPLES = """
import doctest, gc, os, pickle, re, sys, traceback
from collections import defaultdict
from importlib import import_module
import matplotlib.pyplot, numpy, openpyxl, pandas, pyarrow, scipy.stats
import surveykit as sk
from surveykit.lazy_names import read_homes

def in_child(work, *given):
    "What a forked process makes of it; None where that ends with an error."
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            with open(tell, "wb") as stream:
                pickle.dump(work(*given), stream)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(0)
    os.close(tell)
    with open(told, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return pickle.loads(said) if said else None

def patterns():
    for name in sk.__all__:
        getattr(sk, name)
    return list(re._cache)

def fails(name):
    value = getattr(sk, name)
    tests = [test for test in doctest.DocTestFinder().find(value, name, globs={}) if test.examples
             and not isinstance(value, type(sys))]
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    return any(runner.run(test).failed for test in tests)

def failing(home, names):
    if home != "surveykit":
        import_module(home)
    return [name for name in names if in_child(fails, name) is not False]

gc.freeze(), gc.disable()  # a child ends before it would pay
re._MAXCACHE = 10_000
for _, pattern, flags in in_child(patterns):
    re.compile(pattern, flags)
names = defaultdict(list)
for name, home in read_homes(sk.__file__).items():
    names[home].append(name)
assert sorted(sum(names.values(), [])) == sk.__all__
failed = []
for home in names:
    assert [module for module in sys.modules if module.startswith("surveykit.")] == ["surveykit.lazy_names"]
    found = in_child(failing, home, names[home])
    failed += names[home] if found is None else found
print("failed:", failed)
"""


@pytest.mark.parametrize("verb, item", [("score", "planning"), ("reverse", "cp_3_rev")])
def test_a_log_is_replayed_where_nothing_else_was_imported(verb, item):
    example = sk.example_survey()
    step = (sk.score(example, item) if verb == "score" else sk.reverse(example, "cp_3", reason="why")).log[-1]
    code = REPLAY.format(verb=verb, item=item, change=tuple(step.changes[0]), arguments=dict(step.arguments))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "True\n", done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_every_public_example_runs_in_a_process_of_its_own():
    done = subprocess.run([sys.executable, "-c", EXAMPLES], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("failed: []\n") and len(sk.__all__) > 40, done.stdout[-3000:] + done.stderr
