"""Write the register of the synthetic volunteers: who was sent the form, and what the office knows of them otherwise.

A career centre keeps such a list: one row per volunteer, whether a personal link was sent, the 序号 under which a form
came back (empty where none did), and where the volunteer is now as the county, the university or a telephone call said.
Joined with the export on 序号 it gives return rates by group and the knowledge rate beside the response rate. Everybody
in it is made up; gender, year and place of those who answered are those of their forms.

    python scripts/make_register.py [folder]
"""

import csv
import sys
import unicodedata
from pathlib import Path

from canonical_xlsx import write_workbook
from codebook_sheets import EN, ZH, Row, Sheet, choices_sheet, sheet, survey_sheet
from make_volunteers import FOLDER, PROPERTIES, export
from volunteers_cohort import shuffled, stream
from volunteers_wording import OPTIONS

HEADINGS = ("登记号", "问卷序号", "性别", "服务开始年份", "服务地", "发放", "现去向（登记）", "去向来源")
ASKED = ("您的性别", "哪一年开始服务", "您的服务地", "您现在在哪里工作")  # in the headings of the export, in this order
REPEATED = 25  # the 序号 of the form that was sent twice: the register knows the first one only
UNRETURNED, UNSENT = 2, 2
STATES = OPTIONS["where_now"]
SOURCES = {"county": ("服务县", "County office"), "university": ("学校", "University"),
           "call": ("电话回访", "Telephone call")}  # fmt: skip
KNOWN = (0.45, 0.75)  # share of those who answered, and of the others, whose whereabouts the office knows
STALE = 0.15  # share of what it knows that is out of date
LABELS = (f"label::{ZH}", f"label::{EN}")
DIRT = {7: "007", 12: "１２"}  # keys as people type them: leading zeros, full-width digits


def people(table: list[list[str | int]], unreturned: int, repeated: int) -> list[dict[str, str]]:
    """The rows in the register's own order: those who answered, some who did not, two who were never sent a form."""
    head, *forms = table
    places = [next(p for p, text in enumerate(head) if words in str(text)) for words in ASKED]
    returned = [(int(row[0]), [_clean(row[place]) for place in places]) for row in forms if row[0] != repeated]
    draw = stream("register")
    columns = list(zip(*(answers for _, answers in returned), strict=True))
    others = [[column[int(draw.random() * len(column))] for column in columns] for _ in range(unreturned + UNSENT)]
    sent = [("", answers, "是") for answers in others[:unreturned]]
    unsent = [("", answers, "否") for answers in others[unreturned:]]
    listed = [*((DIRT.get(number, str(number)), answers, "是") for number, answers in returned), *sent, *unsent]
    rows = shuffled(listed, "register/order")
    return [_row(place, *row) for place, row in enumerate(rows, start=1)]


def _clean(cell: str | int) -> str:
    """A cell without the dirt of the form; who did not say the gender is on the register with one."""
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    return "女" if text == "不愿透露" else text


def _row(place: int, form: str, answers: list[str], sent: str) -> dict[str, str]:
    """One volunteer; the office knows where some of them are, or were."""
    draw = stream(f"register/{place}")
    *person, now = answers
    known = draw.random() < KNOWN[not form]
    sources = [zh for zh, _ in SOURCES.values()]
    earlier, source = STATES[int(draw.random() * len(STATES))].zh, sources[int(draw.random() * len(sources))]
    state = earlier if draw.random() < STALE or now not in {option.zh for option in STATES} else now
    cells = (f"V{place:03d}", form, *person, sent, *((state, source) if known else ("", "")))
    return dict(zip(HEADINGS, cells, strict=True))


def sheets() -> dict[str, Sheet]:
    """The codebook of the register."""
    questions = (
        ("text", "register_no", "登记号", "Number on the register"),
        ("text", "form_no", "收回问卷的序号", "Number of the form that came back"),
        ("select_one gender", "register_gender", "性别（登记）", "Gender (register)"),
        ("integer", "register_year", "服务开始年份（登记）", "First year of service (register)"),
        ("text", "register_county", "服务地（登记）", "Place of service (register)"),
        ("select_one yes_no", "sent", "是否发放问卷", "Form sent"),
        ("select_one state", "known_state", "现去向（登记）", "Whereabouts (register)"),
        ("select_one source", "known_from", "去向来源", "Who told the office"))  # fmt: skip
    rows: list[Row] = [{"type": kind, "name": name, LABELS[0]: zh, LABELS[1]: en, "sk_column": heading}
                       for (kind, name, zh, en), heading in zip(questions, HEADINGS, strict=True)]  # fmt: skip
    lists = {"gender": {"male": ("男", "Male"), "female": ("女", "Female")},
             "yes_no": {"yes": ("是", "Yes"), "no": ("否", "No")},
             "state": {option.name: (option.zh, option.en) for option in STATES}, "source": SOURCES}  # fmt: skip
    choices: list[Row] = [{"list_name": listed, "name": name, LABELS[0]: zh, LABELS[1]: en, "sk_value": place}
                          for listed, options in lists.items()
                          for place, (name, (zh, en)) in enumerate(options.items(), start=1)]  # fmt: skip
    title = ("志愿者登记表（合成数据）", "Register of volunteers (synthetic data)")
    settings: Row = {"form_title": title[0], f"sk_title::{ZH}": title[0], f"sk_title::{EN}": title[1],
                     "form_id": "register_synthetic", "version": "1", "default_language": ZH,
                     "sk_platform": "plain", "sk_synthetic": "yes"}  # fmt: skip
    return {"survey": survey_sheet(rows, (ZH, EN)), "choices": choices_sheet(choices, (ZH, EN)),
            "settings": sheet(list(settings), [settings])}  # fmt: skip


def write_register(folder: Path, table: list[list[str | int]], unreturned: int, repeated: int = 0) -> None:
    """Write the register of those who filled in the forms of a table, and its codebook, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "register_synthetic.csv").open("w", encoding="utf-8-sig", newline="") as stream_:
        writer = csv.DictWriter(stream_, HEADINGS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(people(table, unreturned, repeated))
    write_workbook(folder / "register.codebook.xlsx", sheets(), PROPERTIES, dressed=True)


def main(folder: Path = FOLDER) -> None:
    """Write the register of the first cohort."""
    write_register(folder, export(), UNRETURNED, REPEATED)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
