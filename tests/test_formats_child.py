"""The child process: whatever becomes of it, the caller gets one ReadError and nothing is left."""

import errno
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from surveykit.errors import ReadError
from surveykit.formats import Limits, child, open_foreign

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.child


@pytest.fixture
def path(tmp_path):
    """A whole workbook."""
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(("code", "what"), [
    ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", r"makes its reader fail \(SIGSEGV\)"),
    ("import os; os.abort()", r"makes its reader fail \(SIGABRT\)"),
    ("import sys; sys.exit(3)", r"makes its reader fail \(exit 3\)"),
    ("pass", r"makes its reader fail \(exit 0\)"), ("raise MemoryError", "needs more than 1024 MB"),
    ("import sys, os; sys.stderr.write('memory allocation of 9 bytes failed'); sys.stderr.flush(); os.abort()",
     "needs more than 1024 MB"),
    ("import sys; sys.stdout.buffer.write(b'SKFOREIGN1' + bytes(8) + b'rubbish')", "answer is damaged"),
    ("import sys; sys.stdout.buffer.write(b'SKFOREIGN1' + (2).to_bytes(8, 'little') + b'{}')", "answer is damaged"),
    ("import sys; h = b'{\"texts\":[2],\"lengths\":[1]}'; sys.stdout.buffer.write(b'SKFOREIGN1' + "
     "len(h).to_bytes(8, 'little') + h + b'x\\0' + (7).to_bytes(4, 'little'))", "answer is damaged")])
def test_every_end_of_the_child_is_one_error(path, monkeypatch, code, what):
    monkeypatch.setattr(child, "START", code)
    with pytest.raises(ReadError, match=what) as caught:
        open_foreign(path)
    assert caught.value.where == "a.xlsx"


def test_a_child_that_hangs_is_ended_with_its_own_children(path, monkeypatch, tmp_path):
    grandchild = tmp_path / "pid"
    sleeper = "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    monkeypatch.setattr(child, "START", f"import subprocess, sys, time; {sleeper}; "
                        f"open({str(grandchild)!r}, 'w').write(str(p.pid)); time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(ReadError, match="within 2 seconds"):
        open_foreign(path, limits=Limits(seconds=2))
    assert time.monotonic() - started < 3
    if os.name == "posix":
        time.sleep(0.2)
        state = subprocess.run(["ps", "-o", "stat=", "-p", grandchild.read_text()], capture_output=True, text=True)
        assert state.stdout.strip()[:1] in {"", "Z"}


def test_nothing_is_left_in_the_temporary_folder(path, monkeypatch, tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    open_foreign(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ReadError):
        open_foreign(path)
    assert list(folder.iterdir()) == []


def test_a_file_that_changes_while_it_is_read_is_refused(path, monkeypatch):
    ask = child.ask

    def meddling(*args, **settings):
        answer = ask(*args, **settings)
        path.write_bytes(path.read_bytes() + b" ")
        return answer
    monkeypatch.setattr("surveykit.formats.open_table.ask", meddling)
    with pytest.raises(ReadError, match="changed while it was read"):
        open_foreign(path)


@pytest.mark.skipif(os.name != "posix", reason="limits of the operating system are POSIX")
def test_the_child_has_limits_and_no_core(monkeypatch, path):
    code = ("import json, resource, sys; said = json.loads(sys.argv[1]); sys.path += said['path']; "
            "from surveykit.formats import child_worker; child_worker._limit(512, 7); "
            "got = [resource.getrlimit(k)[0] for k in (resource.RLIMIT_CORE, resource.RLIMIT_CPU)]; "
            "sys.exit(40 + (got == [0, 8]))")
    monkeypatch.setattr(child, "START", code)
    with pytest.raises(ReadError, match=r"exit 41"):
        open_foreign(path)


def test_the_child_loads_a_library_only_for_its_format():
    dear = {"numpy", "pandas", "pyarrow", "lxml", "pyreadstat", "pypdfium2", "python_calamine"}
    code = f"import sys, surveykit.formats.child_worker; sys.exit(len({dear!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


ANSWERED = """
import json, sys
from surveykit.formats import child_worker
request = json.loads(sys.argv[1])
head, _ = child_worker.answer_request(request)
assert "error" not in head, head
print(*{name.split(".")[0] for name in sys.modules} & set(request["dear"]))
"""
DEAR = {"numpy", "pandas", "pyarrow", "lxml", "pyreadstat", "pypdfium2", "python_calamine", "docx", "openpyxl"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A small file of each format that the child reads."""
    folder, frame = tmp_path_factory.mktemp("formats"), pd.DataFrame({"a": [1.0, 2.0]})
    book, page = openpyxl.Workbook(), docx.Document()
    book.active.append(["a"])
    page.add_paragraph("a")
    book.save(folder / "a.xlsx")
    page.save(folder / "a.docx")
    frame.to_parquet(folder / "a.parquet")
    pyreadstat.write_sav(frame, folder / "a.sav")
    pyreadstat.write_dta(frame, folder / "a.dta")
    for ending, text in {"txt": "A: yes", "md": "# a", "html": "<p>a</p>"}.items():
        (folder / f"a.{ending}").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("ending", "container", "needed"), [
    ("txt", "txt", set()), ("md", "md", set()), ("html", "html", {"lxml"}), ("docx", "docx", {"lxml"}),
    ("xlsx", "zip", {"python_calamine"}), ("parquet", "parquet", {"pyarrow", "numpy"}),
    ("sav", "sav", {"pyreadstat", "numpy"}), ("dta", "dta", {"pyreadstat", "numpy"})])
def test_the_child_reads_a_format_with_no_library_but_its_own(files, ending, container, needed):
    request = {"path": str(files / f"a.{ending}"), "name": f"a.{ending}", "container": container, "sheet": None,
               "encoding": None, "exact": False, "megabytes": 512, "limits": Limits().request(), "dear": sorted(DEAR)}
    done = subprocess.run([sys.executable, "-c", ANSWERED, json.dumps(request)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == needed


def test_a_csv_is_read_with_what_pandas_brings_and_nothing_else():
    code = ("import sys, pandas; before = {name.split('.')[0] for name in sys.modules}; import surveykit as sk; "
            "sk.read_survey('data/raw/anes96/anes96.csv', 'data/raw/anes96/anes96.codebook.xlsx'); "
            "print(*{name.split('.')[0] for name in sys.modules} - before)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "surveykit" in done.stdout.split()
    assert not {*DEAR, "scipy", "matplotlib", "statsmodels", "yaml"} & set(done.stdout.split())


def test_a_full_folder_for_temporary_files_is_called_so(path, monkeypatch):
    def full(*args: object, **settings: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(ReadError, match="folder for temporary files cannot be used: No space left") as caught:
        open_foreign(path)
    assert "TMPDIR" in caught.value.fix


@pytest.mark.skipif(os.name != "posix", reason="limits of the operating system are POSIX")
def test_a_child_that_finds_no_room_for_its_answer_says_so(path, monkeypatch):
    monkeypatch.setattr(child, "START", "raise OSError(28, 'No space left on device')")
    with pytest.raises(ReadError, match="folder for temporary files cannot be used"):
        open_foreign(path)


def test_the_current_folder_is_not_searched_for_modules(path, monkeypatch, tmp_path):
    (tmp_path / "python_calamine.py").write_text("raise SystemExit('found')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    assert len(open_foreign(path)) == 1
