"""A folder for a study of one's own: export, drafted codebook, settings, a notebook filled with its items."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from surveykit.codebook import Codebook, codebook_bytes, read_codebook
from surveykit.codebook.draft import Draft
from surveykit.drafting import draft_codebook
from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes, sha256, write_atomic
from surveykit.files.leftovers import lock_folder
from surveykit.files.study_settings import SETTINGS, read_settings
from surveykit.new.first_notebook import CellPlan, build_notebook, extend_notebook, notebook_bytes, refit_notebook
from surveykit.new.fit_notebook import BLANK, TEMPLATES, CellBlock, read_template
from surveykit.new.study_codebook import ask_new_options, find_groups, grow_codebook, holds_export, take_settings
from surveykit.new.study_survey import read_study
from surveykit.read import read_survey
from surveykit.survey import Survey
from surveykit.words.phrases import check_language, phrase

RAW, RECORD, NOTEBOOK = "data/raw", ".surveykit.json", "notebooks/01_all_questions.ipynb"
README = ("title", "files", "settle", "edit", "report")
GITIGNORE = """# respondents' data and keys stay out of git
data/raw/*
!data/raw/*.codebook.xlsx
data/processed/
*.key
reports/
"""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What `new_study` did: files written, files that were there and stayed, and what a person must settle."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    added: tuple[str, ...]
    draft: Draft


def new_study(folder: str | Path, export: str | Path | None = None, *, codebook: str | Path | None = None,
              template: str = BLANK, codes: str | Path | None = None, language: str | None = None,
              by: str | Sequence[str] | None = None, platform: str | None = None, encoding: str | None = None,
              sheet: str | None = None, headings: int | str | None = None) -> NewStudy:
    """Make a study folder for an export, a codebook or a template; or add a newer export to it.

    Parameters
    ----------
    folder
        Where the study is to live. What is there already is never overwritten.
    export
        The file the platform gave; a copy goes into `data/raw`, with its checksum. None where there are no answers
        yet: call again when there are.
    codebook
        A codebook that exists; by default one is drafted from the export.
    template
        A questionnaire of ours to begin with: `career-planning`, `destinations`, `follow-up`, `evaluation`.
    codes
        As in `draft_codebook`.
    language
        `zh`, `en` or `both`: the languages of the notebook's prose and of the reports. By default those that
        `study.yaml` names; in a new study the one in which more questions have words (Chinese where it is even).
    by
        Items whose answers divide all others into groups (cross-tables), by name, label or number of the question:
        choices, ratings, select-all questions and, once there are answers, numbers of at most twelve values; those of
        the template by default.
    platform, encoding, sheet, headings
        As in `read_survey`.

    Returns
    -------
    NewStudy
        `written`, `kept`, `added` (items), and `draft` with its doubts.

    Raises
    ------
    ReadError
        The export cannot be read, another file of its name is in the study, an item of `by` is unknown or makes no
        groups, or there is neither export nor codebook nor template.
    AnalysisError
        A number of `by` has more than twelve values.

    Missing values
    --------------
    As in `draft_codebook`.

    Notes
    -----
    A second export of the same questionnaire brings its new items: the codebook as you settled it gains them in a new
    file, the notebook gains their cells, and `study.yaml` names the new files. Items that the notebook was once given
    and that you took out stay out.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> made = sk.new_study(tempfile.mkdtemp() + "/s", "data/raw/volunteers/volunteers_synthetic.xlsx", by=["q1"])
    >>> made.written[5]
    'notebooks/01_all_questions.ipynb'
    """
    state = _State.read(folder := Path(folder))
    given = read_codebook(codebook) if codebook else read_template(template) if state.codebook is None else None
    groups = (state.by or TEMPLATES[template]) if by is None else [by] if isinstance(by, str) else by
    choices = {"platform": platform, "encoding": encoding, "sheet": sheet,
               "headings": None if headings is None else str(headings)}
    data, place = _copied_export(folder, export)
    draft = _draft_study(state, given, export, codes, choices)
    book = _with_doubts(state, draft)
    languages = _choose_languages(folder, book, language)
    survey = read_survey(export, codebook=book, **choices) if export else None if state.waiting else read_study(folder)
    groups = tuple(name for told in groups for name in find_groups(book, survey, told, folder))
    added = tuple(item.name for item in book if item.name not in state.offered)
    where = place or f"{RAW}/{book.settings.get('form_id') or 'questionnaire'}.xlsx"  # of a codebook without an export
    files = {**({place: data} if data is not None else {}), **_codebook_file(state, book, where)}
    codebook_name = next((name for name in files if name.endswith(".codebook.xlsx")), state.path)
    files |= {"README.md": _readme(place, codebook_name, languages), ".gitignore": GITIGNORE.encode()}
    files |= _settings_file(state, place, codebook_name, languages, choices)
    plan = CellPlan.of(book, survey, groups)
    template = template if template != BLANK else state.template
    files |= _notebook_file(folder, state, book, survey, added, languages, groups, template, plan)
    exports = {**state.exports, **({Path(place).name: sha256(data)} if data is not None else {})}
    files[RECORD] = _record(state, book, exports, files, groups, template, plan.blocks(languages))
    return _write_changed(folder, files, added, draft)


def _choose_languages(folder: Path, book: Codebook, language: str | None) -> tuple[str, ...]:
    """The languages asked for, else those of the study, else the one in which more questions have words."""
    if language is not None:
        return ("zh", "en") if language == "both" else (check_language(language),)
    settled = read_settings(folder).languages if (folder / SETTINGS).is_file() else ()
    worded = Counter(one for item in book for one, text in item.label.items() if text)
    return settled or (("en",) if worded["en"] > worded["zh"] else ("zh",))


def _copied_export(folder: Path, export: str | Path | None) -> tuple[bytes | None, str]:
    """The export's bytes, and where its copy stands; another file of its name is never overwritten."""
    place, data = (f"{RAW}/{Path(export).name}", read_bytes(export)) if export else ("", None)
    if place and (folder / place).is_file() and read_bytes(folder / place) != data:
        raise ReadError("Another export of this name is in the study already.", where="{folder}",
                        fix="rename the new one, for instance with its date, and call new_study again",
                        folder=folder / place)
    return data, place


def _draft_study(state: _State, given: Codebook | None, export: str | Path | None, codes: str | Path | None,
                 choices: Mapping[str, str | None]) -> Draft:
    """The codebook of the study with what is open in it: given, grown by the export, or drafted from it."""
    base = given if given is not None else state.codebook
    if given is not None and state.codebook is not None:
        raise ReadError("The study has its codebook already.", where="{path}",
                        fix="edit it there, or leave out codebook=", path=state.path)
    if export is None:
        if base is None:
            raise ReadError("A study begins with an export, a codebook or a template.", where="new_study",
                            fix='new_study(folder, "export.xlsx")')
        return Draft(base)
    if given is not None and holds_export(given, export, choices):
        return Draft(given)
    drafted = draft_codebook(export, codes=codes, **choices)
    if base is None:
        return drafted
    book = take_settings(grow_codebook(base, drafted.codebook), drafted.codebook)
    fresh = [doubt for doubt in drafted.doubts if doubt.item in book and doubt.item not in base]
    return Draft(book, (*fresh, *ask_new_options(base, book)))


@dataclass(frozen=True, slots=True)
class _State:
    """What the study holds before the call: the codebook in use, and the items that the notebook was once given."""

    codebook: Codebook | None = None
    path: str = ""
    settings: str = ""
    offered: frozenset[str] = frozenset()
    exports: Mapping[str, str] = field(default_factory=dict)
    notebook: str = ""
    by: tuple[str, ...] = ()
    template: str = BLANK
    blocks: Sequence[Mapping[str, Sequence[str]]] = ()

    @property
    def waiting(self) -> bool:
        """Whether the study has had no export yet."""
        return not self.exports

    @classmethod
    def read(cls, folder: Path) -> _State:
        """The state of a folder; an empty one where there is no study yet."""
        if not (folder / SETTINGS).is_file():
            return cls()
        path = read_settings(folder).codebook
        record = json.loads(read_bytes(folder / RECORD)) if (folder / RECORD).is_file() else {}
        return cls(read_codebook(folder / path), path, read_bytes(folder / SETTINGS).decode("utf-8-sig"),
                   frozenset(record.get("items", ())), record.get("exports", {}), record.get("notebook", ""),
                   tuple(record.get("by", ())), record.get("template", BLANK), record.get("blocks", ()))


def _with_doubts(state: _State, draft: Draft) -> Codebook:
    """The codebook of a draft, which knows what is open: what was, and what is new about items not offered before."""
    book = draft.codebook
    fresh = {item: text for item, text in draft.todo.items() if item not in state.offered or not item}
    return replace(book, settings={**book.settings, "todo": {**book.settings.get("todo", {}), **fresh}})


def _codebook_file(state: _State, book: Codebook, place: str) -> dict[str, bytes]:
    """The codebook's file; none where the one in use already holds every item."""
    if state.codebook is not None and book.items == state.codebook.items:
        return {}
    return {str(PurePosixPath(place).with_suffix(".codebook.xlsx")): codebook_bytes(book, helped=True)}


def _settings_file(state: _State, place: str, codebook: str, languages: Sequence[str],
                   choices: Mapping[str, str | None]) -> dict[str, bytes]:
    """`study.yaml`: made once; later only the lines that name the two files change."""
    if state.settings:
        text = _line_set(state.settings, "export", place) if place else state.settings
        return {SETTINGS: _line_set(text, "codebook", codebook).encode()}
    lines = [f"# {phrase('new.settings')[one]}" for one in languages]
    lines += [f"languages: [{', '.join(languages)}]", f"export: {_quote_text(place)}",
              f"codebook: {_quote_text(codebook)}"]
    lines += [f"{key}: {_quote_text(value)}" for key, value in choices.items() if value is not None]
    lines += [f"# {phrase('new.front')[one]}" for one in languages]
    for key in ("title", "subtitle", "institution", "supervisor", "abstract", "keywords"):
        lines += [f"{key}:", *(f"  {one}:" for one in languages)]
    lines += ["authors: []", "date:"]
    return {SETTINGS: ("\n".join(lines) + "\n").encode()}


def _line_set(text: str, key: str, value: str) -> str:
    """YAML text in which one top-level name has another value; every other line stays."""
    return re.sub(rf"(?m)^{key}:.*$", lambda _: f"{key}: {_quote_text(value)}", text)


def _quote_text(text: str) -> str:
    """A text as YAML writes one that needs quotes (JSON's are YAML's)."""
    return json.dumps(text, ensure_ascii=False)


def _notebook_file(folder: Path, state: _State, book: Codebook, survey: Survey | None, added: Sequence[str],
                   languages: Sequence[str], by: Sequence[str], template: str, plan: CellPlan) -> dict[str, bytes]:
    """The notebook: built once; later it gains the cells of new items, and untouched cells follow the codebook.
    One that was made before there were answers, and that nobody has touched, is built again with them.
    """
    data = read_bytes(folder / NOTEBOOK) if (folder / NOTEBOOK).is_file() else b""
    if not data or (survey is not None and state.waiting and sha256(data) == state.notebook):
        return {NOTEBOOK: notebook_bytes(build_notebook(book, survey, languages, by, template, plan))}
    if survey is None:
        return {}
    known = CellPlan.of(book, survey, by, {item.name for item in book} - set(added)) if added else plan
    fitted = refit_notebook(json.loads(data), state.blocks, known.blocks(languages))
    fitted = extend_notebook(fitted, survey, added, languages, by) if added else fitted
    return {NOTEBOOK: notebook_bytes(fitted)} if fitted["cells"] != json.loads(data)["cells"] else {}


def _record(state: _State, book: Codebook, exports: Mapping[str, str], files: Mapping[str, bytes], by: Sequence[str],
            template: str, blocks: Sequence[CellBlock]) -> bytes:
    """What the study was given: the items its notebook has been offered, the exports with their checksums, the groups,
    and the notebook and its cells as they were last made."""
    made = sha256(files[NOTEBOOK]) if NOTEBOOK in files else state.notebook
    record = {"items": sorted({*state.offered, *(item.name for item in book)}), "exports": exports, "notebook": made,
              "by": by, "template": template, "blocks": [block.record for block in blocks]}
    return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _readme(place: str, codebook: str, languages: Sequence[str]) -> bytes:
    """What to do next, for somebody who opens the folder."""
    values = {"command": "surveykit new FOLDER EXPORT", "export": place or f"{RAW}/export.xlsx",
              "codebook": codebook, "notebook": NOTEBOOK}
    parts = [[phrase(f"new.readme_{part}", **values)[one] for part in README if place or part != "files"]
             for one in languages]
    if not place:
        parts = [[phrase("new.readme_title")[one], phrase("new.readme_wait", **values)[one], *part[1:]]
                 for one, part in zip(languages, parts, strict=True)]
    return ("\n\n".join(text for part in parts for text in part) + "\n").encode()


def _write_changed(folder: Path, files: Mapping[str, bytes], added: Sequence[str], draft: Draft) -> NewStudy:
    """Everything written that is new or grown; what was there and would only be made again stays as it is."""
    grows = {SETTINGS, NOTEBOOK, RECORD}
    fresh = {name: data for name, data in files.items() if name in grows or not (folder / name).exists()}
    changed = {name: data for name, data in fresh.items() if not (folder / name).is_file()
               or read_bytes(folder / name) != data}
    with lock_folder(folder):
        for name, data in changed.items():
            write_atomic(folder / name, data, raw_copy=name.startswith(f"{RAW}/"))
    return NewStudy(folder, tuple(changed), tuple(name for name in files if name not in changed), tuple(added), draft)
