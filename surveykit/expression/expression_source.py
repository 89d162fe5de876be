"""The text of an expression, and the error that points at a place in it."""

from dataclasses import dataclass

from surveykit.errors import CodebookError
from surveykit.text.display_width import display_width
from surveykit.words.messages import JoinedMessage, Message

AROUND = 40
_ANY_OF = Message("write any-of(item, 'a', 'b')")
_BETWEEN = Message("write item >= 1 and item <= 5")
SIGNS = {"和": "and", "且": "and", "并且": "and", "而且": "and", "与": "and", "以及": "and", "同时": "and", "或": "or",
         "或者": "or", "是": "=", "等于": "=", "为": "=", "不是": "!=", "不等于": "!=", "大于": ">", "小于": "<",
         "大于等于": ">=", "小于等于": "<=", "不小于": ">=", "不大于": "<=", "is": "=", "equals": "=", "eq": "=",
         "ne": "!=", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
SPOKEN: dict[str, Message] = {word: Message("write {sign}", sign=sign) for word, sign in SIGNS.items()} | {
    "in": _ANY_OF, "between": _BETWEEN, "属于": _ANY_OF, "介于": _BETWEEN}
FUNCTION_WORDS = {"非": "not", "不": "not", "缺失": "missing", "已答": "answered", "选中": "selected",
                  "选了": "selected", "isnull": "missing", "isna": "missing", "notnull": "answered",
                  "notna": "answered"}


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


def find_spoken(text: str) -> Message | None:
    """What to write instead of a word; in Chinese the word may run into the next one (`和years`)."""
    held = SPOKEN.get(text.lower())
    if held is not None or text.isascii():
        return held
    begins = [word for word in SPOKEN if not word.isascii() and text.startswith(word)]
    return SPOKEN[max(begins, key=len)] if begins else None
