"""The command line: a message without a traceback, exit status 2, and nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from exports import text, workbook

import surveykit as sk
from conftest import Done

FINE = ["# A fine report", "import surveykit as sk\nsk.frequencies(sk.example_survey(), 'gender')"]
BAD = [
    "# A report that fails",
    "import surveykit as sk\nsurvey = sk.read_survey('../data/raw/wave.csv', " "'../data/raw/wave.codebook.xlsx')",
    "sk.write_processed(survey, '../data/processed')"]


def notebook(path: Path, cells: list[str]) -> Path:
    """Write a notebook: the first cell is prose, the others are code."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(cells[0]), *map(nbformat.v4.new_code_cell, cells[1:])])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refusal(done: Done, kind: str) -> str:
    """What stands on stderr after a refusal: a message of ours, and no traceback."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert f"{kind}: " in done.stderr and "fix:" in done.stderr
    return done.stderr


@pytest.fixture
def project(tmp_path) -> Path:
    """A project with older reports and data, and an export with an answer outside its options."""
    (tmp_path / "reports/en").mkdir(parents=True)
    (tmp_path / "reports/en/fine.html").write_text("the old report")
    (tmp_path / "data/processed").mkdir(parents=True)
    (tmp_path / "data/processed/wave.csv").write_text("the old data")
    (tmp_path / "data/raw").mkdir()
    text(tmp_path / "data/raw/wave.csv", [["respondent", "plan"], ["1", "home"], ["2", "homme"]])
    workbook(
        tmp_path / "data/raw/wave.codebook.xlsx",
        {
            "survey": [["type", "name", "label"], ["select_one plan", "plan", "Plan"]],
            "choices": [["list_name", "name", "label"], ["plan", "home", "Home"], ["plan", "stay", "Stay"]]})
    return tmp_path


def test_the_command_of_another_process_ends_with_status_2(project):
    done = subprocess.run(
        [sys.executable, "-m", "surveykit", "report", "nowhere.ipynb"], cwd=project, capture_output=True, text=True,
        encoding="utf-8", check=False)
    message = refusal(Done(done.returncode, done.stdout, done.stderr), "ReportError")
    assert message.startswith("ReportError: The file does not exist.\n  where: nowhere.ipynb\n")
    assert done.stdout.strip() == ""


def test_it_helps(surveykit, tmp_path):
    done = surveykit(tmp_path, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert "report" in done.stdout and "Run the code of the notebooks and write each as HTML" in done.stdout
    assert files(tmp_path) == {}


def test_a_failing_cell_keeps_its_message_and_leaves_every_file(surveykit, project):
    fine, bad = (notebook(project / "notebooks/1_fine.ipynb", FINE), notebook(project / "notebooks/2_bad.ipynb", BAD))
    before = files(project)
    message = refusal(surveykit(project, "report", fine, bad, "--format", "html", "--language", "en"), "ReportError")
    assert (
        "1 item has answers that are not among the options:\n    item 'plan': 'homme' (1 respondent, row 3); "
        "did you mean 'Home'?" in message)
    assert "where: notebook 2_bad.ipynb, cell 2; wave.csv" in message
    assert "fix:   add the options to the codebook's sheet choices" in message
    assert files(project) == before


def test_running_leaves_a_notebook_that_fails_as_it_was(surveykit, project):
    notebook(project / "notebooks/bad.ipynb", BAD)
    before = files(project)
    refusal(surveykit(project, "run"), "ReportError")
    assert files(project) == before


@pytest.mark.parametrize("arguments, message", [
    (["report", "notebooks/fien.ipynb"], "did you mean 'fine.ipynb'?"),
    (["report", "data"], "There is no notebook to run.\n  where: data/"),
    (["run", "data/raw/wave.csv"], "The file cannot be read as a notebook.")])
def test_but_it_refuses_what_is_no_notebook(surveykit, project, arguments, message):
    notebook(project / "notebooks/fine.ipynb", FINE)
    before = files(project)
    assert message in refusal(surveykit(project, *arguments), "ReportError")
    assert files(project) == before


def test_but_it_refuses_a_folder_without_notebooks(surveykit, tmp_path):
    message = refusal(surveykit(tmp_path, "report"), "ReportError")
    assert ("There is no notebook to run.\n  where: notebooks/\n  fix:   run this in the project's folder" in message)
    assert files(tmp_path) == {}


def test_but_it_refuses_to_write_where_a_file_stands(surveykit, project):
    fine = notebook(project / "notebooks/fine.ipynb", FINE)
    (project / "out").write_text("mine")
    before = files(project)
    done = surveykit(project, "report", fine.parent, "--to", "out", "--format", "html", "--language", "en")
    assert "The file cannot be written" in refusal(done, "ReportError")
    assert files(project) == before


@pytest.mark.parametrize("arguments", [["report", "--language", "fr"], ["report", "--format", "odt"], ["reprot"]])
def test_but_a_mistyped_command_is_told_what_there_is(surveykit, tmp_path, arguments):
    done = surveykit(tmp_path, *arguments)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert (
        "'zh', 'en'" in done.stderr
        or "'html', 'docx', 'xlsx', 'pdf'" in done.stderr
        or "No such command" in done.stderr)


def test_audit_of_a_report_prints_each_figure_with_its_verdict_place_and_quote(surveykit, tmp_path):
    (tmp_path / "a.txt").write_text("46份有效问卷中20份返乡，占43.5%。\n力争就业率达到95%。\n", encoding="utf-8")
    done = surveykit(tmp_path, "audit", "a.txt", "--language", "en", "--to", "a.csv")
    assert done.returncode == 0 and done.stderr == ""
    assert "20/46" in done.stdout and "by rounding" in done.stdout and "paragraph 1" in done.stdout
    assert "a goal or requirement: not judged" in done.stdout
    assert "by rounding: 1" in done.stdout and "cannot be tested: 1" in done.stdout
    assert "An inconsistency is not misconduct" in done.stdout
    assert surveykit(tmp_path, "audit", "a.csv").returncode == 0


def test_audit_ends_with_status_one_when_a_figure_is_impossible(surveykit, tmp_path):
    (tmp_path / "a.md").write_text("16.2% of 46 respondents had no plan.\n", encoding="utf-8")
    done = surveykit(tmp_path, "audit", "a.md")
    assert done.returncode == 1 and "不相容：1 个" in done.stdout


def test_audit_of_what_cannot_be_read_ends_with_status_two(surveykit, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no PDF at all")
    done = surveykit(tmp_path, "audit", "a.pdf")
    assert done.returncode == 2 and "ReadError" in done.stderr and "Traceback" not in done.stderr
    (tmp_path / "a.csv").write_text("id\n1\n", encoding="utf-8")
    assert surveykit(tmp_path, "audit", "a.csv").returncode == 2
    assert surveykit(tmp_path, "audit", "a.csv", "--to", "b.csv").returncode == 2


def test_audit_of_a_text_without_figures_says_so(surveykit, tmp_path):
    (tmp_path / "a.txt").write_text("没有数字。", encoding="utf-8")
    assert surveykit(tmp_path, "audit", "a.txt").stdout == "没有找到百分比。\n"


def test_verifying_a_report_names_what_does_not_follow_and_ends_with_status_1(surveykit, tmp_path):
    path = sk.write_report([sk.frequencies(sk.example_survey(), "plan")], tmp_path / "plans.html")
    done = surveykit(tmp_path, "verify", "plans.html", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "plans.html: 12 figures, 5 of them shares of a count and its base, 0 quoted; faults: 0\n"
    path.write_text(path.read_text(encoding="utf-8").replace('"18/40">45<', '"18/40">46<'), encoding="utf-8")
    done = surveykit(tmp_path, "verify", "plans.html")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == ["  “46”不能由 18/40 得出（tbl-auto1）"]


def test_but_it_refuses_to_verify_what_is_no_report(surveykit, tmp_path):
    (tmp_path / "notes.txt").write_text("46%", encoding="utf-8")
    done = surveykit(tmp_path, "verify", "notes.txt")
    assert done.returncode == 2 and "A report must be HTML, Word, PDF or Excel." in done.stderr


def run_fresh(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "surveykit", *arguments], capture_output=True, check=False,
                          env={**os.environ, **variables})


def test_the_version_costs_little_more_than_python_itself():
    code = "import sys; from surveykit.__main__ import main; sys.argv[1:] = ['--version']; main(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    ours = {name for name in modules.split() if name.split(".")[0] == "surveykit"}
    assert version == f"surveykit {sk.__version__}"
    assert ours == {"surveykit", "surveykit.__main__", "surveykit.lazy_names"}
    assert not {"typing", "typer", "rich", "pandas"} & set(modules.split())


@pytest.mark.parametrize("command, idle", [
    ("audit", ["surveykit.report", "surveykit.figures", "matplotlib", "rich.progress"]),
    ("check", ["surveykit.report", "surveykit.audit", "matplotlib", "scipy.stats"]),
    ("verify", ["surveykit.drafting", "nbclient"])])
def test_a_command_loads_only_its_rooms(command, idle, tmp_path):
    code = (f"import sys; sys.argv[1:] = ['{command}', 'no.txt', 'no.xlsx'][:2 + ({command!r} == 'check')]\n"
            "from surveykit.cli import main\ntry: main()\nexcept SystemExit as end: print(end.code)\n"
            "print(*sys.modules)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    status, modules = done.stdout.splitlines()[-2:]
    assert status == "2" and not set(idle) & set(modules.split())


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_console_of_any_encoding_gets_the_message(encoding):
    done = run_fresh("run", "没有 \N{SMILING FACE WITH OPEN MOUTH}.ipynb", PYTHONIOENCODING=encoding,
                     LANG="zh_CN.UTF-8", LC_ALL="")
    assert done.returncode == 2 and b"The file does not exist." in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is full is a file of Linux")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("argument", "status"), [("--version", 70), ("--help", 2)])
def test_a_disk_that_is_full_is_called_so(argument, status, unbuffered):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "surveykit", argument], stdout=full, stderr=subprocess.PIPE,
                              check=False, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    assert done.returncode == status and b"No space left" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_leaves_is_no_answer_of_a_command():
    for arguments in (["--help"], ["check", "--help"], ["check", "nowhere.csv", "x"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([sys.executable, "-m", "surveykit", *arguments], stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        assert done.returncode == (2 if "nowhere.csv" in arguments else 141) and b"Traceback" not in done.stderr


def test_control_characters_of_headings_and_answers_stay_out_of_the_draft(tmp_path):
    path = tmp_path / "c.csv"
    rows = "".join(f"{n},a\x07x,b\n{n + 50},c,b\n" for n in range(30))
    path.write_text(f"id,na\x1b[31mme?,q\n{rows}", encoding="utf-8")
    survey = sk.read_survey(path, sk.write_draft(sk.draft_codebook(path), tmp_path / "c.codebook.xlsx"))
    labels = {option.label["en"] for item in survey.codebook for option in item.options}
    assert survey.rows == 60 and labels >= {"ax", "c"}


def test_control_characters_of_a_file_cannot_steer_the_terminal(surveykit, tmp_path):
    done = surveykit(tmp_path, "audit", "a\x1b[31m\u202e.txt")
    assert done.returncode == 2 and "\x1b[31m" not in done.stderr and "\u202e" not in done.stderr
    assert "\\x1b[31m\\u202e" in done.stderr


def test_a_fault_of_ours_ends_with_its_own_status_and_shows_no_answer(surveykit, tmp_path, monkeypatch):
    def fail(*arguments, **keywords):
        raise RuntimeError("secret answer")

    monkeypatch.setattr(sk, "check_export", fail, raising=False)
    done = surveykit(tmp_path, "check", "a.csv", "b.xlsx")
    assert done.returncode == 70 and "RuntimeError in test_cli.py" in done.stderr and "secret" not in done.stderr


def test_the_help_says_that_notebooks_are_executed():
    for command in ("report", "run"):
        assert b"Their code is executed" in run_fresh(command, "--help").stdout
    assert "runs the code of the notebooks" in (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_a_draft_does_not_overwrite_its_export(surveykit, tmp_path):
    export = workbook(tmp_path / "a.xlsx", {"a": [["a"], ["1"]]})
    assert "made from it" in surveykit(tmp_path, "draft", export, "--to", "./a.xlsx").stderr
    assert "A draft is written as .xlsx." in surveykit(tmp_path, "draft", export, "--to", "b.csv").stderr


def test_the_row_of_the_headings_can_be_named(surveykit, tmp_path):
    export, two = tmp_path / "titled.csv", tmp_path / "two.csv"
    export.write_text("Spring,,\n,,\nid,Gender,Plan\n" + "".join(f"{n},{'mf'[n % 2]},stay\n" for n in range(1, 13)))
    refused = surveykit(tmp_path, "draft", export)
    assert refused.returncode == 2 and "--headings" in refused.stderr
    assert surveykit(tmp_path, "draft", export, "--headings", "3", "--to", "b.xlsx").returncode == 0
    asked = surveykit(tmp_path, "check", export, "b.xlsx", "--headings", "3", "--language", "en")
    assert asked.returncode == 1 and "sk_todo" in asked.stdout
    made = surveykit(tmp_path, "new", "study", export, "--headings", "3", "--language", "en")
    assert made.returncode == 0 and sk.read_study(tmp_path / "study").rows == 12
    two.write_text("Spring,,\n,,\n,How?,\nid,Bus,Train\n" + "1,Bus,\n2,,Train\n" * 6)
    assert surveykit(tmp_path, "draft", two, "--headings", "3-4", "--to", "c.xlsx").returncode == 0
    assert "How?" in {item.label["en"] for item in sk.read_codebook(tmp_path / "c.xlsx")}
