"""Exports as Qualtrics writes them: three heading rows, older ids, or the two rows of a legacy file."""

import json
from collections.abc import Sequence

from layouts.form import Asked, Written, answers, empty, typed

META = (("StartDate", "Start Date", "startDate"), ("EndDate", "End Date", "endDate"),
        ("Status", "Response Type", "status"), ("ResponseId", "Response ID", "_recordId"),
        ("RecipientEmail", "Recipient Email", "recipientEmail"))
# row 3 names choices, or not; is in single quotes; has ids with -; two rows of old; row 3, or rows 2 and 3, taken out
STYLES = ("choices", "new", "quoted", "old", "legacy", "two rows", "tags only")
OWN = (("Progress", "Progress", "progress"), ("Finished", "Finished", "finished"),
       ("RecordedDate", "Recorded Date", "recordedDate"))
LEGACY = (("V1", "ResponseID"), ("V2", "ResponseSet"), ("V3", "Name"), ("V7", "Status"))


def write(form: Sequence[Asked], people: int = 20, seed: int = 1, *, style: str = "new", labels: bool = False,
          html: bool = False) -> Written:
    """The export; style is one of STYLES."""
    legacy = style == "legacy"
    made = empty({"legacy": 2, "two rows": 2, "tags only": 1}.get(style, 3), people)
    for tag, *rest in LEGACY if legacy else (*META, *OWN):
        cells = ["0" if tag in {"Status", "V7"} else f"R_{n}" for n in range(people)]
        _add(made, style, tag, rest[0], "" if legacy else rest[1], cells, ("meta", "", ""))
    for number, question in enumerate(form, start=1):
        _question(made, style, number, question, answers(question, people, seed + number), labels, html)
    return made


def _add(made: Written, style: str, tag: str, text: str, name: str, cells: list[str], expected, key=-1) -> None:
    """One column with its heading rows; without wording a column has no stem, and its id for a label."""
    old = name.replace("_", "-") if style == "old" and name.startswith("QID") else name
    held = {"ImportId": old}
    if style == "choices" and expected[0] == "option":
        held = dict(zip(("ImportId", "choiceId"), name.split("_"), strict=True))
    third = str(held) if style == "quoted" else json.dumps(held)
    heads = {"legacy": [tag, text], "two rows": [tag, text], "tags only": [tag]}.get(style, [tag, text, third])
    if style == "tags only" and expected[0] != "meta":
        label = next((cell for cell in cells if cell and cell != "1"), "") if expected[0] == "option" else ""
        label = expected[2] if expected[0] == "other" and made.expected[-1][2] == expected[2] else label
        expected = (expected[0], "", "" if expected[0] == "whole" else label or tag.split("_")[1])
    made.column(heads, cells, expected, key)


def _question(made: Written, style: str, n: int, question: Asked, said: list, labels: bool, html: bool) -> None:
    """The columns of one question."""
    dash = "-" if style in {"old", "legacy"} else " - "
    stem = f"<p>{question.stem}</p>" if html else question.stem
    if question.kind in {"single", "text"}:
        chosen = f"{dash}Selected Choice" if question.other and style in {"new", "choices"} else ""
        name = f"QID{n}_TEXT" if question.kind == "text" else f"QID{n}"
        _add(made, style, f"Q{n}", stem + chosen, name, [_cell(question, one, labels) for one in said],
             ("whole", question.stem, ""), n)
    for place, part in enumerate(question.parts if question.kind not in {"single", "text"} else ()):
        chosen = f"{dash}Selected Choice" if question.other and style == "choices" else ""
        _add(made, style, f"Q{n}_{place + 1}", f"{stem}{chosen}{dash}{part}", f"QID{n}_{place + 1}",
             [_part(question, one, place, labels) for one in said],
             ({"multi": "option", "matrix": "row", "rank": "rank"}[question.kind], question.stem, part), n)
    if question.other:
        last, part = len(question.parts), question.parts[-1]
        tail = " - Text" if style not in {"old", "legacy"} else ""
        _add(made, style, f"Q{n}_{last}_TEXT", f"{stem}{dash}{part}{tail}", f"QID{n}_{last}_TEXT",
             [typed(question, one) for one in said], ("other", question.stem, part), n)


def _cell(question: Asked, one: object, labels: bool) -> str:
    """A cell of a question with one column."""
    if one is None or question.kind == "text":
        return one or ""
    return question.parts[one] if labels else str(one + 1)


def _part(question: Asked, one: object, place: int, labels: bool) -> str:
    """A cell of one option or row."""
    if one is None:
        return ""
    if question.kind == "multi":
        return (question.parts[place] if labels else "1") if place in one else ""
    return str(one[place])
