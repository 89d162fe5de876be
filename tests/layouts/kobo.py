"""Exports as KoboToolbox and ODK Central write them."""

from collections.abc import Sequence
from dataclasses import dataclass

from layouts.form import Asked, Written, answers, empty, typed

KOBO = ("start", "end", "_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "__version__",
        "_tags", "_index")
ODK = ("SubmissionDate", "KEY", "SubmitterName", "ReviewState", "meta-instanceID")


NOTHING = "n/a"


def write(form: Sequence[Asked], people: int = 20, seed: int = 1, *, multi: str = "both", group: str = "",
          separator: str = "/", odk: bool = False, hxl: bool = False, labels: bool = False,
          ona: bool = False) -> Written:
    """The export; `multi` is `joined`, `split` or `both`; matrices and rankings are single questions.

    `labels` writes labels for names; `ona` writes True and False, and n/a for nothing, as Ona does.
    """
    made = empty(1, people)
    early, late = (ODK[:1], ODK[1:]) if odk else (KOBO[:2], KOBO[2:])
    for word in early:
        made.column([word], ["2026-09-03T10:00:00"] * people, ("meta", "", ""))
    for number, question in enumerate(form, start=1):
        said = answers(question, people, seed + number)
        _question(made, number, _Style(f"{group}{separator}" if group else "", separator, multi, labels, ona),
                  question, said)
    for word in late:
        made.column([word], [f"{word}-{n}" for n in range(people)], ("meta", "", ""))
    if hxl:
        made.body.insert(0, ["#" + word.strip("_").replace("/", "+") for word in made.heads[0]])
    return made


@dataclass(frozen=True)
class _Style:
    """How the export was asked for."""

    group: str
    separator: str
    multi: str
    labels: bool
    ona: bool

    def cells(self, cells: list[str]) -> list[str]:
        """Cells as this server writes them."""
        return [cell or NOTHING for cell in cells] if self.ona else cells

    def tick(self, ticked: bool) -> str:
        """A tick."""
        return str(ticked) if self.ona else str(int(ticked))


def _question(made: Written, n: int, style: _Style, question: Asked, said: list) -> None:
    """The columns of one question."""
    stem = question.stem if style.labels else f"q{n}"
    path = style.group + stem
    if question.kind in {"matrix", "rank"}:
        for place in range(len(question.parts)):
            made.column([f"{path}_{place}"], style.cells(["" if one is None else f"v{one[place]}" for one in said]),
                        ("whole", f"{stem}_{place}", ""), 100 * n + place)
        return
    if question.kind != "multi" or style.multi != "split":
        made.column([path], style.cells([_cell(question, one, style) for one in said]), ("whole", stem, ""), n)
    for place in range(len(question.parts)) if question.kind == "multi" and style.multi != "joined" else ():
        cells = style.cells(["" if one is None else style.tick(place in one) for one in said])
        part = question.parts[place] if style.labels else f"c{place}"
        made.column([f"{path}{style.separator}{part}"], cells, ("option", stem, part), n)
    if question.other:
        made.column([f"{path}_other"], style.cells([typed(question, one) for one in said]), ("other", stem, "other"), n)


def _cell(question: Asked, one: object, style: _Style) -> str:
    """A cell of the question's own column."""
    if one is None or question.kind == "text":
        return one or ""
    words = question.parts if style.labels else [f"c{place}" for place in range(len(question.parts))]
    return " ".join(words[place] for place in one) if question.kind == "multi" else words[one]
