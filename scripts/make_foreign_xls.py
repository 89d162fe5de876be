"""How tests/data/foreign.xls was made: python scripts/make_foreign_xls.py (needs xlwt, as nothing else here)."""

import datetime as dt
import random
from pathlib import Path

import xlwt

HEADINGS = ["序号", "性别", "年龄", "毕业去向(多选)", "收入", "提交时间"]
PLANS = ["回家乡工作", "考研┋考公务员", "其他〖创业〗", "(空)", "(跳过)"]
ROWS = 60


def main() -> None:
    """Sixty rows with a boolean, a formula, an error, a date and a number cut by Excel; a hidden sheet."""
    rng, book = random.Random(1), xlwt.Workbook(encoding="utf-8")
    sheet, moment = book.add_sheet("Sheet1"), xlwt.easyxf(num_format_str="yyyy/m/d h:mm:ss")
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for row in range(1, ROWS + 1):
        answers = [row, rng.choice(["男", "女"]), rng.randint(18, 30), rng.choice(PLANS), rng.randint(0, 9) * 100.5]
        for column, answer in enumerate(answers):
            sheet.write(row, column, answer)
        sheet.write(row, 5, dt.datetime(2026, 9, 3, 1, 5, 7) + dt.timedelta(minutes=row), moment)
    sheet.write(ROWS + 1, 0, True)
    sheet.write(ROWS + 1, 1, xlwt.Formula("1+1"))
    sheet.row(ROWS + 1).set_cell_error(2, 0x2A)
    sheet.write(ROWS + 1, 3, "007")
    sheet.write(ROWS + 1, 4, 110101199003074477)
    hidden = book.add_sheet("隐藏")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    book.save(str(Path(__file__).parents[1] / "tests/data/foreign.xls"))


if __name__ == "__main__":
    main()
