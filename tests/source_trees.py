"""The package as syntax trees, parsed once for all tests that read its source."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1] / "surveykit"


@cache
def source_trees() -> dict[Path, ast.Module]:
    """Every file of the package and its tree."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
