"""Write the 944 respondents of the American National Election Survey 1996, with a codebook of ours.

The data are the public-domain subset bundled with statsmodels (`statsmodels.datasets.anes96`).
Codes and meanings follow the NOTE of that dataset; it gives descriptions, not the wording of the
interview, so the labels here are descriptions too. `logpopul` is left out: it is log(popul + 0.1).

    python scripts/make_anes96.py [folder]
"""

import csv
import sys
from io import StringIO
from itertools import pairwise
from pathlib import Path

from canonical_xlsx import write_workbook
from codebook_sheets import EN, ZH, Row, Sheet, choices_sheet, sheet, survey_sheet
from statsmodels.datasets import anes96

FOLDER = Path(__file__).resolve().parents[1] / "data" / "raw" / "anes96"
COLUMNS = ("popul", "TVnews", "selfLR", "ClinLR", "DoleLR", "PID", "age", "educ", "income", "vote")
LABELS = (f"label::{EN}", f"label::{ZH}")
SHORT = (f"sk_short::{EN}", f"sk_short::{ZH}")
SHORT_NAMES = {
    "popul": ("Population (thousands)", "居住地人口（千人）"),
    "TVnews": ("TV news per week", "每周看电视新闻次数"),
    "selfLR": ("Own leaning", "本人的政治倾向"),
    "ClinLR": ("Clinton's leaning as seen", "对克林顿政治倾向的判断"),
    "DoleLR": ("Dole's leaning as seen", "对多尔政治倾向的判断"),
}
TITLE_EN = "American National Election Survey 1996, subset of 944 respondents"
TITLE_ZH = "1996年美国全国选举调查（944名受访者子集）"
PROPERTIES = {
    "title": f"{TITLE_EN} / {TITLE_ZH}",
    "description": "Codebook of ours for the public-domain subset bundled with statsmodels.",
    "creator": "surveykit scripts/make_anes96.py",
}

# name, type, measure, constraint, English, Chinese; the three leanings follow in a battery
ITEMS = (
    ("popul", "integer", "scale", ". >= 0", "Population of the census place, in thousands",
     "居住地（普查地）人口，单位：千人"),
    ("TVnews", "integer", "scale", ". >= 0 and . <= 7",
     "Times per week the respondent watches TV news", "每周收看电视新闻的次数"),
    ("PID", "select_one party", "ordinal", "", "Party identification", "党派认同"),
    ("age", "integer", "scale", ". >= 18 and . <= 120", "Age in years", "年龄（岁）"),
    ("educ", "select_one education", "ordinal", "", "Education level", "受教育程度"),
    ("income", "select_one income", "ordinal", "", "Household income", "家庭收入"),
    ("vote", "select_one vote", "nominal", "", "Expected vote", "预期投票对象"),
)  # fmt: skip
MESSAGES = {
    "popul": ("Enter a whole number of 0 or more", "请填写不小于0的整数"),
    "TVnews": ("Enter a whole number from 0 to 7", "请填写0至7之间的整数"),
    "age": ("Enter an age from 18 to 120", "请填写18至120之间的年龄"),
}
BATTERY = ("leanings", "Political leaning, from extremely liberal to extremely conservative",
           "政治倾向：从极端自由派到极端保守派")  # fmt: skip
LEANINGS = (
    ("selfLR", "The respondent's own political leaning", "受访者本人的政治倾向"),
    ("ClinLR", "Bill Clinton's political leaning, in the respondent's view",
     "受访者对比尔·克林顿政治倾向的判断"),
    ("DoleLR", "Bob Dole's political leaning, in the respondent's view",
     "受访者对鲍勃·多尔政治倾向的判断"),
)  # fmt: skip

# list: first code, then (English, Chinese) in order of the codes
OPTIONS: dict[str, tuple[int, tuple[tuple[str, str], ...]]] = {
    "leaning": (1, (
        ("Extremely liberal", "极端自由派"),
        ("Liberal", "自由派"),
        ("Slightly liberal", "略偏自由派"),
        ("Moderate", "中间派"),
        ("Slightly conservative", "略偏保守派"),
        ("Conservative", "保守派"),
        ("Extremely conservative", "极端保守派"),
    )),
    "party": (0, (
        ("Strong Democrat", "强民主党认同者"),
        ("Weak Democrat", "弱民主党认同者"),
        ("Independent-Democrat", "偏民主党的独立人士"),
        ("Independent-Independent", "纯独立人士"),
        ("Independent-Republican", "偏共和党的独立人士"),
        ("Weak Republican", "弱共和党认同者"),
        ("Strong Republican", "强共和党认同者"),
    )),
    "education": (1, (
        ("Grades 1-8", "一至八年级"),
        ("Some high school", "高中未毕业"),
        ("High school graduate", "高中毕业"),
        ("Some college", "大学未毕业"),
        ("College degree", "大学毕业"),
        ("Master's degree", "硕士"),
        ("PhD", "博士"),
    )),
    "vote": (0, (("Clinton", "克林顿"), ("Dole", "多尔"))),
}  # fmt: skip
# lower ends of brackets 2 to 24; each bracket ends one dollar below the next
INCOME = (3, 5, 7, 9, 10, 11, 12, 13, 14, 15, 17, 20, 22, 25, 30, 35, 40, 45, 50, 60, 75, 90, 105)


def csv_text() -> str:
    """Return the data as CSV text, raw codes as whole numbers; a fraction would be an error."""
    data = anes96.load_pandas().data[list(COLUMNS)]
    whole = data.astype("int64")
    if not (whole == data).all(axis=None):
        raise ValueError("anes96 must hold whole numbers in every column kept here.")
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(whole.to_numpy().tolist())
    return text.getvalue()


def sheets() -> dict[str, Sheet]:
    """Return the codebook; no scales sheet, since the leanings are of three people."""
    return {
        "survey": survey_sheet(_survey(), (EN, ZH)),
        "choices": choices_sheet(_choices(), (EN, ZH)),
        "settings": sheet(list(_settings()), [_settings()]),
    }


def _survey() -> list[Row]:
    rows = [_item(*item) for item in ITEMS]
    name, english, chinese = BATTERY
    begin: Row = {"type": "begin_group", "name": name, LABELS[0]: english, LABELS[1]: chinese,
                  "appearance": "table-list"}  # fmt: skip
    leanings = [
        _item(item, "select_one leaning", "ordinal", "", english, chinese)
        for item, english, chinese in LEANINGS
    ]
    return [*rows[:2], begin, *leanings, {"type": "end_group", "name": name}, *rows[2:]]


def _item(name: str, kind: str, measure: str, constraint: str, english: str, chinese: str) -> Row:
    message_en, message_zh = MESSAGES.get(name, ("", ""))
    return {
        "type": kind,
        "name": name,
        LABELS[0]: english,
        LABELS[1]: chinese,
        **dict(zip(SHORT, SHORT_NAMES.get(name, ("", "")), strict=True)),
        "constraint": constraint,
        f"constraint_message::{EN}": message_en,
        f"constraint_message::{ZH}": message_zh,
        "required": "yes",
        "sk_measure": measure,
    }


def _choices() -> list[Row]:
    """The code in the file is the option's name as well as its value."""
    lists = OPTIONS | {"income": (1, _brackets())}
    return [
        {"list_name": listed, "name": str(code), LABELS[0]: english, LABELS[1]: chinese,
         "sk_value": code}
        for listed, (first, labels) in lists.items()
        for code, (english, chinese) in enumerate(labels, start=first)
    ]  # fmt: skip


def _brackets() -> tuple[tuple[str, str], ...]:
    """Return the 24 income brackets, the ends as the NOTE prints them."""
    inner = [
        (f"${low},000-${high - 1},999", f"{low},000至{high - 1},999美元")
        for low, high in pairwise(INCOME)
    ]
    first, last = (
        ("None or less than $2,999", "无收入或不足2,999美元"),
        ("$105,000 and over", "105,000美元及以上"),
    )
    return (first, *inner, last)


def _settings() -> Row:
    return {
        "form_title": TITLE_EN,
        f"sk_title::{EN}": TITLE_EN,
        f"sk_title::{ZH}": TITLE_ZH,
        "form_id": "anes96",
        "version": "1",
        "default_language": EN,
        "sk_platform": "plain",
    }


def main(folder: Path = FOLDER) -> None:
    """Write the data and its codebook into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "anes96.csv").write_text(csv_text(), encoding="utf-8", newline="\n")
    write_workbook(folder / "anes96.codebook.xlsx", sheets(), PROPERTIES, dressed=True)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
