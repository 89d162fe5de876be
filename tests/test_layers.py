"""The house: a module imports only from lower floors, and never inside a function."""

import ast
from pathlib import Path

from source_trees import ROOT, source_trees


def read_floors() -> list[set[str]]:
    """The floors as `docs/architecture.md` draws them, lowest first."""
    drawing = (ROOT.parent / "docs/architecture.md").read_text(encoding="utf-8").split("```floors\n")[1].split("```")[0]
    floors = [[]]
    for line in drawing.splitlines():
        if line.startswith("---"):
            floors.append([])
        else:
            floors[-1].append(line.split()[0])
    return [set(rooms) for rooms in reversed(floors)]


FLOORS = read_floors()
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
LONGEST = 300


def room_of(path: Path) -> str:
    """The room a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def own_imports(tree: ast.AST) -> set[str]:
    """Rooms of ours that a tree imports anywhere."""
    rooms = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "surveykit":
            parts = node.module.split(".")
            rooms |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            own = [alias.name.split(".") for alias in node.names if alias.name.split(".")[0] == "surveykit"]
            rooms |= {parts[1] if len(parts) > 1 else "__init__" for parts in own}
    return rooms


def test_modules_import_only_from_lower_floors():
    wrong = [f"{path.relative_to(ROOT)} imports {room}" for path, tree in source_trees().items()
             for room in own_imports(tree)
             if room != room_of(path) and FLOOR[room] >= FLOOR[room_of(path)]]
    assert wrong == []


def test_no_function_hides_an_import_of_ours():
    functions = [(path, node) for path, tree in source_trees().items() for node in ast.walk(tree)
                 if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f"{path.relative_to(ROOT)}: {node.name}" for path, node in functions if own_imports(node)] == []


def test_files_stay_within_the_length_of_a_room_and_every_room_has_a_floor():
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in source_trees()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
    assert {room_of(path) for path in source_trees()} <= set(FLOOR)


def test_statistics_know_no_pandas_and_nobody_loads_scipy_stats():
    for path in source_trees():
        text = path.read_text(encoding="utf-8")
        assert path.parent.name != "_stats" or "import pandas" not in text, path
        assert "scipy.stats" not in text.replace("``scipy.stats", ""), path


def test_nothing_evaluates_text():
    banned = {"eval", "exec", "pickle", "read_pickle", "to_pickle"}
    for path, tree in source_trees().items():
        for node in ast.walk(tree):
            name = node.func if isinstance(node, ast.Call) else None
            called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
            assert called not in banned, f"{path.name} calls {called}"
