"""A small questionnaire with answers, that writers lay out as their platform does."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import openpyxl
from hypothesis import strategies as st

Rows = list[list[str]]
SKIPPED = "skipped"
EMPTY = "empty"


@dataclass(frozen=True)
class Asked:
    """A question; `parts` are options, or rows of a matrix (whose options are `labels`), or blanks.

    Kinds: single, multiple, rank, matrix, text, blanks. An answer is SKIPPED, EMPTY, or: the number of an
    option; a tuple of numbers of options (ticked, ranked, or one per row); a text; a tuple of texts.
    `fills` holds what is filled in beside the last option, one per respondent.
    """

    kind: str
    stem: str
    parts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    answers: tuple[object, ...] = ()
    fills: tuple[str, ...] = ()

    def filled(self, respondent: int, option: int) -> str:
        """What is filled in beside an option."""
        return self.fills[respondent] if self.fills and option == len(self.parts) - 1 else ""


@dataclass(frozen=True)
class Form:
    """Questions, and how many people answered them."""

    questions: tuple[Asked, ...]
    respondents: int


def typed_label(asked: Asked, person: int, option: int) -> str:
    """The label of an option; where words are filled in beside it, these words in its place."""
    return asked.filled(person, option) or asked.parts[option]


def with_other(form: Form) -> Form:
    """The form, with `其他` as the last option of single-choice and select-all questions."""
    def changed(asked: Asked) -> Asked:
        closed = asked.kind in {"single", "multiple"}
        return replace(asked, parts=(*asked.parts[:-1], "其他")) if closed else replace(asked, fills=())
    return replace(form, questions=tuple(map(changed, form.questions)))


def as_bytes(rows: Rows, encoding: str) -> bytes:
    """The rows as a workbook (`xlsx`), or as CSV in an encoding."""
    if encoding != "xlsx":
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue().encode(encoding)
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.data_type = "s"
    book.save(stream)
    return stream.getvalue()


def columns_to_rows(columns: Sequence[Sequence[str]]) -> Rows:
    """Columns, each with its heading first, as rows."""
    return [list(row) for row in zip(*columns, strict=True)]


EXAMPLE = Form((
    Asked("single", "您的性别", ("男", "女", "其他"), answers=(0, 1, 2, 0, 1, 0), fills=("", "", "不愿说", "", "", "")),
    Asked("multiple", "您通过哪些渠道了解项目？（可多选）",
          ("学校", "文化类(动漫、游戏等)", "网络（微博,微信）", "其他"),
          answers=((0, 1), (3,), (0, 1, 2, 3), SKIPPED, EMPTY, (2,)), fills=("", "a、b,c", "x", "", "", "")),
    Asked("matrix", "请评价以下说法", ("指导有帮助", "很难得到帮助"), ("不同意", "一般", "同意"),
          answers=((0, 1), (2, 2), (1, 0), (2, 1), SKIPPED, (0, 0))),
    Asked("rank", "请按重要性排序", ("收入", "离家近", "兴趣"),
          answers=((0, 1, 2), (2, 0), (1, 0, 2), SKIPPED, (2,), (0, 2, 1))),
    Asked("blanks", "", ("你的入学年份", "年入学，专业为"),
          answers=(("2013", "法学"), ("2014", "历史"), ("2015", "a"), ("2016", "b"), EMPTY, ("2013", "c"))),
    Asked("text", "您的建议", answers=("多组织活动", "无", "没有（请跳过）", EMPTY, "好→更好？", "给 3 个名额"))), 6)

MARKS = ",;、，·|┆┊/&'\""
WORDS = st.text(f"收入家乡兴趣学习ab éÖ{MARKS}", min_size=1, max_size=6).map(lambda text: " ".join(text.split()))
PLAIN = WORDS.filter(lambda text: text.strip(MARKS) != "")
ENDINGS = ["", "(甲)", "（乙）", "(外(内)，丙)", "【请注明】"]
BALANCED = st.builds("{}{}".format, PLAIN, st.sampled_from(ENDINGS))
LABELS = st.builds("{}{}".format, PLAIN, st.sampled_from([*ENDINGS, ")乙(丁)"]))
STEMS = st.builds("{}{}".format, PLAIN, st.sampled_from(["", "？", "（可多选）", "(多选)？", "：请选择"]))


@st.composite
def forms(draw: st.DrawFn, kinds: Sequence[str], labels: st.SearchStrategy[str] = LABELS) -> Form:
    """A questionnaire of one to five questions with distinct stems, and one to six respondents."""
    people = draw(st.integers(1, 6))
    stems = draw(st.lists(STEMS, min_size=1, max_size=5, unique_by=lambda stem: stem.casefold()))
    return Form(tuple(draw(_asked(draw(st.sampled_from(kinds)), stem, people, labels)) for stem in stems), people)


@st.composite
def _asked(draw: st.DrawFn, kind: str, stem: str, people: int, labels: st.SearchStrategy[str]) -> Asked:
    """One question with its answers."""
    parts = () if kind == "text" else tuple(draw(st.lists(labels, min_size=2, max_size=4, unique=True)))
    numbers = st.integers(0, len(parts) - 1) if parts else st.just(0)
    some = st.lists(numbers, min_size=1, max_size=len(parts) or 1, unique=True)
    answer = {"single": numbers, "multiple": some.map(lambda ticks: tuple(sorted(ticks))), "rank": some.map(tuple),
              "matrix": st.tuples(*[st.integers(0, 2)] * len(parts)), "text": PLAIN,
              "blanks": st.tuples(*[PLAIN] * len(parts))}[kind]
    gap = st.sampled_from([SKIPPED, EMPTY])
    answers = draw(st.lists(st.one_of(answer, answer, gap), min_size=people, max_size=people))
    fills = draw(st.lists(st.sampled_from(["", "┆x", "a,b"]), min_size=people, max_size=people))
    return Asked(kind, "" if kind == "blanks" else stem, parts, ("低", "中", "高") if kind == "matrix" else (),
                 tuple(answers), tuple(fills) if kind in {"single", "multiple"} else ())
