"""Every public name is documented, with an example that runs (the doctests run with the tests)."""

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


def doc(name: str) -> str:
    """The documentation of a public name."""
    return inspect.getdoc(getattr(sk, name)) or ""


def test_every_name_is_documented_and_no_name_is_vague():
    assert [name for name in NAMES if not doc(name) or name.startswith(FORBIDDEN)] == []


def test_every_function_has_an_example_and_annotates_its_parameters():
    assert [name for name in FUNCTIONS if ">>>" not in doc(name)] == []
    assert [(name, parameter.name) for name in FUNCTIONS
            for parameter in inspect.signature(getattr(sk, name)).parameters.values()
            if parameter.annotation is inspect.Parameter.empty] == []


def test_analyses_and_the_audit_say_what_happens_to_missing_values():
    docs = {name: inspect.getdoc(getattr(sk.audit, name)) for name in AUDIT}
    assert [name for name, said in docs.items() if ">>>" not in said or "Missing values" not in said] == []
    assert [name for name in (
        "audit_figures", "audit_report", "evidence", "read_figures", "reproduce", "targets", "frequencies",
        "multiple_response", "crosstab", "likert", "means", "case_flow", "association", "welch",
        "reliability", "item_analysis", "score", "read_survey", "screen", "recode", "recode_other", "reverse",
        "write_processed") if "Missing values\n" not in doc(name)] == []


def test_importing_loads_no_pandas_and_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'frequncies'"):
        _ = sk.frequncies
    code = "import sys, surveykit; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_function_shares_its_name_with_a_module():
    modules = {module.name for module in pkgutil.iter_modules(sk.__path__)}
    assert not {name for name in set(sk.__all__) & modules if not inspect.ismodule(getattr(sk, name))}
