"""Settings in YAML: all values are text, and nothing refers to another place."""

from pathlib import Path

import yaml

from surveykit.errors import ReadError
from surveykit.words.messages import Message

MAX_LETTERS = 2**20
DEEPEST = 40  # lists and mappings inside one another: settings need three
ALIAS, TWICE = "alias", "twice"
REFUSED = {ALIAS: Message("The settings must not refer to another place (an alias, `*name`)."),
           TWICE: Message("A setting must stand once.")}


def load_yaml(text: str, path: Path) -> object:
    """What the text of a settings file says: mappings, lists and texts."""
    if len(text) > MAX_LETTERS:
        raise ReadError("The file must be smaller than 1 MiB.", where="{file}",
                        fix="keep settings only in it", file=path)
    try:
        _refuse_aliases(text)
        _refuse_twins(yaml.compose(text, Loader=yaml.BaseLoader))
        return yaml.load(text, Loader=yaml.BaseLoader)
    except Exception as error:  # yaml raises whatever the text provokes
        mark = getattr(error, "problem_mark", None)
        told = REFUSED.get(getattr(error, "problem", ""))
        raise ReadError("The file is not YAML." if told is None else told,
                        where="{file}, line {line}" if mark else "{file}",
                        fix="check indents and quotes" if told is None else "write it out, once", file=path,
                        line=mark and mark.line + 1) from error


def _refuse_aliases(text: str) -> None:
    """No reference to another place: a short text can unfold into a huge one; nor one list in the other without end."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=ALIAS if depth <= DEEPEST else "", problem_mark=event.start_mark)


def _refuse_twins(node: object) -> None:
    """No name twice in one mapping: the second would hide the first."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        for number, (key, value) in enumerate(node.value):
            if key.value in keys[:number]:
                raise yaml.MarkedYAMLError(problem=TWICE, problem_mark=key.start_mark)
            _refuse_twins(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twins(value)
