"""Questionnaires of ours to begin a study with, each in both languages."""

import csv
from importlib.resources import files

from surveykit.codebook import Codebook
from surveykit.codebook.xlsform_codebook import SHEETS, parse_codebook_sheets
from surveykit.errors import ReadError, did_you_mean

BLANK = "blank"
TEMPLATES = {BLANK: (), "career-planning": ("gender",), "destinations": ("gender", "degree"),
             "follow-up": ("gender", "years"), "evaluation": ("gender", "grade")}  # with the groups of their tables


def read_template(name: str) -> Codebook | None:
    """The questionnaire of a template; None of a blank one."""
    if name not in TEMPLATES:
        raise ReadError("There is no template {name!r}.", fix=did_you_mean(name, TEMPLATES), name=name)
    if name == BLANK:
        return None
    folder = files("surveykit.new") / "templates" / name
    sheets = {sheet: list(csv.reader((folder / f"{sheet}.csv").read_text(encoding="utf-8").splitlines(), strict=True))
              for sheet in SHEETS}
    return parse_codebook_sheets(sheets, name)
