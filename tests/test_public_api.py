"""Every public name is documented, with an example that runs (the doctests run with the tests)."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys

import pytest

import surveykit as sk

NAMES = [name for name in sk.__all__ if not inspect.ismodule(getattr(sk, name))]
FUNCTIONS = [name for name in NAMES if inspect.isfunction(getattr(sk, name))]
AUDIT = [name for name in sk.audit.__all__ if inspect.isfunction(getattr(sk.audit, name))]
FORBIDDEN = ("get_", "do_", "process_")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_documented(name):
    assert inspect.getdoc(getattr(sk, name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_has_an_example(name):
    assert ">>>" in inspect.getdoc(getattr(sk, name)), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_annotates_every_parameter(name):
    for parameter in inspect.signature(getattr(sk, name)).parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, f"{name}({parameter.name})"


@pytest.mark.parametrize("name", AUDIT)
def test_the_audit_has_examples_and_says_what_missing_means(name):
    said = inspect.getdoc(getattr(sk.audit, name))
    assert ">>>" in said
    assert "Missing values" in said


@pytest.mark.parametrize("name", ["frequencies", "multiple_response", "crosstab", "likert", "means", "case_flow",
                                  "association", "welch", "reliability", "item_analysis", "score", "read_survey",
                                  "screen", "recode", "recode_other", "reverse", "write_processed"])
def test_analyses_say_what_happens_to_missing_values(name):
    assert "Missing values\n" in inspect.getdoc(getattr(sk, name))


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_vague(name):
    assert not name.startswith(FORBIDDEN)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'frequncies'"):
        _ = sk.frequncies


def test_no_function_shares_its_name_with_a_module():
    modules = {module.name for module in pkgutil.iter_modules(sk.__path__)}
    assert not {name for name in set(sk.__all__) & modules if not inspect.ismodule(getattr(sk, name))}


def test_importing_loads_no_pandas():
    code = "import sys, surveykit; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
