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
# other people's packages are loaded once; a child for each name, forked, loads only the rooms that its example asks for
EXAMPLES = """
import doctest, gc, os, sys
import matplotlib.pyplot, numpy, openpyxl, pandas, pyarrow, scipy.stats
import surveykit as sk

gc.freeze(), gc.disable()  # a child ends before it would pay
failed = []
for name in sk.__all__:
    assert [module for module in sys.modules if module.startswith("surveykit.")] == ["surveykit.lazy_names"]
    child = os.fork()
    if not child:
        value = getattr(sk, name)
        tests = [test for test in doctest.DocTestFinder().find(value, name, globs={}) if test.examples
                 and not isinstance(value, type(sys))]
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        os._exit(any(runner.run(test).failed for test in tests))
    failed += [name] if os.waitpid(child, 0)[1] else []
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
