"""Every error in Chinese: a table that is complete, and real errors of all rooms said without English."""

import ast
import csv
import io
import json
import pickle
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from source_trees import ROOT, source_trees
from templates import SYSTEM, called, calls, templates, ways

import surveykit as sk
from surveykit.cli import main
from surveykit.errors import count_noun, did_you_mean, faults_error, list_quoted
from surveykit.expression import parse
from surveykit.words.messages import JoinedMessage, Message, as_data, chinese, from_data, template_slots

PATH = Path(__file__).parents[1] / "surveykit/words/messages.csv"
LINES = list(csv.reader(PATH.read_text(encoding="utf-8").splitlines(), strict=True))
HAN = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r"(?<!\w)'[^']*'|(?<!\w)\"[^\"]*\"|`[^`]*`|[\w.]+\([^()]*\)|[\w.]+=[^ ，。；]*")


def lines(pairs: list[tuple[str, str]]) -> str:
    """Lines of the table."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(pairs)
    return made.getvalue()


def test_every_sentence_an_error_can_hold_has_a_chinese_side_and_no_line_is_unused():
    missing = sorted(templates() - set(chinese()))
    asked = lines([(en, en) for en in missing])
    assert not missing, f"put these lines, in Chinese, into surveykit/words/messages.csv:\n{asked}"
    assert [line[0] for line in LINES[1:] if line[0] not in templates() | SYSTEM] == []


def test_the_table_has_two_sorted_columns_of_the_same_slots():
    assert LINES[0] == ["en", "zh"] and {len(line) for line in LINES} == {2}
    english = [en for en, _ in LINES[1:]]
    assert english == sorted(set(english))
    assert [en for en, zh in LINES[1:] if sorted(set(template_slots(en))) != sorted(set(template_slots(zh)))] == []


def test_the_chinese_side_holds_hanzi_and_ends_and_is_pointed_in_chinese():
    assert [en for en, zh in LINES[1:] if not HAN.search(zh) and zh != en and " or " in en] == []
    assert sum(not HAN.search(zh) for _, zh in LINES[1:]) < 40
    assert [en for en, zh in LINES[1:] if not HAN.search(zh) and en.endswith(".")] == []
    ends = {".": "。", ":": "：", "?": "？"}
    assert [en for en, zh in LINES[1:] if HAN.search(zh) and zh[-1] != ends.get(en[-1], zh[-1])
            and not en.endswith(("speakers:", "finished:"))] == []
    assert [zh for en, zh in LINES[1:] if re.search(r"[\u3400-\u9fff][,;?!]", zh) and zh != en] == []


def finished_texts(tree: ast.AST) -> list[int]:
    """Lines where an error or a message is given a finished text for its template."""
    bound = {node.targets[0].id for node in ast.walk(tree) if isinstance(node, ast.Assign)
             and isinstance(node.targets[0], ast.Name) and is_finished(node.value)}
    return [way.lineno for _, given in calls(tree) for part in given for way in ways(part)
            if is_finished(way) or (isinstance(way, ast.Name) and way.id in bound)]


def is_finished(node: ast.expr) -> bool:
    """Whether an expression puts a text together."""
    if isinstance(node, ast.BinOp):
        return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node))
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Call) and called(node) in {"join", "format", "str", "repr", "replace"})


def test_no_error_is_given_a_finished_text():
    found = {str(path.relative_to(ROOT)): lines for path, tree in source_trees().items()
             if path.name != "errors.py" and (lines := finished_texts(tree))}
    assert found == {}, "give a template and its values: ReadError('There is no item {name!r}.', name=name)"


@pytest.mark.parametrize("source", [
    'raise ReadError(f"There is no item {name}.")', 'ReadError("No item.", where=f"row {n}")',
    'ReadError("No item.", fix="write " + name)', 'ReadError("No item {}.".format(name))', 'Message(f"row {n}")',
    'what = f"row {n}"\nraise CodebookError(what)', 'ReadError("No item.", where=str(path))',
    'ReadError("No item." if n else f"No {n}.")', 'faults_error(kind, f"{n} faults:", faults, where="", fix="")'])
def test_a_finished_text_is_noticed(source):
    assert finished_texts(ast.parse(source))


@pytest.mark.parametrize("source", [
    'raise ReadError("There is no item {name}.", name=f"a {b}")', 'ReadError(LIMITS, fix=FIX)',
    'ReadError("No item.", where=place, fix=did_you_mean(name, known))', 'ReadError(error.what, where=error.where)'])
def test_but_templates_and_messages_are_taken(source):
    assert finished_texts(ast.parse(source)) == []


@pytest.mark.parametrize("message, zh", [
    (Message("The file does not exist."), "文件不存在。"), (did_you_mean("plam", ["plan"]), "是不是 'plan'？"),
    (did_you_mean("x", "ab"), "可用：'a'、'b'"), (list_quoted("abcdefg"), "'a'、'b'、'c'、'd'、'e' 等（另有 2 个）"),
    (Message("{file}, line {line}", file="a.csv", line=3), "a.csv，第 3 行"),
    (Message("{file}, row {row}", file="row 3.xlsx", row=3), "row 3.xlsx，第 3 行"),
    (Message("There is no item {name!r} in the codebook.", name="a; did you mean"),
     "编码手册中没有题项 'a; did you mean'。"),
    (Message("There is no item {name!r} in the codebook.", name="The file is empty."),
     "编码手册中没有题项 'The file is empty.'。"),
    (JoinedMessage("; ", [Message("save it as CSV UTF-8"), "look up"]), "存为 CSV UTF-8；look up"),
    (Message("The file is {found}; it cannot be read as a table of answers.", found=Message("a picture")),
     "这是图片，不能当作答卷表格读取。"),
    (Message("The file cannot be written: {reason}.", reason=Message.verbatim("Permission denied")),
     "文件无法写入：没有权限。"), (Message("{reason}", reason={"zh": "基数", "en": "Base"}), "基数"),
    (Message("A sentence nobody ever wrote."), "A sentence nobody ever wrote."),
    (Message("{n} rows fell {off}", n=3, off="{off}"), "3 rows fell {off}")])
def test_a_message_is_said_in_chinese_with_what_stands_inside_it(message, zh):
    assert message.in_language("zh") == zh
    assert message.in_language("en") == str(message) == message
    for again in (pickle.loads(pickle.dumps(message)), from_data(json.loads(json.dumps(as_data(message))))):
        assert again == message and again.in_language("zh") == zh


def test_faults_are_said_one_by_one_and_the_rest_is_counted():
    absent = Message("the type of {name!r} must be filled", name="x")
    faults = [Message("sheet survey, row {row}: {fault}", row=n, fault=absent) for n in range(3, 17)]
    error = faults_error(sk.CodebookError, "The codebook has {faults}:", faults, faults=count_noun(14, "fault"),
                         where="{file}", fix="correct these rows in the workbook", file="row 3.xlsx")
    said = error.message("zh").splitlines()
    assert said[:2] == ["编码手册有 14 处错误：", "    工作表 survey，第 3 行：'x' 的 type 必须填写"]
    assert said[13:] == ["    另有 2 个", "  位置：row 3.xlsx", "  办法：在工作簿中改正这些行"]


def test_an_error_says_all_its_parts_in_one_language():
    error = sk.ReadError("The file does not exist.", where="{file}, row {row}", fix="export it again", file="a.xlsx",
                         row=3)
    assert error.message("en") == str(error)
    assert error.message("zh") == "文件不存在。\n  位置：a.xlsx，第 3 行\n  办法：重新导出"
    with pytest.raises(ValueError, match="language must be 'zh' or 'en'"):
        error.message("de")


def test_a_traceback_shows_chinese_below_the_english_at_no_cost_until_asked_and_after_a_trip():
    shown = "".join(traceback.format_exception(sk.ReadError("The file is empty.", where="a.csv")))
    assert shown.endswith("ReadError: The file is empty.\n  where: a.csv\n文件是空的。\n  位置：a.csv\n")
    chinese.cache_clear()
    error = sk.ReadError("The file is empty.")
    assert str(error) and chinese.cache_info().misses == 0 and "__notes__" not in vars(error)
    error = sk.ReadError("The file is empty.", where="a.csv")
    assert pickle.loads(pickle.dumps(error)).__notes__ == error.__notes__ == ["文件是空的。\n  位置：a.csv"]


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


def test_notes_of_the_user_stand_below_ours_and_what_has_no_chinese_has_none():
    error = sk.ReadError("The file is empty.")
    error.add_note("in the second folder")
    assert error.__notes__ == ["文件是空的。", "in the second folder"]
    assert sk.ReadError("Nobody ever wrote this.").__notes__ == []


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
    "no file": lambda s, d: sk.read_survey(d / "no.csv"), "a folder": lambda s, d: sk.read_survey(d),
    "an empty file": lambda s, d: sk.read_survey(written(d, "a.csv", b"")),
    "a damaged workbook": lambda s, d: sk.read_survey(written(d, "a.xlsx", b"PK\x03\x04 no zip")),
    "lines of other lengths": lambda s, d: sk.read_survey(written(d, "a.csv", b"a,b\n1,2\n1,2,3\n")),
    "headings twice": lambda s, d: sk.read_survey(written(d, "a.csv", b"a,a\n1,2\n"), platform="nowhere"),
    "an encoding": lambda s, d: sk.read_survey(written(d, "a.csv", "a\nGröße\n".encode("cp1252"))),
    "an unknown item": lambda s, d: sk.frequencies(s, "plann"), "a wrong kind": lambda s, d: sk.means(s, "gender"),
    "no ticks": lambda s, d: sk.multiple_response(s, "gender"),
    "a level": lambda s, d: sk.frequencies(s, "plan", level=95),
    "a domain": lambda s, d: sk.frequencies(s, "plan", where="gender > 3"),
    "an unknown scale": lambda s, d: sk.reliability(s, "plannin"),
    "groups": lambda s, d: sk.welch(s, "months", by="plan"),
    "a rule": lambda s, d: sk.exclude(s, rules=["speedy"], reason="x"),
    "no reason": lambda s, d: sk.exclude(s, rules=["duplicate"], reason=""),
    "a recode": lambda s, d: sk.recode(s, "plan", {"hom": "home"}, reason="x"),
    "a faulty codebook": lambda s, d: sk.read_codebook(faulty(d)), "an expression": lambda s, d: parse("${a} == 'x'"),
    "a pattern": lambda s, d: parse("regex(., '(a+)+')"), "a figure": lambda s, d: sk.audit.attainable("abc", 46),
    "a base": lambda s, d: sk.audit.grim("3.45", 0), "interviews": lambda s, d: sk.read_interviews(d / "nowhere"),
    "a report": lambda s, d: sk.write_report([sk.frequencies(s, "plan")], d / "a.txt"),
    "a written survey": lambda s, d: sk.write_survey(s, d / "a.doc"),
    "a codebook's format": lambda s, d: sk.write_codebook(s.codebook, d / "a.doc")}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_real_errors_hold_no_english_sentence_in_chinese(call, example, tmp_path):
    with pytest.raises(sk.SurveyError) as caught:
        call(example, tmp_path)
    said = caught.value.message("zh")
    bare = CODE.sub(" ", said.replace(str(tmp_path), ""))
    assert HAN.search(said.splitlines()[0]) and not re.search(r"[A-Za-z]{2,} [a-z]{2,}", bare), said
