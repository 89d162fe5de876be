"""`interviews.yaml`: title, language, speakers, coders, words for attributes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from surveykit.errors import ReadError, did_you_mean
from surveykit.files.disk import read_bytes
from surveykit.interviews.interviews_value import Attribute
from surveykit.interviews.speakers import ROLES, Speakers
from surveykit.text.encodings import decode_bytes
from surveykit.words import phrases
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, same_text

MAX_BYTES = 2**20
NOT_ATTRIBUTES = ("participant_id", "transcript")
ALIAS, TWICE = "alias", "twice"
REFUSED = {ALIAS: Message("The settings must not refer to another place (an alias, `*name`)."),
           TWICE: Message("A setting must stand once.")}
KNOWN = ("title", "language", "synthetic", "licence", "speakers", "not_speakers", "coders", "finished",
         "attributes")
HEADS = {"service_year": "head.year"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What `interviews.yaml` says."""

    title: Text
    language: str
    synthetic: bool
    speakers: Speakers
    coders: Mapping[str, Text] = field(default_factory=dict)
    finished: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


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


def read_settings(path: Path) -> Settings:
    """The settings of a folder of interviews.

    Raises
    ------
    ReadError
        The file is no YAML mapping, or a part of it has another shape than it must.
    """
    said = _mapping(_yaml(path), "interviews.yaml", path)
    strange = [name for name in said if name not in KNOWN]
    if strange:
        raise ReadError("There is no setting {strange!r}.", where="{file}", fix=did_you_mean(strange[0], KNOWN),
                        strange=strange[0], file=path)
    language = str(said.get("language") or "zh")
    if language not in LANGUAGES:
        raise ReadError("language must be zh or en, not {language!r}.", where="{file}",
                        fix="language: zh", language=language, file=path)
    synthetic = str(said.get("synthetic") or "false").lower()
    if synthetic not in {"true", "false"}:
        raise ReadError("synthetic must be true or false, not {synthetic!r}.", where="{file}",
                        fix="synthetic: true", synthetic=synthetic, file=path)
    coders = _mapping(said.get("coders", {}), "coders", path)
    return Settings(
        title=_text(said.get("title") or path.parent.name), language=language, synthetic=synthetic == "true",
        speakers=Speakers.of(_roles(said, path), language, _words_of_nobody(said.get("not_speakers"), path)),
        coders={str(name): _text(words) for name, words in coders.items()},
        finished=_lists(said.get("finished"), path),
        attributes=_mapping(said.get("attributes", {}), "attributes", path))


def _yaml(path: Path) -> object:
    """The YAML of a file: text only, no aliases, no key twice."""
    data = read_bytes(path)
    if len(data) > MAX_BYTES:
        raise ReadError("The file must be smaller than 1 MiB.", where="{file}",
                        fix="keep settings only; transcripts stand in their own folder", file=path)
    try:
        return yaml.load(decode_bytes(data, str(path))[0], Loader=TextLoader)
    except ReadError:
        raise
    except Exception as error:  # yaml raises whatever the text provokes
        mark = getattr(error, "problem_mark", None)
        told = REFUSED.get(getattr(error, "problem", ""))
        raise ReadError("The file is not YAML." if told is None else told,
                        where="{file}, line {line}" if mark else "{file}",
                        fix="check indents and quotes" if told is None else "write it out, once", file=path,
                        line=mark and mark.line + 1) from error


def _mapping(value: object, name: str, path: Path) -> Mapping[str, Any]:
    """The value, if it is a mapping (or nothing)."""
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping):
        raise ReadError("{name} must be a mapping of names to values.", where="{file}",
                        fix="write `name: value` lines, indented below it", name=name, file=path)
    return value


def _lists(value: object, path: Path) -> dict[str, list[str]]:
    """Coder to documents finished."""
    found = _mapping(value, "finished", path)
    if not all(isinstance(names, list) for names in found.values()):
        raise ReadError("finished must list documents for each coder.", where="{file}",
                        fix="finished: {{coder_a: [P01, P02]}}", file=path)
    return {str(coder): [str(name) for name in names] for coder, names in found.items()}


def _words_of_nobody(value: object, path: Path) -> list[str]:
    """Words before a colon that are no speakers."""
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise ReadError("not_speakers must be a list of words.", where="{file}", fix="not_speakers: [比如, 第一点]",
                        file=path)
    return [str(word).strip() for word in value]


def _text(value: object) -> Text:
    """Words in both languages; one word alone stands for both."""
    if not isinstance(value, Mapping):
        return same_text(str(value))
    sides = {str(k): str(v) for k, v in value.items() if k in LANGUAGES and v}
    return {side: sides.get(side) or next(iter(sides.values()), "") for side in LANGUAGES}


def _roles(said: Mapping[str, Any], path: Path) -> dict[str, str]:
    """Label to role, from `role: [labels]` or `label: role`."""
    roles: dict[str, str] = {}
    for key, value in _mapping(said.get("speakers"), "speakers", path).items():
        labels, role = ([key], value) if value in ROLES else (value, key)
        if role not in ROLES:
            raise ReadError("A speaker's role must be interviewer or respondent, not {role!r}.",
                            where="{path}, speakers", fix=did_you_mean(str(role), ROLES), role=role, path=path)
        labels = labels if isinstance(labels, list) else [labels]
        roles |= {str(label).strip(): role for label in labels if label is not None}
    if "respondent" not in roles.values() or "" in roles:
        raise ReadError("speakers must say which labels are the respondent's.", where="{file}",
                        fix="speakers: {{interviewer: [访谈者, 问], respondent: [受访者, 答]}}", file=path)
    return roles


def attributes(people: pd.DataFrame, said: Mapping[str, Mapping[str, Any]],
               path: Path) -> tuple[Attribute, ...]:
    """Each column of the participants with its words: the folder's, else ours, else the code."""
    names = [str(name) for name in people if name not in NOT_ATTRIBUTES]
    strange = [name for name in said if name not in names]
    if strange:
        raise ReadError("There is no attribute {strange!r} of the participants.",
                        where="{path}, attributes", fix=did_you_mean(str(strange[0]), names), strange=strange[0],
                        path=path)
    return tuple(_attribute(name, people[name], _mapping(said.get(name), name, path), path)
                 for name in names)


def _attribute(name: str, column: pd.Series, said: Mapping[str, Any], path: Path) -> Attribute:
    """One attribute; values in the order of the settings, then in sorted order."""
    words = _mapping(said.get("values"), Message("attributes: {name}: values", name=name), path)
    ours = phrases.table().get(HEADS.get(name, f"head.{name}"))
    given = {str(value): _text(text) for value, text in words.items()}
    rest = sorted({value for value in column if value and value not in given})
    known = {value: phrases.table().get(f"interviews.value.{value}") or same_text(value)
             for value in rest}
    return Attribute(name, _text(said["label"]) if "label" in said else ours or same_text(name),
                     given | known)
