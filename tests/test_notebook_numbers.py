"""What the audit notebooks say in prose is what the code computes, number by number."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from builders import cases

import surveykit as sk
from surveykit.audit import PrintedFigure, question_table
from surveykit.report.living_prose import LIVING, fill_markdown
from surveykit.report.named_results import read_named_results
from surveykit.words.marks import claims
from surveykit.words.messages import Message

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "data/raw/published"
FIGURES = sk.read_figures(PUBLISHED / "published_figures.csv")
COLLEGE = sk.read_figures(PUBLISHED / "destinations_control.csv")
STUDY = tuple(figure for figure in sk.audit.pick_figures(FIGURES, "DHU-Q*") if figure.exact)
BY_NAME = {figure.name: figure for figure in (*FIGURES, *COLLEGE)}
NOTEBOOKS = ("01_published_figures", "10_audit_of_counts")
DATA = re.compile(r'<data value="([^"]*)">([^<]*)</data>')
ELSEWHERE = {  # printed by the sources, in no line of their tables
    "86.31%", "50", "46", "11", "900", "2", "26", "500", "22", "2100", "7", "2000", "2570"}


@cache
def prose(name: str, language: str) -> str:
    """The prose of a notebook in one language."""
    cells = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["metadata"].get("tags") == [language])


@cache
def plain(name: str, language: str) -> str:
    """The prose as a reader of the report sees it."""
    results = read_named_results(json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8")))
    text = fill_markdown(prose(name, language), results, language, Message(name))
    return re.sub(r"\\(?=[^\w\s])", "", DATA.sub(r"\2", text)).replace("\u00a0", " ")


def question(number: int) -> tuple[PrintedFigure, ...]:
    """The exact figures of a question of the founding study."""
    return tuple(figure for figure in STUDY if figure.name.startswith(f"DHU-Q{number}"))


def kind(number: int) -> str:
    """Single or several answers."""
    return "single" if question(number)[0].kind == "single" else "multi"


def on_46(mode: str) -> int:
    """How many figures of the study can occur on 46 by one reading."""
    return sum(sk.audit.attainable(figure, 46).holds(mode) for figure in STUDY)


@cache
def facts() -> dict[str, object]:
    """Everything the prose of both notebooks states, computed."""
    planning, career = question(2), sk.audit.bases
    board = question_table(STUDY, "scoreboard", n_min=30, n_max=60, marked=46, draws=10).table
    score = board.set_index("base")["rounding"]
    pairs = [career([planning[i], planning[j]], 400, kind="single").rounding for i, j in ((0, 2), (0, 1), (1, 2))]
    first = career(planning, 400).mixed[0]
    home, study = (sk.audit.attainable(BY_NAME[f"DHU-Q6{part}"], 44).rounding[0] for part in "ad")
    limits = [sk.audit.attainable(figure, 39).rounding[0] for figure in question(3)]
    implied = {name: sk.audit.implied_base(BY_NAME[name].count, BY_NAME[name]) for name in ("WE-1", "WE-2", "NAT-1")}
    chain = sk.audit.check_nested(BY_NAME["B8-1"], BY_NAME["B8-2"], 125).bases.rounding
    left = question_table(FIGURES, "untestable").table
    return {
        "figures": len(STUDY), "impossible": len(STUDY) - on_46("rounding"), "by_any": len(STUDY) - on_46("mixed"),
        "best": int(score.idxmax()), "most": int(score.max()), "here": int(score[46]), "searched": 60 - 30 + 1,
        "joint": pairs[0][0], "odd": min(n for found in pairs[1:] for n in found), "lowest": first,
        "by_rounding": career(planning, 400).rounding[0], "crowd": sk.audit.attainable(planning[0], first).mixed[0],
        "ticks": sk.audit.attainable(question(3)[0], 131).rounding[0],
        "alone": [n for n in range(1, 7) if any(46 in career(question(n), 46, n_min=46, kind=kind(n))[mode]
                                                for mode in range(5))],
        "home": home, "study": study, "rest": 44 - home - study, "limits": limits,
        "sum": sum(figure.value for figure in COLLEGE[:9]), "graduates": sum(figure.count for figure in COLLEGE[:9]),
        "implied": {name: found.rounding for name, found in implied.items()}, "cut": implied["WE-2"].truncation,
        "passed": sk.audit.attainable("65.40", 1740).rounding, "sat": sk.audit.implied_base(1136, "65.40").rounding,
        "chain": chain, "targets": len((ROOT / "data/raw/published/targets.csv").read_text("utf-8").splitlines()) - 1,
        "others": int((~left["item"].str.startswith(("DHU", "TG"))).sum())}


@pytest.mark.parametrize(*cases("notebook_statements"))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_statement_says_the_numbers_that_are_computed(what, number, zh, en, language):
    assert (zh if language == "zh" else en).format_map(facts()) in plain(NOTEBOOKS[number == 10], language)


def test_facts_that_no_slot_holds_are_as_the_prose_assumes():
    found = facts()
    assert found["alone"] == [1] and len(STUDY) == 14 and found["sum"] * 100 == 10001
    assert [high - low + 1 for low, high in (found["implied"]["WE-1"], found["implied"]["NAT-1"])] == [16, 110]
    assert found["chain"] == (36, 53, 72, 89, 106, 108, 123, 125)
    assert found["sat"][0] == 1740 - 3 and found["implied"]["WE-2"] == (500, 500) and found["cut"] == (499, 500)
    assert 883 + 1678 == 2561 == BY_NAME["TEN-3"].count - 39


def test_the_four_readings_need_the_counts_that_are_named():
    table = question_table(STUDY, "counts", candidates=(39, 44, 46, 50, 55)).table
    cells = {(row["item"][:6], row["base"]): (row["counts"], row["reading"]) for row in table.to_dict("records")}
    for base, name, counts in ((44, "DHU-Q1", "16 + 16"), (44, "DHU-Q6", "20 + 4"), (55, "DHU-Q1", "20 + 20"),
                               (55, "DHU-Q6", "25 + 5")):
        assert cells[name, base] == (counts, "rounding")
        assert all(counts in plain(NOTEBOOKS[0], language) for language in ("zh", "en"))
    assert [name for (name, base), (_, reading) in cells.items() if base == 39 and reading] == [
        "DHU-Q1", "DHU-Q3", "DHU-Q4"]
    assert 132 == 3 * 44 and 132 in sk.audit.bases(question(5), 140, kind="ticks", people=44).rounding


def test_random_figures_do_as_well_as_often_as_the_notebook_shows():
    found = question_table(STUDY, "chance").settings["simulated"]
    assert (found["figures"], found["best"], found["best_bases"]) == (13, 6, [55])
    assert 0.16 < found["reached"] / found["draws"] < 0.19


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_quoted_figure_was_printed_by_a_source(name, language):
    known = {re.sub(r"[^\d.%‰]", "", figure.printed) for figure in BY_NAME.values()} | ELSEWHERE
    counts = {number for figure in BY_NAME.values() for number in (figure.count, figure.base) if number}
    known |= {str(number // unit) for number in counts for unit in (1, 1000, 10_000) if number % unit == 0}
    quoted = [shown for value, shown in DATA.findall(prose(name, language)) if value == "printed"]
    assert len(quoted) > 5 and set(quoted) <= known


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_computed_share_rests_on_counts_of_the_sources(name, language):
    known = {number for figure in BY_NAME.values() for number in (figure.count, figure.base)}
    shares = [value for value, _ in DATA.findall(prose(name, language)) if "/" in value and value[0].isdigit()]
    assert shares and {int(part) for value in shares for part in value.split("/")} - known <= {2}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_both_languages_mark_the_same_numbers(name):
    sides = [sorted(DATA.findall(prose(name, language))) for language in ("zh", "en")]
    sides = [[pair for pair in side if pair[0] != "printed" or "%" in pair[1]] for side in sides]  # 12 万, 120 thousand
    assert sides[0] == sides[1]
    living = [sorted(LIVING.findall(prose(name, language))) for language in ("zh", "en")]
    assert living[0] == living[1] != []
    assert all(not list(claims(DATA.sub("", prose(name, language)))) for language in ("zh", "en"))


def test_the_control_passes_in_every_line():
    verdicts = sk.audit_figures(COLLEGE).table["verdict"]
    assert len(verdicts) == 11 and set(verdicts) == {"rounding"}
    assert sk.audit.check_closes(COLLEGE[:9]).fits and sum(figure.count for figure in COLLEGE[:9]) == COLLEGE[0].base
