"""Exports of platforms that write one row of headings: a table of how each names its columns and writes its cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layouts.asked import Rows, columns_to_rows
from layouts.form import Asked, answers, typed


@dataclass(frozen=True)
class Dress:
    """Own columns in front and behind; names of a question's column, of a part's, and of the words beside an option;
    a tick and none, whether ticks are joined in one cell, and whether cells hold codes.
    """

    own: tuple[str, ...]
    whole: Callable[[int, Asked], str] = lambda n, asked: asked.stem
    part: Callable[[int, int, Asked], str] = lambda n, p, asked: f"{asked.stem}-{asked.parts[p]}"
    other: Callable[[int, Asked], str] = lambda n, asked: f"{asked.stem}-Other"
    ticks: tuple[str, str] = ("", "")
    joined: str = ""
    codes: bool = False
    behind: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("single", "multi", "matrix", "rank", "text")
    counted: bool = False


CODED = {"part": lambda n, p, asked: f"A1{n:02}_{p + 1:02}", "whole": lambda n, asked: f"A1{n:02}" + "_01" * (
    asked.kind == "text"), "other": lambda n, asked: f"A1{n:02}_{len(asked.parts):02}" + "a" * (asked.kind == "multi")}
JOINED = {"joined": ",", "kinds": ("single", "multi", "matrix", "text")}
DRESSES = {
    "typeform": Dress(("#",), part=lambda n, p, asked: asked.parts[p], other=lambda n, asked: "Other",
                      kinds=("single", "multi", "text"),
                      behind=("Start Date (UTC)", "Submit Date (UTC)", "Network ID")),
    "alchemer": Dress(("Response ID", "Time Started", "Date Submitted", "Status"),
                      part=lambda n, p, asked: f"{asked.parts[p]}:{asked.stem}",
                      other=lambda n, asked: f"Other - Write In:{asked.stem}"),
    "redcap": Dress(("record_id",), lambda n, asked: f"q{n}",
                    lambda n, p, asked: f"q{n}___{p + 1}" if asked.kind == "multi" else f"q{n}_{p + 1}",
                    lambda n, asked: f"q{n}_say", ("1", "0"), codes=True, behind=("form_complete",)),
    "sosci": Dress(("CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED"), ticks=("2", "1"), codes=True, counted=True,
                   behind=("TIME_SUM", "FINISHED", "LASTPAGE", "MISSREL"), **CODED),
    "plain": Dress(("id",), lambda n, asked: f"q{n}", lambda n, p, asked: f"q{n}_{p + 1}", lambda n, asked: f"q{n}_say",
                   ("1", "0"), codes=True),
    "jinshuju": Dress(("序号", "提交人", "提交时间", "填写设备"), **JOINED),
    "feishu": Dress(("编号", "提交人", "提交时间"), **JOINED),
    "tencent_docs": Dress(("提交者（自动）", "提交时间（自动）"), lambda n, asked: f"{asked.stem}（必填）", **JOINED),
    "wps": Dress(("填写ID", "填写者", "提交时间"), **JOINED),
    "wenjuanwang": Dress(("编号", "开始时间", "结束时间", "答题时长", "IP"), **JOINED)}
OWN = {"Status": "Complete", "QUESTNNR": "base", "MODE": "interview", "SERIAL": "", "REF": "", "FINISHED": "1",
       "form_complete": "2", "MISSREL": "0", "填写设备": "手机"}
WORDS = ("", "Very bad", "Bad", "So so", "Good", "Very good")


def rows(form: Sequence[Asked], platform: str, people: int = 20, seed: int = 1) -> Rows:
    """The rows of an export, headings first."""
    dress = DRESSES[platform]
    asked = [column for n, one in enumerate(form, start=1) if one.kind in dress.kinds
             for column in _columns(dress, n, one, answers(one, people, seed + n))]
    return columns_to_rows([*_own(dress.own, people), *asked, *_own(dress.behind, people)])


def _own(headings: Sequence[str], people: int) -> list[list[str]]:
    """The platform's own columns."""
    return [[word, *(OWN.get(word, f"2026-03-{n + 1:02} 10:00:00" if word.lower() != "id" and ("ate" in word or word[
        -2:] in ("时间", "ED")) else str(n + 101)) for n in range(people))] for word in headings]


def _columns(dress: Dress, n: int, asked: Asked, said: list) -> list[list[str]]:
    """The columns of one question."""
    several = asked.kind in {"matrix", "rank"} or (asked.kind == "multi" and not dress.joined)
    columns = [[dress.whole(n, asked), *(_cell(dress, asked, one) for one in said)]] if not several else [
        [dress.part(n, p, asked), *(_part(dress, asked, p, one) for one in said)] for p in range(len(asked.parts))]
    beside = [[dress.other(n, asked), *(typed(asked, one) for one in said)]] if asked.other else []
    counted = [[dress.whole(n, asked), *("" if one is None else str(len(one)) for one in said)]
               ] if dress.counted and asked.kind == "multi" else []
    return [*counted, *columns, *beside]


def _cell(dress: Dress, asked: Asked, one: object) -> str:
    """A cell of a question with one column."""
    if one is None or asked.kind == "text":
        return one or ""
    if asked.kind == "multi":
        return dress.joined.join(asked.parts[place] for place in one)
    return str(one + 1) if dress.codes else asked.parts[one]


def _part(dress: Dress, asked: Asked, place: int, one: object) -> str:
    """A cell of one option or row."""
    if one is None:
        return ""
    if asked.kind == "multi":
        return (dress.ticks[0] or asked.parts[place]) if place in one else dress.ticks[1]
    return str(one[place]) if dress.codes or asked.kind == "rank" else WORDS[one[place]]
