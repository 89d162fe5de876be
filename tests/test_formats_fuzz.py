"""A short run of scripts/fuzz_readers.py: broken files are refused or read right, never otherwise."""

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.child
SCRIPT = Path(__file__).parents[1] / "scripts/fuzz_readers.py"
MUTANTS = 20


@pytest.fixture(scope="module")
def fuzz():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("fuzz_readers", SCRIPT)
    module = sys.modules["fuzz_readers"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["xlsx", "xls", "sav", "por", "dta", "csv", "parquet"])
def test_no_mutant_does_harm(fuzz, kind):
    outcomes = fuzz.run(kind, MUTANTS, seed=7)
    assert [(o.verdict, o.seed, o.said) for o in outcomes if o.verdict in fuzz.FAILURES] == []
    assert len({outcome.verdict for outcome in outcomes}) > 1


def test_but_a_silent_change_of_shape_is_caught(fuzz, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(fuzz.workbook(fuzz.cells(fuzz.random.Random(1)), False))
    assert fuzz.tried("xlsx", path, (fuzz.ROWS, 6), "whole").verdict == "read, same shape"
    assert fuzz.tried("xlsx", path, (fuzz.ROWS + 1, 6), "whole").verdict == "silent shape"
