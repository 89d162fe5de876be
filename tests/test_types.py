"""Editors and mypy see the public names, their signatures and what they return."""

import importlib.util
import inspect
from importlib import import_module
from operator import attrgetter
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


def public_members(value: object) -> list[str]:
    """The public names of a class: fields, properties and methods."""
    names = {*dir(value), *vars(value).get("__annotations__", ())} - {*dir(tuple)}
    return sorted(name for name in names if not name.startswith("_"))


CLASSES = {name: value for name in sk.__all__ if inspect.isclass(value := getattr(sk, name))}
FUNCTIONS = [f"{home}.{name}" for home, package in (("sk", sk), ("sk.audit", sk.audit), ("sk.coding", sk.coding))
             for name in package.__all__ if inspect.isfunction(getattr(package, name))]
METHODS = [f"sk.{kind}.{name}" for kind, value in CLASSES.items() for name in public_members(value)
           if not issubclass(value, Exception) and inspect.isfunction(getattr(value, name, None))]
OFFERED = {"sk": sk.__all__, "sk.audit": sk.audit.__all__, "sk.coding": sk.coding.__all__,
           **{f"sk.{kind}": public_members(value) for kind, value in CLASSES.items()},
           "sk.frequencies(sk.example_survey(), 'home')": public_members(sk.Result)}


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


@pytest.mark.parametrize("code", OFFERED)
def test_an_editor_completes_every_public_name(project, code):
    assert set(OFFERED[code]) <= completions(f"import surveykit as sk\n{code}.", project)


def test_an_editor_shows_the_parameters_of_every_function(project):
    for name, value in [(name, attrgetter(name.removeprefix("sk."))(sk)) for name in (*FUNCTIONS, *METHODS)]:
        if not hasattr(value, "__wrapped__"):  # jedi knows no ParamSpec
            shown = jedi.Script(f"import surveykit as sk\n{name}(", project=project).get_signatures()
            assert [p.name for p in shown[0].params] == list(inspect.signature(value).parameters), name


def test_mypy_knows_every_public_function_and_finds_nothing_in_the_package(tmp_path):
    spec = importlib.util.spec_from_file_location("check_types", ROOT / "scripts/check_types.py")
    check_types = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check_types)
    lines = ["import surveykit as sk", *(f"reveal_type({name})" for name in (*FUNCTIONS, *METHODS)), "sk.frequncies"]
    (tmp_path / "uses.py").write_text("\n".join(lines), encoding="utf-8")
    printed = check_types.run_mypy(tmp_path / "uses.py")
    assert check_types.find_errors(printed) == [] and (ROOT / "surveykit/py.typed").exists()
    revealed = [line for line in printed.splitlines() if "Revealed type" in line]
    for name, line in zip((*FUNCTIONS, *METHODS), revealed, strict=True):
        assert "def " in line, f"{name}: {line}"
    assert 'Module has no attribute "frequncies"' in printed
