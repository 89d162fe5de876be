"""Editors and mypy see the public names, their signatures and what they return."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import jedi
import pytest

import surveykit as sk
import surveykit.formats
import surveykit.formats.documents

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


@pytest.mark.parametrize("package", [sk, surveykit.formats, surveykit.formats.documents], ids=lambda p: p.__name__)
def test_what_is_loaded_when_used_is_what_tools_see(package):
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    typed = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in typed.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    homes = {name: f"{package.__name__}.{home}" for name, home in package._HOME.items()}
    modules = {name for name, home in homes.items() if home.endswith(f".{name}")}
    assert {name: home.removesuffix(f".{name}") if name in modules else home for name, home in homes.items()} == seen


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


def test_mypy_knows_the_type_of_every_public_function(tmp_path):
    lines = ["import surveykit as sk", *(f"reveal_type(sk.{name})" for name in FUNCTIONS), "sk.frequncies"]
    (tmp_path / "uses.py").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", str(tmp_path / "uses.py")]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    revealed = [line for line in printed.splitlines() if "Revealed type" in line]
    assert len(revealed) == len(FUNCTIONS)
    for name, line in zip(FUNCTIONS, revealed, strict=True):
        assert "def (" in line, f"{name}: {line}"
    assert 'Module has no attribute "frequncies"' in printed


def test_the_rooms_of_numbers_have_no_debt_of_types():
    owing = [line.split(",")[0] for line in (ROOT / "tests/type_debt.csv").read_text(encoding="utf-8").splitlines()]
    assert not STRICT & set(owing)
    assert (ROOT / "surveykit/py.typed").exists()
