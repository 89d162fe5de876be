"""How a file's text is written: read where the bytes leave no doubt, said where they leave little, else asked."""

import random

import pytest

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import open_foreign
from surveykit.text.encodings import decode_bytes

LINES = "id,sex,age,comment\n" + "".join(f"{i},male,{18 + i % 9},I agree with the statement\n" for i in range(400))
WESTERN = ("café", "Größe", "São Paulo", "señor", "don’t know", "“maybe”", "naïve", "Ünal", "50 €", "EDUCAÇÃO", "OPÇÃO",
           "Don’t – ever", "Çelik", "Ålborg", "Élève")
CHINESE = ("张伟", "男", "同意", "是", "回家乡", "不知道", "李娜", "北京", "其他", "没有", "QQ好友群")
SINGLE = {"big5hkscs": ("男", "是", "同意", "不知道", "臺北"), "cp949": ("네", "김철수", "매우 그렇다", "아니요"),
          "cp932": ("はい", "いいえ", "テスト", "東京です"), "cp1251": ("Иван", "да", "Москва"),
          "cp1253": ("ναι", "Αθήνα")}


def read(text: str, encoding: str):
    """What the ladder makes of a text written so; None where it asks."""
    try:
        return decode_bytes(text.encode(encoding), "a.csv")
    except ReadError as error:
        assert "undecidable" in str(error) and "encoding=" in str(error)
        return None


def insert(*words: str) -> str:
    """The English table with these words as comments of some rows."""
    lines = LINES.splitlines()
    for place, word in enumerate(words):
        lines[7 + 31 * place] = f"{place},male,20,{word}"
    return "\n".join(lines) + "\n"


def test_a_western_word_or_two_in_an_english_file_are_read():
    for word in WESTERN:
        for text in (insert(word), insert(word, "résumé"), insert(f"a {word} here")):
            assert read(text, "cp1252") == (text, "cp1252"), word
            found = read(text, "mac_roman")  # 0x96 is ñ, or a dash of Windows
            assert found is None or found[0] == text or "señor" in text, word


def test_two_bytes_that_make_no_word_are_read_as_windows_writes_and_shown(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,Expanded Universe?\x8c\xe6,a\n" + b"1,Yes,No\n" * 400)
    table = open_foreign(path)
    assert (table.encoding, table.row(0)[1]) == ("cp1252", "Expanded Universe?Œæ")
    assert [note.key for note in table.notes] == ["encoding_few"]
    for language in ("en", "zh"):
        assert all(part in table.notes[0].text[language] for part in ("Universe?Œæ", "cp1252", "encoding="))
    assert open_foreign(path, encoding="mac_roman").notes == ()


def test_but_more_of_them_or_a_shorter_file_are_asked_about():
    heading = "Expanded Universe?Œæ"
    assert read(f"id,{heading},a\n" + "1,Yes,No\n" * 50, "cp1252") is None
    assert read("".join(f"{heading} {i}\n" * 20 for i in range(40)), "cp1252") is None


def test_chinese_words_in_an_english_file_are_chinese_or_asked_about(tmp_path):
    for word in CHINESE:
        found = read(insert(word), "gb18030")
        assert found is None or found == (insert(word), "gb18030"), word
    (tmp_path / "a.csv").write_bytes(insert("张伟").encode("gbk"))
    note, = open_foreign(tmp_path / "a.csv").notes
    assert note.key == "encoding_chinese" and "张伟" in note.text["en"]


@pytest.mark.parametrize("encoding", SINGLE)
def test_words_of_other_scripts_are_never_taken_for_chinese_or_western(encoding):
    for text in (*(insert(word) for word in SINGLE[encoding]), insert(*SINGLE[encoding]),
                 "id,a\n" + "".join(f"{i},{word}\n" for i, word in enumerate(SINGLE[encoding]))):
        found = read(text, encoding)
        assert found is None or found[0] == text, (found[1], found[0][-200:])


def test_whole_chinese_files_are_read_in_each_encoding_of_the_mainland_and_traditional_ones_asked_about():
    text = "序号,您的性别,您毕业后的打算是什么\n" + "".join(f"{i},男,回家乡工作\n{i},女,继续考研\n" for i in range(30))
    for encoding in ("gbk", "gb18030", "utf-16", "utf-8", "utf-8-sig"):
        assert read(text, encoding)[0] == text
    assert read("\ufeff" + text, "utf-7")[0] == text
    assert read("編號,性別,畢業後的打算\n" + "1,男,繼續升學\n" * 30, "big5hkscs") is None


def test_random_words_of_western_texts_are_never_read_as_chinese():
    draw, letters = random.Random(7), "aeinrstl" * 6 + "éèêëàâçôöüûñáíóúæøå"
    for _ in range(300):
        words = ["".join(draw.choices(letters, k=draw.randrange(1, 9))) for _ in range(draw.randrange(1, 30))]
        cells = [draw.choice((str, str.upper, str.title))(word) for word in words]
        text = "id,name\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells))
        found = read(text, "cp1252")
        assert found is None or found[0] == text, (found[1], cells)


@pytest.mark.parametrize(("text", "encoding", "expected"), [
    ("id,sex\n1,M\n2,女\n", "gbk", "gb18030"), ("id,spol\n1,M\n2,Ž\n", "utf-8", "utf-8")])
def test_a_lone_sign_of_two_readings_is_a_doubt(tmp_path, text, encoding, expected):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    said = next(doubt.text["en"] for doubt in sk.draft_codebook(path).doubts if doubt.key == "encoding")
    assert f"read as {expected}" in said and "(gb18030)" in said and "(utf-8)" in said


@pytest.mark.parametrize(("text", "encoding"), [
    ("пол,возраст\nмужской,десять\nженский,двадцать\n", "cp1251"),
    ("性別,感想\n男性,とても良い\n女性,まあまあ\n", "cp932"), ("성별,만족도\n남자,매우 만족\n여자,보통\n", "cp949")])
def test_scripts_of_neighbours_are_offered_first(tmp_path, text, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(sk.ReadError, match=f"encoding='{encoding}'"):
        sk.draft_codebook(path)
