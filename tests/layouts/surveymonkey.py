"""Exports as SurveyMonkey writes them: two heading rows, or flattened to one by somebody else."""

from collections.abc import Sequence

from layouts.form import Asked, Written, answers, empty, typed

META = ("RespondentID", "CollectorID", "StartDate", "EndDate", "IP Address", "Email Address")
TYPED = "Other (please specify)"


def write(form: Sequence[Asked], people: int = 20, seed: int = 1, *, flat: bool | str = False, numeric: bool = False,
          meta: Sequence[str] = META) -> Written:
    """The export; `numeric` writes the places of options instead of their labels.

    `flat` puts the two headings into one; "bare" leaves out `Response`, as files of others do.
    """
    made = empty(1 if flat else 2, people)
    for word in meta:
        made.column([word] if flat else [word, ""], [f"1000{n}" for n in range(people)], ("meta", "", ""))
    for number, question in enumerate(form, start=1):
        _question(made, flat, numeric, number, question, answers(question, people, seed + number))
    return made


def _question(made: Written, flat: bool | str, numeric: bool, n: int, question: Asked, said: list) -> None:
    """The columns of one question."""
    columns = []
    if question.kind in {"single", "text"}:
        word = "Open-Ended Response" if question.kind == "text" else "Response"
        columns.append((word, [_cell(question, one, numeric) for one in said], ("whole", question.stem, "")))
    several = question.parts if question.kind not in {"single", "text"} else ()
    role = {"multi": "option", "matrix": "row", "rank": "rank"}.get(question.kind, "")
    for place, part in enumerate(several[:-1] if question.other else several):
        columns.append((part, [_part(question, one, place, numeric) for one in said], (role, question.stem, part)))
    if question.other:
        columns.append((TYPED, [typed(question, one) for one in said], ("other", question.stem, TYPED)))
    for place, (part, cells, expected) in enumerate(columns):
        bare = flat == "bare" and expected[0] == "whole"
        joined = question.stem if bare else f"{question.stem} - {part}"
        made.column([joined] if flat else ["" if place else question.stem, part], cells, expected, n)


def _cell(question: Asked, one: object, numeric: bool) -> str:
    """A cell of a question with one column."""
    if one is None or question.kind == "text":
        return one or ""
    if question.other and one == len(question.parts) - 1:
        return ""
    return str(one + 1) if numeric else question.parts[one]


def _part(question: Asked, one: object, place: int, numeric: bool) -> str:
    """A cell of one option or row."""
    if one is None:
        return ""
    if question.kind == "multi":
        return "" if place not in one else str(place + 1) if numeric else question.parts[place]
    words = ("", "Very bad", "Bad", "So so", "Good", "Very good")
    return str(one[place]) if question.kind == "rank" or numeric else words[one[place]]
