"""Reading folders of interviews: every dialect, every fault, the edits and the value."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from builders import cases

from surveykit.errors import AnalysisError, CleaningError, ReadError
from surveykit.interviews import Edit, read_interviews, replay_edits
from surveykit.interviews.read_interviews import read_transcript
from surveykit.interviews.speakers import Speakers

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "data" / "raw" / "interviews"
SETTINGS = """title: {zh: 访谈, en: Talks}
synthetic: true
language: zh
speakers: {interviewer: [访谈者, 问, 说话人1], respondent: [受访者, 答, 说话人2]}
"""
PEOPLE = Speakers.of(dict.fromkeys(("访谈者", "问", "说话人1"), "interviewer")
                     | dict.fromkeys(("受访者", "答", "说话人2"), "respondent"))
PLAIN = "访谈者：好吗？\n受访者：很好。那就这样。\n"


def folder_of(path: Path, raw: str | bytes = PLAIN, name: str = "P01.txt") -> Path:
    """A folder with one transcript, one code, no codings."""
    (path / "transcripts").mkdir(parents=True)
    (path / "interviews.yaml").write_text(SETTINGS, encoding="utf-8")
    (path / "participants.csv").write_text(f"participant_id,gender,transcript\nP01,male,{name}\n", encoding="utf-8")
    (path / "code_frame.csv").write_text("code_id,name,name_en\nfine,好,Fine\n", encoding="utf-8")
    (path / "transcripts" / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


def words(path: Path, raw: str | bytes, name: str = "P01.txt") -> list[str]:
    """The turns' texts of one transcript."""
    return read_interviews(folder_of(path, raw, name)).turns["text"].tolist()


def add_codings(folder: Path, *rows: str, coder: str = "ann") -> Path:
    """The folder with one coder's codings."""
    (folder / "codings").mkdir(exist_ok=True)
    head = "coding_id,doc,start,end,quote,code_id,coder"
    (folder / "codings" / f"{coder}.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return folder


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, text: bytes) -> bytes:
    """The same zip with one part replaced."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, text if member == name else source.read(member))
    return out.getvalue()


# --- dialects --------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [
    PLAIN.encode("utf-8"), PLAIN.encode("utf-8-sig"), PLAIN.encode("utf-16"),
    "\ufeff".encode("utf-16-be") + PLAIN.encode("utf-16-be"), PLAIN.encode("gb18030"),
    PLAIN.replace("\n", "\r\n").encode(), PLAIN.replace("\n", "\r").encode(), PLAIN.replace("：", ":").encode(),
    PLAIN.replace("访谈者", "问").replace("受访者", "答").encode(),
    "说话人1 00:00:12\n好吗？\n说话人2 00:00:15\n很好。那就这样。\n".encode(),
    "[00:00:12] 访谈者：好吗？\n[00:00:15] 受访者：很好。那就这样。\n".encode(),
    "访谈者：\n好吗？\n受访者：\n很好。\n那就这样。".encode(),
    "【合成访谈】\n日期：五月\n访谈者：好吗？\n\n\n　　受访者：很好。\n那就这样。".encode(),
    "访谈者：好\u200b吗？\n受访者：很\u00ad好。那就\ufeff这样。".encode(),
    "访谈者：好吗？\n受访者：很好。那就\n这样。".encode(),
    "访谈者：好吗？\n受访者：很好。那就\n— 12 —\n这样。".encode(),
    "访谈者：好吗？\n受访者：很好。\n第 3 页 共 9 页\n那就这样。".encode(),
    "访谈者：好吗？\n受访者：很好(hǎo)。那就这样。".encode(),
    "访谈者：好吗？  \n 受访者： 很好。那就这样。\u00a0".encode(),
    "访谈者：好吗？\n受访者：\n访谈者：\n受访者：很好。那就这样。\n访谈者：\n受访者：".encode()])  # fmt: skip
def test_every_dialect_gives_the_same_words(tmp_path, data):
    assert words(tmp_path, data) == ["好吗？", "很好。那就这样。"]


def test_a_word_document_reads_like_the_text_file(tmp_path):
    data = word_file("访谈者：好吗？", "", "受访者：很好。", "那就这样。")
    assert words(tmp_path, data, "P01.docx") == ["好吗？", "很好。那就这样。"]


def test_insertions_of_a_word_document_are_read_and_deletions_are_not(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("受访者：")
    for tag, text in (("w:ins", "加"), ("w:del", "减")):
        change = paragraph._p.makeelement(docx.oxml.ns.qn(tag), {})
        change.append(paragraph.add_run(text)._r)
        paragraph._p.append(change)
    document.add_table(1, 1).cell(0, 0).text = "表里"
    document.save(tmp_path / "x.docx")
    assert read_transcript(tmp_path / "x.docx", PEOPLE).text == "受访者：加\n表里"


@pytest.mark.parametrize(("raw", "clean"), [
    ("２０１０年，Ａ、ｂ（注）：１２％", "2010年，A、b（注）：12％"),
    ("人事（HR）说（笑）北京(Beijing)", "人事（HR）说（笑）北京(Beijing)"), ("温度①℃㎡…… 不动", "温度①℃㎡…… 不动"),
    ("\uf900圆", "豈圆"), ("e\u0301tude", "étude")])  # fmt: skip
def test_letters_are_narrowed_and_composed_and_nothing_else(tmp_path, raw, clean):
    assert words(tmp_path, f"受访者：{raw}") == [clean]


@pytest.mark.parametrize(("lines", "key"), [
    ("第二部分 服务经历", "Headings"), ("第二部分：经历", "Headings"), ("—— 第三章 ——", "Headings"),
    ("Part 2: Work", "Headings"), ("## 经历", "Headings"), ("（访谈结束）", "Headings"), ("（笑）", "Stage directions"),
    ("[long pause]", "Stage directions"), ("【录音中断】", "Stage directions"), ("Page 3 of 9", "Page marks"),
    ("[00:05:12]\n", "Time stamps"), ("", "Labels of")])
def test_what_nobody_spoke_between_two_turns_is_no_turn_and_a_note(tmp_path, lines, key):
    talks = read_interviews(folder_of(tmp_path, f"访谈者：好吗？\n受访者：很好。\n{lines}\n访谈者：行？"))
    assert talks.turns["text"].tolist() == ["好吗？", "很好。", "行？"]
    assert [note["en"].split(",")[0] for note in talks.notes][-1].startswith(key)


@pytest.mark.parametrize(("line", "doubt"), [
    ("二、服务经历", True), ("2. 请问你做什么工作？", True), ("（2019年）", True), ("[inaudible]", True), ("17", True),
    ("05:12", True), ("服务经历", True), ("第二部分是我的工作。", False)])
def test_and_what_may_be_no_words_of_a_turn_is_named_by_its_line(tmp_path, line, doubt):
    talks = read_interviews(folder_of(tmp_path, f"访谈者：好吗？\n受访者：很好。\n{line}\n访谈者：行？"))
    assert talks.turns["text"].tolist() == ["好吗？", f"很好。{line}", "行？"]
    assert ("may be none of them; look at them (numbers of lines): P01: 3." in talks.notes[-1]["en"]) is doubt


def test_numbers_that_count_on_are_pages_and_a_heading_inside_a_sentence_is_words(tmp_path):
    assert words(tmp_path / "x", "访谈者：好。\n3\n受访者：很\n4\n好。") == ["好。", "很好。"]
    assert words(tmp_path / "y", "访谈者：读\n第二部分 经历\n吧。\n受访者：好。")[0] == "读第二部分 经历吧。"


def test_a_year_words_about_a_page_and_a_mark_between_two_turns_join_nothing(tmp_path):
    assert words(tmp_path / "1", "受访者：那是\n2019\n年毕业。") == ["那是2019年毕业。"]
    assert words(tmp_path / "2", "受访者：书上写着。\n第3页说得清楚。") == ["书上写着。第3页说得清楚。"]
    assert words(tmp_path / "3", "访谈者：那么\n- 3 -\n受访者：好。") == ["那么", "好。"]


def test_english_lines_are_joined_with_a_space(tmp_path):
    folder = folder_of(tmp_path, "Interviewer: How are\nyou?\nRespondent: Fine.\nThanks.\n")
    (folder / "interviews.yaml").write_text(
        "language: en\nspeakers: {Interviewer: interviewer, Respondent: respondent}\n", "utf-8")
    assert read_interviews(folder).turns["text"].tolist() == ["How are you?", "Fine. Thanks."]


def test_turns_say_who_spoke_when_and_where_in_the_text(tmp_path):
    raw = "说话人1 00:00:12\n好吗？\n说话人2 00:00:15\n很好。\n"
    talks = read_interviews(folder_of(tmp_path, raw))
    turn = talks.turns.iloc[1]
    assert (turn["role"], turn["speaker"], turn["time"]) == ("respondent", "说话人2", "00:00:15")
    assert talks.documents["P01"][turn["start"] : turn["end"]] == "很好。"


def test_a_longer_label_is_not_taken_for_a_shorter_one(tmp_path):
    folder = folder_of(tmp_path, "说话人10：好吗？\n说话人1：好。")
    (folder / "interviews.yaml").write_text("speakers: {说话人1: respondent, 说话人10: interviewer}", "utf-8")
    assert read_interviews(folder).turns["role"].tolist() == ["interviewer", "respondent"]


# --- the committed data ----------------------------------------------------------------------


def test_every_value_of_the_committed_interviews_reads_replays_quotes_and_has_words(talks):
    assert (talks.rows, len(talks.codes), talks.synthetic) == (11, 13, True)
    assert list(talks.coders) == ["coder_a", "coder_b"]
    for row in talks.codings.itertuples():
        assert talks.documents[row.document][row.start : row.end] == row.quote
    for attribute in talks.attributes:
        if attribute.name != "service_year":
            for value in talks.participants[attribute.name]:
                word = attribute.word(value)
                assert word["zh"] != word["en"] != value


def test_the_log_replays_every_transcript_exactly(talks):
    people = talks.participants
    for name, file in zip(people["participant_id"], people["transcript"], strict=True):
        raw = read_transcript(REAL / "transcripts" / file, PEOPLE).text
        assert replay_edits(raw, [edit for edit in talks.log if edit.document == name]) == talks.documents[name]


def test_the_checksum_changes_with_any_file(tmp_path):
    one = read_interviews(folder_of(tmp_path / "a")).sha256
    two = read_interviews(folder_of(tmp_path / "b", PLAIN.replace("很", "真"))).sha256
    assert one != two and one == read_interviews(tmp_path / "a").sha256


def test_what_is_handed_out_changes_nothing_inside(talks):
    for frame in (talks.turns, talks.codings, talks.participants, talks.code_frame):
        frame.iloc[0, 0] = "changed"
    assert talks.turns.iloc[0, 0] == "P01" == talks.participants.iloc[0, 0]
    assert "changed" not in (talks.codings.iloc[0, 0], talks.code_frame.iloc[0, 0])


# --- layouts of labels and time stamps -------------------------------------------------------


@pytest.mark.parametrize(*cases("transcript_layouts"))
def test_every_layout_of_labels_and_stamps_gives_the_same_words(tmp_path, raw):
    turns = read_interviews(folder_of(tmp_path, raw)).turns
    assert turns["text"].tolist() == ["好吗？", "很好。那就这样。"]
    assert turns["role"].tolist() == ["interviewer", "respondent"]


@pytest.mark.parametrize(("raw", "times"), [
    ("说话人 1 00:12\n好吗？\n说话人 2 00:15\n好。", ["00:12", "00:15"]),
    ("00:00:12\n访谈者：好吗？\n00:00:15\n受访者：好。", ["00:00:12", "00:00:15"]),
    ("1\n00:00:12,000 --> 00:00:14,000\n访谈者：好吗？\n\n2\n00:00:15,000 --> 00:00:19,000\n受访者：好。",
     ["00:00:12,000", "00:00:15,000"]),
    ("[3s] 访谈者：好吗？\nT00:00:15 受访者 [at 0:16]：好。", ["3s", "00:00:15"])])
def test_time_stamps_are_kept_with_their_turn(tmp_path, raw, times):
    assert read_interviews(folder_of(tmp_path, raw)).turns["time"].tolist() == times


@pytest.mark.parametrize("raw", ["受访者：我10:30到的，三点1刻走。", "受访者：跑了（12s）左右。最快 12s",
                                 "受访者：比分是\n10:30", "受访者：他说：好。比如：这样。",
                                 "受访者：问题来了。\n答应了。", "受访者：后来——我走了。"])
def test_words_that_only_look_like_labels_or_stamps_stay_words(tmp_path, raw):
    assert "".join(words(tmp_path, raw)) == raw.removeprefix("受访者：").replace("\n", "")


@pytest.mark.parametrize(*cases("unknown_labels"))
def test_a_label_that_is_not_known_is_refused_wherever_it_stands(tmp_path, raw, label):
    refused(folder_of(tmp_path, raw), f"not known: '{label}' (")


def test_what_a_header_says_of_an_interview_is_no_speaker(tmp_path):
    raw = "访谈人：王某\n地点：团县委办公室。\n声明：本文为合成数据。\n受访者编号：P01\n受访者：好。"
    assert words(tmp_path, raw) == ["好。"]


def test_a_word_that_is_no_speaker_is_named_in_the_settings(tmp_path):
    folder = folder_of(tmp_path, "受访者：两点。\n优点：便宜")
    refused(folder, "'优点' (1)", "`not_speakers: [优点]`")
    (folder / "interviews.yaml").write_text(SETTINGS + "not_speakers: [优点]\n", "utf-8")
    assert read_interviews(folder).turns["text"].tolist() == ["两点。优点：便宜"]


def test_what_was_taken_for_a_header_and_how_labels_are_spelt_are_notes(tmp_path):
    talks = read_interviews(folder_of(tmp_path, "访谈记录\n地点：办公室\n问：好吗？\n答：好。[00:01:02]对。\n问：行"))
    assert [note["en"] for note in talks.notes] == [
        "Labels of the interviewer: 问 (2); of the respondent: 答 (1) (turns in brackets).",
        "Lines above the first speaker were taken for a header and are no turn: P01 (2) (lines in brackets; "
        "entries: 地点).", "Time stamps among the words were taken out: P01 (1) (their number in brackets)."]
    assert "办公室" not in str(talks.notes)
    assert "Time stamps among the words were taken out: P01 (1)" in repr(replace(talks, language="en"))


def word_table(path: Path, *rows: tuple[str, ...], before: str = "") -> Path:
    """A Word document with one table."""
    document = docx.Document()
    document.add_paragraph(before)
    for row, cells in zip(document.add_table(len(rows), len(rows[0])).rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(path)
    return path


@pytest.mark.parametrize("rows", [
    [("访谈者", "好吗？"), ("受访者", "很好。"), ("", "那就这样。")],
    [("说话人", "内容"), ("访谈者：", "好吗？"), ("受访者：", "很好。\n那就这样。")],
    [("时间", "说话人", "内容"), ("00:12", "访谈者", "好吗？"), ("00:15", "受访者", "很好。那就这样。")],
    [("序号", "说话人", "内容"), ("1", "问", "好吗？"), ("2", "答", "很好。那就这样。")],
    [("访谈者", "好吗？"), ("受访者", "很好。"), ("（笑）", ""), ("", "那就这样。")],
    [("访谈者", "好吗？"), ("受访者", "很好。"), ("（停顿）", "那就这样。")]])
def test_a_word_table_of_speakers_and_words_is_read(tmp_path, rows):
    data = word_table(tmp_path / "t.docx", *rows).read_bytes()
    assert words(tmp_path / "x", data, "P01.docx") == ["好吗？", "很好。那就这样。"]


def test_a_word_table_with_a_column_of_codes_is_refused(tmp_path):
    rows = [("访谈者", "好吗？", ""), ("受访者", "很好。", "满意")]
    refused(folder_of(tmp_path / "x", word_table(tmp_path / "t.docx", *rows).read_bytes(), "P01.docx"),
            "has 3 columns; which was spoken cannot be told", "table 1")
    for first in ("a", "问"):  # one label in three is no column of labels
        rows = [(first, "好"), ("b", "行"), ("c", "是")]
        data = word_table(tmp_path / "t.docx", *rows, before="受访者：好。").read_bytes()
        refused(folder_of(tmp_path / f"y{first}", data, "P01.docx"), "which was spoken cannot be told")


def test_headings_of_a_word_document_are_no_turns(tmp_path):
    document = docx.Document()
    for text, level in (("访谈者：好吗？", 0), ("受访者：很好。", 0), ("服务经历", 2), ("访谈者：行？", 1)):
        document.add_heading(text, level) if level else document.add_paragraph(text)
    document.save(tmp_path / "t.docx")
    talks = read_interviews(folder_of(tmp_path / "x", (tmp_path / "t.docx").read_bytes(), "P01.docx"))
    assert talks.turns["text"].tolist() == ["好吗？", "很好。", "行？"] and "Headings of parts" in str(talks.notes)


def test_text_boxes_and_running_heads_are_no_turn_and_are_noted(tmp_path):
    document = docx.Document()
    document.add_paragraph("受访者：很好。")
    document.sections[0].header.paragraphs[0].text = "机密"
    document.save(tmp_path / "t.docx")
    talks = read_interviews(folder_of(tmp_path / "x", (tmp_path / "t.docx").read_bytes(), "P01.docx"))
    assert talks.turns["text"].tolist() == ["很好。"] and "1 paragraph stands outside" in str(talks.notes)


# --- corrections -----------------------------------------------------------------------------


def test_a_correction_moves_turns_and_codings_and_stands_in_the_log(talks):
    row = talks.codings.iloc[0]
    before = talks.documents["P01"]
    edits = [Edit("P01", 0, 0, "", "嗯，", "typing_error"),
             Edit("P01", row["start"], row["start"] + 2, before[row["start"] : row["start"] + 2], "某年", "pseudonym")]
    after = talks.with_edits(edits)
    moved = after.codings.iloc[0]
    assert moved["quote"] == "某年" + row["quote"][2:]
    assert after.documents["P01"][moved["start"] : moved["end"]] == moved["quote"]
    assert all(after.documents[turn.document][turn.start:turn.end] == turn.text for turn in after.turns.itertuples())
    assert len(after.log) == len(talks.log) + 2 and talks.documents["P01"] == before


@pytest.mark.parametrize(("edit", "message"), [
    (Edit("P99", 0, 1, "x", "", "r"), "There is no document 'P99'"),
    (Edit("P01", 0, 1, "x", "", "r"), "must replace 'x', but the text there reads '先'"),
    (Edit("P01", 0, 1, "先", "a\nb", "r"), "must stay inside one turn")])  # fmt: skip
def test_an_edit_that_does_not_fit_is_refused(talks, edit, message):
    with pytest.raises(CleaningError, match=message):
        talks.with_edits([edit])


def test_an_edit_cannot_delete_a_whole_turn_or_coding(talks):
    text = talks.turns.loc[0, "text"]
    with pytest.raises(CleaningError, match="cannot delete all words of a turn"):
        talks.with_edits([Edit("P01", 0, len(text), text, "", "r")])
    row = talks.codings.iloc[0]
    with pytest.raises(CleaningError, match="cannot delete all words of coding"):
        talks.with_edits([Edit("P01", row["start"], row["end"], row["quote"], "", "r")])


# --- faults ----------------------------------------------------------------------------------


def refused(folder: Path, *parts: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_interviews(folder)
    for part in parts:
        assert part in str(caught.value)
    assert caught.value.where and caught.value.fix


def test_a_folder_that_is_not_there_is_named(tmp_path):
    (tmp_path / "interviews").mkdir()
    refused(tmp_path / "interview", "does not exist", "did you mean 'interviews'?")


@pytest.mark.parametrize("name", ["interviews.yaml", "participants.csv"])
def test_a_file_that_is_absent_is_named(tmp_path, name):
    (folder_of(tmp_path) / name).unlink()
    refused(tmp_path, f"must hold the file {name}")


def test_codings_need_their_code_frame(tmp_path):
    add_codings(folder_of(tmp_path), "1,P01,4,6,很好,fine,ann")
    (tmp_path / "code_frame.csv").unlink()
    refused(tmp_path, "Codings must have their code frame")


def test_interviews_without_codings_and_code_frame_can_be_read(tmp_path):
    (folder_of(tmp_path) / "code_frame.csv").unlink()
    assert len(read_interviews(tmp_path).codings) == 0


def test_a_participant_without_transcript_is_named(tmp_path):
    (folder_of(tmp_path) / "transcripts" / "P01.txt").rename(tmp_path / "transcripts" / "P1.txt")
    refused(tmp_path, "absent: 'P01.txt'", "did you mean 'P1.txt'?")


def test_a_transcript_without_participant_is_named_but_word_lock_files_are_not(tmp_path):
    (folder_of(tmp_path) / "transcripts" / "~$P01.docx").write_bytes(b"")
    assert read_interviews(tmp_path).rows == 1
    (tmp_path / "transcripts" / "P02.txt").write_text("x")
    refused(tmp_path, "nobody's: 'P02.txt'")


@pytest.mark.parametrize(("raw", "parts"), [
    ("访谈者：好吗？\n主持人：等等\n受访者：好。\n主持人：行",
     ["not known: '主持人' (2)", "P01.txt, line 2, 4", "`not_speakers: [主持人]`",
      "`speakers: {interviewer: [访谈者, 问, 说话人1, 主持人], respondent: [受访者, 答, 说话人2]}`"]),
    ("说话人3 00:00:01\n开始。\n说话人1 00:00:12\n好吗？", ["'说话人3'", "line 1"]),
    ("今天天气很好。", ["must have a speaker's label", "'访谈者'"]), ("\n", ["is empty"]),
    ("受访者：\n", ["must have words behind a speaker's label"])])
def test_a_transcript_whose_speakers_are_not_known_is_refused_with_the_lines(tmp_path, raw, parts):
    refused(folder_of(tmp_path, raw), *parts)


def test_a_quotation_introduced_by_a_verb_is_no_speaker(tmp_path):
    assert words(tmp_path, "受访者：有人来了。\n他说：你好。") == ["有人来了。他说：你好。"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80\x81\x82\xff\xff", b"a\0b\0",
                                  "r\u00e9sum\u00e9 d\u00e9j\u00e0 vu".encode("latin-1"),
                                  "受訪者：很好，我們繼續。".encode("big5")])  # fmt: skip
def test_bytes_that_are_no_known_text_are_refused_and_never_replaced(tmp_path, data):
    refused(folder_of(tmp_path, data), "P01.txt")


def test_traditional_chinese_in_another_encoding_is_read_when_it_is_named(tmp_path):
    text = "受訪者：我在學校教書兩年，學生都很好，後來回家工作。"
    folder = folder_of(tmp_path, text.encode("big5"))
    (folder / "interviews.yaml").write_text(SETTINGS.replace("受访者", "受訪者"), "utf-8")
    refused(folder, "undecidable", "big5hkscs")
    (folder / "code_frame.csv").unlink()
    (folder / "participants.csv").write_text("participant_id,transcript\nP01,P01.txt\n")
    assert read_interviews(folder, encoding="big5").documents["P01"] == text[4:]


@pytest.mark.parametrize("row", ["1,P01,3,6,很好,fine,ann", "1,P01,4,99,很好,fine,ann", "1,P01,-1,6,很好,fine,ann",
                                 "1,P01,4,4,,fine,ann", "1,P01,4.0,6,很好,fine,ann",
                                 f"1,P01,4,{'9' * 5000},很好,fine,ann"])  # fmt: skip
def test_a_coding_that_does_not_hold_its_quote_is_listed(tmp_path, row):
    refused(add_codings(folder_of(tmp_path), row), "must hold its quote", "ann.csv, row 2", "re-anchor")


@pytest.mark.parametrize(("rows", "parts"), [
    (["1,P01,0,2,那就,fine,ann", "2,P01,0,2,没有,fine,ann"],
     ["P01[0:2] is not '那就'", "the quotes stand at P01[7:9], P01 (nowhere)"]),
    ([f"{i},P01,0,2,{'一二三四五六七八九十百千万亿'[:i]},fine,ann" for i in (12, 13)],
     ["is not '一二三四五六七八九十百千'", "is not '一二三四五六七八九十百千…'"]),
    ([f"{i},P01,0,2,很好,fine,ann" for i in range(8)], ["and 3 more", "row 2, 3, 4, 5, 6 and 3 more"]),
    (["1,P01,4,6,很好,fin,ann"], ["a code_id that is not known: 'fin'", "did you mean 'fine'?"]),
    (["1,P1,4,6,很好,fine,ann"], ["a doc that is not known: 'P1'", "did you mean 'P01'?"])])
def test_codings_that_do_not_fit_are_listed_with_what_would(tmp_path, rows, parts):
    refused(add_codings(folder_of(tmp_path), *rows), *parts)


def test_a_coding_id_cannot_stand_twice(tmp_path):
    add_codings(folder_of(tmp_path), "1,P01,4,6,很好,fine,ann")
    refused(add_codings(tmp_path, "1,P01,4,6,很好,fine,bob", coder="bob"), "coding_id", "'1'")


@pytest.mark.parametrize(("name", "text", "parts"), [
    ("code_frame.csv", "code,name\nfine,好\n", ["must have the column(s) 'code_id'", "did you mean 'code'?"]),
    ("code_frame.csv", "code_id,parent_id,name\nfine,,好\nvery,fin,很好\n",
     ["'fin' is no code", "row 3", "did you mean 'fine'?"]),
    ("participants.csv", "participant_id,transcript\nP01,P01.txt,more\n", ["must have 2 fields", "line 2"]),
    ("interviews.yaml", SETTINGS + "attributes: {gendr: {label: x}}\n",
     ["no attribute 'gendr'", "did you mean 'gender'?"])])
def test_a_faulty_table_or_setting_is_refused_with_its_place(tmp_path, name, text, parts):
    (folder_of(tmp_path) / name).write_text(text, "utf-8")
    refused(tmp_path, *parts)


@pytest.mark.parametrize(("text", "message"), [
    ("speakers: [a", "not YAML"), ("[" * 3000, "not YAML"), ("- a\n- b", "interviews.yaml must be a mapping"),
    ("language: fr\nspeakers: {respondent: [答]}", "language must be zh or en"),
    ("speakers: {moderator: [问]}", "must be interviewer or respondent"),
    ("speakers: {interviewer: [问]}", "which labels are the respondent's"),
    ("synthetic: sometimes\nspeakers: {respondent: [答]}", "synthetic must be true or false"),
    ("speakers: {respondent: [受访者]}\nfinished: {ann: P01}", "finished must list documents"),
    ("finishd: {}\nspeakers: {respondent: [答]}", "There is no setting 'finishd'"),
    ("title: &a x\nlicence: *a", "must not refer to another place"), ("language: zh\nlanguage: en", "must stand once"),
])  # fmt: skip
def test_faulty_settings_are_refused(tmp_path, text, message):
    (folder_of(tmp_path) / "interviews.yaml").write_text(text, "utf-8")
    refused(tmp_path, message)


def test_a_word_document_passes_the_gates_of_every_foreign_file(tmp_path):
    refused(folder_of(tmp_path / "a", with_part(word_file("x"), "word/document.xml", b" " * (30 * 2**20)), "P01.docx"),
            "more than a survey or a report can be")
    refused(folder_of(tmp_path / "b", b"<html><body>x</body></html>", "P01.docx"), "neither a Word document nor text")


def test_an_old_word_file_asks_for_a_new_one(tmp_path):
    refused(folder_of(tmp_path, b"\xd0\xcf\x11\xe0", "P01.doc"), "must be a .docx, .txt, .md, .srt or .vtt file")


def test_an_unknown_code_or_attribute_is_suggested_by_the_value(talks):
    with pytest.raises(AnalysisError, match="did you mean 'bridge'"):
        talks.code("brige")
    with pytest.raises(AnalysisError, match="did you mean 'gender'"):
        talks.attribute("gendre")


ODD = {
    "Teams": "0:0:0.0 --> 0:0:3.150\n访谈者\n好吗？\n0:0:3.150 --> 0:0:9.0\n受访者\n很好。\n",
    "ranges": "访谈者 [00:01 - 00:05]\n好吗？\n受访者 00:05-00:09\n很好。\n",
    "a name behind the label": "访谈者（李）：好吗？\n受访者（P01）：很好。\n",
    "a program's last line": "访谈者  0:03\n好吗？\n\n受访者  0:08\n很好。\n\nTranscribed by https://otter.ai\n",
    "numbers in Chinese": "（一）问：好吗？\n答：很好。\n", "circled numbers": "①问：好吗？\n②答：很好。\n",
    "quoted lines": "> 访谈者：好吗？\n> 受访者：很好。\n",
    "a day before the time": "访谈者 2026-05-12 14:00:03\n好吗？\n\n受访者 2026-05-12 14:00:09\n很好。\n",
    "stamps between hashes": "访谈者：#00:00:03-0# 好吗？\n受访者：很好。 #00:00:09-1#\n",
    "names of cues": "WEBVTT\n\n0f7a-1/12-0\n00:00:01.000 --> 00:00:04.000\n<v 访谈者>好吗？</v>\n\n"
                     "0f7a-1/13-0\n00:00:04.500 --> 00:00:09.000\n<v 受访者>很好。</v>\n",
    "the end of a recording": "访谈者   0:03\n好吗？\n受访者   0:09\n很好。\nWang Lei stopped transcription\n",
    "a list of keywords": "关键词：基层 就业\n\n文字记录：\n\n说话人1(00:00:02): 好吗？\n\n说话人2(00:00:09): 很好。\n"}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
def test_transcripts_of_programs_are_read_word_by_word(raw, tmp_path):
    talks = read_interviews(folder_of(tmp_path / "x", raw))
    assert talks.turns[["role", "text"]].values.tolist() == [["interviewer", "好吗？"], ["respondent", "很好。"]]


@pytest.mark.parametrize("line", ["受访者；好。", "受访者 - 好。", "受访者-好。", "（受访者）好。", "受访者|好。",
                                  "受访者（P01）好。", "受访者 好。", "受访者∶好。", "受访者。好的。", "受访者…好。",
                                  "受访者.好。"])
@pytest.mark.parametrize("first", [True, False])
def test_but_a_label_without_its_colon_is_refused_and_never_part_of_a_turn(line, first, tmp_path):
    lines = [line, "访谈者：好吗？", "受访者：好。"] if first else ["访谈者：好吗？", line, "受访者：走。"]
    with pytest.raises(ReadError, match="must have a colon behind it"):
        read_interviews(folder_of(tmp_path / "x", "\n".join(lines) + "\n"))


def test_but_a_sentence_that_begins_with_a_label_is_a_sentence(tmp_path):
    raw = "访谈者：好吗？\n受访者：好。\n受访者们都说很累。\n受访者、家人和同事都来了。\n"
    assert words(tmp_path / "x", raw)[1] == "好。受访者们都说很累。受访者、家人和同事都来了。"


@pytest.mark.parametrize("raw", [
    "问：好吗？答：很好。\n", "问：好吗？答：3年了。\n", "#1/问：好吗？\n答：很好。\n",
    "访谈者：好吗？ 受访者：很好。\n", "第2题 问：好吗？\n答：很好。\n",
    "Q2 问：好吗？\n答：很好。\n"])
def test_a_turn_that_begins_inside_a_line_is_refused_and_never_given_to_another(raw, tmp_path):
    with pytest.raises(ReadError, match="must begin its line"):
        read_interviews(folder_of(tmp_path / "x", raw))


@pytest.mark.parametrize("said", ["他老问：你来做什么？我说来看看。", "题目是“答：略”。", "日程：问卷、答疑。",
                                  "比例是3:1，答疑：周五。"])
def test_but_a_label_among_other_words_is_a_word(said, tmp_path):
    assert words(tmp_path / "x", f"编号：P01 访谈者：李\n访谈者：好吗？\n受访者：{said}\n")[1] == said


def test_a_day_above_turns_of_whole_sentences_makes_no_header_of_them(tmp_path):
    folder = folder_of(tmp_path, "Date: May\nI: How come.\nR: I went.\nI: So.\nR: Yes.\n")
    (folder / "interviews.yaml").write_text("language: en\nspeakers: {I: interviewer, R: respondent}", "utf-8")
    assert read_interviews(folder).turns["text"].tolist() == ["How come.", "I went.", "So.", "Yes."]


def test_marks_of_markdown_in_speech_are_words(tmp_path):
    assert words(tmp_path / "x", "访谈者：*好*吗？\n受访者：**很**好。\n") == ["*好*吗？", "**很**好。"]


def test_a_short_time_in_one_turn_of_many_is_a_word_of_it(tmp_path):
    raw = "访谈者：几点？\n受访者：10:30 到的，三点走。\n访谈者：好。\n受访者：晚上睡到 6:20\n访谈者：行。"
    talks = read_interviews(folder_of(tmp_path / "x", raw))
    assert talks.turns["text"].tolist()[1:4:2] == ["10:30 到的，三点走。", "晚上睡到 6:20"]


def test_labels_without_words_are_counted_and_a_label_behind_a_comma_is_in_doubt(tmp_path):
    raw = "访谈者：好吗？\n受访者：\n访谈者：行？\n受访者，行。\n受访者：行。"
    talks = read_interviews(folder_of(tmp_path / "x", raw))
    assert [note["en"][:50] for note in talks.notes[1:]] == [
        "Labels without words behind them are no turns: P01", "These lines bear no label and were read as words o"]
    assert talks.turns["text"].tolist() == ["好吗？", "行？受访者，行。", "行。"]


def test_an_english_label_with_a_blank_behind_it_is_refused_where_it_names_a_role(tmp_path):
    folder = folder_of(tmp_path, "Interviewer: Why?\nMay: So.\nInterviewer How long?\n")
    said = "language: en\nspeakers: {Interviewer: interviewer, May: respondent}"
    (folder / "interviews.yaml").write_text(said, "utf-8")
    refused(folder, "must have a colon behind it", "line 3")
    (folder / "transcripts" / "P01.txt").write_text("Interviewer: Why?\nMay: So.\nMay I go?\n", "utf-8")
    assert read_interviews(folder).turns["text"].tolist() == ["Why?", "So. May I go?"]


@pytest.mark.parametrize("rows", [
    [("访谈者：李", "好吗？"), ("受访者：王", "很好。那就这样。")],
    [("访谈者\n00:12", "好吗？"), ("受访者\n00:15", "很好。那就这样。")],
    [("说话人", "内容", "备注"), ("访谈者", "好吗？", ""), ("受访者", "很好。那就这样。", "")],
    [("访谈者", "李明"), ("受访者", "P01"), ("时间", "五月"), ("访谈者", "好吗？"), ("受访者", "很好。那就这样。")]])
def test_names_and_times_in_the_column_of_labels_and_tables_about_the_interview_are_no_words(tmp_path, rows):
    data = word_table(tmp_path / "t.docx", *rows).read_bytes()
    assert words(tmp_path / "x", data, "P01.docx") == ["好吗？", "很好。那就这样。"]


@pytest.mark.parametrize("rows", [
    [("说话人", "内容", "编码"), ("访谈者", "好吗？", ""), ("受访者", "很好。", "2")],
    [("访谈者", "好吗？", "满意"), ("受访者", "很好。", "")]])
def test_a_column_of_codes_is_refused_even_where_it_holds_numbers_or_a_single_code(tmp_path, rows):
    refused(folder_of(tmp_path / "x", word_table(tmp_path / "t.docx", *rows).read_bytes(), "P01.docx"),
            "has 3 columns; which was spoken cannot be told")


def test_a_word_table_with_a_column_for_each_speaker_is_read(tmp_path):
    document = docx.Document()
    for cell, text in zip((cell for row in document.add_table(rows=3, cols=2).rows for cell in row.cells),
                          ("访谈者", "受访者", "好吗？", "很好。", "", "真的。"), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    assert words(tmp_path / "x", out.getvalue(), "P01.docx") == ["好吗？", "很好。", "真的。"]
