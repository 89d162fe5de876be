"""Exports as KoboToolbox and ODK Central write them."""

from __future__ import annotations

from collections.abc import Sequence

from layouts.form import Asked, Written, answers, empty, typed

KOBO = ("start", "end", "_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "__version__",
        "_tags", "_index")
ODK = ("SubmissionDate", "KEY", "SubmitterName", "ReviewState", "meta-instanceID")


def write(form: Sequence[Asked], people: int = 20, seed: int = 1, *, multi: str = "both", group: str = "",
          separator: str = "/", odk: bool = False, hxl: bool = False) -> Written:
    """The export; `multi` is `joined`, `split` or `both`; matrices and rankings are single questions."""
    made = empty(1, people)
    early, late = (ODK[:1], ODK[1:]) if odk else (KOBO[:2], KOBO[2:])
    for word in early:
        made.column([word], ["2026-09-03T10:00:00"] * people, ("meta", "", ""))
    for number, question in enumerate(form, start=1):
        said = answers(question, people, seed + number)
        path = f"{group}{separator}q{number}" if group else f"q{number}"
        _question(made, number, path, separator, question, said, multi)
    for word in late:
        made.column([word], [f"{word}-{n}" for n in range(people)], ("meta", "", ""))
    if hxl:
        made.body.insert(0, ["#" + word.strip("_").replace("/", "+") for word in made.heads[0]])
    return made


def _question(made: Written, n: int, path: str, separator: str, question: Asked, said: list, multi: str) -> None:
    """The columns of one question."""
    stem = f"q{n}"
    if question.kind in {"matrix", "rank"}:
        for place in range(len(question.parts)):
            made.column([f"{path}_{place}"], ["" if one is None else f"v{one[place]}" for one in said],
                        ("whole", f"{stem}_{place}", ""), 100 * n + place)
        return
    if question.kind != "multi" or multi != "split":
        made.column([path], [_cell(question, one) for one in said], ("whole", stem, ""), n)
    for place in range(len(question.parts)) if question.kind == "multi" and multi != "joined" else ():
        cells = ["" if one is None else str(int(place in one)) for one in said]
        made.column([f"{path}{separator}c{place}"], cells, ("option", stem, f"c{place}"), n)
    if question.other:
        made.column([f"{path}_other"], [typed(question, one) for one in said], ("other", stem, "other"), n)


def _cell(question: Asked, one: object) -> str:
    """A cell of the question's own column."""
    if one is None or question.kind == "text":
        return one or ""
    return " ".join(f"c{place}" for place in one) if question.kind == "multi" else f"c{one}"
