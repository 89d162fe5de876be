"""Form builders with one row of questions beside a few columns of their own: 金数据, 飞书, 问卷网, 腾讯文档.

Own columns are known by name, everything else is a question; of most of them no real file was seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks


@dataclass(frozen=True, slots=True)
class FormBuilder:
    """A platform by its own columns: `telling` are groups of headings, one of each group must be there."""

    name: str
    own: Mapping[str, str]
    telling: tuple[frozenset[str], ...]
    separator: str = ","
    seen: bool = False  # whether its headings are known from files of others

    def detect(self, raw: RawTable) -> str:
        """Why a table comes from this platform; '' when it does not."""
        headings = read_heading_row(raw)
        found = [next((heading for heading in headings if fold_heading(heading) in words), "")
                 for words in self.telling]
        return f"headings {', '.join(found)}" if all(found) else ""

    def export(self, raw: RawTable) -> ExportLayout:
        """What the columns of an export are; equal headings are named apart, with a note."""
        sheet = HeadedTable.of(raw)
        own = sheet.find_own(self.own)
        asked = [place for place, heading in enumerate(sheet.headings) if heading and place not in own]
        keys = make_distinct(collapse_blanks(sheet.headings[place]) for place in asked)
        columns = sheet.own_columns(own) + [
            sheet.make_column(place, question=key, stem=MUST.sub("", collapse_blanks(sheet.headings[place])))
            for place, key in zip(asked, keys, strict=True)]
        if not self.seen:
            sheet.add_note("unverified", platform=self.name)
        evidence = self.detect(raw) or "the caller says so"
        return sheet.make_layout(self.name, "", evidence, columns, separator=self.separator)


MUST = re.compile(r"\s*[（(](?:必填|选填|必选)[）)]$")
TIMES = {"提交时间": "submitted", "开始时间": "started", "答题时长": "duration", "填写时长": "duration", "ip": "ip",
         "ip地址": "ip", "更新时间": "other", "修改时间": "other",
         **dict.fromkeys(("提交人", "填写人", "填写者", "提交者"), "user")}
JINSHUJU = FormBuilder("jinshuju", TIMES | {
    "序号": "id", "填写设备": "other", "操作系统": "other", "浏览器": "other", "填写地区": "location",
    "来源": "channel", "微信昵称": "user", "微信openid": "user", "微信头像": "user", "扩展属性": "other",
    "总分": "score",
}, (frozenset({"序号"}), frozenset({"提交时间"}), frozenset({"填写设备", "填写时长", "填写地区", "修改时间"})))
TENCENT_DOCS = FormBuilder("tencent_docs", {
    "提交者(自动)": "user", "提交时间(自动)": "submitted", "提交地点(自动)": "location", "ip(自动)": "ip",
    "编号(自动)": "id", "序号(自动)": "id"}, (frozenset({"提交时间(自动)"}),), seen=True)
FEISHU = FormBuilder("feishu", TIMES | {"编号": "id", "序号": "id", "记录id": "id", "提交人部门": "user",
                                        "评分": "score"}, (frozenset({"提交人", "填写人"}), frozenset({"提交时间"})))
WPS = FormBuilder("wps", TIMES | {"填写id": "id", "编号": "id", "序号": "id", "填写时间": "submitted"},
                  (frozenset({"填写者", "提交者"}), frozenset({"提交时间", "填写时间"})))
WENJUANWANG = FormBuilder("wenjuanwang", TIMES | {
    "编号": "id", "序号": "id", "答卷编号": "id", "答题序号": "id", "结束时间": "submitted", "来源": "channel",
    "来源渠道": "channel", "ip省份": "location", "ip城市": "location",
    "答卷来源": "channel", "地区": "location", "省份": "location", "城市": "location", "答题设备": "other",
    "浏览器": "other", "操作系统": "other", "答题状态": "status", "用户标识": "user", "昵称": "user",
}, (frozenset({"编号", "序号", "答卷编号", "答题序号"}), frozenset({"开始时间"}), frozenset({"结束时间", "提交时间"}),
    frozenset({"答题时长", "来源渠道", "答卷来源", "答题设备", "答题状态", "用户标识", "ip", "ip地址", "浏览器",
               "操作系统"})))
