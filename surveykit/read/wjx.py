"""问卷星 (wjx) text exports: one heading row, platform columns first, labels in the cells."""

from __future__ import annotations

from dataclasses import replace

from surveykit.codebook import Codebook, Item
from surveykit.read.table import Table

KEYS = frozenset({"序号"})
MISSING = {"(跳过)": "not_asked", "(空)": "blank"}
META = {
    "提交答卷时间": Item("submitted_at", "text", {"zh": "提交答卷时间", "en": "Submitted at"}, role="date"),
    "所用时间": Item("duration_seconds", "number", {"zh": "所用时间（秒）", "en": "Duration (seconds)"},
                 role="duration"),
    "来源": Item("channel", "text", {"zh": "来源", "en": "Channel"}, role="meta"),
    "来源详情": Item("channel_detail", "text", {"zh": "来源详情", "en": "Channel detail"}, role="meta"),
    "来自IP": Item("ip", "text", {"zh": "来自 IP", "en": "IP address"}, role="pii:ip"),
}


def evidence(table: Table) -> str:
    """Why this is a 问卷星 export; '' when it is not."""
    seen = set(table.headings)
    if "序号" in seen and seen & {"提交答卷时间", "所用时间"}:
        return "headings 序号 and 提交答卷时间 or 所用时间"
    return ""


def keys(table: Table) -> list[str]:
    """The platform's own numbers, which need not be contiguous."""
    place = table.headings.index("序号") if "序号" in table.headings else None
    return [row[place].strip() if place is not None else str(n)
            for n, row in zip(table.lines, table.rows, strict=True)]


def with_meta(book: Codebook, table: Table) -> Codebook:
    """The codebook, with the platform's own columns as items before the questions."""
    claimed = {item.column for item in book} | {item.name for item in book}
    found = tuple(replace(item, column=heading) for heading, item in META.items()
                  if heading in table.headings and not {heading, item.name} & claimed)
    return replace(book, items=(*found, *book.items))


def filled_elsewhere(item: Item, book: Codebook) -> bool:
    """Whether the item's answers stand in 〖…〗 beside the options of the question it is named after."""
    question, found, _ = item.name.rpartition("_other")
    return bool(found) and item.role == "other_text" and question in book
