"""All reports of a project: every notebook, in both languages and four formats, or none."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from surveykit.errors import ReportError, list_quoted
from surveykit.files.disk import write_all
from surveykit.files.leftovers import clear_leftovers, lock_folder
from surveykit.files.study_settings import find_study, read_settings
from surveykit.report.front_page import settings_of_notebook
from surveykit.report.notebook_content import content_from_notebook, languages_of
from surveykit.report.notebook_runner import run_notebook
from surveykit.report.provenance import complete_report, merge_records, notebook_fingerprint, provenance_record
from surveykit.report.report_blocks import Heading, PageBreak, Prose, Report
from surveykit.report.report_texts import refuse_personal_report, report_texts
from surveykit.report.report_writer import FORMATS, check_languages, draw_report, format_of
from surveykit.report.selfaudit.find_faults import fault_text, find_faults
from surveykit.report.syntax_tree import text_of
from surveykit.words.phrases import LANGUAGES, Text, join_words, phrase, table

RECORD = "provenance.json"
OnStep = Callable[[int, int, str], None]
HINT = -1  # a level in the outline
PLACEHOLDER = "new.write_"  # phrases of a template that stand where an author has written nothing yet


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A report that was written: where, how many bytes, and how many seconds it took.
    Of the seconds, running the notebook is counted once, with its first report. The remarks say which languages were
    chosen by what, which numbers of the prose nothing in the report shows, and which heads have nothing below them.
    """

    path: Path
    bytes: int
    seconds: float
    remarks: tuple[Text, ...] = ()


@dataclass
class _Steps:
    """Counts the steps done and tells the caller."""

    total: int
    tell: OnStep | None
    done: int = 0

    def __call__(self, name: str) -> None:
        self.done += 1
        if self.tell:
            self.tell(self.done, self.total, name)


@dataclass
class _NotebookReports:
    """The reports of one notebook, still in memory."""

    files: dict[str, bytes] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    remarks: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    errors: dict[str, ReportError] = field(default_factory=dict)
    record: dict[str, object] = field(default_factory=dict)
    beside: dict[str, bytes] = field(default_factory=dict)


def build_reports(notebooks: Sequence[str | Path], folder: str | Path, *, languages: Sequence[str] | None = None,
                  formats: Sequence[str] = tuple(FORMATS), on_step: OnStep | None = None) -> list[BuiltReport]:
    """Run notebooks and write their reports to `folder/zh/`, `folder/en/`, with a record.

    Notebooks run one after the other in the order of their names, since a later one may read what an earlier one wrote;
    the reports of one are set while the next runs. Nothing in `folder` is touched before all reports are ready. A
    report that cannot be set does not cost the others: these are written, then the error says which is missing.

    Parameters
    ----------
    notebooks
        The `.ipynb` files; they are not changed.
    folder
        Usually `reports`.
    languages, formats
        Which of `zh`, `en` (by default those the `study.yaml` above a notebook names, else those the codebook has words
        in) and of `html`, `docx`, `pdf`, `xlsx`.
    on_step
        Called after each step with steps done, steps in all, and the step's name.

    Returns
    -------
    list of BuiltReport
        One per file, in the order written. `provenance.json` in `folder` holds full checksums.

    Raises
    ------
    ReportError
        No notebook is given, a name occurs twice, a cell fails or another run writes there: nothing is
        written. A report cannot be set: the others are written.

    Examples
    --------
    >>> import surveykit as sk
    >>> try:
    ...     sk.build_reports([], "reports")
    ... except sk.ReportError as error:
    ...     print(error)
    At least one notebook must be given.
      fix:   surveykit report notebooks
    """
    paths = _sort_notebooks(notebooks)
    check_languages(languages or LANGUAGES)
    formats = [format_of(form) for form in formats]
    step = _Steps(len(paths) * (1 + len(languages or LANGUAGES) * len(formats)), on_step)
    with lock_folder(folder):
        clear_leftovers(folder)
        drawn = dict(_draw_reports(paths, languages, formats, step))
        written = _write_reports(Path(folder), drawn)
    failed = {name: error for one in drawn.values() for name, error in one.errors.items()}
    if failed:
        raise _unset_reports(failed, len(written))
    return written


def _unset_reports(failed: Mapping[str, ReportError], written: int) -> ReportError:
    """The error that names the reports that could not be set; the first says why and what to do."""
    name, first = next(iter(failed.items()))
    return ReportError("{count} of {all} reports cannot be set, the others are written: {names}. {reason}",
                       where="{place}", fix=first.fix, count=len(failed), all=len(failed) + written,
                       names=list_quoted(failed), reason=first.what, place=first.where or name)


def _sort_notebooks(notebooks: Sequence[str | Path]) -> list[Path]:
    """The notebooks by name, each name once."""
    paths = sorted(map(Path, notebooks), key=lambda path: path.name)
    names = [path.stem for path in paths]
    if not names:
        raise ReportError("At least one notebook must be given.", fix="surveykit report notebooks")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ReportError("Two notebooks cannot have the same name: {twice}.",
                          fix="rename one of them; reports are named after their notebooks", twice=list_quoted(twice))
    return paths


def _draw_reports(paths: Sequence[Path], languages: Sequence[str] | None, formats: Sequence[str],
                  step: _Steps) -> Iterator[tuple[str, _NotebookReports]]:
    """Each notebook's reports; while one is set in a thread, the next runs in its kernel."""
    waiting: list[tuple[str, Future[_NotebookReports]]] = []
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            for path in paths:
                start = time.perf_counter()
                notebook = run_notebook(path)
                step(path.name)
                ran = time.perf_counter() - start
                task = pool.submit(_draw_notebook_reports, notebook, path, languages, formats, ran, step)
                waiting.append((path.stem, task))
            yield from ((name, future.result()) for name, future in waiting)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _draw_notebook_reports(notebook: Mapping[str, Any], path: Path, languages: Sequence[str] | None,
                           formats: Sequence[str], ran: float, step: _Steps) -> _NotebookReports:
    """All reports of one executed notebook."""
    drawn = _NotebookReports()
    fingerprint = notebook_fingerprint(notebook)
    sources: list[Mapping[str, object]] = []
    settings = settings_of_notebook(notebook, path)
    chosen, why = (tuple(languages), ()) if languages else _choose_languages(path, notebook)
    for language in chosen:
        content = content_from_notebook(notebook, path.name, language, settings.columns)
        sources += content.sources
        report = complete_report(content, notebook=fingerprint, recorded=True, settings=settings)
        refuse_personal_report(report, content.sources, settings.contacts, path.name)
        remarks = (*why, *report_remarks(report))
        drawn.beside |= {f"{language}/{path.stem}.{name}": data for name, data in report.attachments.items()}
        for form in formats:
            start, name = time.perf_counter(), f"{language}/{path.stem}.{form}"
            try:
                drawn.files[name] = draw_report(report, form)
            except ReportError as error:
                drawn.errors[name] = error
            drawn.seconds[name] = time.perf_counter() - start + ran
            drawn.remarks[name] = remarks
            ran = 0.0
            step(name)
    drawn.record = provenance_record(fingerprint, sources, drawn.files)
    return drawn


def _choose_languages(path: Path, notebook: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """The languages of a notebook's reports where the caller names none, and what decided."""
    study = find_study(path.parent)
    named = read_settings(study).languages if study else ()
    chosen = named or languages_of(notebook)
    key = "report.languages_of_study" if named else "report.languages_of_codebook"
    left = [language for language in LANGUAGES if language not in chosen]
    return chosen, tuple(phrase(key, left=phrase(f"language.{language}"), option=language) for language in left)


def _write_reports(folder: Path, drawn: Mapping[str, _NotebookReports]) -> list[BuiltReport]:
    """Everything moved into place, the record last."""
    known = folder / RECORD
    old = known.read_bytes() if known.is_file() else None
    files = {name: data for one in drawn.values() for name, data in one.files.items()}
    seconds = {name: spent for one in drawn.values() for name, spent in one.seconds.items()}
    remarks = {name: said for one in drawn.values() for name, said in one.remarks.items()}
    whole = merge_records(old, {name: one.record for name, one in drawn.items()})
    beside = {name: data for one in drawn.values() for name, data in one.beside.items()}
    paths = write_all(folder, files | beside | {RECORD: whole})
    return [BuiltReport(path, len(files[name]), seconds[name], remarks[name])
            for name, path in zip(files, paths, strict=False)]


def report_remarks(report: Report) -> tuple[Text, ...]:
    """The remarks on a report, in both languages."""
    outline = list(_outline(report))
    written = [(level, head) for level, head in outline if level != HINT]
    empty = [head for (level, head), (below, _) in pairwise(written) if level > 0 and 0 < below <= level]
    hinted = [head for (level, head), (below, _) in pairwise(outline) if level > 0 and below == HINT]
    faults = tuple(fault_text(fault) for fault in find_faults(report_texts(report)))
    unwritten = {"report.empty_heads": empty, "report.hints_left": [head for head in hinted if head not in empty]}
    return (*faults, *(phrase(key, where=report.where, heads=join_words(heads, "list.semicolon"))
                       for key, heads in unwritten.items() if heads))


def _outline(report: Report) -> Iterator[tuple[int, str]]:
    """Headings with their level, (0, '') for anything between but hints; the pages added by us end it."""
    hints = {side for key, sides in table().items() for side in sides.values() if key.startswith(PLACEHOLDER)}
    for block in report.blocks:
        if isinstance(block, PageBreak | Heading):
            break
        for node in block.nodes if isinstance(block, Prose) else ():
            if node["t"] == "Header":
                yield node["c"][0], text_of(node["c"][2], hole="").strip()
            else:
                is_hint = node["t"] in {"Para", "Plain"} and text_of(node["c"], hole="").strip() in hints
                yield HINT if is_hint else 0, ""
        if not isinstance(block, Prose):
            yield 0, ""
    yield 1, ""
