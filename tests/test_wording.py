"""The words a committee reads: what our reports used to say must not come back, in any room."""

import csv
import html
import json
import re
from pathlib import Path

import pytest

import surveykit as sk

ROOT = Path(__file__).parents[1]
ROOMS = {path.parent.name: path for path in sorted((ROOT / "surveykit").glob("*/phrases.csv"))}
# rooms whose phrases stand in tables, figures, sentences and reports
READ = ("analysis", "audit", "clean", "figures", "interviews", "report", "result", "sentences")
ANYWHERE = {
    "zh": r"题本|编码员|话轮(?!）)|原话|说死|手头|未被问到|低分侧|高分侧|归并|一算便知|凑中|指纹",
    "en": r"turned round|came back|\bby accident\b|\bk/n\b"}
IN_REPORTS = {
    "zh": r"本笔记|见笔记|笔记本|所印|只印|印了|可得|正好|偶然|查过的|可行的?基数|(?<!原文的)(?<!原文报告的)数字(?!串)|"
          r"不能分辨|未能分辨|无从|未计入|人数/基数|题项与其余题|删除该题|Cronbach α|Cohen κ|Krippendorff α|"
          r"Gwet AC1|Cramér V|Hedges g|能说|评判|[？?]$",
    "en": r"left out|can(?:not)? stand\b|stands? on\b|\bcut\b|\bcutting\b|\braising\b|\braised\b|\bsearched\b|"
          r"platform wjx|nobody's words|\bnotebook"}


PROSE = (
    r"本笔记|见笔记|笔记 ?\d\d|说死|印了什么|没印什么|原文所印|可得|男女之间|一环套一环|人数/基数|题项与其余题|"
    r"本应怎样|不能说的|出格|容得下|从不评判|眼中|不坚定的|不能分辨|未计入|偶然|\bcutting\b|\braising\b|"
    r"can stand|stands on \d|"
    r"which bases they are stands|left out:|numbers stand for names|nobody's words|platform wjx|this notebook|"
    r"notebook \d\d")


def phrases(room: str) -> list[tuple[str, str, str]]:
    """Key, language and words of every phrase of a room, without the names of slots."""
    rows = list(csv.reader(ROOMS[room].read_text(encoding="utf-8").splitlines(), strict=True))[1:]
    return [(key, language, re.sub(r"\{\w+\}", "", text)) for key, *sides in rows
            for language, text in zip(("zh", "en"), sides, strict=True)]


def find_banned(room: str, banned: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, found[0]) for key, language, text in phrases(room) if (found := re.search(banned[language], text))]


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_says_what_the_list_took_away(room):
    assert find_banned(room, ANYWHERE) == []


@pytest.mark.parametrize("room", READ)
def test_what_stands_in_reports_is_said_in_a_committees_words(room):
    assert find_banned(room, IN_REPORTS) == []


def test_messages_call_a_codebook_and_a_coder_by_their_names():
    rows = csv.reader((ROOT / "surveykit/words/messages.csv").read_text(encoding="utf-8").splitlines(), strict=True)
    assert [zh for _, zh in rows if re.search(ANYWHERE["zh"], zh)] == []


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_stored_table_or_prose_says_what_the_list_took_away(notebook):
    # what the software said when the notebook ran; its prose is the authors'
    stored = re.findall(r'"text/plain": \[(.*?)\]', notebook.read_text(encoding="utf-8"), re.DOTALL)
    assert stored and [found[0] for text in stored for banned in ANYWHERE.values()
                       if (found := re.search(banned, text))] == []
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    banned = "|".join([PROSE, *ANYWHERE.values()])
    assert prose and [found[0] for text in prose if (found := re.search(banned, text, re.IGNORECASE))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_built_report_says_a_committees_words(cleaned, tmp_path, language):
    flow, plans = sk.case_flow(cleaned), sk.frequencies(cleaned, "plan_after_service")
    test, trust = sk.association(cleaned, "planning_time", "gender"), sk.reliability(cleaned, "career_planning")
    items, hardship = sk.item_analysis(cleaned, "career_planning"), sk.multiple_response(cleaned, "policies")
    figures = sk.audit_figures("data/raw/published/published_figures.csv")
    results = [flow, plans, hardship, test, trust, items, sk.likert(cleaned, "career_planning"), figures]
    pieces = [sk.summary(results[:6]), *(piece for one in results for piece in (one, sk.interpret(one, style="full"))),
              sk.plot(flow), sk.plot(sk.likert(cleaned, "career_planning")), sk.cleaning_log(cleaned)]
    path = sk.write_report(pieces, tmp_path / "report.html", survey=cleaned, language=language)
    page = re.sub(r"<style.*?</style>|data:[^\"]*|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    banned = f"{ANYWHERE[language]}|{IN_REPORTS[language].removesuffix('|[？?]$')}"
    assert len(page) > 5000 and re.findall(banned, html.unescape(page)) == []


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_bold_words_end_where_jupyterlab_ends_them(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    pieces = [line.split("**") for cell in cells if cell["cell_type"] == "markdown"
              for line in "".join(cell["source"]).splitlines()]
    assert [parts[n] for parts in pieces for n in range(1, len(parts) - 1, 2)  # `。**每` closes nothing in CommonMark
            if re.search(r"[^\w\s]$", parts[n]) and re.match(r"\w", parts[n + 1])] == []
