"""The small changes of a file's functions that `mutants.py` tries."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

TURNED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
          ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub,
          ast.Sub: ast.Add, ast.And: ast.Or, ast.Or: ast.And}


class Mutant(NamedTuple):
    """One change: its place in words, its file below the project with it, and where tests meet it."""

    place: str
    path: str
    text: str
    outer: str  # the function or method it stands in, by its qualified name
    inner: str  # the innermost function, as the child process names it
    begins: int  # the line of the outer function
    lines: tuple[int, ...]  # of the statement it stands in


def change_node(node: ast.AST) -> ast.AST | None:
    """The node with one small change; None where none of ours fits."""
    new = deepcopy(node)
    if isinstance(new, ast.Compare) and len(new.ops) == 1 and type(new.ops[0]) in TURNED:
        new.ops = [TURNED[type(new.ops[0])]()]
    elif isinstance(new, ast.BinOp | ast.BoolOp) and type(new.op) in TURNED:
        new.op = TURNED[type(new.op)]()
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        new = new.operand
    elif isinstance(new, ast.Constant) and isinstance(new.value, bool):
        new.value = not new.value
    elif isinstance(new, ast.Constant) and type(new.value) is int:
        new.value += 1
    else:
        return None
    return new


def _is_guard(node: ast.AST) -> bool:
    """Whether no input tells a change below (see the head of `mutants.py`); slots of strings have no place in 3.11."""
    return (isinstance(node, ast.Assert | ast.JoinedStr)
            or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
            or (isinstance(node, ast.keyword) and node.arg == "strict"))


def _functions(node: ast.AST, names: tuple[str, ...] = ()) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Functions and methods that stand in no other function, with their qualified names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child, ".".join([*names, child.name])
        else:
            yield from _functions(child, (*names, child.name) if isinstance(child, ast.ClassDef) else names)


def _changes(node: ast.AST, inner: str, lines: tuple[int, ...],
             ) -> Iterator[tuple[ast.AST, ast.AST, str, tuple[int, ...]]]:
    """Nodes below with their change, the innermost function and the lines of the statement."""
    for child in ast.iter_child_nodes(node):
        if _is_guard(child):
            continue
        if isinstance(node, ast.AnnAssign) and child is node.annotation:
            continue
        within, stands = inner, lines
        if isinstance(child, ast.FunctionDef):
            for part in child.body:
                yield from _changes(ast.Module([part], []), f"{inner}.<locals>.{child.name}", ())
            continue
        if isinstance(child, ast.stmt):
            body = getattr(child, "body", None)
            stop = min(body[0].lineno, child.end_lineno + 1) if body else child.end_lineno + 1
            stands = tuple(range(child.lineno, max(stop, child.lineno + 1)))
        new = change_node(child)
        if new is not None:
            yield child, new, within, tuple(sorted({*stands, *range(child.lineno, child.end_lineno + 1)}))
        yield from _changes(child, within, stands)


def find_mutants(path: Path, root: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    data = path.read_bytes()
    rows = data.splitlines(keepends=True)
    for function, name in _functions(ast.parse(data)):
        begins = min([function.lineno, *(mark.lineno for mark in function.decorator_list)])
        for node, new, inner, lines in _changes(ast.Module(function.body, []), name, ()):
            start = sum(map(len, rows[:node.lineno - 1])) + node.col_offset
            stop = sum(map(len, rows[:node.end_lineno - 1])) + node.end_col_offset
            text = ast.unparse(new)
            # as many lines as before: coverage and code objects keep their places
            kept = "\n" * (node.end_lineno - node.lineno)
            yield Mutant(f"{path.relative_to(root)}:{node.lineno}:{node.col_offset}  {ast.unparse(node)}  ->  {text}",
                         str(path.relative_to(root)),
                         (data[:start] + f"({text}{kept})".encode() + data[stop:]).decode(), name, inner, begins, lines)
