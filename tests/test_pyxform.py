"""The codebook is the form: pyxform, in an environment of its own, converts our workbooks unchanged."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from layouts import asked, wjx
from layouts.raw import table_of
from lxml import etree

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale, codebook_bytes
from surveykit.codebook.items import REQUIRED
from surveykit.drafting import draft_from_export
from surveykit.platforms.detect_platform import detect_export

VERSION = "4.5.0"
ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT.parent / "shared/data/exports/codebook_example.xlsx"
BOOKS = sorted(ROOT.glob("data/raw/*/*.codebook.xlsx"))
PATIENCE = 180
XFORM = "{http://www.w3.org/2002/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """A program outside our own environment."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8",
                          errors="replace", timeout=PATIENCE, env=clean, check=False)


def has_pyxform(python: Path) -> bool:
    """Whether this Python has the pyxform we test with."""
    asked_for = f"import importlib.metadata as m, sys; sys.exit(m.version('pyxform') != '{VERSION}')"
    return python.exists() and run(python, "-c", asked_for).returncode == 0


@pytest.fixture(scope="session")
def pyxform(request, tmp_path_factory) -> Path:
    """The Python of an environment that holds pyxform and nothing of ours; made once, kept in pytest's cache."""
    cache = getattr(request.config, "cache", None)
    folder = Path(cache.mkdir("pyxform")) / VERSION if cache else tmp_path_factory.mktemp("pyxform")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if has_pyxform(python):
        return python
    try:
        for command in ([sys.executable, "-m", "venv", "--clear", folder],
                        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"pyxform=={VERSION}"]):
            done = run(*command)
            if done.returncode:
                pytest.skip(f"pyxform {VERSION} is not to be had: {done.stderr.strip().splitlines()[-1:]}")
    except (OSError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"pyxform {VERSION} is not to be had: {type(error).__name__}")
    assert has_pyxform(python)
    return python


def converted(python: Path, workbook: Path, folder: Path) -> etree._Element:
    """The XForm that pyxform makes of a workbook."""
    target = folder / "form.xml"
    done = run(python, "-m", "pyxform.xls2xform", workbook, target, "--skip_validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr and "rror" not in done.stderr + done.stdout
    return etree.parse(target).getroot()


def as_written(text: str | None) -> str | None:
    """An expression of the XForm with `${name}` for its paths, blanks aside."""
    return text and re.sub(r"\s+", "", re.sub(r"/[\w.-]+(?:/[\w.-]+)*/([\w.-]+)", r"${\1}", text))


def bare(text: str | None) -> str | None:
    """Our expression, blanks aside."""
    return text and re.sub(r"\s+", "", text)


def words(label: str) -> str:
    """A label as pyxform keeps it: blanks made one, curly quotes straight."""
    return " ".join(label.translate(str.maketrans("‘’“”", "''\"\"")).split())


def agrees(form: etree._Element, book: Codebook) -> None:
    """The form asks our items in our words, under our conditions."""
    binds = {bind.get("nodeset").rpartition("/")[2]: bind for bind in form.iter(f"{XFORM}bind")}
    assert {item.name for item in book} <= set(binds)
    for item in book:
        bind = binds[item.name]
        assert as_written(bind.get("constraint")) == bare(item.constraint)
        required = "true()" if item.required == REQUIRED else bare(item.required)
        assert as_written(bind.get("required")) == required
    for language, heading in (("zh", "中文 (zh)"), ("en", "English (en)")):
        spoken = form.find(f".//{XFORM}translation[@lang='{heading}']")
        said = {words(value.text or "") for value in spoken.iter(f"{XFORM}value")}
        labels = [text for item in book for text in (item.label, *(option.label for option in item.options))]
        assert {words(text[language]) for text in labels if text.get(language)} <= said


def conditions(form: etree._Element) -> dict[str, str]:
    """The conditions of the form by name."""
    return {bind.get("nodeset").rpartition("/")[2]: as_written(bind.get("relevant"))
            for bind in form.iter(f"{XFORM}bind") if bind.get("relevant")}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_committed_codebook_converts_unchanged(pyxform, tmp_path, path):
    agrees(converted(pyxform, path, tmp_path), sk.read_codebook(path))


def test_the_shared_example_converts_unchanged(pyxform, tmp_path):
    if not EXAMPLE.exists():
        pytest.skip("skipped: ../shared is absent")
    form, book = converted(pyxform, EXAMPLE, tmp_path), sk.read_codebook(EXAMPLE)
    agrees(form, book)
    # a condition of a group stands on the group there, and on each of its members here
    assert set(conditions(form).values()) == {bare(item.asked_if) for item in book if item.asked_if}


def every_kind() -> Codebook:
    """What a draft of an export gives, completed as a person would, and the kinds that it lacks."""
    raw = table_of(wjx.rows(asked.EXAMPLE, "text"), wjx.name(asked.EXAMPLE, "text"))
    book = draft_from_export(raw, detect_export(raw)).codebook
    english = [replace(item, label={**item.label, "en": f"In English: {item.name}"}, options=tuple(
        replace(o, label={**o.label, "en": f"{item.name} {o.value}"}) for o in item.options)) for item in book]
    first = english[0]
    own = (Item("consent", "single", {"zh": "同意？", "en": "Consent?"},
                (Option("yes", {"zh": "是", "en": "Yes"}), Option("no", {"zh": "否", "en": "No"})), required="yes"),
           Item("age", "number", {"zh": "年龄", "en": "Age", "fr": "Âge"}, asked_if="${consent}='yes'",
                constraint=". >= 16 and . <= 60", required="${consent}='yes'"),
           Item("day", "date", {"zh": "日期", "en": "Day"}, asked_if="${consent}='yes' and ${age} > 17"))
    items = (*own, replace(first, asked_if="${consent}='yes'"), *(
        replace(item, scale="trust") if item.kind == "rating" else item for item in english[1:]))
    scores = [option.score for item in items if item.kind == "rating" for option in item.answers]
    scale = Scale("trust", {"zh": "信任", "en": "Trust"}, min(scores), max(scores))
    title = {"title": {"zh": "合成问卷", "en": "Synthetic form"}}
    return replace(book, items=items, scales=(scale,), settings={**book.settings, **title})


def test_a_codebook_of_every_kind_that_we_write_converts(pyxform, tmp_path):
    book = every_kind()
    assert {item.kind for item in book} == {"single", "multiple", "rating", "rank", "number", "text", "date"}
    assert book.scales and any(item.role == "other_text" and item.asked_if for item in book)
    form = converted(pyxform, sk.write_codebook(book, tmp_path / "book.xlsx"), tmp_path)
    agrees(form, book)
    assert conditions(form) == {item.name: bare(item.asked_if) for item in book if item.asked_if}
    assert form.find(f".//{XFORM}translation[@lang='fr']") is not None
    controls = {element.tag.rpartition("}")[2] for element in form.find(f"{XHTML}body").iter(etree.Element)}
    assert {"select1", "select", "rank", "input"} <= controls


def test_a_draft_converts_with_its_column_of_doubts(pyxform, tmp_path):
    raw = table_of(wjx.rows(asked.EXAMPLE, "text"), wjx.name(asked.EXAMPLE, "text"))
    made = draft_from_export(raw, detect_export(raw))
    path = tmp_path / "draft.xlsx"
    path.write_bytes(codebook_bytes(made.codebook, made.todo))
    form = converted(pyxform, path, tmp_path)
    assert made.doubts and conditions(form) == {i.name: bare(i.asked_if) for i in made.codebook if i.asked_if}
