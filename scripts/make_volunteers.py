"""Write the synthetic volunteers: a 问卷星 text export with real-life dirt, and its codebook.

No respondent-level file of the founding study exists. This cohort has that study's shape (50 sent,
48 returned, 46 valid) and follows its published percentages as closely as 46 people allow; the
table stands in volunteers_wording.py. Beyond those counts, a career-planning attitude that is
higher among those who planned early, and where people are now, which follows their plan more often
than not, every association in the file is chance.

    python scripts/make_volunteers.py [folder]
"""

import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from canonical_xlsx import write_workbook
from volunteers_codebook import RELEVANT, matrix_headings, sheets
from volunteers_cohort import NAMES, VALID, Person, cohort, shuffled, stream
from volunteers_wording import MATRIX_NUMBER, OPTIONS, QUESTIONS, STATEMENTS, TITLE_EN, TITLE_ZH

FOLDER = Path(__file__).resolve().parents[1] / "data" / "raw" / "volunteers"
SKIPPED, EMPTY, BOX = "(跳过)", "(空)", "┋"
META = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
DELETED_TESTS = {1, 2, 19, 38}  # 序号 of trial answers the researcher deleted on the platform
SPEEDER_PLACE, BREAK_OFF_PLACE, REPEATED_PERSON = 13, 30, 20
PLACES = ("重庆-重庆", "重庆-重庆", "重庆-重庆", "云南-昆明", "云南-大理", "上海-上海", "上海-上海",
          "江苏-苏州", "浙江-杭州", "四川-成都", "湖北-武汉", "河南-郑州")  # fmt: skip
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")  # reserved for documentation, RFC 5737
PROPERTIES = {
    "title": f"{TITLE_ZH} / {TITLE_EN}",
    "subject": "合成数据 / synthetic data",
    "description": "合成数据：由程序生成，没有真实受访者。"
    "Synthetic data: made by a program, no real respondents.",
    "keywords": "合成数据, synthetic",
    "creator": "surveykit scripts/make_volunteers.py",
}


@dataclass(frozen=True)
class Form:
    """One submitted form: the answer cells as the platform exports them, and how it arrived."""

    cells: dict[str, str]
    address: str
    seconds: int
    submitted: datetime | None = None


def cells(person: Person) -> dict[str, str]:
    """Return the person's answers as the text export writes them."""
    listed = {question.name: question.listed for question in QUESTIONS}
    listed |= {f"cp_{place}": "agree5" for place in range(1, len(STATEMENTS) + 1)}
    return {name: _cell(person[name], listed[name]) for name in listed}


def _cell(answer: str | list[str], listed: str) -> str:
    if answer == "-":
        return SKIPPED
    labels = {option.name: option.zh for option in OPTIONS.get(listed, ())}
    ticks = [answer] if isinstance(answer, str) else answer
    return BOX.join(labels.get(tick, tick) for tick in ticks) or EMPTY


def valid_forms() -> list[Form]:
    """Return the 46 valid forms, dirt included."""
    people = cohort()
    rows = [cells(person) for person in people]
    _soil(people, rows)
    addresses = _addresses()
    durations = stream("duration")
    return [
        Form(row, address, 150 + int(330 * durations.random() ** 1.5))
        for row, address in zip(rows, addresses, strict=False)
    ]


def _addresses() -> list[str]:
    hosts = shuffled(
        [f"{network}.{host}" for network in NETWORKS for host in range(1, 255)], "hosts"
    )
    draw = stream("places")
    return [f"{host}({PLACES[int(draw.random() * len(PLACES))]})" for host in hosts[: VALID + 2]]


def _soil(people: list[Person], rows: list[dict[str, str]]) -> None:
    """Add the dirt real exports have; data/raw/volunteers/README.md lists it by 序号."""

    def write(name: str, answer: str, text: str, *, after: int = 0) -> None:
        """Replace the cell of the first person from `after` on who gave `answer`."""
        i = next(i for i in range(after, VALID) if people[i][name] == answer)
        rows[i][name] = text

    write("plan_after_service", "home", "其他〖回老家找工作〗", after=9)
    write("plan_after_service", "home", "返乡就业 ", after=24)
    write("plan_after_service", "other", "其他〖准备自己创业〗")
    write("service_year", "2013", "２０１３", after=20)
    write("months_to_first_job", "6", "６", after=10)
    write("months_to_first_job", "3", "3个月", after=15)
    write("gender", "female", " 女", after=3)
    write("county", "chongqing_b", "　重庆B县", after=28)
    write("difficulty", "field_mismatch", "其他〖专业用不上〗", after=11)
    write("difficulty", "hardship", " 生活条件艰苦")
    write("difficulty", "other", "其他〖交通不便，回家一趟要两天〗")
    write("planning_time", "other", "其他〖实习以后才慢慢想清楚〗")
    write("stayed_months", "0", "0个月", after=12)
    spaced = next(i for i in range(33, VALID) if len(people[i]["policies"]) > 1)
    rows[spaced]["policies"] = rows[spaced]["policies"].replace(BOX, f" {BOX}", 1)


def _speeder(address: str) -> Form:
    """25 seconds, first options, the same point on all six statements, also the reversed one."""
    person: Person = dict.fromkeys(NAMES, "")
    firsts = {q.name: OPTIONS[q.listed][0].name for q in QUESTIONS if q.listed}
    statements = {f"cp_{place}": "agree" for place in range(1, len(STATEMENTS) + 1)}
    typed = {"service_year": "2010", "months_to_first_job": "1", "months_searching": "-", "stayed_months": "1"}
    return Form(cells(person | firsts | statements | typed), address, 25)


def _break_off(address: str) -> Form:
    """Four answers, then nothing: what follows from an empty question was never shown."""
    person: Person = dict.fromkeys(NAMES, "")
    start = {"gender": "male", "service_year": "2014", "school": "management", "county": "yunnan_e"}
    return Form(cells(person | start | dict.fromkeys(RELEVANT, "-")), address, 91)


def submissions() -> list[Form]:
    """Return the 49 rows in order of submission: 46 valid, two invalid, one sent twice."""
    forms, spare = valid_forms(), _addresses()[VALID:]
    forms.insert(SPEEDER_PLACE, _speeder(spare[0]))
    forms.insert(BREAK_OFF_PLACE, _break_off(spare[1]))
    times = _times(len(forms))
    sent = [replace(form, submitted=time) for form, time in zip(forms, times, strict=True)]
    first = sent[REPEATED_PERSON]
    again = replace(first, seconds=96, submitted=first.submitted + timedelta(minutes=4, seconds=12))
    return sorted([*sent, again], key=lambda form: form.submitted)


def _times(count: int) -> list[datetime]:
    """Twelve days from 1 September 2026: the year alone shows that this is not the study's file."""
    draw = stream("times")
    hours = (1, *range(8, 24), 12, 13, 20, 21, 22)
    moments = [
        datetime(2026, 9, 1 + int(12 * draw.random()), hours[int(draw.random() * len(hours))])
        + timedelta(seconds=int(3600 * draw.random()))
        for _ in range(count)
    ]
    return sorted(moments)


def export() -> list[list[str | int]]:
    """Return the sheet: a header row, then one row per submission."""
    headings = {question.name: question.heading for question in QUESTIONS}
    headings["school"] += " "  # 问卷星 keeps a space typed after the question
    matrix = {f"cp_{place}": text for place, text in enumerate(matrix_headings(), start=1)}
    before = sum(question.number < MATRIX_NUMBER for question in QUESTIONS)
    names = [*list(headings)[:before], *matrix, *list(headings)[before:]]
    headings |= matrix
    forms = submissions()
    counted = (n for n in range(1, len(forms) + len(DELETED_TESTS) + 1) if n not in DELETED_TESTS)
    rows = [
        [*_meta(number, form), *(form.cells[name] for name in names)]
        for number, form in zip(counted, forms, strict=True)
    ]
    return [[*META, *(headings[name] for name in names)], *rows]


def _meta(number: int, form: Form) -> list[str | int]:
    moment = form.submitted
    written = f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}"
    source = "微信" if number % 3 else "链接"
    return [number, written, f"{form.seconds}秒", source, "合成数据", form.address]


def main(folder: Path = FOLDER) -> None:
    """Write both workbooks into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(folder / "volunteers_synthetic.xlsx", {"Sheet1": export()}, PROPERTIES)
    write_workbook(folder / "volunteers.codebook.xlsx", sheets(), PROPERTIES, dressed=True)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
