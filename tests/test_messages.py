"""Every error in Chinese: a table that is complete, and real errors of all rooms said without English."""

from __future__ import annotations

import csv
import io
import pickle
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from templates import Flow, Source, prose, templates, texts

import surveykit as sk
from surveykit.cli import main
from surveykit.expression import parse
from surveykit.words.messages import in_chinese, table

PATH = Path(__file__).parents[1] / "surveykit/words/messages.csv"
LINES = list(csv.reader(PATH.read_text(encoding="utf-8").splitlines(), strict=True))
HAN = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r"(?<!\w)'[^']*'|(?<!\w)\"[^\"]*\"|`[^`]*`|[\w.]+\([^()]*\)|[\w.]+=[^ ，。；]*")


# what systems say, and the package passes on
SYSTEM = {"File exists", "Is a directory", "No such file or directory", "No space left on device", "Permission denied",
          "Read-only file system", "embedded null byte"}


def numbered(en: str) -> str:
    """The English with its slots numbered, as the Chinese side has them."""
    pieces = en.split("{}")
    return pieces[0] + "".join(f"{{{n}}}{piece}" for n, piece in enumerate(pieces[1:], 1))


def lines(pairs: list[tuple[str, str]]) -> str:
    """Lines of the table."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(pairs)
    return made.getvalue()


def test_every_sentence_an_error_can_hold_has_a_chinese_side():
    missing = [en for en in templates() if en not in table()]
    asked = lines([(en, numbered(en)) for en in missing])
    assert not missing, f"put these lines, in Chinese, into surveykit/words/messages.csv:\n{asked}"


def test_no_line_of_the_table_is_unused():
    assert [line[0] for line in LINES[1:] if line[0] not in texts() | SYSTEM] == []


def test_the_table_has_two_columns_and_is_sorted():
    assert LINES[0] == ["en", "zh"] and {len(line) for line in LINES} == {2}
    english = [en for en, _ in LINES[1:]]
    assert english == sorted(set(english))


def test_both_sides_have_the_same_slots():
    odd = [en for en, zh in LINES[1:]
           if {int(n) for n in re.findall(r"\{(\d)\}", zh)} != set(range(1, en.count("{}") + 1))]
    assert odd == []


def test_the_chinese_side_holds_hanzi_unless_all_of_it_is_code():
    assert [en for en, zh in LINES[1:] if not HAN.search(zh) and zh != numbered(en) and " or " in en] == []
    assert sum(not HAN.search(zh) for _, zh in LINES[1:]) < 40
    assert [en for en, zh in LINES[1:] if not HAN.search(zh) and en.endswith(".")] == []


def test_sentences_end_as_their_english_does():
    ends = {".": "。", ":": "：", "?": "？"}
    assert [en for en, zh in LINES[1:] if HAN.search(zh) and zh[-1] != ends.get(en[-1], zh[-1])
            and not en.endswith(("speakers:", "finished:"))] == []


def test_chinese_uses_chinese_punctuation():
    assert [zh for en, zh in LINES[1:] if re.search(r"[\u3400-\u9fff][,;?!]", zh) and zh != en] == []


SOURCE = '''
from surveykit.errors import ReadError, counted, faults_error

PLAIN = {"a": "take it out", "b": f"write {len('b')}"}


def read(path, n):
    faults = []
    faults.append(f"row {n}: {'this' if n else 'that'} must be there")
    _refuse("The file must be there.", path)
    end = " It ends here." if n else ""
    if n:
        raise ReadError("One thing must hold." + end, where=f"sheet {n}, row {n + 1}", fix=PLAIN.get(path, "ask"))
    return faults_error(ReadError, f"There must be {counted(n, 'cow')}:", faults, where=path, fix=_fix(n))


def _refuse(said, path):
    raise ReadError(said, where=path)


def _fix(n):
    return "look at it again" if n else f"look {n!r} up"
'''


def test_sentences_are_found_through_names_conditions_lists_tables_and_calls(tmp_path):
    (tmp_path / "room.py").write_text(SOURCE, encoding="utf-8")
    assert set(filter(prose, Flow(Source(tmp_path)).everything())) == {
        "row {}: this must be there", "row {}: that must be there", "The file must be there.", "One thing must hold.{}",
        " It ends here.", "sheet {}, row {}", "take it out", "write {}", "There must be {}:", "{} cow", "{} cows",
        "look at it again", "look {} up"}


@pytest.mark.parametrize("en, zh", [
    ("The file does not exist.", "文件不存在。"),
    ("did you mean 'plan'?", "是不是 'plan'？"),
    ("use one of: 'a', 'b'", "可用：'a'、'b'"),
    ("use one of: 'a', 'b', 'c', 'd', 'e' and 2 more", "可用：'a'、'b'、'c'、'd'、'e' 等（另有 2 个）"),
    ("The codebook has 2 faults:\n    sheet survey, row 3: the type of 'x' must be filled\n    and 3 more",
     "题本有 2 处错误：\n    工作表 survey，第 3 行：'x' 的 type 必须填写\n    另有 3 个"),
    ("a.csv, line 3", "a.csv，第 3 行"),
    ("save it as CSV UTF-8; look at survey.missing", "存为 CSV UTF-8；看 survey.missing"),
    ("There is no item 'a; did you mean' in the codebook.", "题本中没有题项 'a; did you mean'。"),
    ("sheet choices, row 3: '1' stands twice in list 'yn'", "工作表 choices，第 3 行：'1' 在列表 'yn' 中出现两次"),
    ("item 'x': 'y' (7 respondents, rows 4, 5, 6, 7, 8 and 2 more); did you mean 'z'?",
     "题项 'x'：'y'（7 位受访者，第 4、5、6、7、8 等（另有 2 个）行）；是不是 'z'？"),
    ("The file is a web page (HTML), whatever its name says; it cannot be read as a table of answers.",
     "这是网页（HTML），与文件名无关，不能当作答卷表格读取。"),
    ("The file cannot be written: Permission denied.", "文件无法写入：没有权限。"),
    ("'\\' is not known in a pattern.", "正则表达式不支持“\\”。"),
    ("A sentence nobody ever wrote.", "A sentence nobody ever wrote."),
    ("'The file does not exist.'", "'The file does not exist.'"),
    ("3 rows fell off", "3 rows fell off"),
    ("", ""),
])
def test_a_text_is_said_in_chinese_with_what_stands_inside_it(en, zh):
    assert in_chinese(en) == zh


def test_an_error_says_all_its_parts_in_one_language():
    error = sk.ReadError("The file does not exist.", where="a.xlsx, row 3", fix="export it again")
    assert error.said("en") == str(error)
    assert error.said("zh") == "文件不存在。\n  位置：a.xlsx，第 3 行\n  办法：重新导出"
    with pytest.raises(ValueError, match="language must be 'zh' or 'en'"):
        error.said("de")


def test_a_traceback_shows_chinese_below_the_english():
    shown = "".join(traceback.format_exception(sk.ReadError("The file is empty.", where="a.csv")))
    assert shown.endswith("ReadError: The file is empty.\n  where: a.csv\n文件是空的。\n  位置：a.csv\n")


def test_jupyter_shows_chinese_too():
    ultratb = pytest.importorskip("IPython.core.ultratb")
    try:
        raise sk.ReadError("The file is empty.")
    except sk.ReadError:
        kind, error, trace = sys.exc_info()
    shown = ultratb.VerboseTB(theme_name="nocolor").text(kind, error, trace)
    assert "The file is empty." in shown and "文件是空的。" in shown


def test_an_uncaught_error_of_a_script_shows_chinese():
    code = "import surveykit as sk; sk.read_survey('no.xlsx')"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=False,
                          cwd=PATH.parents[1])
    assert done.stderr.decode().count("文件不存在。") == 1


def test_it_costs_nothing_until_a_traceback_asks():
    table.cache_clear()
    error = sk.ReadError("The file is empty.")
    assert str(error) and table.cache_info().misses == 0 and "__notes__" not in vars(error)


def test_notes_of_the_user_stand_below_ours():
    error = sk.ReadError("The file is empty.")
    error.add_note("in the second folder")
    assert error.__notes__ == ["文件是空的。", "in the second folder"]


def test_what_has_no_chinese_has_no_note():
    assert sk.ReadError("Nobody ever wrote this.").__notes__ == []


def test_it_speaks_chinese_after_a_trip_to_another_process():
    error = sk.ReadError("The file is empty.", where="a.csv")
    assert pickle.loads(pickle.dumps(error)).__notes__ == error.__notes__ == ["文件是空的。\n  位置：a.csv"]


@pytest.mark.parametrize("variables, both", [
    ({"LANG": "zh_CN.UTF-8"}, True), ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, True),
    ({"LANGUAGE": "zh_CN:en"}, True), ({"LANG": "en_US.UTF-8"}, False), ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
])
def test_the_command_line_speaks_as_the_locale_does(variables, both, monkeypatch, capsys, tmp_path):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["surveykit", "run"])
    with pytest.raises(SystemExit, match="2"):
        main()
    said = capsys.readouterr().err
    assert "There is no notebook to run." in said and ("没有可运行的笔记本。" in said) is both


def test_windows_tells_its_language_by_the_locale(monkeypatch, capsys, tmp_path):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("surveykit.cli.locale.getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["surveykit", "run"])
    with pytest.raises(SystemExit):
        main()
    assert "没有可运行的笔记本。" in capsys.readouterr().err


def faulty(folder: Path) -> Path:
    """A codebook as a folder, with faults of several kinds."""
    (folder / "survey.csv").write_text(
        "type,name,label,relevant\nselect_one yn,a b,A,\nselect_one nowhere,q2,B,\ntxt,q3,C,\n"
        "text,q4,D,${gone} = 'x'\ntext,q5,E,${q4} == 'x'\n", encoding="utf-8")
    (folder / "choices.csv").write_text("list_name,name,label\nyn,1,Yes\nyn,1,No\n", encoding="utf-8")
    return folder


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file."""
    path = folder / name
    path.write_bytes(content)
    return path


CALLS = {
    "no file": lambda s, d: sk.read_survey(d / "no.csv"),
    "a folder": lambda s, d: sk.read_survey(d),
    "an empty file": lambda s, d: sk.read_survey(written(d, "a.csv", b"")),
    "a damaged workbook": lambda s, d: sk.read_survey(written(d, "a.xlsx", b"PK\x03\x04 no zip")),
    "lines of other lengths": lambda s, d: sk.read_survey(written(d, "a.csv", b"a,b\n1,2\n1,2,3\n")),
    "headings twice": lambda s, d: sk.read_survey(written(d, "a.csv", b"a,a\n1,2\n"), platform="nowhere"),
    "an encoding": lambda s, d: sk.read_survey(written(d, "a.csv", "a\nGröße\n".encode("cp1252"))),
    "an unknown item": lambda s, d: sk.frequencies(s, "plann"),
    "a wrong kind": lambda s, d: sk.means(s, "gender"),
    "no ticks": lambda s, d: sk.multiple_response(s, "gender"),
    "a level": lambda s, d: sk.frequencies(s, "plan", level=95),
    "a domain": lambda s, d: sk.frequencies(s, "plan", where="gender > 3"),
    "an unknown scale": lambda s, d: sk.reliability(s, "plannin"),
    "groups": lambda s, d: sk.welch(s, "months", by="plan"),
    "a rule": lambda s, d: sk.exclude(s, rules=["speedy"], reason="x"),
    "no reason": lambda s, d: sk.exclude(s, rules=["duplicate"], reason=""),
    "a recode": lambda s, d: sk.recode(s, "plan", {"hom": "home"}, reason="x"),
    "a faulty codebook": lambda s, d: sk.read_codebook(faulty(d)),
    "an expression": lambda s, d: parse("${a} == 'x'"),
    "a pattern": lambda s, d: parse("regex(., '(a+)+')"),
    "a figure": lambda s, d: sk.audit.attainable("abc", 46),
    "a base": lambda s, d: sk.audit.grim("3.45", 0),
    "interviews": lambda s, d: sk.read_interviews(d / "nowhere"),
    "a report": lambda s, d: sk.write_report([sk.frequencies(s, "plan")], d / "a.txt"),
    "a written survey": lambda s, d: sk.write_survey(s, d / "a.doc"),
    "a codebook's format": lambda s, d: sk.write_codebook(s.codebook, d / "a.doc"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_real_errors_hold_no_english_sentence_in_chinese(call, example, tmp_path):
    with pytest.raises(sk.SurveyError) as caught:
        call(example, tmp_path)
    said = caught.value.said("zh")
    bare = CODE.sub(" ", said.replace(str(tmp_path), ""))
    assert HAN.search(said.splitlines()[0]) and not re.search(r"[A-Za-z]{2,} [a-z]{2,}", bare), said
