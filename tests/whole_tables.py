"""The rows of `pytest.mark.parametrize` tried in one test: to begin one costs 10 ms, and there are thousands."""

import functools
import inspect
from collections.abc import Callable
from itertools import product

import pytest

PARAMETERS = type(pytest.param())


def join_rows(test: Callable) -> Callable:
    """The test as one that tries every row, each in a folder of its own, and tells of all that fail."""
    tables = _tables_of(test)
    rows = [dict(pair for part in parts for pair in part) for parts in product(*map(_read_table, reversed(tables)))]

    @functools.wraps(test)
    def try_rows(*owner: object, **fixtures: object) -> None:
        failed, skipped = [], None
        for number, row in enumerate(rows):
            if "tmp_path" in fixtures:
                row = {**row, "tmp_path": fixtures["tmp_path"] / str(number)}
                row["tmp_path"].mkdir()
            try:
                test(*owner, **{**fixtures, **row})
            except pytest.skip.Exception as reason:
                skipped = reason
            except (Exception, pytest.fail.Exception) as error:
                error.add_note(f"with {row!r}")
                failed.append(error)
        if len(failed) > 1:
            raise BaseExceptionGroup(f"{len(failed)} of {len(rows)} rows fail", failed)
        for reason in (*failed, *([skipped] if skipped else [])):
            raise reason

    asked = inspect.signature(test)
    kept = [parameter for name, parameter in asked.parameters.items() if name not in rows[0]]
    try_rows.__signature__ = asked.replace(parameters=kept)
    try_rows.pytestmark = [mark for mark in test.pytestmark if mark.name != "parametrize"]
    return try_rows


def is_joinable(test: Callable, fixture_scope: Callable[[str], str]) -> bool:
    """Whether a test has rows, and asks for nothing that must be new for each of them but a folder."""
    tables = _tables_of(test)
    others = {mark.name for mark in getattr(test, "pytestmark", [])} - {"parametrize", "child"}
    if not tables or others or hasattr(test, "hypothesis"):
        return False
    for mark in tables:
        rows = mark.args[1]
        if "indirect" in mark.kwargs or iter(rows) is rows or len(rows) == 0 or any(_marks_of(row) for row in rows):
            return False
    given = {name for mark in tables for name, _ in _read_table(mark)[0]} | {"self", "tmp_path"}
    return all(fixture_scope(name) != "function" for name in set(inspect.signature(test).parameters) - given)


def _tables_of(test: Callable) -> list[pytest.Mark]:
    return [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]


def _marks_of(row: object) -> tuple:
    return tuple(row.marks) if isinstance(row, PARAMETERS) else ()


def _read_table(mark: pytest.Mark) -> list[list[tuple[str, object]]]:
    """The rows of one table as names with values."""
    names, rows = mark.args
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    plain = (row.values if isinstance(row, PARAMETERS) else row if len(names) > 1 else (row,) for row in rows)
    return [list(zip(names, row, strict=True)) for row in plain]
