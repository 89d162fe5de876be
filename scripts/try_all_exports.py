"""Every export of a folder, from the file to a first report: what `surveykit new` and `surveykit report` make of it.

    python scripts/try_all_exports.py [FOLDER] [--formats html,docx] [--language zh|en|both] [--quick]

Without a folder, one small study of ours as every platform lays it out (`tests/layouts`). A line per file: ok, or
refused with the reason; seconds of the clock and of the processor, respondents, items, open doubts. Survey files
without answers (.qsf, .lss, .xml) and codebooks are no exports; they are left out. `--quick` runs the notebook's cells
in this process and sets no report. Ends with 1 where a file broke something (an error that is no SurveyError), with 2
where nothing was found.
"""

import argparse
import ast
import contextlib
import io
import json
import os
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import surveykit as sk
from surveykit.new.study_folder import NOTEBOOK
from surveykit.report.report_writer import FORMATS

ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".sav", ".zsav", ".por", ".dta", ".parquet"}
WAY_OUT = re.compile(r"\b(?P<name>headings|sheet|encoding|platform)=(?P<value>'[^']+'|\d+)")
NO_EXPORTS = ("codebook", "dictionary", "xlsform", "sources", "readme")


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one file: `state` is ok, refused or broken; `said` the reason, or what was found."""

    name: str
    state: str
    said: str
    seconds: float
    processor: float


def find_exports(folder: Path) -> list[Path]:
    """The files of a folder that may hold answers."""
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS
            and not any(word in path.name.lower() for word in NO_EXPORTS)]


def write_layouts(folder: Path) -> Path:
    """One study as every platform exports it, a file each in a folder of its own."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from layouts import asked, every
    for name, (rows, file) in every.LAYOUTS.items():
        ending = Path(file).suffix
        place = folder / re.sub(r"\W+", "_", name)
        place.mkdir()
        (place / (file if name.startswith("wjx") else f"{place.name}{ending}")).write_bytes(
            asked.as_bytes(rows, "utf-8" if ending == ".csv" else "xlsx"))
    return folder


def processor_time() -> float:
    """Seconds of the processor that this process and its children took."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def run_cells(study: Path) -> int:
    """Run the code cells of the study's notebook in this process; how many results showed themselves."""
    cells = [cell for cell in json.loads((study / NOTEBOOK).read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    space: dict[str, object] = {}
    shown = 0
    with contextlib.chdir(study / "notebooks"):
        for cell in cells:
            *lines, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(lines, []), "cell", "exec"), space)
            whole = ast.Expression(last.value) if isinstance(last, ast.Expr) else ast.Module([last], [])
            value = eval(compile(whole, "cell", "eval" if isinstance(last, ast.Expr) else "exec"), space)
            shown += bool(value._repr_mimebundle_()) if isinstance(value, sk.Result) else 0
    return shown


def try_export(path: Path, folder: Path, *, language: str, formats: Sequence[str] = (), **choice: object) -> Trial:
    """One file, to a report in these formats; without formats the notebook's cells are run.

    A refusal that names a call to type (`headings=2`, `sheet='A'`) is followed once.
    """
    started, spent, study = time.monotonic(), processor_time(), folder / f"{path.stem}_{path.suffix[1:]}"

    def tried(state: str, said: str) -> Trial:
        """What became of the file, and what it cost."""
        return Trial(path.name, state, said, time.monotonic() - started, processor_time() - spent)

    try:
        made = sk.new_study(study, path, language=language, **choice)
        survey = sk.read_study(study)
        built = (len(sk.build_reports([study / NOTEBOOK], study / "reports", formats=formats,
                                      languages=["zh", "en"] if language == "both" else [language]))
                 if formats else run_cells(study))
        doubts = Counter(doubt.key for doubt in made.draft.doubts)
        said = f"with {choice}: " if choice else ""
        said += (f"{survey.source.platform}, {survey.rows} respondents, {len(survey.codebook)} items, "
                 f"{doubts.total()} open doubts, {built} {'reports' if formats else 'results'}")
        return tried("ok", said)
    except sk.SurveyError as error:
        way = WAY_OUT.search(str(error.fix))
        if way and not choice:
            return try_export(path, folder / "again", language=language, formats=formats,
                              **{way["name"]: ast.literal_eval(way["value"])})
        return tried("refused", " | ".join(str(error).splitlines()[:3]))
    except Exception:
        return tried("broken", traceback.format_exc(limit=-3))


def try_all(paths: Sequence[Path], *, language: str, formats: Sequence[str] = ()) -> Iterator[Trial]:
    """Every file in a study of its own, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for place, path in enumerate(paths):
            yield try_export(path, Path(folder) / str(place), language=language, formats=formats)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per file and a sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--language", default="en", choices=("zh", "en", "both"))
    parser.add_argument("--quick", action="store_true", help="run the notebook's cells, set no report")
    given = parser.parse_args(arguments)
    os.environ.setdefault("MPLBACKEND", "Agg")
    states: Counter[str] = Counter()
    formats = () if given.quick else given.formats.split(",")
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or write_layouts(Path(made))
        for trial in try_all(find_exports(folder), language=given.language, formats=formats):
            states[trial.state] += 1
            print(f"{trial.state:<8} {trial.name:<44} {trial.seconds:5.1f} s {trial.processor:5.1f} s  {trial.said}",
                  flush=True)
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "no export found")
    return 2 if not states else int(states["broken"] > 0)


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.exit(main())
