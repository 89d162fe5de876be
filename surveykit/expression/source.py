"""The text of an expression, and the error that points at a place in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from surveykit.errors import CodebookError

AROUND = 40


@dataclass(frozen=True, slots=True)
class Source:
    """An expression as written, and where it was written (sheet, row, column)."""

    text: str
    where: str = ""

    def fault(self, what: str, start: int, end: int, *, fix: str) -> CodebookError:
        """An error that shows the expression with carets under `text[start:end]`."""
        before, here, after = self.text[:start], self.text[start:end], self.text[end:]
        before = before if len(before) <= AROUND else "…" + before[-AROUND:]
        here = here if len(here) <= AROUND else here[:AROUND] + "…"
        after = after if len(after) <= AROUND else after[:AROUND] + "…"
        line = _printable(before + here + after)
        carets = " " * _columns(before) + "^" * max(1, _columns(here))
        shown = f"\n    {line}\n    {carets}" if line.strip() else ""
        return CodebookError(what + shown, where=self.where or None, fix=fix)


def _printable(text: str) -> str:
    """The text on one line: what cannot be shown becomes a space."""
    return "".join(c if c.isprintable() else " " for c in text)


def _columns(text: str) -> int:
    """Columns a text takes on a screen: Chinese characters take two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)
