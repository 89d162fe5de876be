"""Names of items: `q4`, `q5_1`, or the platform's own codes; lawful, and each once."""

import re
from collections.abc import Sequence

from surveykit.platforms.export_layout import ExportColumn

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\[[A-Za-z0-9_]+\])*(?:#\d)?")
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ ._-]+[A-Za-z0-9]+){0,2}")  # `W.Hnd`, `Household income`
CODED = {"limesurvey", "kobo", "qualtrics", "redcap", "sosci", "plain"}
LONGEST, LONGEST_WORDS = 48, 24


def lawful_name(code: str) -> str:
    """A code of Latin letters, digits and single `_`.
    >>> lawful_name("Q1[SQ001]"), lawful_name("5__2")
    ('Q1_SQ001', '5_2')
    """
    return re.sub(r"[^A-Za-z0-9]+", "_", code).strip("_")


def column_code(slot: ExportColumn, platform: str) -> str:
    """The code a platform gave a column, as a name; '' where it gave none."""
    names = slot.names if platform in CODED else slot.names[:1]
    found = next((name for name in names if len(name) <= LONGEST and CODE.fullmatch(name)), "")
    return lawful_name(found)


def question_name(key: str, slots: Sequence[ExportColumn], platform: str, place: int) -> str:
    """The name of a question: of its number, its code, or its place among the questions. `place` counts from 1."""
    if key[:1].isdecimal() and key[:1].isascii() and lawful_name(key):
        return f"q{lawful_name(key)}"[:LONGEST]
    codes = [column_code(slot, platform) for slot in slots]
    if len(slots) == 1 and slots[0].role == "whole" and codes[0]:
        return codes[0]
    heads = {code.rpartition("_")[0] for code in codes}
    if platform == "qualtrics" and len(heads) == 1 and "" not in heads:
        return heads.pop()
    leaf = re.split("[/:]", key)[-1]
    shapes = [CODE] * (len(leaf) <= LONGEST) + [WORDS] * (len(leaf) <= LONGEST_WORDS)
    is_name = platform in CODED and any(shape.fullmatch(leaf) for shape in shapes)
    return lawful_name(leaf) if is_name else f"item{place}"


def row_name(question: str, slot: ExportColumn, platform: str, place: int) -> str:
    """The name of a row: its own code, else the question's with the row's place from 1."""
    return (column_code(slot, platform) if platform in CODED else "") or f"{question}_{place}"
