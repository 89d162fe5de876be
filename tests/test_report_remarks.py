"""What `surveykit report` says beside the files: languages left out, typed numbers, heads with nothing below them."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import surveykit as sk
from surveykit.report import build_reports
from surveykit.report.notebook_content import content_from_notebook
from surveykit.report.provenance import complete_report
from surveykit.report.report_builder import report_remarks
from surveykit.words.phrases import in_language, phrase

SHOWN = new_code_cell("import surveykit as sk\nsk.frequencies(sk.example_survey(), 'gender')")


def remarks(*prose: str, language: str = "en") -> list[str]:
    cells = [new_markdown_cell(text) for text in prose]
    report = complete_report(content_from_notebook(new_notebook(cells=cells), "n.ipynb", language))
    return [in_language(one, language) for one in report_remarks(report)]


def test_heads_with_nothing_below_them_are_named():
    text = "# Title\n\nWords.\n\n## Question\n\n## Sample\n\nWho.\n\n## Findings\n\n### First\n\n### Second\n\n- a"
    assert remarks(text) == ["notebook n.ipynb: nothing stands yet below Question; First"]
    assert remarks("## Question\n\nWhy.\n\n## Limits") == ["notebook n.ipynb: nothing stands yet below Limits"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_s_hint_is_nothing_yet(language):
    heads = [phrase(f"new.head_{key}")[language] for key in ("question", "limits", "appendix")]
    hints = "\n\n".join(f"## {head}\n\n{phrase(f'new.write_{key}')[language]}"
                        for head, key in zip(heads, ("question", "limits", "appendix"), strict=True))
    empty = phrase("list.semicolon")[language].join(heads[:2])
    said = phrase("report.empty_heads", where="notebook n.ipynb", heads=empty)[language]
    assert remarks(hints, language=language) == [said]
    left = phrase("report.hints_left", where="notebook n.ipynb", heads=heads[0])[language]
    behind = hints.replace(f"## {heads[1]}", f"| a |\n|---|\n| b |\n\n## {heads[1]}")
    assert left in remarks(behind, language=language)


def test_but_a_head_with_a_paragraph_a_list_or_code_is_not_empty():
    assert remarks("## A\n\ntext\n\n## B\n\n1. one\n\n## C\n\n```\ncode\n```\n\n## D\n\n| a |\n|---|\n| b |") == []


def study(folder, settings: str):
    """A study with a notebook that needs no export."""
    (folder / "notebooks").mkdir(parents=True)
    if settings:
        (folder / "study.yaml").write_text(settings, encoding="utf-8")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Title\n\nWords."), SHOWN]), folder / "notebooks/n.ipynb")
    return folder / "notebooks/n.ipynb"


@pytest.mark.slow
@pytest.mark.parametrize("settings, flags, languages, said", [
    ("languages: [en]\n", None, ["en"],
     ["no Chinese report, as the `languages` in `study.yaml` do not name it; add `--language zh` for one"]),
    ("languages: [en]\n", ["zh"], ["zh"], []), ("languages: [zh, en]\n", None, ["zh", "en"], []),
    ("title: a\n", None, ["zh", "en"], []), ("", None, ["zh", "en"], [])])
def test_the_study_s_languages_steer_its_reports_and_a_flag_overrides_them(tmp_path, settings, flags, languages, said):
    built = build_reports([study(tmp_path, settings)], tmp_path / "r", languages=flags, formats=["html"])
    assert [one.path.parent.name for one in built] == languages
    assert [in_language(remark, "en") for remark in built[0].remarks] == said


@pytest.mark.slow
def test_a_codebook_in_one_language_gets_one_report_and_the_output_says_so(tmp_path):
    export = tmp_path / "export.csv"
    rows = [f"{n},{'Yes' if n % 3 else 'No'},{'Home' if n % 2 else 'Away'}" for n in range(1, 31)]
    export.write_text("\n".join(["id,Do you plan?,Where to?", *rows]), encoding="utf-8")
    sk.new_study(tmp_path / "s", export, language="en")
    notebook = next((tmp_path / "s/notebooks").glob("*.ipynb"))
    (tmp_path / "s/study.yaml").write_text((tmp_path / "s/study.yaml").read_text().replace("languages: [en]\n", ""))
    built = build_reports([notebook], tmp_path / "r", formats=["html"])
    assert [one.path.parent.name for one in built] == ["en"]
    assert in_language(built[0].remarks[0], "en") == (
        "no Chinese report, as the codebook has no Chinese words; add `--language zh` for one")
