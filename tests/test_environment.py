"""environment.yml, requirements.lock and pyproject.toml tell the same story."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from source_trees import source_trees

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
# the distributions of modules that are called otherwise, and what is used without being imported
DISTRIBUTION = {"docx": "python-docx", "yaml": "pyyaml"}
CALLED = {"ipykernel", "pypandoc-binary", "statsmodels"}  # run as programs; statsmodels is there for notebooks
FIXED = ["python", "jupyterlab", "pandas", "statsmodels", "matplotlib", "scipy", "nbval"]


def required() -> dict[str, Requirement]:
    """Every requirement of the project by lower-case name, extras too but Spark's: half a gigabyte that the lock leaves
    out."""
    extras = {name: lines for name, lines in PROJECT["optional-dependencies"].items() if name != "spark"}
    lines = [*PROJECT["dependencies"], *(r for extra in extras.values() for r in extra)]
    return {r.name.lower().replace("_", "-"): r for r in map(Requirement, lines)}


def conda() -> dict[str, Requirement]:
    """The conda requirements by name."""
    return {r.name: r for r in map(Requirement, (d for d in CONDA["dependencies"] if isinstance(d, str)))}


def test_the_environment_is_thin_and_installs_the_package_by_pip():
    assert set(CONDA) == {"name", "channels", "dependencies"}
    assert CONDA["channels"] == ["conda-forge"]
    assert set(FIXED) <= set(conda())
    assert next(d["pip"] for d in CONDA["dependencies"] if isinstance(d, dict)) == ["-e .[report,zh]"]


def test_versions_are_bounded_above_and_what_the_lock_pins_lies_within_those_of_conda():
    for name, requirement in conda().items():
        if name != "pip":
            lowest = PROJECT["requires-python"] if name == "python" else str(required()[name].specifier)
            bounds = {spec.operator: str(spec) for spec in requirement.specifier}
            assert bounds[">="] == lowest and set(bounds) == {">=", "<"}, name
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE))
    assert [name for name, requirement in conda().items()
            if name in pins and not requirement.specifier.contains(pins[name])] == []


def test_continuous_integration_tries_the_other_systems():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert set(jobs["windows-and-macos"]["strategy"]["matrix"]["os"]) == {"windows-latest", "macos-latest"}


def test_the_lock_holds_hashes_no_address_and_every_requirement_within_its_bounds():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE))
    for name, requirement in required().items():
        assert name in pins, name
        assert requirement.specifier.contains(pins[name]), f"{name} {pins[name]}"


def test_no_tracked_text_names_a_registry_host_or_a_path_of_a_machine():
    hosts = re.compile(r"pypi\.org|files\.pythonhosted|/" + "root/|/" + "home/[a-z]|/" + "work/")
    kinds = {".py", ".md", ".toml", ".yml", ".yaml", ".csv", ".lock", ".ipynb", ".cff", ".R", ".css", ".typ", ""}
    skip = {".venv", ".git", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "zh", "en"}
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.is_file() and path.suffix in kinds and not skip & set(inside):
            assert not hosts.search(path.read_text(encoding="utf-8", errors="ignore")), path


@cache
@cache
def imported() -> dict[str, bool]:
    """Distributions that the package imports, and whether any file needs them as soon as it is imported."""
    needed: dict[str, bool] = {}
    for tree in source_trees().values():
        for node in ast.walk(tree):
            modules = ([alias.name for alias in node.names] if isinstance(node, ast.Import) else
                       [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            for name in {module.split(".")[0] for module in modules} - set(sys.stdlib_module_names) - {"surveykit"}:
                name = DISTRIBUTION.get(name, name).lower().replace("_", "-")
                needed[name] = needed.get(name, False) or node in tree.body
    return needed


def test_every_import_of_the_package_is_declared_and_everything_declared_is_used():
    always = {Requirement(line).name.lower().replace("_", "-") for line in PROJECT["dependencies"]}
    dev = {Requirement(line).name.lower() for line in PROJECT["optional-dependencies"]["dev"]}
    extras = set(required()) - always - dev
    assert {name for name, at_once in imported().items() if at_once or name not in extras} <= always
    assert always - set(imported()) == CALLED


def test_where_the_shared_files_lie_none_that_a_test_names_is_gone():
    folder = ROOT.parent / "shared/data/exports"
    if not (ROOT.parent / "shared").is_dir():
        pytest.skip("../shared is absent")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = set(re.findall(r'(?:shared\("|exports/|SHARED / "|EXPORTS / ")([\w-]+\.\w+)"', tests))
    assert len(named) > 8 and [name for name in sorted(named) if not (folder / name).is_file()] == []


WITHOUT_POSIX = '''
import importlib, os, pkgutil, signal, sys, types
import matplotlib, nbclient, pandas, pyarrow, scipy, typer  # what others need of their system is their own affair
import surveykit as sk
GONE = {"fork", "getuid", "geteuid", "killpg", "getpgid", "setsid", "fchmod", "chown", "uname", "sysconf", "statvfs",
        "mkfifo", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "SIGKILL", "SIGXCPU", "SIGHUP", "SIGALRM", "alarm",
        "sched_getaffinity", "getloadavg", "WNOHANG", "wait4"}
class Windows(types.ModuleType):
    def __getattr__(self, name):
        if name in GONE:
            raise AttributeError(name)
        return "nt" if (self.__name__, name) == ("os", "name") else getattr(sys.modules[self.__name__], name)
for name in ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "readline", "syslog"):
    sys.modules[name] = None
for found in pkgutil.walk_packages(sk.__path__, "surveykit."):
    None if found.name.endswith("__main__") else importlib.import_module(found.name)
for name in [name for name in sys.modules if name.startswith("surveykit")]:
    for real in (os, signal):
        if getattr(sys.modules[name], real.__name__, None) is real:
            setattr(sys.modules[name], real.__name__, Windows(real.__name__))
from surveykit.files.leftovers import lock_folder
survey = sk.example_survey()
os.mkdir("run")
with lock_folder("run"):
    for ending in ("csv", "xlsx", "sav", "dta", "parquet"):
        sk.write_survey(survey, f"e.{ending}")
        assert sk.read_survey(f"e.{ending}").rows == survey.rows, ending
    for ending in ("html", "docx", "pdf"):
        sk.write_report(["# Plans", sk.frequencies(survey, "plan")], f"r.{ending}", survey=survey)
        assert len(sk.audit_report(f"r.{ending}").table) == 5, ending
'''


def test_nothing_needs_what_only_posix_has(tmp_path):
    done = subprocess.run([sys.executable, "-c", WITHOUT_POSIX], cwd=tmp_path, capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no sockets that are files")
def test_the_kernel_listens_in_a_file_unless_its_path_is_too_long_for_a_socket():
    from surveykit.report.notebook_runner import _kernel

    assert [_kernel("/tmp/" + "a" * length).transport for length in (9, 90)] == ["ipc", "tcp"]
