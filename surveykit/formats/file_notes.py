"""What was noticed while a file was opened: a key and its values, to be said in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveykit.errors import SHOWN, list_quoted
from surveykit.words.phrases import Text

NOTES: Mapping[str, Text] = {
    "wrong_ending": {
        "en": "The name ends in {ending}, but the file is {container}: it was read as that.",
        "zh": "文件名以 {ending} 结尾，但内容是 {container}，已按后者读取。"},
    "sheet_hidden": {
        "en": "Hidden sheets that hold something were not read: {sheets}.",
        "zh": "未读取有内容的隐藏工作表：{sheets}。"},
    "hidden_rows": {
        "en": "{count} rows are hidden in Excel (a filter, perhaps); they were read too.",
        "zh": "Excel 中有 {count} 行被隐藏（可能是筛选），也已读取。"},
    "hidden_columns": {
        "en": "{count} ranges of columns are hidden in Excel; they were read too.",
        "zh": "Excel 中有 {count} 处列被隐藏，也已读取。"},
    "merged_cells": {
        "en": "{count} ranges of cells are merged; only the first cell of each holds its value.",
        "zh": "有 {count} 处合并单元格，仅首个单元格有值。"},
    "formulas": {
        "en": "{count} cells hold formulas; the values saved with them were read.",
        "zh": "有 {count} 个公式单元格，读取的是保存时的结果。"},
    "formulas_without_value": {
        "en": "{count} formulas were saved without a value and read as empty: open the file in Excel and save it.",
        "zh": "有 {count} 个公式未保存结果，读作空白：请用 Excel 打开并保存。"},
    "error_cells": {
        "en": "{count} cells hold an Excel error (such as #N/A) and were read as empty: {cells}.",
        "zh": "有 {count} 个单元格是 Excel 错误值（如 #N/A），读作空白：{cells}。"},
    "dates_1904": {
        "en": "The workbook counts its dates from 1904; they were converted so.",
        "zh": "该工作簿采用 1904 日期系统，已按此换算。"},
    "long_numbers": {
        "en": "{count} numbers in column {columns} have 16 digits or more: Excel or SPSS has already lost "
              "the last ones.",
        "zh": "第 {columns} 列有 {count} 个数字达 16 位以上：末尾数位已被 Excel 或 SPSS 丢失。"},
    "infinite": {
        "en": "{count} values in column {columns} are infinite.", "zh": "第 {columns} 列有 {count} 个无穷大值。"},
    "extent": {
        "en": "The sheet says it reaches to row {rows_said} and column {columns_said}; cells with values reach to "
              "row {rows} and column {columns}.",
        "zh": "工作表声明到第 {rows_said} 行、第 {columns_said} 列；有值的单元格到第 {rows} 行、第 {columns} 列。"},
    "extent_unknown": {
        "en": "The workbook does not say how many rows and columns it has; the number read cannot be checked.",
        "zh": "工作簿未声明行列数，无法核对读取的数量。"},
    "cases_unsaid": {
        "en": "A portable file does not say how many cases it holds; {count} were counted: compare with its program.",
        "zh": "可移植文件（.por）未声明个案数；共数得 {count} 个，请与原程序核对。"},
    "blank_rows": {
        "en": "{count} rows hold nothing at all and were left out: {lines}.",
        "zh": "有 {count} 行完全空白，已略去：{lines}。"},
    "empty_columns": {
        "en": "{count} columns at the right end hold nothing, no heading either, and were left out.",
        "zh": "右端有 {count} 列完全空白（无标题），已略去。"},
    "short_lines": {
        "en": "The file begins with lines ({lines}) of fewer fields than its table has; they were filled up with "
              "empty cells.", "zh": "开头第 {lines} 行的列数少于下方表格，已以空白补齐。"},
    "short_heading": {
        "en": "The row of headings lacks one field; as R writes it, the first column, which names the rows, has none.",
        "zh": "标题行比数据行少一列；按 R 的写法，首列（行名）没有标题。"},
    "escaped_quotes": {
        "en": "Quotation marks in answers are written \\\" (as R does); they were read as quotation marks.",
        "zh": "作答中的引号写作 \\\"（R 的写法），已按引号读取。"},
    "separator_line": {
        "en": "The first line names the delimiter (sep=) and was left out.", "zh": "首行声明分隔符（sep=），已略去。"},
    "replacement_characters": {
        "en": "{count} characters were lost before the file was saved (they read U+FFFD).",
        "zh": "有 {count} 个字符在保存前已丢失（显示为 U+FFFD）。"},
    "encoding_inferred": {
        "en": "The file does not say truly how its text is written; {encoding} was taken, because it reads as "
              "common Chinese.", "zh": "文件未如实声明编码；因内容为常用汉字，按 {encoding} 读取。"},
    "encoding_western": {
        "en": "The file does not say how its text is written; {encoding} was taken, because only so its accents and "
              "quotation marks stand as people write them ({words}). If a label reads odd, another is named with "
              "encoding= (--encoding).",
        "zh": "文件未声明编码；只有按 {encoding} 读取，重音与引号才合乎书写习惯（{words}），故按此读取。若有标签不通，"
              "请用 encoding=（--encoding）注明编码。"},
    "encoding_few": {
        "en": "The file does not say how its text is written; nearly all of it is the same in every encoding, and the "
              "rest can be read in several ways: {words}. It was read as {encoding}, as Windows writes; another is "
              "named with encoding= (--encoding).",
        "zh": "文件未声明编码；几乎全部内容在各种编码下都相同，其余字符有多种读法：{words}。已按 Windows 常用的 "
              "{encoding} 读取；可用 encoding=（--encoding）另行注明。"},
    "encoding_either": {
        "en": "The file does not say how its text is written, and all beyond ASCII may be read in two ways: {words}. "
              "It was read as {encoding}; the other is named with encoding= "
              "(--encoding).", "zh": "文件未声明编码，ASCII 以外的字符有两种读法：{words}。已按 {encoding} "
              "读取；如应按另一种，请用 encoding=（--encoding）注明。"},
    "encoding_chinese": {
        "en": "The file does not say how its text is written; {encoding} was taken, because its few characters read as "
              "common Chinese: {words}. Another is named with encoding= (--encoding).",
        "zh": "文件未声明编码；为数不多的汉字按 {encoding} 读来是常用字：{words}，故按此读取；可用 encoding="
              "（--encoding）另行注明。"},
    "renamed_variables": {
        "en": "Two variables share a name; the reader says: {said}.", "zh": "有变量重名，读取程序提示：{said}。"},
    "dates_out_of_range": {
        "en": "{count} dates in column {columns} lie outside the calendar and were left as numbers.",
        "zh": "第 {columns} 列有 {count} 个日期超出历法范围，保留为数字。"},
    "set_members_unknown": {
        "en": "The response set {name} names variables that are not there: {members}.",
        "zh": "多重响应集 {name} 含有不存在的变量：{members}。"},
    "argument_unused": {
        "en": "{argument} has no meaning for this file and was not used.",
        "zh": "{argument} 对该文件无意义，未使用。"}}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was noticed in a file, and what was done about it.
    `key`: One of the keys of `NOTES`.
    `values`: What fills the slots of its sentence: counts, names, row numbers.
    A note never stands for a missing value; cells it speaks of read ''.
    >>> Note("blank_rows", {"count": 2, "lines": [7, 9]}).text["en"]
    '2 rows hold nothing at all and were left out: 7, 9.'
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> Text:
        """The sentence in Chinese and in English."""
        return {language: template.format(**{name: _shown_value(v, language) for name, v in self.values.items()})
                for language, template in NOTES[self.key].items()}


def _shown_value(value: object, language: str) -> str:
    """A value as it stands in a sentence; of a list, at most five."""
    if not isinstance(value, list | tuple):
        return str(value)
    if language == "en":
        return list_quoted(value)
    shown = [str(part) if isinstance(part, int) else f"“{part}”" for part in value[:SHOWN]]
    return "、".join(shown) + ("等" if len(value) > SHOWN else "")
