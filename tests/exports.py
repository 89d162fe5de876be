"""Small exports and codebooks that tests write, and a survey with one item of every kind."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

import surveykit as sk
from surveykit.answers import open_export_table, parse_export
from surveykit.drafting import list_disagreements

Rows = Sequence[Sequence[object]]
KEYS = ["序号", "提交答卷时间", "所用时间", "来自IP"]
ASKED = [
    "1、您的性别", "2、您的打算", "3、遇到的困难（可多选）", "4、我有目标", "5、规划没有用", "6、几个月后就业",
    "7、您的建议", "8、您的手机"]
HEADINGS = [*KEYS, *ASKED]
SURVEY = [
    ["type", "name", "label::中文 (zh)", "label::English (en)", "sk_column", "sk_scale", "sk_reverse", "sk_role"],
    ["select_one gender", "gender", "性别", "Gender", "1、您的性别"],
    ["select_one plan", "plan", "打算", "Plan", "2、您的打算"],
    ["text", "plan_other", "其他打算", "Other plan", "", "", "", "other_text"],
    ["select_multiple hard", "hard", "困难", "Difficulties", "3、遇到的困难"],
    ["select_one agree", "goal", "我有目标", "I have a goal", "4、我有目标", "planning"],
    ["select_one agree", "useless", "规划没有用", "Planning is useless", "5、规划没有用", "planning", "1"],
    ["integer", "months", "几个月后就业", "Months to first job", "6、几个月后就业"],
    ["text", "advice", "建议", "Suggestions", "7、您的建议"],
    ["text", "phone", "手机", "Phone", "8、您的手机", "", "", "pii:phone"]]
CHOICES = [
    ["list_name", "name", "label::中文 (zh)", "label::English (en)", "sk_value", "sk_missing"],
    ["gender", "male", "男", "Male"], ["gender", "female", "女", "Female"],
    ["gender", "prefer_not", "不愿透露", "Prefer not to say", "", "refused"], ["plan", "home", "返乡", "Go home"],
    ["plan", "stay", "留下", "Stay"], ["plan", "other", "其他", "Other"], ["hard", "pay", "收入低", "Low pay"],
    ["hard", "far", "离家远", "Far away"], ["hard", "other", "其他", "Other"],
    ["hard", "none_said", "不想说", "Will not say", "", "refused"], ["agree", "no", "不同意", "Disagree", 1],
    ["agree", "so", "一般", "Neutral", 2], ["agree", "yes", "同意", "Agree", 3],
    ["agree", "dk", "不知道", "Do not know", "", "dk"]]
SETTINGS = [["default_language", "sk_missing_codes"], ["中文 (zh)", "-3:skipped -2:empty"]]
SCALES = [
    ["scale", "label::中文 (zh)", "label::English (en)", "min", "max", "score", "min_valid"],
    ["planning", "规划", "Planning", 1, 3, "mean", 0.5]]
SHEETS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "scales": SCALES}
ADDRESS, PHONE, FREE = "192.0.2.1(四川-成都)", "13800000000", "金丝雀"
CANARIES = (ADDRESS, PHONE, FREE)  # no error may print them: tests/conftest.py looks into every one
FINE = {
    "来自IP": ADDRESS, "提交答卷时间": "2026/9/1 15:10:08", "所用时间": "123秒", "1、您的性别": "男",
    "2、您的打算": "返乡", "3、遇到的困难（可多选）": "收入低┋离家远",
    "4、我有目标": "同意", "5、规划没有用": "不同意", "6、几个月后就业": "3", "7、您的建议": "无", "8、您的手机": PHONE}


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def text(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def table(*answers: Mapping[str, object]) -> list[list[object]]:
    """Headings, and a row for each respondent: fine answers, with those given put in their place.

    Answers are named by the number of their question (`q2`) or by a heading of the platform.
    """
    rows = []
    for number, given in enumerate(answers, start=1):
        named = {ASKED[int(k[1:]) - 1] if k[0] == "q" and k[1:].isdigit() else k: v for k, v in given.items()}
        full = {"序号": number} | FINE | named
        rows.append([full[heading] for heading in HEADINGS])
    return [HEADINGS, *rows]


def read(folder: Path, *answers: Mapping[str, object], sheets: Mapping[str, Rows] = SHEETS) -> sk.Survey:
    """A survey read from a workbook with these answers."""
    return sk.read_survey(
        workbook(folder / "wave.xlsx", {"Sheet1": table(*answers)}), workbook(folder / "wave.codebook.xlsx", sheets))


def same(a: sk.Survey, b: sk.Survey) -> bool:
    """Whether two surveys hold the same answers and gaps."""
    return a.responses.equals(b.responses) and a.missing.equals(b.missing)


def disagreements(raw, export, codebook):
    """What an export and a codebook disagree on."""
    return list_disagreements(parse_export(open_export_table(raw, export), codebook))
