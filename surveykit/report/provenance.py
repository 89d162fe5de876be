"""The last page of a report, and the record beside all of them: what would have to be the same.

No time, no folder, no commit: a copy of the project without git gives the same bytes.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveykit.clean.cleaning_log import label_verb
from surveykit.errors import ReportError
from surveykit.files.disk import sha256
from surveykit.report import pandoc
from surveykit.report.assemble_report import chapter_after
from surveykit.report.bibliography import cite_literature
from surveykit.report.content import Content
from surveykit.report.findings import link_findings
from surveykit.report.front_page import ReportSettings
from surveykit.report.report_blocks import (
    Block,
    FigureBlock,
    Heading,
    Number,
    PageBreak,
    Paragraphs,
    Report,
    TableBlock,
)
from surveykit.report.tidy_blocks import LOG_FILE, drop_own_heads, log_csv, shorten_log, split_appendix, tidy_blocks
from surveykit.result import Grid, Head
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import Text, in_language, phrase

if TYPE_CHECKING:
    from surveykit.survey import Survey

SHORT = 16
PACKAGES = ("surveykit", "pandas", "numpy", "scipy", "statsmodels", "matplotlib")
_NAMES = {"python": "Python", "numpy": "NumPy", "scipy": "SciPy", "matplotlib": "Matplotlib", "typst": "Typst"}
_OURS = {".py", ".csv", ".css", ".typ", ".lua"}
LABEL = re.compile(r"(tbl|fig)-[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class CleaningSummary:
    """What a survey tells about its cleaning: steps, and flags with the respondents they concern."""

    steps: tuple[tuple[str, Text, int], ...]
    flags: int
    respondents: int


def complete_report(content: Content, *, notebook: str = "", cleaned: CleaningSummary | None = None,
                    recorded: bool = False, settings: ReportSettings | None = None) -> Report:
    """The whole report: front matter, the content, then its provenance.
    `notebook` is the fingerprint of the notebook, `cleaned` tells the cleaning steps of a survey, `recorded` says
    that `provenance.json` is written beside the report.
    """
    settings = settings or ReportSettings()
    language = content.language
    key = "report.provenance_how" if recorded else "report.provenance_how_alone"
    shown, works = cite_literature(content.blocks, settings, language)
    body, logs = tidy_blocks((*drop_own_heads(shown), PageBreak(), *content.appendix), language)
    cut = body.index(PageBreak())
    last: list[Block] = [Heading(_say("report.provenance", language)), Paragraphs((_say(key, language),))]
    last += _section("report.sources", _sources_grid(content.sources, language), language)
    if cleaned:
        last += _cleaning(cleaned, language)
    last += [*(shorten_log(log, language) for log in logs), *body[cut + 1:]]
    last += [Heading(_say("report.versions", language), 3), Paragraphs((_list_versions(notebook, language),))]
    first = [Paragraphs((in_language(phrase("report.unworded", labels=content.unworded), language),
                         ))] if content.unworded else []
    text, appendix = split_appendix(body[:cut])
    parts = [part for part in (works, appendix) if part]
    if settings.style.chapters:
        parts = [[PageBreak(), *part] for part in parts]
    blocks = (*first, *text, *chain.from_iterable(parts), *last)
    attached = {LOG_FILE: log_csv(log.grid for log in logs)} if logs else {}
    front = settings.front_page(language, content.named)
    if front.title and content.title != front.title and content.titled and not front.subtitle:
        front = replace(front, subtitle=content.title)
    numbered = _number_captions(Report(front.title or content.title, language, blocks, content.synthetic, content.where,
                                      style=settings.style, front=front, attachments=attached))
    return link_findings(numbered)


def summarise_cleaning(survey: Survey) -> CleaningSummary:
    """Cleaning steps and flags of a survey."""
    steps = tuple((step.verb, step.reason, len(step.changes)) for step in survey.log)
    return CleaningSummary(steps, len(survey.flags), len({flag.respondent for flag in survey.flags}))


def sources_of(sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each file once: name, sha256, the row counts used (largest first), whether synthetic.
    A result that puts two sources side by side names the others under `with`.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    every = [one for source in sources for one in (source, *source.get("with", ()))]
    for source in every:
        if not source.get("file"):
            continue
        key = (str(source["file"]), str(source.get("sha256", "")))
        entry = found.setdefault(key, {"file": key[0], "sha256": key[1], "rows": set(), "synthetic": False})
        entry["rows"] |= {int(source["rows"])} if source.get("rows") else set()
        entry["synthetic"] |= bool(source.get("synthetic"))
    return [entry | {"rows": sorted(entry["rows"], reverse=True)} for _, entry in sorted(found.items())]


@cache
def versions() -> dict[str, str]:
    """Versions of Python, the packages that compute, and the programs that typeset."""
    found = {"python": platform.python_version()}
    found |= {name: _version(name) for name in PACKAGES}
    return found | {"pandoc": pandoc.version(), "typst": _version("typst")}


@cache
def code_fingerprint() -> str:
    """sha256 over the package's own files, in the order of their names."""
    folder = Path(str(files("surveykit")))
    ours = sorted((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*") if p.suffix in _OURS)
    lines = (f"{sha256(path.read_bytes().replace(bytes([13, 10]), bytes([10])))}  {name}\n" for name, path in ours)
    return sha256("".join(lines).encode())


def notebook_fingerprint(notebook: Mapping[str, Any]) -> str:
    """sha256 over the cells of a notebook: kind, tags and source, no outputs."""
    cells = [[cell["cell_type"], sorted(cell["metadata"].get("tags", [])), cell["source"]]
             for cell in notebook["cells"]]
    return sha256(json.dumps(cells, ensure_ascii=False).encode())


def provenance_record(notebook: str, sources: Sequence[Mapping[str, object]], written: Mapping[str, bytes],
                      ) -> dict[str, object]:
    """What `provenance.json` says about one notebook."""
    return {"notebook_sha256": notebook, "code_sha256": code_fingerprint(), "versions": versions(),
            "sources": sources_of(sources), "reports": {name: sha256(data) for name, data in sorted(written.items())}}


def merge_records(old: bytes | None, records: Mapping[str, Mapping[str, object]]) -> bytes:
    """The record file: new entries over those of notebooks that were not built this time."""
    try:
        known = json.loads(old)["notebooks"] if old else {}
    except (ValueError, KeyError, TypeError):
        known = {}
    whole = {"notebooks": {**known, **records}}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _version(name: str) -> str:
    """The installed version, a dash if there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _say(key: str, language: str, **values: object) -> str:
    """A phrase in one language."""
    return in_language(phrase(key, **values), language)


def _section(title: str, grid: Grid, language: str) -> list[Block]:
    """A small heading and a table without number; nothing if the table is empty."""
    return [Heading(_say(title, language), 3), TableBlock(grid, None)] if grid.rows else []


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]], align: str, language: str) -> Grid:
    """A Grid without caption."""
    return Grid("", (tuple(Head(_say(key, language)) for key in heads),), tuple(map(tuple, rows)), align)


def _sources_grid(sources: Sequence[Mapping[str, object]], language: str) -> Grid:
    """Files, rows used, sha256, whether synthetic."""
    word = {True: _say("report.yes", language), False: _say("report.no", language)}
    rows = [(s["file"], " / ".join(map(str, s["rows"])) or "–", s["sha256"][:SHORT] or "–",
             word[s["synthetic"]]) for s in sources_of(sources)]
    heads = ("report.file", "report.rows", "report.sha", "report.synthetic_column")
    return _grid(heads, rows, "lrll", language)


def _cleaning(cleaned: CleaningSummary, language: str) -> list[Block]:
    """Steps with their reasons and numbers of changes, then a sentence about flags."""
    rows = [(str(i), in_language(label_verb(verb), language), mark_wording(in_language(reason, language)), str(changes))
            for i, (verb, reason, changes) in enumerate(cleaned.steps, 1)]
    heads = ("head.step", "head.verb", "report.reason", "report.changes")
    flags = _say("report.flags", language, flags=cleaned.flags, respondents=cleaned.respondents)
    return [*_section("report.cleaning", _grid(heads, rows, "rllr", language), language), Paragraphs((flags,))]


def _list_versions(notebook: str, language: str) -> str:
    """Versions, then the checksums of code and notebook, in one paragraph."""
    parts = [f"{_NAMES.get(name, name)} {number}" for name, number in versions().items()]
    parts.append(f"{_say('report.code', language)} {code_fingerprint()[:SHORT]}")
    parts += [f"{_say('report.notebook', language)} {notebook[:SHORT]}"] if notebook else []
    return mark_wording(_say("report.between_versions", language).join(parts))


def _number_captions(report: Report) -> Report:
    """The report with a label for every captioned block, and the number of each label."""
    counts = {"tbl": 0, "fig": 0}
    places = {"tbl": 0, "fig": 0}
    chapter = ""
    blocks: list[Block] = []
    numbers: dict[str, Number] = {}
    for block in report.blocks:
        if isinstance(block, TableBlock | FigureBlock) and block.label is not None:
            kind = "tbl" if isinstance(block, TableBlock) else "fig"
            counts[kind] += 1
            places[kind] += 1
            label = block.label or f"{kind}-auto{places[kind]}"
            _check_label(label, kind, numbers, report.where)
            also = block.also if isinstance(block, FigureBlock) else ()
            numbers |= dict.fromkeys([label, *also], Number(kind, counts[kind], report.language, chapter, places[kind],
                                                            label))
            block = replace(block, label=label, second=block.second if report.style.double else "")
        blocks.append(block)
        if report.style.chapters and (now := chapter_after(chapter, block)) != chapter:
            chapter, counts = now, {"tbl": 0, "fig": 0}
    return replace(report, blocks=tuple(blocks), numbers=numbers)


def _check_label(label: str, kind: str, taken: Iterable[str], where: str) -> None:
    """Nothing, or a ReportError for a label that is malformed or used twice."""
    word = {"tbl": "table", "fig": "figure"}[kind]
    if not LABEL.fullmatch(label) or not label.startswith(kind):
        raise ReportError("The label of a {word} must read {kind}- and then letters, digits, "
                          "'-' or '_', not {label!r}.", where="{file}", fix="#| label: {kind}-plans", word=word,
                          kind=kind, label=label, file=where)
    if label in taken:
        raise ReportError("The label {label!r} cannot be used twice.", where="{file}",
                          fix="give one of the two cells another label", label=label, file=where)
