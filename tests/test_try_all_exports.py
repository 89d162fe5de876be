"""From a stranger's export to the results of its first notebook: a dozen small files, run in this process."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases"
MARKS = {"redcap_repeating.csv": "platform='redcap:"}  # refused: which rows are meant is a person's choice


@pytest.fixture(scope="module")
def script():
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("try_all_exports", ROOT / "scripts/try_all_exports.py")
    module = sys.modules["try_all_exports"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", sorted(CASES.glob("*.*")), ids=lambda path: path.name)
def test_every_case_ends_with_results(script, path, tmp_path):
    trial = script.try_export(path, tmp_path, language="en")
    assert trial.state == "ok", trial.said
    assert MARKS.get(path.name, "") in trial.said.replace("{'platform': '", "platform='")
    assert int(trial.said.rpartition(", ")[2].split()[0]) >= 3  # the overview, the case flow and an item at least


def test_what_is_no_export_is_left_out_and_what_cannot_be_read_says_why(script, tmp_path):
    for name in ("a.csv", "a.codebook.xlsx", "SOURCES.md", "form.qsf"):
        (tmp_path / name).write_text("a,a\n", encoding="utf-8")
    found = script.find_exports(tmp_path)
    assert [path.name for path in found] == ["a.csv"]
    trial = script.try_export(found[0], tmp_path / "studies", language="en")
    assert (trial.state, "at least one respondent" in trial.said) == ("refused", True)


def test_an_error_that_is_no_refusal_is_called_broken(script, tmp_path, monkeypatch):
    monkeypatch.setattr(script.sk, "new_study", lambda *given, **choice: 1 / 0)
    assert script.try_export(CASES / "tencent_zh.csv", tmp_path, language="en").state == "broken"
