"""Files as Google Forms exports them.

Variants: `form` (the form's own CSV: `;`, times with a zone) and `sheet` (the linked sheet: `, `).
"""

from __future__ import annotations

from collections.abc import Iterator

from layouts.asked import EMPTY, SKIPPED, Asked, Form, Rows, as_bytes, columns_to_rows

TIMES = {"form": "2026/10/0{n} 9:15:00 AM GMT+8", "sheet": "10/{n}/2026 9:15:00"}
SEPARATOR = {"form": ";", "sheet": ", "}


def write(form: Form, variant: str = "sheet", encoding: str = "utf-8") -> bytes:
    """The bytes of an export."""
    return as_bytes(rows(form, variant), encoding)


def rows(form: Form, variant: str = "sheet", stamp: str = "Timestamp", leading: dict[str, str] | None = None) -> Rows:
    """The rows of an export, headings first; `leading` are platform columns with what their cells hold."""
    count = form.respondents
    columns = [[stamp, *(TIMES[variant].format(n=n + 1) for n in range(count))]]
    columns += [[heading, *[cell] * count] for heading, cell in (leading or {}).items()]
    columns += [column for asked in form.questions for column in _columns(asked, variant)]
    return columns_to_rows(columns)


def _cells(asked: Asked, shown) -> list[str]:
    """One column of answers; gaps are empty cells."""
    return ["" if answer in (SKIPPED, EMPTY) else shown(answer) for answer in asked.answers]


def _columns(asked: Asked, variant: str) -> Iterator[list[str]]:
    """The columns of a question."""
    if asked.kind == "matrix":
        for place, part in enumerate(asked.parts):
            yield [f"{asked.stem} [{part}]", *_cells(asked, lambda a, p=place: asked.labels[a[p]])]
        return
    shown = {"single": lambda a: asked.parts[a], "text": lambda a: a,
             "multiple": lambda a: SEPARATOR[variant].join(asked.parts[option] for option in a)}[asked.kind]
    yield [asked.stem, *_cells(asked, shown)]


def expected(form: Form) -> list[tuple[str, str, str]]:
    """Role, stem and part of every question's column."""
    return [(("row", asked.stem, part) if asked.kind == "matrix" else ("whole", asked.stem, ""))
            for asked in form.questions for part in (asked.parts if asked.kind == "matrix" else ("",))]
