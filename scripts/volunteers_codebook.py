"""Lay the questionnaire out as an XLSForm workbook: it describes the export and builds the form.

Columns that begin with sk_ are ours; KoboToolbox and ODK ignore them. `or_other` is never used: it
breaks forms with two languages, so "other" is an ordinary option followed by a text question.
"""

from __future__ import annotations

from codebook_sheets import EN, ZH, Row, Sheet, choices_sheet, sheet, survey_sheet
from volunteers_wording import (
    MATRIX_EN,
    MATRIX_NUMBER,
    MATRIX_ZH,
    OPTIONS,
    QUESTIONS,
    REVERSED,
    STATEMENTS,
    TITLE_EN,
    TITLE_ZH,
    Question,
)

LABELS = (f"label::{ZH}", f"label::{EN}")
SHORT = (f"sk_short::{ZH}", f"sk_short::{EN}")

# names of the items in tables and titles; the labels keep the wording that was asked
SHORT_NAMES = {
    "gender": ("性别", "Gender"),
    "service_year": ("开始服务年份", "First year of service"),
    "school": ("学院", "School"),
    "county": ("服务地", "Place of service"),
    "planned": ("是否做过职业规划", "Whether a career was planned"),
    "planning_time": ("职业规划的时机", "When the career was planned"),
    "difficulties": ("服务期间的困难", "Difficulties during service"),
    "recruitment_barriers": ("影响本科生招募的因素", "What holds recruitment back"),
    "policies": ("需要完善的政策", "Policies to improve"),
    "evaluation": ("对西部计划的评价", "Judgement of the programme"),
    "plan_after_service": ("服务期满后的规划", "Plan after service"),
    "months_to_first_job": ("找到第一份工作所用月数", "Months to the first job"),
    "suggestion": ("建议", "Suggestions"),
}  # fmt: skip

CONSTRAINTS = {
    "service_year": (". >= 2008 and . <= 2015", "请填写2008至2015之间的年份",
                     "Enter a year from 2008 to 2015"),
    "difficulties": ("count-selected(.) <= 3", "最多选择三项", "Choose three at most"),
    "months_to_first_job": (". >= 0", "请填写不小于0的整数", "Enter a whole number of 0 or more"),
}  # fmt: skip
RELEVANT = {"planning_time": "${planned}='yes'"}
OPTIONAL = {"months_to_first_job", "suggestion"}
MEASURES = {"select_one": "nominal", "select_multiple": "nominal", "integer": "scale", "text": ""}
FOLLOW_UPS = {
    "difficulties": ("difficulties_other", "其他困难（请注明）",
                     "Other difficulty (please specify)", "selected(${difficulties}, 'other')"),
    "plan_after_service": ("plan_after_service_other", "其他规划（请注明）",
                           "Other plan (please specify)", "${plan_after_service}='other'"),
}  # fmt: skip


def sheets() -> dict[str, Sheet]:
    """Return the four sheets, each as a header row and its rows."""
    return {
        "survey": survey_sheet(_survey(), (ZH, EN)),
        "choices": choices_sheet(_choices(), (ZH, EN)),
        "settings": sheet(list(_settings()), [_settings()]),
        "scales": sheet(list(_scale()), [_scale()]),
    }


def matrix_headings() -> list[str]:
    """Return the six headings as 问卷星 writes them: the stem before the first statement only."""
    first, *rest = (statement for statement, _ in STATEMENTS)
    return [f"{MATRIX_NUMBER}、{MATRIX_ZH}—{first}", *(f"{MATRIX_NUMBER}、{text}" for text in rest)]


def _survey() -> list[Row]:
    rows: list[Row] = []
    for question in QUESTIONS:
        if question.number == MATRIX_NUMBER + 1:
            rows += _battery()
        rows.append(_question(question))
        if question.name in FOLLOW_UPS:
            rows.append(_follow_up(question.name))
    return rows


def _question(question: Question) -> Row:
    constraint, message_zh, message_en = CONSTRAINTS.get(question.name, ("", "", ""))
    return {
        "type": f"{question.type} {question.listed}".strip(),
        "name": question.name,
        LABELS[0]: question.zh,
        LABELS[1]: question.en,
        **dict(zip(SHORT, SHORT_NAMES.get(question.name, ("", "")), strict=True)),
        "relevant": RELEVANT.get(question.name, ""),
        "constraint": constraint,
        f"constraint_message::{ZH}": message_zh,
        f"constraint_message::{EN}": message_en,
        "required": "" if question.name in OPTIONAL else "yes",
        "appearance": "multiline" if question.type == "text" else "",
        "sk_column": question.heading,
        "sk_layout": "delimited:┋" if question.type == "select_multiple" else "",
        "sk_measure": MEASURES[question.type],
        "sk_role": "open_text" if question.type == "text" else "",
    }


def _follow_up(parent: str) -> Row:
    """No sk_column: in a text export the words stand inside 〖〗 in the parent's own cell."""
    name, zh, en, relevant = FOLLOW_UPS[parent]
    return {"type": "text", "name": name, LABELS[0]: zh, LABELS[1]: en, "relevant": relevant,
            "sk_role": "other_text"}  # fmt: skip


def _battery() -> list[Row]:
    begin: Row = {"type": "begin_group", "name": "career_planning_items", LABELS[0]: MATRIX_ZH,
                  LABELS[1]: MATRIX_EN, "appearance": "table-list"}  # fmt: skip
    headings = matrix_headings()
    items = [_statement(place, headings[place - 1]) for place in range(1, len(STATEMENTS) + 1)]
    return [begin, *items, {"type": "end_group", "name": "career_planning_items"}]


def _statement(place: int, heading: str) -> Row:
    zh, en = STATEMENTS[place - 1]
    return {"type": "select_one agree5", "name": f"cp_{place}", LABELS[0]: zh, LABELS[1]: en,
            "required": "yes", "sk_column": heading, "sk_measure": "ordinal",
            "sk_scale": "career_planning",
            "sk_reverse": 1 if place == REVERSED else ""}  # fmt: skip


def _choices() -> list[Row]:
    return [
        {"list_name": listed, "name": option.name, LABELS[0]: option.zh, LABELS[1]: option.en,
         "sk_value": 9 if option.name == "prefer_not" else place,
         "sk_missing": "refused" if option.name == "prefer_not" else ""}
        for listed, options in OPTIONS.items()
        for place, option in enumerate(options, start=1)
    ]  # fmt: skip


def _settings() -> Row:
    """Both titles are ours: pyxform 4.5.0 fails on a form_title with a language."""
    return {
        "form_title": TITLE_ZH,
        f"sk_title::{ZH}": TITLE_ZH,
        f"sk_title::{EN}": TITLE_EN,
        "form_id": "volunteers_synthetic",
        "version": "1",
        "default_language": ZH,
        "sk_platform": "wjx",
        "sk_missing_codes": "(跳过):skipped (空):empty",
        "sk_synthetic": "yes",
        "sk_sent": 50,
    }


def _scale() -> Row:
    return {
        "scale": "career_planning",
        LABELS[0]: "职业规划态度",
        LABELS[1]: "Career-planning attitude",
        "min": 1,
        "max": 5,
        "score": "mean",
        "min_valid": 0.8,
    }
