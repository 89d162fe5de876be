"""Plain tables: headings are the items' names, cells hold values or labels."""

from __future__ import annotations

from surveykit.codebook import Codebook, Item
from surveykit.read.table import Table

KEYS = frozenset({"respondent"})
META: dict[str, Item] = {}
MISSING = {"(not_asked)": "not_asked", "(refused)": "refused", "(dont_know)": "dont_know"}


def keys(table: Table) -> list[str]:
    """The column `respondent`, else the rows' running number."""
    if "respondent" in table.headings:
        place = table.headings.index("respondent")
        return [row[place].strip() for row in table.rows]
    return [str(n) for n in range(1, len(table.rows) + 1)]


def with_meta(book: Codebook, table: Table) -> Codebook:
    """The codebook as it is: a plain table has no columns of its own."""
    return book


def filled_elsewhere(item: Item, book: Codebook) -> bool:
    """Never: every item has its column."""
    return False
