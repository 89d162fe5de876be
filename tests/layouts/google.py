"""Files as Google Forms exports them.

Variants: `form` (the form's own CSV: `;`, times with a zone) and `sheet` (the linked sheet: `, `).
"""

from collections.abc import Iterator

from layouts.asked import EMPTY, SKIPPED, Asked, Form, Rows, as_bytes, columns_to_rows, typed_label

TIMES = {"form": "2026/10/0{n} 9:15:00 AM GMT+8", "sheet": "10/{n}/2026 9:15:00"}
SEPARATOR = {"form": ";", "sheet": ", "}


def write(form: Form, variant: str = "sheet", encoding: str = "utf-8") -> bytes:
    """The bytes of an export."""
    return as_bytes(rows(form, variant), encoding)


def rows(form: Form, variant: str = "sheet", stamp: str = "Timestamp", leading: dict[str, str] | None = None,
         typed: bool = False) -> Rows:
    """The rows of an export, headings first; `leading` are platform columns with what their cells hold.

    Words filled in stand in the place of their option where they are `typed`, else nowhere.
    """
    count = form.respondents
    columns = [[stamp, *(TIMES[variant].format(n=n + 1) for n in range(count))]]
    columns += [[heading, *[cell] * count] for heading, cell in (leading or {}).items()]
    columns += [column for asked in form.questions for column in _columns(asked, variant, typed)]
    return columns_to_rows(columns)


def _cells(asked: Asked, shown) -> list[str]:
    """One column of answers; gaps are empty cells."""
    return ["" if answer in (SKIPPED, EMPTY) else shown(person, answer) for person, answer in enumerate(asked.answers)]


def _columns(asked: Asked, variant: str, typed: bool) -> Iterator[list[str]]:
    """The columns of a question."""
    if asked.kind == "matrix":
        for place, part in enumerate(asked.parts):
            yield [f"{asked.stem} [{part}]", *_cells(asked, lambda _, a, p=place: asked.labels[a[p]])]
        return
    label = typed_label if typed else lambda asked, _, option: asked.parts[option]
    shown = {"single": lambda person, a: label(asked, person, a), "text": lambda _, a: a,
             "multiple": lambda person, a: SEPARATOR[variant].join(label(asked, person, option) for option in a)}
    yield [asked.stem, *_cells(asked, shown[asked.kind])]


def expected(form: Form) -> list[tuple[str, str, str]]:
    """Role, stem and part of every question's column."""
    return [(("row", asked.stem, part) if asked.kind == "matrix" else ("whole", asked.stem, ""))
            for asked in form.questions for part in (asked.parts if asked.kind == "matrix" else ("",))]
