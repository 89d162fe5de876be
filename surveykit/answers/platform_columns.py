"""The platform's own columns as items: when, how long, from where; personal ones marked."""

from dataclasses import replace

from surveykit.answers.export_table import ExportTable
from surveykit.codebook import Codebook, Item
from surveykit.platforms.export_layout import ExportColumn
from surveykit.words.phrases import Text, same_text


def _bilingual(zh: str, en: str) -> Text:
    """A label in both languages."""
    return {"zh": zh, "en": en}


TEMPLATES = {
    "submitted": Item("submitted_at", "text", _bilingual("提交答卷时间", "Submitted at"), role="date"),
    "started": Item("started_at", "text", _bilingual("开始答题时间", "Started at"), role="date"),
    "duration": Item("duration_seconds", "number", _bilingual("所用时间（秒）", "Duration (seconds)"), role="duration"),
    "ip": Item("ip", "text", _bilingual("来自 IP", "IP address"), role="pii:ip"),
    "channel": Item("channel", "text", _bilingual("来源", "Channel"), role="meta"),
    "language": Item("answer_language", "text", _bilingual("答题语言", "Language"), role="meta"),
    "status": Item("status", "text", _bilingual("状态", "Status"), role="meta"),
    "progress": Item("progress", "text", _bilingual("完成度", "Progress"), role="meta"),
    "score": Item("total_score", "text", _bilingual("总分", "Score"), role="meta"),
    "user": Item("user", "text", _bilingual("用户标识", "User"), role="pii:user"),
    "location": Item("location", "text", _bilingual("地理位置", "Location"), role="pii:location")}
PAGE_TIME = "page_time_"  # seconds on a page, numbered in their order
PERSONAL = {"ip", "user", "location"}  # also where a second column holds it, as a longitude does
NAMED = {"来源详情": Item("channel_detail", "text", _bilingual("来源详情", "Channel detail"), role="pii:user")}


def with_platform_columns(book: Codebook, table: ExportTable) -> Codebook:
    """The codebook, with the platform's own columns as items before the questions."""
    claimed = {item.column for item in book} | {item.name for item in book}
    items: list[Item] = []
    for slot in table.slots:
        if slot.role != "meta" or slot.meta == "id" or claimed & {*slot.names, slot.heading} or not slot.names:
            continue
        if not slot.heading and not any(text.strip() for text in table.columns[slot.place].texts):
            continue
        item = _item_of(slot, {item.name for item in (*items, *book)})
        items.append(replace(item, column=slot.names[0]))
    return replace(book, items=(*items, *book.items))


def _item_of(slot: ExportColumn, taken: set[str]) -> Item:
    """The item of a platform's column."""
    if slot.meta == "page_time":
        pages = sum(name.startswith(PAGE_TIME) for name in taken)
        return Item(f"{PAGE_TIME}{pages + 1}", "number", same_text(slot.heading), role="meta")
    template = NAMED.get(slot.heading) or TEMPLATES.get(slot.meta)
    return template if template is not None and template.name not in taken else _unnamed_item(slot, taken)


def _unnamed_item(slot: ExportColumn, taken: set[str]) -> Item:
    """A column of the platform that we have no word for."""
    name = f"meta_{slot.place + 1}"
    while name in taken:
        name += "_"
    return Item(name, "text", same_text(slot.heading), role=f"pii:{slot.meta}" if slot.meta in PERSONAL else "meta")
