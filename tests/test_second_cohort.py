"""Another cohort of the same questionnaire runs through the same notebooks, and every sentence fits its table."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from surveykit.report import build_reports, verify_report

ROOT = Path(__file__).parents[1]
# those that read the questionnaire; the others say the same of any cohort, as `test_self_audit` has looked at
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb") if any(
    "volunteers" in cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"))
CLEANING = "02_career_planning_attitudes"  # writes the file that the others read, so it runs first
TAG = re.compile(r"<[^>]*>")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project in which 73 other questionnaires were sent."""
    folder = tmp_path_factory.mktemp("next_year")
    (folder / "notebooks").mkdir()
    for name in NOTEBOOKS:
        shutil.copy(ROOT / f"notebooks/{name}.ipynb", folder / "notebooks")
    shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    (folder / "data/processed").mkdir()
    made = [sys.executable, ROOT / "scripts/make_second_cohort.py", folder / "data/raw/volunteers", "73"]
    subprocess.run(made, check=True, cwd=ROOT / "scripts")
    return folder


@pytest.fixture(scope="module")
def built(project) -> dict[str, object]:
    """The HTML reports of the other cohort."""
    paths = [project / f"notebooks/{name}.ipynb" for name in sorted(NOTEBOOKS, key=lambda name: name != CLEANING)]
    reports = [one for path in paths for one in build_reports([path], project / "reports", formats=["html"])]
    return {f"{one.path.parent.name}/{one.path.name}": one for one in reports}


def words(built, name: str) -> str:
    """The text of a report."""
    return " ".join(TAG.sub("", built[name].path.read_text(encoding="utf-8")).split())


def test_no_number_of_the_prose_is_stale(built):
    assert len(built) == 2 * len(NOTEBOOKS) and len(NOTEBOOKS) > 6
    assert {name: one.remarks for name, one in built.items() if one.remarks} == {}
    assert {name: verify_report(one.path).faults for name, one in built.items()} == dict.fromkeys(built, ())


def test_the_prose_says_the_other_cohort_s_numbers(built):
    page = words(built, "en/02_career_planning_attitudes.html")
    valid = re.search(r"gender of the (\d+) valid respondents", page)
    assert valid and int(valid[1]) not in {46, 50, 73}
    answered = re.search(r"everybody could answer \((\d+) did\)", page)
    assert answered and 46 < int(answered[1]) <= int(valid[1])
    plans = words(built, "zh/03_post_service_destinations.html")
    said = re.search(r"计划有对应去向的 (\d+) 人中，\d+/\1（", plans)
    assert said and said[1] not in {"43", "44", "46"}
    whole = words(built, "en/00_the_study.html")
    assert f"({valid[1]} valid ones)" in whole


def test_the_notebooks_were_not_edited(project):
    for name in NOTEBOOKS:
        assert (project / f"notebooks/{name}.ipynb").read_bytes() == (ROOT / f"notebooks/{name}.ipynb").read_bytes()
