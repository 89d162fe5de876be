"""What the rooms of 问卷星, 腾讯问卷, Google and Microsoft Forms have to say about a file, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveykit.words.phrases import Text, in_language

SHOWN = 5
REMARKS: Mapping[str, Text] = {
    "repeated_row": {
        "en": "This row repeats the headings.",
        "zh": "本行重复了表头。"},
    "duplicates": {
        "en": "{count} headings stand more than once; the later columns are called {names}.",
        "zh": "有 {count} 个表头重复出现，后出现的列名为 {names}。"},
    "no_heading": {
        "en": "Column {column} holds something but has no heading.",
        "zh": "第 {column} 列有内容但没有表头。"},
    "blank_unknown": {
        "en": "An empty cell may mean that the question was not shown, or that it was left unanswered; the "
              "export does not say which (write `relevant` in the codebook).",
        "zh": "空单元格可能是未显示该题，也可能是未作答，导出文件未区分（请在题本中填写 relevant）。"},
    "variant_unsure": {
        "en": "Text and code exports of this questionnaire look alike; it was taken for the {variant} export.",
        "zh": "该问卷的按文本与按序号导出看起来相同，现按 {variant} 导出处理。"},
    "variant_conflict": {
        "en": "The file name says {named} export, the cells say {variant}: the cells were believed.",
        "zh": "文件名为 {named} 导出，而单元格内容为 {variant} 导出，以单元格为准。"},
    "codes_unverified": {
        "en": "-3 is taken for not asked and -2 for left empty; the text export of the same survey can prove it.",
        "zh": "-3 视为未询问（跳过），-2 视为未作答（空）；可用同一问卷的按文本导出核实。"},
    "numbered_options": {
        "en": "The number of an option is its place in the form: the codebook's options must stand in that order.",
        "zh": "选项序号是选项在问卷中的位置：题本中的选项须按问卷中的顺序排列。"},
    "score_unverified": {
        "en": "This is a score export: an option that scores 0 cannot be told from one left unticked. Use the "
              "text or code export where you can.",
        "zh": "这是按分数导出：得 0 分的选项无法与未选区分，建议改用按文本或按序号导出。"},
    "roles_undecided": {
        "en": "Question {names}: its columns hold no answers, and were taken for the options of a select-all "
              "question.",
        "zh": "第 {names} 题各列均无作答，暂按多选题选项处理。"},
    "rank_unsure": {
        "en": "Question {names}: its columns read as the places of a ranking, but few respondents say so; they "
              "may be rows of a matrix.",
        "zh": "第 {names} 题各列像是排序题的名次，但依据的答卷很少，也可能是矩阵题的行。"},
    "rank_places": {
        "en": "Question {names}: a ranking with one column per option; -2 beside ranked options is an option "
              "left unranked.",
        "zh": "第 {names} 题为排序题，每个选项一列；与名次并存的 -2 表示该选项未被排入。"},
    "dashes": {
        "en": "Question {names}: the heading has several dashes; the text before the last was taken for the "
              "question, the text after it for the row.",
        "zh": "第 {names} 题的表头有多个破折号，最后一个之前视为题干，之后视为行标题。"},
    "rows_by_answers": {
        "en": "{count} columns without a number follow the matrix {names}, and were taken for its rows because "
              "they share its answers.",
        "zh": "{count} 列没有题号、紧随矩阵题 {names} 且答案相同，视为其各行。"},
    "number_repeats": {
        "en": "The question number {names} stands at several questions; the later ones are kept apart.",
        "zh": "题号 {names} 用于多个题目，已分别作为不同的题处理。"},
    "exported_differs": {
        "en": "The file name says that {exported} answers were exported, but the file holds {rows}.",
        "zh": "文件名表示导出 {exported} 份，而文件中有 {rows} 份。"},
    "links": {
        "en": "{count} columns hold =HYPERLINK(...) formulas of uploaded files, read as text: {names}.",
        "zh": "有 {count} 列是上传文件的 =HYPERLINK(...) 公式，按文本读取：{names}。"},
    "other_texts": {
        "en": "Question {names}: cells of its columns hold other texts than the option in the heading, so the "
              "columns were taken for the rows of a matrix.",
        "zh": "第 {names} 题各列的内容与表头中的选项不一致，因此视为矩阵题的行。"},
    "separator_in_labels": {
        "en": "{count} questions hold \"{separator}\" in their answers: {names}. Where a label itself holds it, "
              "only the codebook's list of options can tell labels apart.",
        "zh": "有 {count} 题的答案含有“{separator}”：{names}。"
              "若选项文字本身含该符号，只有题本中的选项列表能够区分。"},
    "separator_unsure": {
        "en": "The times do not say whether this came from the form or from its sheet; ticked options were "
              "taken to be joined by \"{separator}\".",
        "zh": "时间格式无法说明文件来自表单还是表格，暂认为多选答案以“{separator}”连接。"},
    "single_bracket": {
        "en": "{names} ends in [...] but is no row of a grid: no other column shares its question.",
        "zh": "{names} 以 [...] 结尾，但没有同题的其他列，未视为网格题的行。"},
    "stem_lost": {
        "en": "Neighbouring questions share their answers. Statements of a Likert question stand as questions "
              "of their own: this platform does not export the question above them.",
        "zh": "有相邻题目的答案相同。量表题的各陈述各成一题：该平台不导出其上方的总题干。"},
    "rank_or_ticks": {
        "en": "{count} questions hold the same options in every answer: {names}. They are rankings, or "
              "select-all questions of which everyone ticked everything.",
        "zh": "有 {count} 题每份答案的选项都相同：{names}。它们是排序题，或人人全选的多选题。"},
    "suffixes": {
        "en": "{count} headings carry a digit because their question's title occurs before: {names}.",
        "zh": "有 {count} 个表头因题目标题重复而带有数字后缀：{names}。"},
    "anonymous": {
        "en": "The form was anonymous: e-mail and name say nothing.",
        "zh": "该表单为匿名填写，电子邮件与名称列没有信息。"},
}


def remark(key: str, **values: object) -> Text:
    """The sentence in both languages; a list of names is cut after five."""
    return worded(REMARKS[key], values)


def worded(sentence: Text, values: Mapping[str, object]) -> Text:
    """A sentence in both languages with its values; a list of names is cut after five.

    Examples
    --------
    >>> worded({"en": "See {names}.", "zh": "见 {names}。"}, {"names": ["Q1", "Q2"]})["zh"]
    '见 Q1、Q2。'
    """
    said = {name: _names(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    return {language: form.format(**{name: in_language(value, language) for name, value in said.items()})
            for language, form in sentence.items()}


def _names(names: Sequence[str]) -> Text:
    """The first five names, as each language lists them."""
    shown, more = names[:SHOWN], len(names) > SHOWN
    return {"en": ", ".join(shown) + " ..." * more, "zh": "、".join(shown) + "等" * more}
