"""`study.yaml`: which export a study reads, with which codebook, in which languages; and `read_study`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes
from surveykit.read import read_survey
from surveykit.survey import Survey
from surveykit.words.phrases import LANGUAGES

SETTINGS = "study.yaml"
KNOWN = ("export", "codebook", "languages", "platform", "encoding", "sheet")


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What `study.yaml` says. Paths are relative to its folder."""

    export: str
    codebook: str
    languages: tuple[str, ...] = LANGUAGES
    platform: str | None = None
    encoding: str | None = None
    sheet: str | None = None


def read_study(folder: str | Path) -> Survey:
    """The survey of a study: the export and the codebook that its `study.yaml` names.

    Parameters
    ----------
    folder
        The study's folder; `".."` in its notebooks. For another cohort change the two file names in
        `study.yaml`: no notebook needs an edit.

    Returns
    -------
    Survey
        As `read_survey` gives it.

    Raises
    ------
    ReadError
        There is no `study.yaml`, or it names no export; or the export cannot be read.

    Missing values
    --------------
    As in `read_survey`.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> folder = tempfile.mkdtemp() + "/volunteers"
    >>> _ = sk.new_study(folder, "data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> len(sk.read_study(folder).responses)
    49
    """
    settings = read_settings(folder)
    return read_survey(Path(folder) / settings.export, codebook=Path(folder) / settings.codebook,
                       platform=settings.platform, encoding=settings.encoding, sheet=settings.sheet)


def read_settings(folder: str | Path) -> StudySettings:
    """The settings of a study, checked."""
    path = Path(folder) / SETTINGS
    found = _mapping(path)
    for key in ("export", "codebook"):
        if not isinstance(found.get(key), str):
            raise ReadError("The settings of a study must name its {key}.", where="{file}",
                            fix="{key}: data/raw/export.xlsx", key=key, file=path)
    languages = found.get("languages") or list(LANGUAGES)
    if not isinstance(languages, list) or not set(languages) <= set(LANGUAGES):
        raise ReadError("The languages of a study must be a list of zh and en.", where="{file}",
                        fix="languages: [zh, en]", file=path)
    return StudySettings(**{key: found[key] for key in KNOWN if found.get(key) and key != "languages"},
                         languages=tuple(languages))


def _mapping(path: Path) -> dict[str, Any]:
    """The file as a mapping."""
    try:
        found = yaml.safe_load(read_bytes(path).decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ReadError("The settings of a study must be YAML in UTF-8.", where="{file}",
                        fix="compare it with the study.yaml that `surveykit new` writes", file=path) from None
    if not isinstance(found, dict):
        raise ReadError("The settings of a study must be names with values.", where="{file}",
                        fix="export: data/raw/export.xlsx", file=path)
    return found
