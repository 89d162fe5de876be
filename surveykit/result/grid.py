"""A table ready to be shown: strings in cells, heading rows, notes below the rule.

Every output (notebook, HTML, Word, PDF) draws the same Grid, so every output shows the same rounding.
"""

from dataclasses import dataclass
from html import escape

from surveykit.text.display_width import display_width

SIDES = {"l": "left", "r": "right", "c": "center"}


@dataclass(frozen=True, slots=True)
class Head:
    """One heading cell; `across` columns wide."""

    text: str
    across: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Caption, heading rows, body rows (all text), alignment per column, notes.
    `head` rows cover all columns (their `across` add up to `len(align)`); `align` holds `l`,
    `r` or `c`; a row of `rows` may be a single string, a group line across the table.
    """

    caption: str
    head: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[str, ...] | str, ...]
    align: str
    notes: tuple[str, ...] = ()

    def to_html(self) -> str:
        """An HTML table, everything escaped, no ids and no scripts."""
        head = "".join(f"<tr>{''.join(self._heads(row))}</tr>" for row in self.head)
        body = "".join(f"<tr>{self._body(row)}</tr>" for row in self.rows)
        notes = "".join(f"<small>{escape(note)}</small><br>" for note in self.notes)
        return (f"<table><caption>{escape(self.caption)}</caption><thead>{head}</thead>"
                f"<tbody>{body}</tbody></table>{notes}")

    def to_text(self) -> str:
        """A plain-text table; Chinese characters count as two columns."""
        lines = [self._spread_heads(row) for row in self.head]
        body = [tuple(map(_one_line, row)) if isinstance(row, tuple) else
                (_one_line(row), *[""] * (len(self.align) - 1)) for row in self.rows]
        widths = [max(display_width(row[i]) for row in (*lines, *body)) for i in range(len(self.align))]
        drawn = ["  ".join(map(_pad, row, widths, self.align)).rstrip() for row in (*lines, *body)]
        rule = "-" * max(map(display_width, drawn))
        parts = [self.caption, rule, *drawn[: len(lines)], rule, *drawn[len(lines):], rule]
        return "\n".join([*parts, *self.notes])

    def _heads(self, row: tuple[Head, ...]) -> list[str]:
        """Heading cells, each on the side of its column; a wide one in the middle."""
        cells, place = [], 0
        for head in row:
            side = SIDES[self.align[place]] if head.across == 1 else "center"
            cells.append(f'<th colspan="{head.across}" style="text-align:{side}">{escape(head.text)}</th>')
            place += head.across
        return cells

    def _body(self, row: tuple[str, ...] | str) -> str:
        """Cells of a body row; a line across the table is one heading cell."""
        if isinstance(row, str):
            return f'<th colspan="{len(self.align)}" style="text-align:left">{escape(row)}</th>'
        return "".join(f'<td style="text-align:{SIDES[a]}">{escape(cell)}</td>'
                       for cell, a in zip(row, self.align, strict=True))

    @staticmethod
    def _spread_heads(row: tuple[Head, ...]) -> tuple[str, ...]:
        """A heading row as one string per column, a wide heading in its first column."""
        return tuple(text for head in row for text in (head.text, *[""] * (head.across - 1)))


def _one_line(text: str) -> str:
    """The text with its line breaks and tabs as blanks, so that a row stays a row."""
    return " ".join(text.splitlines()).replace("\t", " ")


def _pad(text: str, to: int, align: str) -> str:
    """The text filled with blanks on the side its alignment leaves."""
    gap = " " * (to - display_width(text))
    return gap + text if align == "r" else text + gap
