"""Exports as LimeSurvey writes them: headings in six forms, ticks in three."""

from collections.abc import Sequence

from layouts.form import Asked, Written, answers, empty, typed

META = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
        "startlanguage": "Start language", "seed": "Seed"}
TICKS = {"short": ("Y", ""), "long": ("Yes", "No"), "converted": ("1", "2"), "numbers": ("1", "0")}
FORMS = ("code", "code & text", "text", "R/SPSS", "sgqa", "vv")


def write(form: Sequence[Asked], people: int = 20, seed: int = 1, *, headings: str = "code",
          ticks: str = "short") -> Written:
    """The export; `headings` is one of FORMS, `ticks` of TICKS."""
    made = empty(2 if headings == "vv" else 1, people)
    for code, text in META.items():
        cells = ["2026-09-03 10:00:00" if code == "submitdate" else str(n + 1) for n in range(people)]
        heads = {"vv": [text, code], "text": [text], "code & text": [f"{code}. {text}"]}.get(headings, [code])
        made.column(heads, cells, ("meta", "", ""))
    for number, question in enumerate(form, start=1):
        _question(made, headings, number, question, answers(question, people, seed + number), TICKS[ticks])
    return made


def _heads(headings: str, n: int, code: str, stem: str, label: str) -> list[str]:
    """The heading rows of one column."""
    text = f"{stem} [{label}]" if label else stem
    said = f"{stem} ({label})" if label else stem
    bracket = f"Q{n}[{code}]" if code else f"Q{n}"
    score = f"Q{n}_{code}" if code else f"Q{n}"
    return {"code": [bracket], "code & text": [f"{bracket}. {text}"], "text": [text], "R/SPSS": [score],
            "sgqa": [f"123X4X{n}{code}"], "vv": [said, score]}[headings]


def _question(made: Written, headings: str, n: int, question: Asked, said: list, ticks: tuple[str, str]) -> None:
    """The columns of one question."""
    worded = headings in {"code & text", "text", "vv"}
    stem = question.stem if worded else ""
    if question.kind in {"single", "text"}:
        made.column(_heads(headings, n, "", question.stem, ""), [_cell(question, one, headings) for one in said],
                    ("whole", stem, ""), n)
    several = question.parts if question.kind not in {"single", "text"} else ()
    for place, part in enumerate(several[:-1] if question.other else several):
        code = str(place + 1) if question.kind == "rank" and headings != "sgqa" else f"SQ00{place + 1}"
        label = f"Rank {place + 1}" if question.kind == "rank" else part
        role = {"multi": "option", "matrix": "row", "rank": "rank"}[question.kind]
        shown = code if role == "rank" else label if worded else code
        made.column(_heads(headings, n, code, question.stem, label),
                    [_part(question, one, place, ticks, headings) for one in said], (role, stem, shown), n)
    if question.other:
        made.column(_heads(headings, n, "other", question.stem, "Other"), [typed(question, one) for one in said],
                    ("other", stem, "Other" if worded else "other"), n)


def _cell(question: Asked, one: object, headings: str) -> str:
    """A cell of a question with one column."""
    if one is None or question.kind == "text":
        return _missing(one, headings)
    return "-oth-" if question.other and one == len(question.parts) - 1 else f"A{one + 1}"


def _missing(one: object, headings: str) -> str:
    """A text as it is, or what stands for a question not shown."""
    return one if one is not None else "{question_not_shown}" if headings == "vv" else "N/A"


def _part(question: Asked, one: object, place: int, ticks: tuple[str, str], headings: str) -> str:
    """A cell of one option, row or place."""
    if one is None:
        return _missing(None, headings)
    if question.kind == "multi":
        return ticks[place not in one]
    return f"A{one[place]}"
