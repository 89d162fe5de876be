"""Names explain themselves: each file and class once in the package, nothing called by a bare participle or pronoun."""

import ast
import re
from collections import Counter
from pathlib import Path

from source_trees import ROOT, source_trees

from conftest import SLOW

IRREGULAR = re.compile(
    "said|told|made|known|held|found|kept|done|drawn|given|taken|shown|put|left|lost|built|bound|cut|sent|sold|seen|sought"
    "|spelt|spent|split|spread|stood|struck|written|broken|hidden|chosen|woven|met|laid|paid|meant|dealt|brought|caught"
    "|thought|understood|gone|come|grown|blown|thrown|forgotten|driven|both|either|each|several|whole|same|other|others"
    "|one|some|any|every|ours|theirs|mine|yours|its|this|that|these|those|here|there|then|thus|beside|around|about|within"
    "|jointly|[a-z]+ed")
NOUNS = {"need", "seed", "speed", "feed", "embed", "exceed", "proceed", "succeed"}


def is_bare(name: str) -> bool:
    """Is a name a participle or a pronoun, and nothing more?"""
    bare = name.strip("_").lower()
    return "_" not in bare and bare not in NOUNS and bool(IRREGULAR.fullmatch(bare))


def definitions(*kinds: type[ast.AST]) -> list[tuple[str, str]]:
    """Names of functions or classes, each with its file and line."""
    return [(node.name, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}") for path, tree in source_trees().items()
            for node in ast.walk(tree) if isinstance(node, kinds)]


def test_every_file_and_every_class_has_a_name_of_its_own():
    names = Counter(path.stem for path in source_trees() if path.stem not in {"__init__", "__main__"})
    assert not [name for name, times in names.items() if times > 1]
    names = Counter(name for name, _ in definitions(ast.ClassDef))
    assert not [name for name, times in names.items() if times > 1]


def test_names_are_no_bare_participles_and_every_slow_file_is_there():
    files = [str(path.relative_to(ROOT)) for path in source_trees() if is_bare(path.stem)]
    kinds = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
    assert not files + [place for name, place in definitions(*kinds) if is_bare(name)]
    assert {path.stem for path in Path(__file__).parent.glob("test_*.py")} >= SLOW
