"""Building all reports: the same bytes anywhere, everything or nothing, errors that say what to do."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import surveykit as sk
from surveykit.errors import ReportError
from surveykit.files.disk import sha256
from surveykit.files.leftovers import lock_folder
from surveykit.report import build_reports, pdf_dialect, provenance, write_report
from surveykit.report.report_writer import FORMATS
from surveykit.result import MIME, SHARES, Result

RESULT = Result(kind="frequencies", layout=SHARES, title={"zh": "打算", "en": "Plans"}, table=pd.DataFrame(
    [{"item": "plan", "option": f"o{i}", "group": "", "n": 21 - i, "base": 46, "estimate": 0.4, "se": 0.07,
      "low": 0.32, "high": 0.6} for i in range(4)]), base=46,
    source={"file": "v.xlsx", "sha256": "f" * 64, "rows": 46, "synthetic": True})
SHOW = ("import json\nfrom IPython.display import display\n"
        "with open('../data/result.json', encoding='utf-8') as stream:\n    result = json.load(stream)\n")
TABLE = f"#| label: tbl-plans\ndisplay({{'{MIME}': result}}, raw=True)"
FIGURE = ("#| label: fig-plans\n"
          "display({'application/vnd.surveykit.figure+json': {'result': result}}, raw=True)")


def with_parts(result: Result, **changes: object) -> Result:
    """The same result, some of its parts changed."""
    names = ("kind", "layout", "title", "table", "base", "missing", "method", "notes", "source", "labels", "settings")
    return Result(**{**{name: getattr(result, name) for name in names}, **changes})


def project(folder: Path, *, failing: bool = False) -> Path:
    """A small project whose notebooks need nothing but the standard library."""
    (folder / "data").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    (folder / "data" / "result.json").write_text(RESULT.to_json(), encoding="utf-8")
    cells = [new_markdown_cell("# 打算\n\n见@tbl-plans和@fig-plans，$\\chi^2$。", metadata={"tags": ["zh"]}),
             new_markdown_cell("# Plans\n\nSee @tbl-plans, @fig-plans.", metadata={"tags": ["en"]}),
             new_code_cell(SHOW), new_code_cell(TABLE), new_code_cell(FIGURE)]
    _store(folder / "notebooks" / "01_plans.ipynb", cells)
    if failing:
        _store(folder / "notebooks" / "02_broken.ipynb", [new_code_cell("1 / 0")])
    return folder


def _store(path: Path, cells: list) -> None:
    for i, cell in enumerate(cells):
        cell["id"] = f"c{i}"
    nbformat.write(new_notebook(cells=cells), path)


def _build_elsewhere(root: Path, zone: str, seed: str, locale: str) -> dict[str, str]:
    """Checksums of the reports another process writes."""
    code = ("from pathlib import Path; from surveykit.report import build_reports; "
            "build_reports(sorted(Path('notebooks').glob('*.ipynb')), 'reports')")
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale}
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=root, env=environment, check=True)
    files = sorted(path for path in (root / "reports").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in files}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    roots = [project(tmp_path_factory.mktemp("a") / "one"),
             project(tmp_path_factory.mktemp("b") / "another folder 文件夹")]
    settings = [("Asia/Shanghai", "1", "C.UTF-8"), ("America/New_York", "77", "C")]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda pair: _build_elsewhere(pair[0], *pair[1]), zip(roots, settings, strict=True)))


def test_two_builds_in_other_folders_zones_seeds_and_locales_are_the_same_bytes(twice):
    first, second = twice
    assert len(first) == 9
    assert first == second


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory):
    root = project(tmp_path_factory.mktemp("built"))
    steps: list[tuple[int, int, str]] = []
    made = build_reports([root / "notebooks" / "01_plans.ipynb"], root / "reports",
                         on_step=lambda *step: steps.append(step))
    return root, made, steps


def test_every_language_and_format_is_written_and_counted(built):
    root, made, steps = built
    names = [one.path.relative_to(root / "reports").as_posix() for one in made]
    assert names == [f"{lang}/01_plans.{form}" for lang in ("zh", "en") for form in ("html", "docx", "pdf", "xlsx")]
    assert all(one.bytes == one.path.stat().st_size and one.seconds > 0 for one in made)
    assert [step[0] for step in steps] == list(range(1, 10))
    assert steps[0] == (1, 9, "01_plans.ipynb") and steps[-1][2] == "en/01_plans.xlsx"


def test_the_record_holds_full_checksums_and_no_path_or_time(built):
    root, made, _ = built
    text = (root / "reports" / "provenance.json").read_text(encoding="utf-8")
    record = json.loads(text)["notebooks"]["01_plans"]
    assert record["sources"] == [{"file": "v.xlsx", "rows": [46], "sha256": "f" * 64, "synthetic": True}]
    assert record["reports"]["zh/01_plans.pdf"] == sha256(made[2].path.read_bytes())
    assert str(root) not in text and "20" + "26-" not in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_notebook_is_not_changed(built):
    root, _, _ = built
    assert all(not cell.get("outputs") for cell in
               nbformat.read(root / "notebooks" / "01_plans.ipynb", as_version=4).cells)


def test_a_failing_notebook_leaves_the_old_reports_untouched(tmp_path):
    root = project(tmp_path / "p", failing=True)
    (root / "reports" / "zh").mkdir(parents=True)
    (root / "reports" / "zh" / "01_plans.html").write_text("old", encoding="utf-8")
    with pytest.raises(ReportError, match="ZeroDivisionError"):
        build_reports(sorted((root / "notebooks").glob("*.ipynb")), root / "reports", formats=["html"])
    assert _tree(root / "reports") == {"zh/01_plans.html": b"old"}


def test_a_report_that_cannot_be_set_does_not_cost_the_others(tmp_path, monkeypatch):
    root = project(tmp_path / "p")

    def fail(report: object) -> bytes:
        raise ReportError("typst cannot set the report.")
    monkeypatch.setattr(pdf_dialect, "write_pdf", fail)
    with pytest.raises(ReportError, match=r"2 of 8 reports cannot be set, the others are written: .*typst cannot set"):
        build_reports([root / "notebooks" / "01_plans.ipynb"], root / "reports")
    written = {f"{language}/01_plans.{form}" for language in ("zh", "en") for form in ("html", "docx", "xlsx")}
    assert set(_tree(root / "reports")) == written | {"provenance.json"}


def _tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_record_keeps_notebooks_that_were_not_built():
    old = provenance.merge_records(None, {"01": {"a": 1}, "02": {"a": 1}})
    new = json.loads(provenance.merge_records(old, {"02": {"a": 2}}))
    assert new == {"notebooks": {"01": {"a": 1}, "02": {"a": 2}}}
    assert json.loads(provenance.merge_records(b"no json", {"02": {}})) == {"notebooks": {"02": {}}}


def test_the_notebook_fingerprint_ignores_outputs_and_sees_tags():
    plain = new_notebook(cells=[new_code_cell("x")])
    run = new_notebook(cells=[new_code_cell("x", execution_count=3)])
    tagged = new_notebook(cells=[new_code_cell("x", metadata={"tags": ["zh"]})])
    prints = [provenance.notebook_fingerprint(n) for n in (plain, run, tagged)]
    assert prints[0] == prints[1] != prints[2]


def test_two_notebooks_of_one_name_are_refused(tmp_path):
    with pytest.raises(ReportError, match="cannot have the same name: 'a'"):
        build_reports([tmp_path / "x" / "a.ipynb", tmp_path / "y" / "a.ipynb"], tmp_path)


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf", "xlsx"])
def test_a_list_of_results_becomes_a_report_of_each_format(tmp_path, suffix):
    path = write_report(["# Plans\n\nSee @tbl-auto1.", RESULT], tmp_path / f"plans.{suffix}")
    assert path.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_format_is_an_error_with_a_suggestion(tmp_path):
    with pytest.raises(ReportError) as error:
        write_report([RESULT], tmp_path / "plans.doc")
    assert str(error.value) == ("A report must be written as .html, .docx, .pdf or .xlsx, not 'doc'.\n"
                                "  where: plans.doc\n  fix:   did you mean 'docx'?")


def test_a_report_for_release_shows_no_count_of_a_few_people(tmp_path):
    survey = sk.example_survey()
    plans, by_gender = sk.frequencies(survey, "gender"), sk.crosstab(survey, "plan", by="gender")
    with pytest.raises(ReportError, match=r"1 table of the report would show counts of fewer than 5 people"):
        write_report([plans, by_gender], tmp_path / "plans.html", release=5)
    write_report([plans], tmp_path / "plans.html", release=5)


def test_an_unknown_language_and_an_empty_report_are_refused(tmp_path):
    with pytest.raises(ReportError, match="cannot be written in 'fr'"):
        write_report([RESULT], tmp_path / "plans.html", language="fr")
    with pytest.raises(ReportError, match="at least one Result or text"):
        write_report([], tmp_path / "plans.html")
    with pytest.raises(ReportError, match="from a notebook or from a list"):
        write_report("plans.csv", tmp_path / "plans.html")


def test_a_failing_report_leaves_the_old_file(tmp_path):
    path = tmp_path / "plans.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ReportError, match="@tbl-none"):
        write_report(["@tbl-none", RESULT], path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_survey_adds_its_cleaning_steps_and_flags(tmp_path):
    import surveykit as sk

    survey = sk.exclude(sk.screen(sk.example_survey()), respondents=["7"], reason="withdrew consent")
    path = write_report([sk.frequencies(survey, "plan")], tmp_path / "r.html", survey=survey, language="zh")
    shown = path.read_text(encoding="utf-8")
    assert "withdrew consent" in shown and "剔除答卷" in shown
    assert "条标记" in shown


def test_reports_are_built_in_the_languages_the_codebook_has(tmp_path):
    root = project(tmp_path / "p")
    labels = {"item": {"plan": {"zh": "打算"}}, "option": {f"plan=o{i}": {"zh": f"选项{i}"} for i in range(4)}}
    (root / "data" / "result.json").write_text(with_parts(RESULT, labels=labels).to_json(), encoding="utf-8")
    build_reports(sorted((root / "notebooks").glob("*.ipynb")), root / "reports", formats=["html"])
    assert set(_tree(root / "reports")) == {"zh/01_plans.html", "provenance.json"}
    assert "没有中文" not in (root / "reports/zh/01_plans.html").read_text(encoding="utf-8")


def test_labels_without_words_in_the_language_of_the_report_are_counted_unless_they_have_none(tmp_path):
    labels = {"item": {"plan": {"zh": "打算", "en": "Plans"}}, "option": {"plan=o0": {"zh": "返乡"}}}
    path = write_report([with_parts(RESULT, labels=labels)], tmp_path / "a.html", language="en")
    assert "The codebook has no English for 1 of the items and options" in path.read_text(encoding="utf-8")
    labels = {"item": {"plan": {"zh": "打算", "en": "Plans"}}, "option": {"plan=o0": {"zh": "", "en": ""}}}
    path = write_report([with_parts(RESULT, labels=labels)], tmp_path / "a.html", language="en")
    assert "The codebook has no English" not in path.read_text(encoding="utf-8")


def test_results_without_a_row_are_set_in_every_format(tmp_path):
    survey = sk.example_survey()
    results = [sk.frequencies(survey, "plan"), sk.crosstab(survey, "plan", by="gender"), sk.means(survey, "months"),
               sk.multiple_response(survey, "hardship"), sk.association(survey, "plan", "gender"), sk.case_flow(survey)]
    empty = [sk.cleaning_log(survey), *(with_parts(one, table=one.table.head(0)) for one in results)]
    for form in FORMATS:
        assert write_report(empty, tmp_path / f"empty.{form}", language="zh").stat().st_size > 5000


def test_html_is_written_without_what_other_formats_need(tmp_path):
    code = ("import sys, surveykit as sk; survey = sk.example_survey(); "
            f"sk.write_report([sk.frequencies(survey, 'plan')], {str(tmp_path / 'a.html')!r}); "
            "others = {'docx', 'openpyxl', 'typst', 'nbclient'} & set(sys.modules); "
            "sys.exit(str(others) if others else 0)")
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr == "" and done.returncode == 0


def test_a_folder_that_another_run_writes_into_is_left_alone(tmp_path):
    root = project(tmp_path / "p")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    with lock_folder(root / "reports"), pytest.raises(ReportError, match="Another run writes into this folder"):
        build_reports(notebooks, root / "reports", formats=["html"])
    assert _tree(root / "reports") == {}
    assert len(build_reports(notebooks, root / "reports", formats=["html"])) == 2


SAME = """
import hashlib, io, sys, surveykit as sk
from surveykit.report.content import content_from_results
from surveykit.report.provenance import complete_report
from surveykit.report import provenance
from surveykit.report.report_writer import FORMATS, draw_report
provenance.versions = lambda: {"python": "same"}
survey = sk.example_survey()
shown = [sk.crosstab(survey, "plan", by="gender"), sk.multiple_response(survey, "hardship"), sk.cleaning_log(survey)]
for form in FORMATS:
    report = complete_report(content_from_results(shown, "en", "report"))
    print(form, hashlib.sha256(draw_report(report, form)).hexdigest())
"""


@pytest.mark.parametrize("other", ["python3.12", "python3.13", "python3.14"])
def test_another_python_writes_the_same_bytes(other):
    program = os.environ.get(f"SURVEYKIT_{other.upper().replace('.', '_')}") or shutil.which(other)
    needs = "import pandas, numpy, scipy, matplotlib, docx, typst, pypandoc, surveykit"
    if not program or subprocess.run([program, "-c", needs], check=False, capture_output=True).returncode:
        pytest.skip(f"{other} with the packages of the lock is not at hand")
    first, second = (subprocess.run([one, "-c", SAME], check=True, capture_output=True).stdout
                     for one in (sys.executable, program))
    assert first == second and first.count(b"\n") == len(FORMATS)
