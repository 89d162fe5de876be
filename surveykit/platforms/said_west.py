"""Sentences about an export, in Chinese and English, that several platforms say."""

from __future__ import annotations

from surveykit.platforms.remarks import worded
from surveykit.words.phrases import Text

REMARKS: dict[str, Text] = {
    "same_heading": {
        "en": "{columns} have the same heading as a column before them; they are named with __2, __3 behind it.",
        "zh": "{columns} 与前面的列标题相同，名称后加 __2、__3 区分。"},
    "inferred_ranking": {
        "en": "Read as rankings, because nobody gave one place twice: {questions}. Few answers say so: if one is "
              "a matrix, say it in the codebook.",
        "zh": "因无人重复使用同一名次，按排序题读取：{questions}。依据的答卷较少；若实为矩阵题，请在题本中写明。"},
    "yes_no_blocks": {
        "en": "Read as select-all questions, because every column holds yes or no only: {questions}. If one is a "
              "matrix of yes and no, say it in the codebook.",
        "zh": "因各列只有“是/否”，按多选题读取：{questions}。若实为是非矩阵题，请在题本中写明。"},
    "maybe_ticks": {
        "en": "Every cell is 1 in {questions}: a matrix, or a select-all question of which everybody ticked "
              "everything. Read as a matrix; say in the codebook if it is not.",
        "zh": "{questions} 的单元格全为 1：可能是矩阵题，也可能是人人全选的多选题。按矩阵题读取，如不符请在题本写明。"},
    "unanswered_code": {
        "en": "{codes} stands in {cells} cells and may mean 'seen but not answered': if so, write "
              "sk_missing_codes = {codes}:blank in the codebook's settings. In columns of options it is read as "
              "not ticked.",
        "zh": "{codes} 出现在 {cells} 个单元格，可能表示“看过但未作答”：若是，请在题本 settings 中写 "
              "sk_missing_codes = {codes}:blank。在选项列中读作未选。"},
    "joined": {
        "en": "Ticked options may stand in one cell, joined by commas; commas inside labels are told apart only by "
              "the codebook's options, and codes such as 1,2,3 are no number.",
        "zh": "多选答案可能以逗号连在一个单元格内；标签内的逗号只能靠题本选项分辨，1,2,3 这类编码不是数字。"},
    "preview": {"en": "a preview by the survey's makers (Status {status})", "zh": "问卷作者的预览（Status {status}）"},
    "test": {"en": "a generated test response (Status {status})", "zh": "系统生成的测试答卷（Status {status}）"},
    "all_previews": {
        "en": "All {rows} responses are previews or tests (Status {status}); they were kept, because nothing "
              "else is there. They are no respondents.",
        "zh": "全部 {rows} 份答卷都是预览或测试（Status {status}）；因没有其他答卷而保留，但并非真实受访者。"},
    "no_import_id": {
        "en": "Row 3 names no ImportId for {columns}; the heading was taken instead.",
        "zh": "第 3 行没有给出 {columns} 的 ImportId，改用标题。"},
    "dates_off": {
        "en": "Dates are switched off in this survey: 1980-01-01 in submitdate only says that the form was "
              "completed.",
        "zh": "该问卷未记录日期：submitdate 的 1980-01-01 只表示已完成。"},
    "incomplete": {
        "en": "{rows} responses have no submitdate: they are not complete; {opened} of them were opened only "
              "(lastpage 0 or -1).",
        "zh": "{rows} 份答卷没有 submitdate，未完成；其中 {opened} 份仅打开过（lastpage 为 0 或 -1）。"},
    "not_shown": {
        "en": "A cell that is {token} as a whole is read as not asked; in {columns} somebody may have typed it.",
        "zh": "整格为 {token} 读作未提问；{columns} 中也可能是受访者自己填写的。"},
    "sgqa": {
        "en": "Headings are SGQA numbers: where a part's code is a number it cannot be told from the question's. "
              "Export with question codes.",
        "zh": "标题为 SGQA 编号：若子问题代码是数字，则无法与题号分开。请用问题代码导出。"},
    "code_and_other": {
        "en": "-oth- is the code of 'other'; give that option this value in the codebook.",
        "zh": "-oth- 是“其他”的代码；请在题本中给该选项此值。"},
    "unknown_ticks": {
        "en": "{questions} may be select-all questions with yes and no in another language: {texts}. Read as "
              "matrices; export short answers, or say it in the codebook.",
        "zh": "{questions} 可能是以其他语言写“是/否”的多选题：{texts}。按矩阵题读取；请导出短答案或在题本中写明。"},
    "flattened": {
        "en": "Question and option stand in one heading; they were parted at ' - '. Check the stems if a "
              "question holds ' - ' itself.",
        "zh": "题干与选项合在一个标题内，按“ - ”拆分；若题干本身含“ - ”，请核对。"},
    "gate": {
        "en": "A blank may mean that the question was not asked: only skip rules in the codebook (relevant) can "
              "tell.",
        "zh": "空白可能表示未提问，只有题本中的跳转条件（relevant）能够区分。"},
    "hxl": {"en": "a row of HXL tags, no respondent", "zh": "HXL 标签行，并非受访者"},
    "repeated_heading": {"en": "the headings once more, no respondent", "zh": "重复的标题行，并非受访者"},
    "zeros": {
        "en": "In select-all questions zeros mean asked and not ticked; where all cells of the question are "
              "empty it was not asked.",
        "zh": "多选题中 0 表示问过但未选；若该题各列全空，则为未提问。"},
    "row_names": {
        "en": "The first column has no heading and counts the rows: it was taken for their names.",
        "zh": "第一列没有表头，内容为行号，按答卷编号读取。"},
    "numbered": {
        "en": "Numbered columns were read as select-all questions, because they hold ticks only: {questions}. If one "
              "is a group of questions, say it in the codebook. Empty cells and NA beside ticks are read as "
              "not ticked.",
        "zh": "以下编号列只有勾选内容，按多选题读取：{questions}。若实为一组题目，请在题本中写明。"
              "与勾选并存的空单元格和 NA 读作未选。"},
    "nothing": {
        "en": "n/a stands where a submission holds nothing; it is read as an empty cell.",
        "zh": "n/a 表示该份提交没有内容，按空单元格读取。"},
    "guessed_splits": {
        "en": "Read as select-all questions, because all columns hold 0 and 1 only: {questions}. If one is a "
              "group of yes-no questions, say it in the codebook.",
        "zh": "因各列只有 0 和 1，按多选题读取：{questions}。若实为一组是非题，请在题本中写明。"},
    "place_recorded": {
        "en": "{columns} hold places on the map: personal data.",
        "zh": "{columns} 含地理位置，属个人信息。"},
    "repeats_elsewhere": {
        "en": "{columns} point to repeated answers in another file, which are not read.",
        "zh": "{columns} 指向另一文件中的重复组答案，未读取。"},
}


def remark(key: str, **values: object) -> Text:
    """The sentence in both languages; a list of names is cut after five.

    Examples
    --------
    >>> remark("preview", status="1")["en"]
    "a preview by the survey's makers (Status 1)"
    """
    return worded(REMARKS[key], values)
