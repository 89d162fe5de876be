"""Settings in YAML: all values are text, and nothing refers to another place."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import yaml

from surveykit.errors import ReadError
from surveykit.words.messages import Message

MAX_LETTERS = 2**20
ALIAS, TWICE = "alias", "twice"
REFUSED = {ALIAS: Message("The settings must not refer to another place (an alias, `*name`)."),
           TWICE: Message("A setting must stand once.")}


class TextLoader(yaml.BaseLoader):
    """YAML whose values are all text; aliases and keys that stand twice are refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A node that is no alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem=ALIAS, problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        """A mapping without a key twice."""
        keys = [key.value for key, _ in node.value]
        for number, (key, _) in enumerate(node.value):
            if key.value in keys[:number]:
                raise yaml.MarkedYAMLError(problem=TWICE, problem_mark=key.start_mark)
        return super().construct_mapping(node, deep=deep)


def load_yaml(text: str, path: Path) -> object:
    """What the text of a settings file says: mappings, lists and texts."""
    if len(text) > MAX_LETTERS:
        raise ReadError("The file must be smaller than 1 MiB.", where="{file}",
                        fix="keep settings only in it", file=path)
    try:
        return yaml.load(text, Loader=TextLoader)
    except Exception as error:  # yaml raises whatever the text provokes
        mark = getattr(error, "problem_mark", None)
        told = REFUSED.get(getattr(error, "problem", ""))
        raise ReadError("The file is not YAML." if told is None else told,
                        where="{file}, line {line}" if mark else "{file}",
                        fix="check indents and quotes" if told is None else "write it out, once", file=path,
                        line=mark and mark.line + 1) from error
