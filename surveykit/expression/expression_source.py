"""The text of an expression, and the error that points at a place in it."""

from dataclasses import dataclass

from surveykit.errors import CodebookError
from surveykit.text.display_width import display_width
from surveykit.words.messages import JoinedMessage

AROUND = 40


@dataclass(frozen=True, slots=True)
class ExpressionSource:
    """An expression as written, and where it was written (sheet, row, column)."""

    text: str
    where: str = ""

    def fault(self, what: str, start: int, end: int, *, fix: str) -> CodebookError:
        """An error that shows the expression with carets under `text[start:end]`."""
        before, here, after = self.text[:start], self.text[start:end], self.text[end:]
        before = before if len(before) <= AROUND else "…" + before[-AROUND:]
        here = here if len(here) <= AROUND else here[:AROUND] + "…"
        after = after if len(after) <= AROUND else after[:AROUND] + "…"
        line = "".join(c if c.isprintable() else " " for c in (before + here + after))
        carets = " " * display_width(before) + "^" * max(1, display_width(here))
        what = JoinedMessage("\n    ", [what, line, carets]) if line.strip() else what
        return CodebookError(what, where="{place}" if self.where else None, fix=fix, place=self.where)
