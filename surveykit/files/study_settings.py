"""`study.yaml`: which export a study reads, with which codebook, in which languages, and what its title page says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from surveykit.errors import ReadError, did_you_mean
from surveykit.files.disk import read_bytes
from surveykit.files.load_yaml import load_yaml
from surveykit.words.phrases import LANGUAGES, Text, same_text

SETTINGS = "study.yaml"
NEEDED = {"export": "data/raw/export.xlsx", "codebook": "data/raw/export.codebook.xlsx"}
CHOICES = ("platform", "encoding", "sheet", "headings", "style", "references")
FRONT = ("title", "subtitle", "institution", "supervisor", "abstract")
SWITCHES = ("contents", "numbered")
ALLOWED = {"style": ("plain", "thesis", "annual-report"), "citations": ("gb7714", "apa"), "columns": ("k/n", "n and %")}
KNOWN = (*NEEDED, "languages", *CHOICES, *FRONT, "authors", "date", "keywords", *SWITCHES, "citations", "columns",
         "contacts")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the first chapter, in each language that it was written in; nothing is required."""

    title: Text = field(default_factory=dict)
    subtitle: Text = field(default_factory=dict)
    authors: tuple[Text, ...] = ()
    institution: Text = field(default_factory=dict)
    supervisor: Text = field(default_factory=dict)
    date: str = ""
    abstract: Text = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What `study.yaml` says. Paths are relative to its folder; a study without answers has no export yet.
    No languages: reports are in those that the codebook has words in.
    """

    export: str = ""
    codebook: str = ""
    languages: tuple[str, ...] = ()
    platform: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    headings: str | None = None
    style: str | None = None
    references: str | None = None
    contents: bool | None = None
    numbered: bool | None = None
    citations: str | None = None
    columns: str | None = None
    contacts: tuple[str, ...] = ()
    front: FrontMatter = field(default_factory=FrontMatter)


def find_study(start: str | Path) -> Path | None:
    """The nearest folder at or above this one with a `study.yaml`; None where there is none."""
    here = Path(start).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), None)


def read_settings(folder: str | Path) -> StudySettings:
    """The settings of a study, checked."""
    path = Path(folder) / SETTINGS
    found = _load_settings(path)
    check_settings(found, str(path))
    languages = found.get("languages") or []
    if not isinstance(languages, list) or not set(languages) <= set(LANGUAGES):
        raise ReadError("The languages of a study must be a list of zh and en.", where="{file}",
                        fix="languages: [zh, en]", file=path)
    named: dict[str, Any] = {key: str(found[key]) for key in (*NEEDED, *CHOICES, *ALLOWED) if found.get(key)}
    switches = {key: found[key] == "true" for key in SWITCHES if found.get(key)}
    return StudySettings(**named, **switches, languages=tuple(languages), front=parse_front_matter(found, str(path)),
                         contacts=list_contacts(found.get("contacts")))


def check_settings(found: Mapping[str, Any], where: str) -> None:
    """Refuse names that are no settings, and values that a setting cannot have."""
    for key, value in found.items():
        if key not in KNOWN:
            raise ReadError("There is no setting {key!r}.", where="{file}", fix=did_you_mean(key, KNOWN), key=key,
                            file=where)
        allowed = ("true", "false") if key in SWITCHES else ALLOWED.get(key, ())
        if allowed and value and value not in allowed:
            raise ReadError("{key} must be one of {allowed}.", where="{file}",
                            fix=did_you_mean(str(value), allowed), key=key, allowed=", ".join(allowed), file=where)


def require_export(settings: StudySettings, folder: str | Path) -> None:
    """Refuse settings that name no export or no codebook."""
    for key, path in NEEDED.items():
        if not getattr(settings, key):
            raise ReadError("The settings of a study must name its {key}.", where="{file}",
                            fix="{key}: {path}", key=key, path=path, file=Path(folder) / SETTINGS)


def parse_front_matter(found: Mapping[str, Any], where: str) -> FrontMatter:
    """The front matter in settings, or in a notebook's metadata; a bare text counts for both languages."""
    texts = {key: _parse_text(found.get(key), key, where) for key in FRONT}
    authors = found.get("authors") or []
    keywords = found.get("keywords") or []
    sides = keywords if isinstance(keywords, dict) else dict.fromkeys(LANGUAGES, keywords)
    return FrontMatter(**texts, date=str(found.get("date") or ""),
                       authors=tuple(_parse_text(one, "authors", where)
                                     for one in (authors if isinstance(authors, list) else [authors])),
                       keywords={language: tuple(map(str, words if isinstance(words, list) else [words]))
                                 for language, words in sides.items() if words})


def list_contacts(value: object) -> tuple[str, ...]:
    """Texts that are meant to be read, such as the address of an office: one, or a list."""
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),) if value else ()


def _parse_text(value: object, key: str, where: str) -> Text:
    """A text in each language; {} where nothing is written."""
    if value in (None, ""):
        return {}
    if isinstance(value, dict) and set(value) <= set(LANGUAGES):
        return {language: str(side) for language, side in value.items() if side not in (None, "")}
    if isinstance(value, list | dict):
        raise ReadError("{key} must be a text, or one in each language.", where="{file}",
                        fix="{key}: {{zh: …, en: …}}", key=key, file=where)
    return same_text(str(value))


def _load_settings(path: Path) -> dict[str, Any]:
    """The file as a mapping."""
    try:
        found = load_yaml(read_bytes(path).decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise ReadError("The settings of a study must be YAML in UTF-8.", where="{file}",
                        fix="compare it with the study.yaml that `surveykit new` writes", file=path) from None
    if not isinstance(found, dict):
        raise ReadError("The settings of a study must be names with values.", where="{file}",
                        fix="export: data/raw/export.xlsx", file=path)
    return found
