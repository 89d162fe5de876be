"""`interviews.yaml`: title, language, speakers, coders, words for attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from surveykit.errors import ReadError, did_you_mean
from surveykit.files.disk import read_bytes
from surveykit.files.load_yaml import load_yaml
from surveykit.interviews.interviews_value import Attribute
from surveykit.interviews.speakers import ROLES, Speakers
from surveykit.text.encodings import decode_bytes
from surveykit.words import phrases
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, same_text

NOT_ATTRIBUTES = ("participant_id", "transcript")
KNOWN = ("title", "language", "synthetic", "licence", "speakers", "not_speakers", "coders", "finished", "attributes")
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


def read_settings(path: Path) -> Settings:
    """The settings of a folder of interviews."""
    said = _mapping(load_yaml(decode_bytes(read_bytes(path), str(path))[0], path), "interviews.yaml", path)
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


def attributes(people: pd.DataFrame, said: Mapping[str, Mapping[str, Any]], path: Path) -> tuple[Attribute, ...]:
    """Each column of the participants with its words: the folder's, else ours, else the code."""
    names = [str(name) for name in people if name not in NOT_ATTRIBUTES]
    strange = [name for name in said if name not in names]
    if strange:
        raise ReadError("There is no attribute {strange!r} of the participants.", where="{path}, attributes",
                        fix=did_you_mean(str(strange[0]), names), strange=strange[0], path=path)
    return tuple(_attribute(name, people[name], _mapping(said.get(name), name, path), path) for name in names)


def _attribute(name: str, column: pd.Series, said: Mapping[str, Any], path: Path) -> Attribute:
    """One attribute; values in the order of the settings, then in sorted order."""
    words = _mapping(said.get("values"), Message("attributes: {name}: values", name=name), path)
    ours = phrases.table().get(HEADS.get(name, f"head.{name}"))
    given = {str(value): _text(text) for value, text in words.items()}
    rest = sorted({value for value in column if value and value not in given})
    known = {value: phrases.table().get(f"interviews.value.{value}") or same_text(value) for value in rest}
    return Attribute(name, _text(said["label"]) if "label" in said else ours or same_text(name), given | known)
