"""What a notebook may hold: paired prose, short cells, named results, and stored outputs of ours."""

import ast
import json
import re
from pathlib import Path

import pytest

from surveykit.report.selfaudit.typed_numbers import typed_marks

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = ["00_the_study", "01_published_figures", "02_career_planning_attitudes", "03_post_service_destinations",
         "04_retention", "05_real_survey", "06_interviews", "07_cleaning", "08_comparing_groups",
         "09_weights_and_nonresponse", "10_audit_of_counts"]
HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 8
pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[dict]:
    """The cells of one kind."""
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell: dict) -> str:
    """A cell's text, its option lines left out."""
    return "\n".join(line for line in "".join(cell["source"]).splitlines() if not line.startswith("#|"))


def test_it_is_announced_opens_with_a_title_in_each_language_and_calls_itself_no_notebook(path):
    assert [p.stem for p in NOTEBOOKS] == NAMES
    assert path.stem in NAMES
    assert [source(c).startswith("# ") for c in cells(path, "markdown")[:2]] == [True, True]
    for cell in cells(path, "markdown"):
        assert not re.search(r"笔记|题本|\bnotebook", source(cell), re.IGNORECASE), source(cell)


def test_prose_stands_in_pairs_chinese_first(path):
    tags = [tuple(c["metadata"].get("tags", ())) for c in cells(path, "markdown")]
    assert tags == [("zh",), ("en",)] * (len(tags) // 2)


def test_prose_is_in_the_language_it_says(path):
    for cell in cells(path, "markdown"):
        text = source(cell)
        if "en" in cell["metadata"]["tags"]:
            assert not HAN.search(text), text
        else:
            assert HAN.search(text)


def test_code_is_short_defines_nothing_and_stays_inside_the_project(path):
    for cell in cells(path, "code"):
        text = source(cell)
        assert len([line for line in text.splitlines() if line.strip()]) <= LONGEST, text
        for node in ast.walk(ast.parse(text)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While), text
    for cell in cells(path, "code"):
        for text in re.findall(r'"([^"]*/[^"]*)"', source(cell)):
            assert text.startswith("../data/") or text.count("/") <= 1, text


def test_no_count_of_a_survey_is_typed_in_its_prose(path):
    for cell in cells(path, "markdown"):
        text = re.sub(r"<data[^>]*>[^<]*</data>|`[^`]*`|\{\{.*?\}\}", "\0", source(cell))
        typed = [text[mark.start:mark.stop] for mark in typed_marks(text) if mark.value.startswith("typed")]
        assert typed == [], typed


def test_outputs_are_stored_and_carry_no_address_or_warning(path):
    shown = [o for c in cells(path, "code") for o in c["outputs"]]
    assert shown
    for output in shown:
        assert output["output_type"] in {"execute_result", "display_data"}, output
        assert not re.search(r"0x[0-9a-f]{6,}", json.dumps(output.get("data", {})))


def test_what_is_synthetic_says_so(path):
    synthetic = path.stem[:2] in {"02", "03", "06"}
    said = "".join(source(c) for c in cells(path, "markdown"))
    assert ("合成数据" in said and "synthetic data" in said) or not synthetic
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            for mime, payload in output.get("data", {}).items():
                if mime.endswith("surveykit.result+json"):
                    assert payload["source"]["synthetic"] is synthetic or not synthetic
