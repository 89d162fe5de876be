"""Every English sentence that the package can put into an error, found in its source.

A sentence stands as a literal in the call of an error, or in a `Message`; nowhere else, so that it is found without
following names.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

from source_trees import source_trees

ERRORS = {"SurveyError", "ReadError", "CodebookError", "CleaningError", "AnalysisError", "ReportError", "kind"}
SENTENCES = {**dict.fromkeys(ERRORS, 0), "faults_error": 1, "Message": 0, "JoinedMessage": 0}  # place of the sentence
PLACES = {"where", "fix"}
CODE = re.compile(r"""(?<!\w)'[^']*'|(?<!\w)"[^"]*"|`[^`]*`|</?\w[^>]*>|[\w.]+\([^()]*\)|\{[^}]*\}|[\w.]+=[\w.{}]*""")
# what systems say, and the package passes on
SYSTEM = {"File exists", "Is a directory", "No such file or directory", "No space left on device", "Permission denied",
          "Read-only file system", "embedded null byte"}


def is_prose(template: str) -> bool:
    """Whether a text holds words to translate, and is not only code to type."""
    return " " in template.strip() and bool(re.search(r"(?<![\w-])[A-Za-z]{2,}", CODE.sub(" ", template)))


def is_word(call: ast.Call, text: str) -> bool:
    """Whether a text is said to be a message, and is more than blanks."""
    return called(call) in {"Message", "JoinedMessage"} and bool(text.strip())


def called(call: ast.Call) -> str:
    """The bare name a call goes to."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """Calls that take sentences, with what they are given for them."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = SENTENCES.get(called(call))
        if place is not None:
            yield call, [*call.args[place:place + 1], *(k.value for k in call.keywords if k.arg in PLACES)]


def ways(node: ast.expr) -> Iterator[ast.expr]:
    """What an expression can be: both sides of a condition."""
    if isinstance(node, ast.IfExp | ast.BoolOp):
        for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values:
            yield from ways(part)
    else:
        yield node


@cache
def templates() -> frozenset[str]:
    """The English sentences that need Chinese."""
    found = set()
    for tree in source_trees().values():
        for call, given in calls(tree):
            found |= {way.value for part in given for way in ways(part) if isinstance(way, ast.Constant)
                      and isinstance(way.value, str) and (is_prose(way.value) or is_word(call, way.value))}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "count_noun"):
            if isinstance(call.args[1], ast.Constant):
                found.add(f"{{n}} {call.args[1].value}s")
    return frozenset(found)
