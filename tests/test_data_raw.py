"""What stands in data/raw is what it says it is, and can be written again byte for byte."""

import csv
import hashlib
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from statistics import variance

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
RAW, SCRIPTS = ROOT / "data" / "raw", ROOT / "scripts"
EXPORT = RAW / "volunteers" / "volunteers_synthetic.xlsx"
CODEBOOKS = (RAW / "volunteers" / "volunteers.codebook.xlsx", RAW / "anes96" / "anes96.codebook.xlsx")
SPEEDER, BREAK_OFF, DUPLICATE = 16, 35, 25
POINTS = {"非常不同意": 1, "不同意": 2, "一般": 3, "同意": 4, "非常同意": 5}
MEANT = {"回老家找工作": "返乡就业", "专业用不上": "所学专业与工作不对口"}
PUBLISHED = {  # question number: answers that follow a published percentage, and the base on which they do
    8: ({"现实与理想有差距，内心感到困惑": 16, "所学专业与工作不对口": 16}, "people", 44),
    9: ({"毕业前就开始规划，并与长辈、朋友讨论": 31, "毕业后才开始规划": 7,
         "有明确的规划，并咨询过学校就业中心": 6}, "people", 46),
    10: ({"毕业生不愿到艰苦地区服务": 14, "宣传动员还不够": 11}, "people", 39),
    11: ({"争取地方领导支持，完善有利于志愿者扎根的制度": 28, "调整志愿者补贴标准": 20}, "ticks", 65),
    12: ({"有效整合了社会资源": 32, "为边疆和贫困地区输送了人才与知识": 29, "是解决毕业生就业的权宜之计": 26},
         "ticks", 132), 13: ({"返乡就业": 20, "留在服务地工作": 8, "续签服务协议": 8, "继续升学": 4}, "people", 44),
}  # fmt: skip


def table(path: Path, sheet: str) -> list[dict[str, str]]:
    """Return a sheet as one record per row, whole numbers written as Excel shows them."""
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(header, map(shown, row), strict=True)) for row in rows]


def shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def returned() -> list[dict[str, str]]:
    return table(EXPORT, "Sheet1")


def valid() -> list[dict[str, str]]:
    invalid = {str(number) for number in (SPEEDER, BREAK_OFF, DUPLICATE)}
    return [row for row in returned() if row["序号"] not in invalid]


def ticks(cell: str) -> list[str]:
    """Return the ticked labels as they were meant: fill-ins read, spaces and widths put right."""
    labels = [re.fullmatch(r"(.*?)(?:〖(.*)〗)?", part.strip()).groups() for part in cell.split("┋")]
    return [MEANT.get(words or "", label.strip()) for label, words in labels]


def number(cell: str) -> int:
    return int(re.sub(r"\D", "", unicodedata.normalize("NFKC", cell)))


def column(question: int, rows: list[dict[str, str]]) -> list[str]:
    heading = next(name for name in rows[0] if name.startswith(f"{question}、"))
    return [row[heading] for row in rows]


def statements(row: dict[str, str]) -> list[str]:
    return [cell for heading, cell in row.items() if heading.startswith("14、")]


def scored(cells: list[str]) -> list[int]:
    """Return the six points with the fourth, the reversed one, turned round."""
    return [6 - POINTS[cell] if place == 3 else POINTS[cell] for place, cell in enumerate(cells)]


def rebuilt(script: str, folder: Path, **environment: str) -> dict[str, bytes]:
    """Run a generator as a stranger would: another folder, time zone and hash seed."""
    command = [sys.executable, str(SCRIPTS / script), str(folder)]
    subprocess.run(command, check=True, cwd=folder, env=os.environ | environment)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- the generators -----------------------------------------------------------------------------


@pytest.mark.parametrize("zone, seed", [("Asia/Shanghai", "1"), ("America/Lima", "77")])
@pytest.mark.parametrize(("name", "folder"), [("volunteers", "volunteers"), ("anes96", "anes96"),
                                              ("register", "volunteers")])
def test_writing_the_data_again_gives_the_committed_bytes(name, folder, zone, seed, tmp_path):
    made = rebuilt(f"make_{name}.py", tmp_path, TZ=zone, PYTHONHASHSEED=seed)
    kept = {file.name: file.read_bytes() for file in (RAW / folder).iterdir() if file.name in made}
    assert len(made) == 2
    assert made == kept


@pytest.mark.parametrize("path", [EXPORT, *CODEBOOKS], ids=lambda path: path.name)
def test_a_workbook_carries_no_time_of_writing(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-09-15T00:00:00Z") == 2


def test_every_data_file_has_its_checksum_and_nothing_else_has():
    listed = dict(reversed(line.split("  ")) for line in (RAW / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {file.relative_to(RAW).as_posix(): file for file in RAW.rglob("*") if file.is_file()}
    data = {n: f for n, f in files.items() if not f.name.startswith((".", "README", "SHA256SUMS"))}
    found = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in data.items()}
    assert listed == found, "data/raw changed: if on purpose, run python scripts/checksums.py"
    assert list(listed) == sorted(listed)


# --- the synthetic volunteers -------------------------------------------------------------------


def test_the_export_says_that_it_is_synthetic_wherever_one_may_look():
    for path in (EXPORT, CODEBOOKS[0]):
        properties = load_workbook(path).properties
        for text in (properties.title, properties.description):
            assert "合成数据" in text and "synthetic" in text.lower()
    assert {row["来源详情"] for row in returned()} == {"合成数据"}
    settings = table(CODEBOOKS[0], "settings")[0]
    assert settings["sk_synthetic"] == "yes" and "合成数据" in settings["form_title"]
    readme = (EXPORT.parent / "README.md").read_text("utf-8").splitlines()[0]
    assert "合成数据" in readme and "SYNTHETIC" in readme


def test_fifty_sent_forty_eight_returned_forty_six_valid_and_one_sent_twice():
    numbers = [int(row["序号"]) for row in returned()]
    assert table(CODEBOOKS[0], "settings")[0]["sk_sent"] == "50"
    assert (len(returned()), len(valid())) == (49, 46)
    assert numbers == sorted(set(numbers)) and max(numbers) > len(numbers)


def test_the_platform_columns_look_like_the_platform_and_addresses_belong_to_nobody():
    rows = returned()
    assert list(rows[0])[:6] == ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    moment = r"2026/[1-9]\d?/[1-9]\d? (0|[1-9]\d?):\d\d:\d\d"
    assert all(re.fullmatch(moment, row["提交答卷时间"]) for row in rows)
    assert all(re.fullmatch(r"\d+秒", row["所用时间"]) for row in rows)
    reserved = r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}\(\w+-\w+\)"
    assert all(re.fullmatch(reserved, row["来自IP"]) for row in returned())


def test_two_forms_are_invalid_one_is_a_duplicate_and_no_valid_one_flat_or_fast():
    rows = {int(row["序号"]): row for row in returned()}
    assert rows[SPEEDER]["所用时间"] == "25秒" and len(set(statements(rows[SPEEDER]))) == 1
    assert list(rows[BREAK_OFF].values()).count("(空)") == 20
    answers = {n: list(row.values())[5:] for n, row in rows.items()}
    assert answers[DUPLICATE] == answers[24]
    assert len({tuple(answer) for answer in answers.values()}) == 48
    for row in valid():
        assert len(set(statements(row))) > 1
        assert number(row["所用时间"]) >= 120


def test_the_readme_prints_the_counts_of_the_file_which_follow_the_published_figures():
    for question, (counts, kind, base) in PUBLISHED.items():
        answers = [ticks(cell) for cell in column(question, valid()) if cell != "(空)"]
        found = Counter(label for labels in answers for label in labels)
        assert {label: found[label] for label in counts} == counts
        assert (len(answers) if kind == "people" else found.total()) == base
    names = {(o["list_name"], o["name"]): o["label::中文 (zh)"] for o in table(CODEBOOKS[0], "choices")}
    counts = {label: (n, base) for question, _, base in PUBLISHED.values() for label, n in question.items()}
    readme = (EXPORT.parent / "README.md").read_text("utf-8")
    lines = re.findall(r"^\| (\w+) \| (\w+) \| DHU-\w+ \| \S+ \| (\d+) / (\d+)", readme, re.MULTILINE)
    assert {names[item, option]: (int(n), int(base)) for item, option, n, base in lines} == counts


def test_where_a_base_can_hold_them_the_synthetic_answers_give_the_printed_percentages():
    with (RAW / "published" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["figure_as_printed"] for row in csv.DictReader(file) if row["id"].startswith("DHU-Q")} - {""}
    with (RAW / "published" / "questionnaire_links.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 16
    shares = [100 * n / base for counts, _, base in PUBLISHED.values() for n in counts.values()]
    shown = {f"{share:.{places}f}%" for share in shares for places in (0, 1)}
    assert printed - shown == {"67.3%", "16.2%", "12.7%"}  # career planning: no base under 260 gives all three


def test_dirt_hides_options_and_numbers_from_a_naive_reader():
    rows = valid()
    homes = [cell for cell in column(13, rows) if "返乡就业" in ticks(cell)]
    assert Counter(homes) == {"返乡就业": 18, "返乡就业 ": 1, "其他〖回老家找工作〗": 1}
    assert {"２０１３", "2013"} <= set(column(2, rows)) and "　重庆B县" in column(4, rows)
    assert {"６", "3个月", "(空)", "(跳过)"} <= set(column(18, rows)) and "0个月" in column(24, rows)
    assert {number(cell) for cell in column(2, rows)} == set(range(2008, 2016))
    assert "3、您的学院 " in rows[0]
    assert ticks("其他〖自己创业〗") == ["其他"]


def test_who_judges_the_programme_ticks_three_answers_and_about_half_are_women():
    assert {len(set(ticks(cell))) for cell in column(12, valid()) if cell != "(空)"} == {3}
    assert Counter(cell.strip() for cell in column(1, valid())) == {"男": 23, "女": 22, "不愿透露": 1}


def test_what_follows_from_an_answer_is_skipped_exactly_where_it_was_not_asked():
    rows = returned()
    where, found = column(15, rows), column(17, rows)
    for question, asked in ((18, "找到过"), (19, "还没有，正在找"), (20, "找到过")):
        assert [cell == "(跳过)" for cell in column(question, rows)] == [cell != asked for cell in found]
    for question in (21, 22, 23):
        skipped = [cell in {"在读", "目前没有工作", "(空)"} for cell in where]
        assert [cell == "(跳过)" for cell in column(question, rows)] == skipped


def test_the_attitude_scale_is_plausible_and_higher_for_those_who_planned_early():
    people = list(zip(valid(), column(9, valid()), strict=True))
    answered = [(statements(row), when) for row, when in people if "(空)" not in statements(row)]
    points = [scored(cells) for cells, _ in answered]
    spread = sum(variance(item) for item in zip(*points, strict=True))
    assert 0.75 <= 6 / 5 * (1 - spread / variance([sum(person) for person in points])) <= 0.85
    late = ("毕业后才开始规划", "没有做过规划", "其他")
    groups = [[sum(scored(c)) / 6 for c, when in answered if (when in late) is x] for x in (True, False)]
    lower, higher = (sum(group) / len(group) for group in groups)
    assert 0.1 < higher - lower < 1


# --- the codebooks ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CODEBOOKS, ids=lambda path: path.name)
def test_every_item_option_and_list_is_named_labelled_and_used(path):
    items = [row for row in table(path, "survey") if row["type"] != "end_group"]
    options = table(path, "choices")
    assert all(re.fullmatch(r"[A-Za-z]\w*", row["name"], re.ASCII) for row in items)
    assert all(re.fullmatch(r"\w+", row["name"], re.ASCII) for row in options)
    assert all(row["label::中文 (zh)"] and row["label::English (en)"] for row in items + options)
    assert len({row["name"] for row in items}) == len(items)
    assert len({(row["list_name"], row["name"]) for row in options}) == len(options)
    types = [row["type"].split() for row in table(path, "survey")]
    asked = {words[1] for words in types if words[0].startswith("select_")}
    assert asked == {row["list_name"] for row in table(path, "choices")}
    assert not any("or_other" in words for words in types)


def test_every_question_of_the_codebook_finds_exactly_one_column():
    headings = list(returned()[0])[6:]
    wanted = [row["sk_column"] for row in table(CODEBOOKS[0], "survey") if row["sk_column"]]
    assert [h.strip() for h in headings] == wanted
    assert all(sum(h.startswith(prefix) for h in headings) == 1 for prefix in wanted)


def test_every_answer_of_the_export_is_an_option_of_its_question():
    labels: dict[str, set[str]] = {}
    for row in table(CODEBOOKS[0], "choices"):
        labels.setdefault(row["list_name"], set()).add(row["label::中文 (zh)"])
    rows = {name.strip(): name for name in returned()[0]}
    for item in table(CODEBOOKS[0], "survey"):
        if item["type"].startswith("select_"):
            cells = [row[rows[item["sk_column"]]] for row in returned()]
            found = {label for cell in cells for label in ticks(cell)} - {"(空)", "(跳过)"}
            assert found <= labels[item["type"].split()[1]], item["name"]


def test_the_fourth_statement_alone_is_reversed():
    items = [row for row in table(CODEBOOKS[0], "survey") if row["sk_scale"] == "career_planning"]
    assert [row["name"] for row in items] == [f"cp_{place}" for place in range(1, 7)]
    assert [row["name"] for row in items if row["sk_reverse"]] == ["cp_4"]
    agreement = [row for row in table(CODEBOOKS[0], "choices") if row["list_name"] == "agree5"]
    assert {row["label::中文 (zh)"]: int(row["sk_value"]) for row in agreement} == POINTS


# --- anes96 and the published figures -----------------------------------------------------------


def test_anes96_holds_the_944_respondents_of_statsmodels_as_whole_numbers():
    from statsmodels.datasets import anes96

    text = (RAW / "anes96" / "anes96.csv").read_bytes()
    header, *rows = csv.reader(text.decode("utf-8").splitlines())
    source = anes96.load_pandas().data[header]
    assert b"\r" not in text and len(rows) == 944
    assert [[int(cell) for cell in row] for row in rows] == source.to_numpy().tolist()
    assert hashlib.sha256(text).hexdigest() in (RAW / "anes96" / "README.md").read_text("utf-8")


def test_every_code_in_anes96_is_an_option_of_its_item():
    with (RAW / "anes96" / "anes96.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    options: dict[str, set[str]] = {}
    for row in table(CODEBOOKS[1], "choices"):
        options.setdefault(row["list_name"], set()).add(row["name"])
    items = [row for row in table(CODEBOOKS[1], "survey") if "group" not in row["type"]]
    assert {item["name"] for item in items} == set(rows[0])
    for item in items:
        if item["type"] != "integer":
            assert {row[item["name"]] for row in rows} <= options[item["type"].split()[1]]


def test_the_labels_of_anes96_follow_the_note_of_the_source():
    from statsmodels.datasets import anes96

    note = anes96.NOTE.replace("14.999", "14,999").replace("75,000-89", "75,000-$89")
    note = note.replace("1-8 grades", "Grades 1-8").lower()
    for row in table(CODEBOOKS[1], "choices"):
        line = rf"{row['name']}\s+- {re.escape(row['label::English (en)'].lower())}\s"
        assert re.search(line, note), row


def test_the_published_figures_are_the_84_source_facts():
    path = RAW / "published" / "published_figures.csv"
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith("6106a3941c28d4a2")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["id"] for row in rows}) == 84
    counts = {row["id"]: (row["count"], row["base"]) for row in rows}
    retained = [counts[f"BT-{k}"] for k in (1, 2, 6, 7)]
    assert retained == [("883", "2061"), ("583", "883"), ("930", "2061"), ("605", "930")]
    assert (counts["JX-1"], counts["JX-2"], counts["TEN-7"]) == (("157", "5000"), ("480", ""), ("10000", "100000"))
    assert all(re.fullmatch(r"00\d_[0-9a-f]{16}\.txt", row["source_file"]) for row in rows)
    assert {row["kind"] for row in rows} == {"rate", "single", "multi", "nested", "target"}
    silent = [row["id"] for row in rows if not row["figure_as_printed"] and not row["count"]]
    assert silent == ["DHU-Q6b", "DHU-Q6c"]  # printed as tied second, without a figure
    assert all(row["id"].startswith("TG-") == (row["kind"] == "target") for row in rows)


# --- the register of the synthetic volunteers ---------------------------------------------------


def test_the_register_knows_every_form_but_the_one_sent_twice():
    rows = list(csv.DictReader((RAW / "volunteers/register_synthetic.csv").read_text("utf-8-sig").splitlines()))
    forms = {unicodedata.normalize("NFKC", row["问卷序号"]).lstrip("0") for row in rows} - {""}
    assert forms == {row["序号"] for row in returned()} - {str(DUPLICATE)}
    assert Counter(row["发放"] for row in rows) == {"是": 50, "否": 2}
    assert {row["问卷序号"] for row in rows if row["发放"] == "否"} == {""}
