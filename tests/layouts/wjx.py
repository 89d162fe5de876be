"""Files as 问卷星 exports them.

Variants: `text`, `text-old` (`第3题(行)` for matrix rows), `code` (headings of 2025), `code-old` (of 2018),
`score`.
"""

import re
from collections.abc import Iterator

from layouts.asked import EMPTY, SKIPPED, Asked, Form, Rows, as_bytes, columns_to_rows

META = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
NAMES = {"text": "12345_按文本_志愿者_50_{n}.xlsx", "text-old": "[志愿者]50_{n}_0.xls",
         "code-old": "[志愿者]50_{n}_2.xls", "code": "12345_按序号_志愿者_50_{n}.xlsx",
         "score": "12345_按分数_志愿者_50_{n}.xlsx"}
TOKEN = {SKIPPED: "(跳过)", EMPTY: "(空)"}
CODE = {SKIPPED: "-3", EMPTY: "-2"}


def write(form: Form, variant: str = "text", encoding: str = "xlsx") -> bytes:
    """The bytes of an export."""
    return as_bytes(rows(form, variant), encoding)


def name(form: Form, variant: str) -> str:
    """The name the platform gives the file."""
    return NAMES[variant].format(n=form.respondents)


def rows(form: Form, variant: str = "text", meta: list[str] | None = None) -> Rows:
    """The rows of an export, headings first."""
    columns = [[heading, *_meta(heading, form.respondents)] for heading in (META if meta is None else meta)]
    for number, asked in enumerate(form.questions, start=1):
        columns += _text(asked, number, variant) if variant.startswith("text") else _code(asked, number, variant)
    return columns_to_rows(columns)


def restyled(rows: Rows, mark: str, full: bool) -> Rows:
    """The rows with another mark behind the numbers of questions, and full-width brackets around tokens."""
    heads = [re.sub(r"^(\d+)(?:、|\. )", rf"\g<1>{mark}", head) for head in rows[0]]
    wide = str.maketrans("()", "（）") if full else {}
    return [heads, *([cell.translate(wide) if cell in TOKEN.values() else cell for cell in row] for row in rows[1:])]


def _meta(heading: str, count: int) -> Iterator[str]:
    """The cells of a platform column; numbers are not contiguous."""
    for n in range(count):
        yield {"序号": str(3 * n + 2), "提交答卷时间": f"2026/9/{n + 1} 1:05:07", "所用时间": f"{60 + n}秒",
               "总分": str(n), "来自IP": f"192.0.2.{n}(四川-成都)"}.get(heading, "")


def _stem(asked: Asked, number: int, variant: str) -> str:
    """A heading with its number."""
    return f"{number}{'. ' if variant in {'code', 'score'} else '、'}{asked.stem}"


def _cells(asked: Asked, gaps: dict[str, str], shown) -> list[str]:
    """One column: a gap's token, or what is shown of an answer."""
    return [gaps[answer] if answer in (SKIPPED, EMPTY) else shown(person, answer)
            for person, answer in enumerate(asked.answers)]


def _label(asked: Asked, person: int, option: int) -> str:
    """A label with what was filled in."""
    fill = asked.filled(person, option)
    return asked.parts[option] + (f"〖{fill}〗" if fill else "")


def _text(asked: Asked, number: int, variant: str) -> list[list[str]]:
    """The columns of a question in the text export."""
    head = _stem(asked, number, variant)
    if asked.kind in {"matrix", "blanks"}:
        return [[_row_heading(asked, number, place, variant),
                 *_cells(asked, TOKEN, lambda _, a, p=place: a[p] if asked.kind == "blanks" else asked.labels[a[p]])]
                for place in range(len(asked.parts))]
    joined = {"single": lambda person, a: _label(asked, person, a),
              "multiple": lambda person, a: "┋".join(_label(asked, person, option) for option in a),
              "rank": lambda _, a: "→".join(asked.parts[option] for option in a), "text": lambda _, a: a}[asked.kind]
    return [[f"{head} ", *_cells(asked, TOKEN, joined)]]


def _row_heading(asked: Asked, number: int, place: int, variant: str) -> str:
    """The heading of a row or a blank; only the first row has the question."""
    part = asked.parts[place]
    if asked.kind == "blanks":
        return f"{number}、({place + 1}){part}___"
    if variant.endswith("old"):
        return f"第{number}题({part})"
    return f"{_stem(asked, number, variant)}—{part}" if place == 0 else f"{number}、{part}"


def _code(asked: Asked, number: int, variant: str) -> list[list[str]]:
    """The columns of a question in the code or score export."""
    if asked.kind in {"multiple", "rank"}:
        return [[_option_heading(asked, number, place, variant), *_cells(asked, CODE, _coded(asked, place))]
                for place in range(len(asked.parts))]
    if asked.kind in {"matrix", "blanks"}:
        return [[_row_heading(asked, number, place, variant),
                 *_cells(asked, CODE, lambda _, a, p=place: a[p] if asked.kind == "blanks" else str(a[p] + 1))]
                for place in range(len(asked.parts))]
    shown = {"single": lambda _, a: str(a + 1), "text": lambda _, a: a}[asked.kind]
    return [[_stem(asked, number, variant), *_cells(asked, CODE, shown)]]


def _coded(asked: Asked, place: int):
    """What the column of an option holds: a tick, or a place with -2 for an option left unranked."""
    if asked.kind == "multiple":
        return lambda _, a: str(int(place in a))
    return lambda _, a: str(a.index(place) + 1) if place in a else "-2"


def _option_heading(asked: Asked, number: int, place: int, variant: str) -> str:
    """The heading of an option."""
    part = asked.parts[place]
    if variant == "code-old":
        return f"第{number}题({part})"
    return f"{_stem(asked, number, variant)}({part})" if place == 0 else f"{number} ({part})"


def expected(form: Form, variant: str) -> list[tuple[str, str, str, str]]:
    """Question, role, stem and part of every column after the platform's own."""
    return [slot for number, asked in enumerate(form.questions, start=1)
            for slot in _expected(asked, str(number), variant)]


def _expected(asked: Asked, key: str, variant: str) -> Iterator[tuple[str, str, str, str]]:
    """The slots of one question."""
    split = asked.kind in {"matrix", "blanks"} or (asked.kind in {"multiple", "rank"} and variant[:4] != "text")
    if not split:
        yield key, "whole", asked.stem, ""
        return
    bare = variant.endswith("old") and asked.kind != "blanks"
    answered = any(answer not in (SKIPPED, EMPTY) for answer in asked.answers)
    role = {"multiple": "option", "rank": "rank" if answered else "option"}.get(asked.kind, "row")
    if asked.kind == "matrix" and bare and not answered:
        role = "option" if variant != "text-old" else "row"
    yield from ((key, role, "" if bare else asked.stem, part) for part in asked.parts)
