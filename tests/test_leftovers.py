"""Half-written files and locks that a crash leaves behind."""

import os
import socket
import subprocess
import sys

import pytest

import surveykit as sk
from surveykit.errors import ReportError
from surveykit.files.leftovers import LOCK, clear_leftovers, lock_folder


def test_old_half_written_files_go_and_young_ones_stay(tmp_path):
    for name, age in ((".part-a.html", 7200), (".part-b", 7200), (".part-c.docx", 5), ("part-d", 7200)):
        path = tmp_path / name
        path.mkdir() if name == ".part-b" else path.write_text("x")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    assert [path.name for path in clear_leftovers(tmp_path)] == [".part-a.html", ".part-b"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".part-c.docx", "part-d"]


def test_a_folder_is_written_by_one_run_at_a_time(tmp_path):
    with lock_folder(tmp_path):
        with pytest.raises(ReportError, match="Another run writes into this folder") as caught, lock_folder(tmp_path):
            pass
        assert str(os.getpid()) in caught.value.what and LOCK in caught.value.fix
    with lock_folder(tmp_path):
        assert (tmp_path / LOCK).is_file()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="who lives is asked on POSIX only")
def test_the_lock_of_a_process_that_died_is_taken_over_but_not_one_of_another_machine(tmp_path):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    (tmp_path / LOCK).write_text(f"{dead.stdout.strip()} {socket.gethostname()}")
    with lock_folder(tmp_path):
        pass
    (tmp_path / LOCK).write_text(f"{dead.stdout.strip()} elsewhere")
    with pytest.raises(ReportError, match="elsewhere"), lock_folder(tmp_path):
        pass


@pytest.mark.parametrize("write", [
    lambda folder: sk.write_processed(sk.example_survey(), folder),
    lambda folder: sk.write_report(["# A", sk.frequencies(sk.example_survey(), "plan")], folder / "a.html")])
def test_data_and_single_reports_wait_for_the_lock_too(tmp_path, write):
    with lock_folder(tmp_path), pytest.raises(ReportError, match="Another run writes into this folder"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path)
    assert not (tmp_path / LOCK).exists()


def test_but_what_a_run_starts_may_write_where_it_does(tmp_path):
    code = f"import surveykit as sk; sk.write_processed(sk.example_survey(), {str(tmp_path)!r})"
    with lock_folder(tmp_path):
        subprocess.run([sys.executable, "-c", code], check=True)
        assert (tmp_path / LOCK).is_file()
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("write", [
    lambda folder: sk.write_survey(sk.example_survey(), folder / "a.csv"),
    lambda folder: sk.plot(sk.frequencies(sk.example_survey(), "plan")).save(folder / "a.png"),
    lambda folder: sk.new_study(folder, template="destinations", language="en")])
def test_surveys_figures_and_studies_wait_for_the_lock_of_their_folder(tmp_path, write):
    lock = tmp_path / ".surveykit-lock"
    lock.write_text("1 another-machine", encoding="utf-8")
    with pytest.raises(sk.ReportError, match="Another run writes into this folder"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [lock.name]
    lock.unlink()
    write(tmp_path)
    assert not lock.exists() and any(tmp_path.iterdir())
