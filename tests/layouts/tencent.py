"""Files as 腾讯问卷 exports them.

Variants: `old` (all platform columns first) and `new` (some behind the questions); both end in an empty column.
"""

from collections.abc import Iterator

from layouts.asked import EMPTY, SKIPPED, Asked, Form, Rows, as_bytes, columns_to_rows

FIRST = ["编号", "开始答题时间", "结束答题时间", "答题时长(s)"]
LAST = ["语言", "清洗数据结果", "智能清洗数据无效概率", "地理位置国家和地区", "地理位置省", "地理位置市", "用户类型",
        "用户标识", "昵称", "自定义字段", "IP", "UA", "Referrer", "中奖时间", "中奖金额", "审核状态"]


def write(form: Form, variant: str = "old", encoding: str = "utf-8") -> bytes:
    """The bytes of an export."""
    return as_bytes(rows(form, variant), encoding)


def rows(form: Form, variant: str = "old") -> Rows:
    """The rows of an export, headings first."""
    behind = [] if variant == "old" else _meta(LAST, form.respondents)
    before = _meta(FIRST + (LAST if variant == "old" else []), form.respondents)
    asked = [column for number, question in enumerate(form.questions, start=1) for column in _columns(question, number)]
    return columns_to_rows([*before, *asked, *behind, [""] * (form.respondents + 1)])


def _meta(headings: list[str], count: int) -> list[list[str]]:
    """The platform's own columns."""
    made = {"编号": "{n}", "开始答题时间": "2016-04-27 19:26:4{n}", "结束答题时间": "2016-04-27 19:29:4{n}",
            "答题时长(s)": "18{n}"}
    return [[heading, *(made.get(heading, "").format(n=n) for n in range(count))] for heading in headings]


def _letter(number: int, label: str) -> str:
    """A label as answers have it: A.男."""
    return f"{chr(65 + number)}.{label}"


def _cells(asked: Asked, shown) -> list[str]:
    """One column of answers; gaps are empty cells."""
    return ["" if answer in (SKIPPED, EMPTY) else shown(answer) for answer in asked.answers]


def _columns(asked: Asked, number: int) -> Iterator[list[str]]:
    """The columns of a question."""
    head = f"{number}.{asked.stem}"
    if asked.kind == "single":
        yield [head, *_cells(asked, lambda a: _letter(a, asked.parts[a]))]
    elif asked.kind == "text":
        yield [head, *_cells(asked, lambda a: a)]
    for place, part in enumerate(asked.parts):
        if asked.kind == "multiple":
            yield [f"{head}:{part}", *_cells(asked, lambda a, p=place: _letter(p, asked.parts[p]) if p in a else "")]
        elif asked.kind == "matrix":
            yield [f"{head}:{part}", *_cells(asked, lambda a, p=place: _letter(a[p], asked.labels[a[p]]))]
        elif asked.kind == "blanks":
            yield [f"{head}_填空{place + 1}", *_cells(asked, lambda a, p=place: a[p])]
    if asked.kind in {"single", "multiple"} and any(asked.fills):
        last = len(asked.parts) - 1
        chosen = [answer not in (SKIPPED, EMPTY) and (last == answer if asked.kind == "single" else last in answer)
                  for answer in asked.answers]
        fills = [fill if ticked else "" for fill, ticked in zip(asked.fills, chosen, strict=True)]
        yield [f"{head}_填空{last + 1}", *fills]


def expected(form: Form) -> list[tuple[str, str, str, str]]:
    """Question, role, stem and part of every question's column."""
    return [slot for number, asked in enumerate(form.questions, start=1) for slot in _expected(asked, str(number))]


def _expected(asked: Asked, key: str) -> Iterator[tuple[str, str, str, str]]:
    """The slots of one question."""
    if asked.kind in {"single", "text"}:
        yield key, "whole", asked.stem, ""
    for place, part in enumerate(asked.parts):
        if asked.kind != "single":
            yield (key, "option" if asked.kind == "multiple" else "row", asked.stem,
                   f"填空{place + 1}" if asked.kind == "blanks" else part)
    if asked.kind in {"single", "multiple"} and any(asked.fills):
        yield key, "other", asked.stem, f"填空{len(asked.parts)}"
