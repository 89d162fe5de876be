"""The house: a module imports only from lower floors, and never inside a function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "surveykit"
FLOORS = [
    {"lazy_names", "words"},
    {"errors"},
    {"files", "text", "expression"},
    {"formats"},
    {"codebook", "result", "_stats"},
    {"platforms", "survey"},
    {"answers"},
    {"drafting"},
    {"read", "clean", "analysis", "interviews", "audit", "example", "write"},
    {"figures", "sentences", "intake"},
    {"report"},
    {"__init__"},
    {"cli"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
GROUND = FLOORS[2]
FILES = sorted(path for path in ROOT.rglob("*.py"))
LONGEST = 300


def room_of(path: Path) -> str:
    """The room a file belongs to."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def own_imports(node: ast.AST) -> list[str]:
    """Rooms of ours that a node imports."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "surveykit":
        parts = node.module.split(".")
        return [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
    if isinstance(node, ast.Import):
        return [a.name.split(".")[1] if "." in a.name else "__init__" for a in node.names
                if a.name.split(".")[0] == "surveykit"]
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_it_imports_only_from_lower_floors(path):
    here = room_of(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for room in own_imports(node):
            same_ground = here in GROUND and room in GROUND
            assert room == here or FLOOR[room] < FLOOR[here] or same_ground, f"{here} imports {room}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_it_hides_no_own_import_in_a_function(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [room for function in functions for node in ast.walk(function) for room in own_imports(node)]
    assert hidden == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_it_stays_within_the_length_of_a_room(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_room_has_a_floor():
    assert {room_of(path) for path in FILES} <= set(FLOOR)


def test_statistics_know_no_pandas_and_no_scipy_stats():
    for path in sorted((ROOT / "_stats").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "import pandas" not in text
        assert "scipy.stats" not in text.replace("``scipy.stats", "")


def test_nothing_evaluates_text():
    banned = {"eval", "exec", "pickle", "read_pickle", "to_pickle"}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
            assert called not in banned, f"{path.name} calls {called}"
