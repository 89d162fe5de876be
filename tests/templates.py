"""Every English sentence the package can put into an error, found in its source.

A small flow of names, not of types: what is given to a `SurveyError` (or to a function that hands
its argument on to one) is followed back through variables, constants, conditions, tables and
functions of ours until texts are reached. `{}` stands for each value put in.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1] / "surveykit"
KINDS = {"SurveyError", "ReadError", "CodebookError", "CleaningError", "AnalysisError", "ReportError"}
PLACES = ("where", "fix")
SLOT = "{}"
HAN = re.compile(r"[\u3400-\u9fff]")
LISTS = {"faults", "why", "stands", "where"}
LATE = {"faults_error", "_error"}  # calls whose first argument is no text
CODE = re.compile(r"""(?<!\w)'[^']*'|(?<!\w)"[^"]*"|`[^`]*`|</?\w[^>]*>|[\w.]+\([^()]*\)|\{[^}]*\}|[\w.]+=[\w.{}]*""")
KNOWN = {"listed", "counted"}
MOST = 64
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source:
    """The package's trees, with what is defined and called under every name."""

    def __init__(self, root: Path) -> None:
        self.functions: dict[str, list[Function]] = defaultdict(list)
        self.constants: dict[str, list[ast.expr]] = defaultdict(list)
        self.calls: dict[str, list[ast.Call]] = defaultdict(list)
        self.put: dict[str, list[ast.expr]] = defaultdict(list)
        self.inside: dict[ast.AST, Function | None] = {}
        self.home: dict[ast.AST, str] = {}
        self.imported: dict[tuple[str, str], str] = {}
        self.methods: set[ast.AST] = set()
        for path in sorted(root.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            home = ".".join(["surveykit", *path.relative_to(root).with_suffix("").parts]).removesuffix(".__init__")
            self._walk(tree, None, home)
            for node in tree.body:
                self._constant(node)

    def sees(self, user: str, name: str, owner: str) -> bool:
        """Whether a name used in one module may be what another module defines."""
        origin = self.imported.get((user, name), "")
        return user == owner or (bool(origin) and (owner == origin or owner.startswith(f"{origin}.")))

    def _constant(self, node: ast.stmt) -> None:
        for target, value in bound(node):
            if isinstance(target, ast.Name):
                self.constants[target.id].append(value)

    def _walk(self, node: ast.AST, function: Function | None, home: str) -> None:
        self.inside[node], self.home[node] = function, home
        if isinstance(node, ast.ClassDef):
            self.methods |= {part for part in node.body if isinstance(part, Function)}
        if isinstance(node, ast.ImportFrom):
            self.imported |= {(home, alias.asname or alias.name): node.module or "" for alias in node.names}
        if isinstance(node, Function):
            self.functions[node.name].append(node)
            function = node
        if isinstance(node, ast.Call):
            self.calls[called(node)].append(node)
        for target, value in bound(node):
            if isinstance(target, ast.Attribute):
                self.put[target.attr].append(value)
        for child in ast.iter_child_nodes(node):
            self._walk(child, function, home)


def prose(text: str) -> bool:
    """Whether a text holds words to translate, and is not only code to type."""
    bare = CODE.sub(" ", text)
    return " " in text.strip() and bool(re.search(r"(?<![\w-])[A-Za-z]{2,}", bare)) and "</" not in bare


def called(call: ast.Call) -> str:
    """The bare name a call goes to."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def bound(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a node binds to what: assignments, additions to lists, loops over texts."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple):
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [
                    ast.Subscript(node.value, ast.Constant(n)) for n in range(len(target.elts))]
                yield from zip(target.elts, values, strict=False)
            else:
                yield target, node.value
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.AugAssign) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, ast.For | ast.comprehension):
        yield from _looped(node.target, node.iter)
    elif isinstance(node, ast.Call) and called(node) in {"append", "extend"} and node.args:
        yield getattr(node.func, "value", node.func), node.args[0]


def _looped(target: ast.expr, over: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple):
        for n, part in enumerate(target.elts):
            if isinstance(over, ast.Tuple | ast.List):
                for row in over.elts:
                    if isinstance(row, ast.Tuple) and n < len(row.elts):
                        yield part, row.elts[n]
            elif isinstance(over, ast.Call) and called(over) == "items" and n == 1:
                yield part, over.func.value
            elif isinstance(over, ast.Name):
                yield part, over
    else:
        yield target, over


class Flow:
    """Texts that reach an error, by the names they pass through."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: set[str] = set()
        self.asked: set[tuple[int, str]] = set()
        self.busy: set[int] = set()
        self.slots = 0  # how deep inside slots we are

    def everything(self) -> set[str]:
        """All templates."""
        for kind in KINDS | LATE:
            for call in self.source.calls[kind]:
                self._sink(call, 1 if kind in LATE else 0)
        for call in (call for calls in list(self.source.calls.values()) for call in calls):
            if isinstance(call.func, ast.Name) and call.func.id == "kind":
                self._sink(call, 0)
            self.found |= set().union(*(self.texts(word.value) for word in call.keywords if word.arg == "why"))
            if called(call) == "counted" and isinstance(call.args[1], ast.Constant):
                self.found |= {f"{{}} {call.args[1].value}", f"{{}} {call.args[1].value}s"}
        for value in self.source.put.get("faults", ()):
            self.found |= self.texts(value)
        return self.found

    def _sink(self, call: ast.Call, first: int) -> None:
        for argument in [*call.args[first:first + 2], *(k.value for k in call.keywords if k.arg in {"what", *PLACES})]:
            self.found |= self.texts(argument)

    def texts(self, node: ast.expr) -> set[str]:
        """All texts an expression can be; conditions of the same test go the same way."""
        tests = sorted({ast.unparse(n.test) for n in _own(node) if isinstance(n, ast.IfExp)})[:6]
        found: set[str] = set()
        for way in product((True, False), repeat=len(tests)):
            found |= self._texts(node, dict(zip(tests, way, strict=True)))
        return found

    def _texts(self, node: ast.expr, way: dict[str, bool]) -> set[str]:
        if id(node) in self.busy:
            return set()
        self.busy.add(id(node))
        try:
            return getattr(self, f"_{type(node).__name__}", self._other)(node, way)
        finally:
            self.busy.discard(id(node))

    def _other(self, node: ast.expr, way: dict[str, bool]) -> set[str]:
        return set()

    def _Constant(self, node: ast.Constant, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return {node.value.replace("{}", "{{}}")} if isinstance(node.value, str) else set()

    def _JoinedStr(self, node: ast.JoinedStr, way: dict[str, bool]) -> set[str]:  # noqa: N802
        parts = [self._inline(part, way) for part in node.values]
        return {_tidy("".join(one)) for one in product(*parts)}

    def _inline(self, part: ast.expr, way: dict[str, bool]) -> set[str]:
        if isinstance(part, ast.Constant):
            return {part.value}
        if part.conversion != -1 or part.format_spec is not None:
            return {SLOT}
        return self._within(part.value, way)

    def _within(self, value: ast.expr, way: dict[str, bool]) -> set[str]:
        """A value inside a sentence: words chosen on the spot are part of it, all else is a slot."""
        if isinstance(value, ast.Constant):
            return {str(value.value)}
        if isinstance(value, ast.IfExp):
            return self._within(value.body if way.get(ast.unparse(value.test), True) else value.orelse, way)
        if isinstance(value, ast.JoinedStr):
            return self._JoinedStr(value, way)
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and _worded(value):
            return {a + b for a, b in product(self._within(value.left, way), self._within(value.right, way))}
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) and isinstance(value.left, ast.Constant):
            return {"", str(value.left.value)}
        if self.slots < 2:
            self.slots += 1
            self.found |= self.texts(value)
            self.slots -= 1
        return {SLOT}

    def _BinOp(self, node: ast.BinOp, way: dict[str, bool]) -> set[str]:  # noqa: N802
        if not isinstance(node.op, ast.Add):
            return set()
        if _listing(node):
            return self._texts(node.left, way) | self._texts(node.right, way)
        sides = [self._texts(side, way) if isinstance(side, ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp)
                 else self._within(side, way) for side in (node.left, node.right)]
        return {_tidy(a + b) for a, b in product(*(side or {SLOT} for side in sides))}

    def _IfExp(self, node: ast.IfExp, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return self._texts(node.body if way.get(ast.unparse(node.test), True) else node.orelse, way)

    def _BoolOp(self, node: ast.BoolOp, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return set().union(*(self._texts(value, way) for value in node.values))

    def _List(self, node: ast.List | ast.Tuple, way: dict[str, bool]) -> set[str]:  # noqa: N802
        if any(isinstance(part, ast.Constant) and HAN.search(str(part.value)) for part in node.elts):
            return set()  # said in Chinese already
        return set().union(*(self._texts(value, way) for value in node.elts))

    _Tuple = _Set = _List

    def _Dict(self, node: ast.Dict, way: dict[str, bool]) -> set[str]:  # noqa: N802
        if any(isinstance(key, ast.Constant) and key.value == "zh" for key in node.keys):
            return set()
        return set().union(*(self._texts(value, way) for value in node.values))

    def _Starred(self, node: ast.Starred, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return self._texts(node.value, way)

    def _NamedExpr(self, node: ast.NamedExpr, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return self._texts(node.value, way)

    def _Subscript(self, node: ast.Subscript, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return self._texts(node.value, way)

    def _ListComp(self, node: ast.ListComp | ast.GeneratorExp, way: dict[str, bool]) -> set[str]:  # noqa: N802
        return self.texts(node.elt)

    _GeneratorExp = _SetComp = _ListComp

    def _Attribute(self, node: ast.Attribute, way: dict[str, bool]) -> set[str]:  # noqa: N802
        found = set()
        if not self.slots and node.attr in LISTS:
            for value in self.source.put.get(node.attr, ()):
                found |= self.texts(value)
        return found

    def _Call(self, node: ast.Call, way: dict[str, bool]) -> set[str]:  # noqa: N802
        name = called(node)
        if name in {"say", "Text"}:
            return set()
        if isinstance(node.func, ast.Attribute) and name in {"get", "join"}:
            parts = [node.func.value, *node.args[1:]] if name == "get" else node.args
            if name == "join" and isinstance(node.func.value, ast.Constant) and node.func.value.value == " or ":
                self.found.add("{} or {}")
            return set().union(*(self._texts(part, way) for part in parts))
        found = set()
        for function in self.source.functions.get(name, ()):
            if name not in KNOWN and self._goes(node, function):
                found |= self._returned(function)
        return found

    def _goes(self, call: ast.Call, function: Function) -> bool:
        """Whether a call may be one of this function."""
        if function in self.source.methods:
            return isinstance(call.func, ast.Attribute)
        return isinstance(call.func, ast.Name) and self.source.sees(
            self.source.home[call], function.name, self.source.home[function])

    def _returned(self, function: Function) -> set[str]:
        if (id(function), "return") in self.asked:
            return set()
        self.asked.add((id(function), "return"))
        return set().union(*(self.texts(node.value) for node in ast.walk(function)
                             if isinstance(node, ast.Return | ast.Yield) and node.value is not None))

    def _Name(self, node: ast.Name, way: dict[str, bool]) -> set[str]:  # noqa: N802
        if (id(self.source.inside.get(node)), node.id, bool(self.slots)) in self.asked:
            return set()
        self.asked.add((id(self.source.inside.get(node)), node.id, bool(self.slots)))
        function = self.source.inside.get(node)
        values = list(_bindings(function, node.id)) if function else []
        while function and not values:
            if self._parameter(function, node.id):
                return set()
            function = self.source.inside.get(function)
            values = list(_bindings(function, node.id)) if function else []
        known = [value for value in self.source.constants.get(node.id, ())
                 if self.source.sees(self.source.home.get(node, ""), node.id, self.source.home[value])]
        return set().union(*(self.texts(value) for value in values or known))

    def _parameter(self, function: Function, name: str) -> bool:
        """Whether a name is a parameter; what every caller gives for it is then a text too."""
        order = [a.arg for a in function.args.posonlyargs + function.args.args]
        if name not in order + [a.arg for a in function.args.kwonlyargs] + (
                [function.args.vararg.arg] if function.args.vararg else []):
            return False
        if (id(function), name) in self.asked:
            return True
        self.asked.add((id(function), name))
        if function.name in KNOWN:
            return True
        for call in filter(lambda call: self._goes(call, function), self.source.calls.get(function.name, ())):
            for value in _given(call, function, order, name):
                self.found |= self.texts(value)
        return True


def _worded(node: ast.BinOp) -> bool:
    """Whether texts are added, not numbers."""
    return any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
               or (isinstance(side, ast.IfExp | ast.BinOp) and not _listing(side)) for side in (node.left, node.right))


def _listing(node: ast.expr) -> bool:
    """Whether an expression is seen to be a list."""
    if isinstance(node, ast.BinOp):
        return _listing(node.left) or _listing(node.right)
    if isinstance(node, ast.IfExp):
        return _listing(node.body) or _listing(node.orelse)
    return isinstance(node, ast.List | ast.ListComp)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    return ast.walk(node)


def _given(call: ast.Call, function: Function, order: list[str], name: str) -> Iterable[ast.expr]:
    """What a call gives for a parameter."""
    shift = 1 if order and order[0] in {"self", "cls"} and isinstance(call.func, ast.Attribute) else 0
    if function.args.vararg and function.args.vararg.arg == name:
        return call.args[len(order) - shift:]
    named = [k.value for k in call.keywords if k.arg == name]
    place = order.index(name) - shift if name in order else len(call.args)
    return named or call.args[place:place + 1]


@cache
def _all_bindings(function: Function) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(function):
        for target, value in bound(node):
            if isinstance(target, ast.Name):
                found[target.id].append(value)
    return found


def _bindings(function: Function, name: str) -> list[ast.expr]:
    return _all_bindings(function).get(name, [])


def _tidy(text: str) -> str:
    """Slots that touch are one slot."""
    while SLOT * 2 in text:
        text = text.replace(SLOT * 2, SLOT)
    return text


@cache
def texts() -> frozenset[str]:
    """All texts that may reach an error, words and code too."""
    return frozenset(Flow(Source(ROOT)).everything())


def templates() -> list[str]:
    """The English sentences that need Chinese."""
    return sorted(filter(prose, texts()))
