"""What a user does with an installation: start every command, read a file of each format, write reports.

    python scripts/try_install.py [--extras]

It needs the installed package and this folder, nothing else. Without `--extras` (the bare installation) PDF must be
refused with the line to type; with them every format is written. Exit status 1 and a list if something fails.
"""

import subprocess
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
VOLUNTEERS = ROOT / "data/raw/volunteers/volunteers_synthetic.xlsx"
COMMANDS = ("report", "run", "draft", "check", "audit", "verify")
TABLES = ("csv", "xlsx", "parquet", "sav", "dta")
FAILURES: list[str] = []


def try_step(name: str, step: Callable[[], object]) -> None:
    """Run a step; what it raises is kept and told at the end."""
    try:
        step()
        print(f"  ok  {name}")
    except Exception:
        FAILURES.append(name)
        print(f"FAIL  {name}\n{traceback.format_exc()}")


def run_command(*arguments: object) -> str:
    """What `surveykit` prints, its output redirected into a pipe."""
    program = Path(sysconfig.get_path("scripts")) / ("surveykit.exe" if sys.platform == "win32" else "surveykit")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    return done.stdout.decode("utf-8", "replace")


def try_commands(folder: Path) -> None:
    """Every command starts, and the first ones of a newcomer work on an export."""
    try_step("--version", lambda: run_command("--version"))
    for command in COMMANDS:
        try_step(f"{command} --help", lambda command=command: run_command(command, "--help"))
    book = folder / "volunteers.codebook.xlsx"
    try_step("draft", lambda: run_command("draft", VOLUNTEERS, "--to", book))
    try_step("audit", lambda: run_command("audit", folder / "plans.html"))
    try_step("verify", lambda: run_command("verify", folder / "plans.html"))


def try_tables(folder: Path) -> None:
    """Each format of tables is written and read back."""
    import surveykit as sk

    survey = sk.example_survey()
    sk.write_codebook(survey.codebook, folder / "example.codebook.xlsx")
    for ending in TABLES:
        def step(path: Path = folder / f"example.{ending}") -> None:
            sk.write_survey(survey, path)
            again = sk.read_survey(path, folder / "example.codebook.xlsx")
            assert len(again.responses) == len(survey.responses), f"{len(again.responses)} rows"
        try_step(f"read .{ending}", step)
    try_step("read .xls", lambda: sk.read_survey(ROOT / "tests/data/foreign.xls"))
    try_step("read .qsf", lambda: sk.read_codebook(ROOT / "tests/data/qualtrics_synthetic.qsf"))
    try_step("read transcripts", lambda: sk.read_interviews(ROOT / "data/raw/interviews"))


def try_reports(folder: Path, extras: bool) -> None:
    """HTML and Word always; PDF and figures with the extras, or an error that says what to type."""
    import surveykit as sk

    survey = sk.example_survey()
    plans = sk.frequencies(survey, "plan")
    content = ["# Plans\n\nOf those who answered.", plans, sk.interpret(plans, language="en")]
    for ending in ("html", "docx"):
        path = folder / f"plans.{ending}"
        try_step(f"write .{ending}", lambda path=path: sk.write_report(content, path, survey=survey))
        try_step(f"read .{ending}", lambda path=path: sk.audit_report(path))

    def write_pdf() -> None:
        try:
            sk.write_report([*content, sk.plot(plans)], folder / "plans.pdf", survey=survey)
        except sk.ReportError as error:
            if extras or "pip install" not in str(error.fix):
                raise
            print(f"      (refused: {error.fix})")
        else:
            sk.audit_report(folder / "plans.pdf")
    try_step("write .pdf", write_pdf)


def main(arguments: list[str]) -> int:
    """0 when everything works."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try_reports(folder, "--extras" in arguments)
        try_tables(folder)
        try_commands(folder)
    print(f"{len(FAILURES)} failures{': ' + ', '.join(FAILURES) if FAILURES else ''}")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
