"""From a stranger's export to the results of its first notebook: a dozen small files, run in this process."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from layouts.every import LAYOUTS

import surveykit as sk

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


@pytest.fixture(scope="module")
def studies(script, tmp_path_factory):
    """A study of ours in the files of every platform."""
    return script.write_layouts(tmp_path_factory.mktemp("layouts"))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.*")), ids=lambda path: path.name)
def test_every_case_ends_with_results(script, path, tmp_path):
    trial = script.try_export(path, tmp_path, language="en")
    assert trial.state == "ok", trial.said
    assert MARKS.get(path.name, "") in trial.said.replace("{'platform': '", "platform='")
    assert int(trial.said.rpartition(", ")[2].split()[0]) >= 3  # the overview, the case flow and an item at least


@pytest.mark.parametrize("layout", {name.split()[0]: name for name in reversed(LAYOUTS)}.values())
def test_one_study_has_the_same_counts_whichever_platform_exports_it(layout, studies, tmp_path):
    sk.new_study(tmp_path / "s", next((studies / re.sub(r"\W+", "_", layout)).iterdir()))
    survey = sk.read_study(tmp_path / "s")
    found = [(sk.multiple_response if item.kind == "multiple" else sk.frequencies)(survey, item.name).table
             for item in survey.codebook if item.kind in ("single", "rating", "multiple") and not item.role]
    counts = [(int(table["base"].max()), sorted(table["n"].astype(int))) for table in found]
    rated = ((19, [3, 3, 4, 4, 5]), (19, [1, 4, 4, 5, 5])) if layout != "typeform" else ()
    small = ((6, [1, 2, 3]), (4, [2, 2, 2, 2]), (5, [1, 2, 2]))
    for told in ((19, [5, 7, 7]), (19, [7, 8, 11, 12]), *rated) if survey.rows == 20 else small:
        assert told in counts, counts


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
