"""The platform's own columns as items: when, how long, from where; personal ones marked."""

from __future__ import annotations

from dataclasses import replace

from surveykit.codebook import Codebook, Item
from surveykit.platforms.export_layout import ExportColumn
from surveykit.read.table import Table
from surveykit.words.phrases import Text, same


def _text(zh: str, en: str) -> Text:
    """A label in both languages."""
    return {"zh": zh, "en": en}


TEMPLATES = {
    "submitted": Item("submitted_at", "text", _text("提交答卷时间", "Submitted at"), role="date"),
    "started": Item("started_at", "text", _text("开始答题时间", "Started at"), role="date"),
    "duration": Item("duration_seconds", "number", _text("所用时间（秒）", "Duration (seconds)"), role="duration"),
    "ip": Item("ip", "text", _text("来自 IP", "IP address"), role="pii:ip"),
    "channel": Item("channel", "text", _text("来源", "Channel"), role="meta"),
    "language": Item("answer_language", "text", _text("答题语言", "Language"), role="meta"),
    "status": Item("status", "text", _text("状态", "Status"), role="meta"),
    "progress": Item("progress", "text", _text("完成度", "Progress"), role="meta"),
    "score": Item("total_score", "text", _text("总分", "Score"), role="meta"),
    "user": Item("user", "text", _text("用户标识", "User"), role="pii:user"),
    "location": Item("location", "text", _text("地理位置", "Location"), role="pii:location"),
}
PERSONAL = {"ip", "user", "location"}  # also where a second column holds it, as a longitude does
NAMED = {"来源详情": Item("channel_detail", "text", _text("来源详情", "Channel detail"), role="meta")}


def with_meta(book: Codebook, table: Table) -> Codebook:
    """The codebook, with the platform's own columns as items before the questions."""
    claimed = {item.column for item in book} | {item.name for item in book}
    found: list[Item] = []
    for slot in table.slots:
        if slot.role != "meta" or slot.meta == "id" or claimed & {*slot.names, slot.heading} or not slot.names:
            continue
        if not slot.heading and not any(text.strip() for text in table.columns[slot.place].texts):
            continue
        item = _item(slot, {made.name for made in found} | {item.name for item in book})
        if item is not None:
            found.append(replace(item, column=slot.names[0]))
    return replace(book, items=(*found, *book.items))


def _item(slot: ExportColumn, taken: set[str]) -> Item | None:
    """The item of a meta column; None where the codebook has an item of that name."""
    template = NAMED.get(slot.heading) or TEMPLATES.get(slot.meta)
    if template is not None:
        return template if template.name not in taken else _other(slot, taken)
    return _other(slot, taken)


def _other(slot: ExportColumn, taken: set[str]) -> Item:
    """A column of the platform that we have no word for."""
    name = f"meta_{slot.place + 1}"
    while name in taken:
        name += "_"
    return Item(name, "text", same(slot.heading), role=f"pii:{slot.meta}" if slot.meta in PERSONAL else "meta")
