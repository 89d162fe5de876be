"""One gate for every writer: no input, no read-only file, no raw data, and the permissions of the system."""

import os
import stat
from pathlib import Path

import pytest
from builders import refused

import surveykit as sk
from surveykit.files.disk import may_write, write_all, write_atomic


def test_a_read_only_file_stays(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o444)
    for call in (lambda: write_atomic(path, b"new"), lambda: write_all(tmp_path, {"b.csv": b"", "a.csv": b"new"})):
        assert refused(call).startswith("A read-only file cannot be overwritten.")
    assert path.read_bytes() == b"old" and [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_files_in_folders_below_are_written_again(tmp_path):
    for data in (b"old", b"new"):
        write_all(tmp_path / "deep/er", {"x/y/a.csv": data, "b.csv": data})
        assert (tmp_path / "deep/er/x/y/a.csv").read_bytes() == data == (tmp_path / "deep/er/b.csv").read_bytes()


@pytest.mark.parametrize("spelt", ["a.txt", "./a.txt", "sub/../a.txt"])
def test_a_file_is_not_overwritten_by_what_is_made_from_it(tmp_path, monkeypatch, spelt):
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("a.txt").write_bytes(b"old")
    assert "made from it" in refused(lambda: write_atomic("a.txt", b"new", inputs=[None, spelt]))
    assert Path("a.txt").read_bytes() == b"old"


def test_a_survey_is_not_written_over_its_own_file(tmp_path):
    path = sk.write_survey(sk.example_survey(), tmp_path / "a.csv")
    survey = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
    assert "made from it" in refused(lambda: sk.write_survey(survey, path))
    assert sk.write_survey(survey, tmp_path / "b.csv").is_file()


def test_candidates_stay_off_the_report_and_are_csv(tmp_path):
    report = tmp_path / "a.csv.txt"
    report.write_text("43% (20 of 46) agreed.", encoding="utf-8")
    assert "Candidates are written as .csv." in refused(lambda: sk.audit.write_candidates(report, report))
    assert "Candidates are written as .csv." in refused(lambda: sk.audit.write_candidates(tmp_path / "c.html", report))


@pytest.mark.parametrize("write", [
    lambda folder: sk.write_survey(sk.example_survey(), folder / "a.csv"),
    lambda folder: sk.write_processed(sk.example_survey(), folder),
    lambda folder: sk.write_codebook(sk.example_survey().codebook, folder / "book"),
    lambda folder: sk.write_codebook(sk.example_survey().codebook, folder / "a.xlsx"),
    lambda folder: sk.plot(sk.frequencies(sk.example_survey(), "plan")).save(folder / "a.svg"),
    lambda folder: sk.write_report([sk.frequencies(sk.example_survey(), "plan")], folder / "a.html"),
    lambda folder: write_all(folder / "deep", {"a.json": b""}),
], ids=["survey", "processed", "sheets", "codebook", "figure", "report", "files"])
def test_nothing_is_written_under_raw_data(tmp_path, write):
    raw = tmp_path / "Data" / "RAW"
    assert refused(lambda: write(raw)).startswith("data/raw cannot be written.")
    assert not raw.exists() or not any(raw.rglob("*.*"))


def test_but_a_new_codebook_may_stand_beside_its_export(tmp_path):
    path = tmp_path / "data" / "raw" / "a.codebook.xlsx"
    sk.write_codebook(sk.example_survey().codebook, path)
    assert path.is_file()
    assert refused(lambda: sk.write_codebook(sk.example_survey().codebook, path)).startswith("data/raw cannot")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mask, mode", [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_follows_the_umask(tmp_path, mask, mode):
    old = os.umask(mask)
    try:
        write_atomic(tmp_path / "a.csv", b"")
        write_all(tmp_path, {"b.csv": b""})
    finally:
        os.umask(old)
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.csv", "b.csv")} == {mode}


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_an_old_file_keeps_its_permissions(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o640)
    write_atomic(tmp_path / "a.csv", b"1")
    write_all(tmp_path, {"b.csv": b"1"})
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.csv", "b.csv")} == {0o640}


def test_a_free_path_passes(tmp_path):
    assert may_write(tmp_path / "a.csv") == tmp_path / "a.csv"


@pytest.mark.parametrize("name", ["长" * 100 + ".csv", "a\0.csv", "loop/a.csv"])
def test_a_path_that_the_system_refuses_is_an_error_of_ours(tmp_path, name):
    if os.name == "posix":
        (tmp_path / "loop").symlink_to(tmp_path / "pool")
        (tmp_path / "pool").symlink_to(tmp_path / "loop")
    for call in (lambda: write_atomic(tmp_path / name, b""), lambda: write_all(tmp_path, {name: b""})):
        assert refused(call).startswith("The file cannot be written: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert refused(lambda: write_atomic(tmp_path / "a.csv", b"")).startswith("A device or a pipe is no file to write.")


@pytest.mark.parametrize("name", ["survey.csv", "choices.csv", "settings.csv"])
def test_sheets_of_a_codebook_replace_no_other_table(tmp_path, name):
    book = sk.example_survey().codebook
    (tmp_path / name).write_bytes(b"id,plan\n1,2\n")
    assert refused(lambda: sk.write_codebook(book, tmp_path)).startswith("A table that is no codebook stands there")
    assert (tmp_path / name).read_bytes() == b"id,plan\n1,2\n" and len([*tmp_path.iterdir()]) == 1
    for _ in range(2):
        assert sk.read_codebook(sk.write_codebook(book, tmp_path / "book")).items == book.items
