"""Editors and mypy see the public names, their signatures and what they return."""

import importlib.util
import inspect
from importlib import import_module
from pathlib import Path

import jedi
import pytest

import surveykit as sk
import surveykit.codebook as sk_codebook
import surveykit.formats as sk_formats
import surveykit.formats.documents as sk_documents
import surveykit.report as sk_report
from surveykit.lazy_names import read_homes

ROOT = Path(__file__).parents[1]
FUNCTIONS = [name for name in sk.__all__ if inspect.isfunction(getattr(sk, name))]
STRICT = {"_stats", "analysis", "figures", "result", "sentences", "survey", "text"}


@pytest.fixture(scope="module")
def project() -> jedi.Project:
    """Editors look up the package of this checkout."""
    return jedi.Project(ROOT)


def completions(code: str, project: jedi.Project) -> set[str]:
    """What an editor offers at the end of the code."""
    return {found.name for found in jedi.Script(code, project=project).complete()}


@pytest.mark.parametrize("package", [sk, sk_codebook, sk_formats, sk_documents, sk_report], ids=lambda p: p.__name__)
def test_what_is_loaded_when_used_is_what_tools_see(package):
    for name, home in read_homes(package.__file__).items():
        assert name in dir(package) and getattr(package, name) is getattr(import_module(home), name), name


def test_an_editor_completes_every_public_name(project):
    assert set(sk.__all__) <= completions("import surveykit as sk\nsk.", project)


def test_an_editor_shows_the_parameters_of_every_function(project):
    plain = [name for name in FUNCTIONS if not hasattr(getattr(sk, name), "__wrapped__")]  # jedi knows no ParamSpec
    for name in plain:
        shown = jedi.Script(f"import surveykit as sk\nsk.{name}(", project=project).get_signatures()
        assert [p.name for p in shown[0].params] == list(inspect.signature(getattr(sk, name)).parameters), name


def test_an_editor_completes_what_a_result_holds(project):
    code = "import surveykit as sk\nsk.frequencies(sk.example_survey(), 'home')."
    assert {"table", "base", "missing", "method", "notes", "source"} <= completions(code, project)


def test_mypy_knows_every_public_function_and_finds_no_more_than_the_debt(tmp_path):
    spec = importlib.util.spec_from_file_location("check_types", ROOT / "scripts/check_types.py")
    check_types = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check_types)
    lines = ["import surveykit as sk", *(f"reveal_type(sk.{name})" for name in FUNCTIONS), "sk.frequncies"]
    (tmp_path / "uses.py").write_text("\n".join(lines), encoding="utf-8")
    printed, errors = check_types.find_errors(tmp_path / "uses.py")
    assert check_types.compare_debt(printed, errors) == 0
    revealed = [line for line in printed.splitlines() if "Revealed type" in line]
    assert len(revealed) == len(FUNCTIONS)
    for name, line in zip(FUNCTIONS, revealed, strict=True):
        assert "def (" in line, f"{name}: {line}"
    assert 'Module has no attribute "frequncies"' in printed


def test_the_rooms_of_numbers_have_no_debt_of_types():
    owing = [line.split(",")[0] for line in (ROOT / "tests/type_debt.csv").read_text(encoding="utf-8").splitlines()]
    assert not STRICT & set(owing)
    assert (ROOT / "surveykit/py.typed").exists()
