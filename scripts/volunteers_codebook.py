"""Lay the questionnaire out as an XLSForm workbook: it describes the export and builds the form.

Columns that begin with sk_ are ours; KoboToolbox and ODK ignore them. `or_other` is never used: it
breaks forms with two languages, so "other" is an ordinary option followed by a text question.
"""

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
    "home_province": ("生源地", "Home province"),
    "heard_when": ("最早听说西部计划的时间", "When first heard of"),
    "heard_from": ("最早听说西部计划的途径", "From whom first heard of"),
    "difficulty": ("服务期间的最大困难", "Greatest difficulty during service"),
    "planning_time": ("在校期间的职业规划", "Career planning at university"),
    "recruitment_barriers": ("影响本科生招募的因素", "What holds recruitment back"),
    "policies": ("需要完善的政策", "Policies to improve"),
    "evaluation": ("对西部计划的评价", "Judgement of the programme"),
    "plan_after_service": ("服务期满后的规划", "Plan after service"),
    "where_now": ("目前所在", "Where now"),
    "destination_code": ("目前去向类别", "Present destination"),
    "first_job": ("期满后是否找到工作", "Work found after service"),
    "months_to_first_job": ("找到第一份工作所用月数", "Months to the first job"),
    "months_searching": ("找工作至今的月数", "Months of looking so far"),
    "first_post": ("第一份工作的单位类型", "Employer of the first job"),
    "present_post": ("目前的单位类型", "Present employer"),
    "field_match": ("工作与专业是否对口", "Match of work and field"),
    "service_counted": ("单位是否认可服务期", "Service counted by the employer"),
    "stayed_months": ("期满后留在服务地的月数", "Months stayed after the term"),
    "suggestion": ("建议", "Suggestions"),
}  # fmt: skip

CONSTRAINTS = {
    "service_year": (". >= 2008 and . <= 2015", "请填写2008至2015之间的年份",
                     "Enter a year from 2008 to 2015"),
    **dict.fromkeys(("months_to_first_job", "months_searching", "stayed_months"),
                    (". >= 0", "请填写不小于0的整数", "Enter a whole number of 0 or more")),
    "evaluation": ("count-selected(.) <= 3", "最多选择三项", "Choose three at most"),
}  # fmt: skip
AT_WORK = "${where_now}!='' and ${where_now}!='study' and ${where_now}!='unemployed'"
RELEVANT = {
    **dict.fromkeys(("months_to_first_job", "first_post"), "${first_job}='yes'"),
    "months_searching": "${first_job}='looking'",
    **dict.fromkeys(("present_post", "field_match", "service_counted"), AT_WORK),
}
OPTIONAL = {"suggestion"}
MEASURES = {"select_one": "nominal", "select_multiple": "nominal", "integer": "scale", "text": ""}
FOLLOW_UPS = {
    "difficulty": ("difficulty_other", "其他困难（请注明）",
                   "Other difficulty (please specify)", "${difficulty}='other'"),
    "planning_time": ("planning_time_other", "其他规划方式（请注明）",
                      "Other way of planning (please specify)", "${planning_time}='other'"),
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
         "sk_value": 9 if option.name == "prefer_not" else int(option.name) if option.name.isdigit() else place,
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
        "version": "2",
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
