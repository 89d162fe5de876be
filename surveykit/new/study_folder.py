"""A folder for a study of one's own: export, drafted codebook, settings, a notebook filled with its items."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from surveykit.codebook import Codebook, Item, codebook_bytes, read_codebook
from surveykit.codebook.draft import Draft
from surveykit.drafting import draft_codebook
from surveykit.errors import ReadError, did_you_mean
from surveykit.files.disk import read_bytes, sha256, write_atomic
from surveykit.files.study_settings import SETTINGS, read_settings
from surveykit.new.first_notebook import build_notebook, extend_notebook, notebook_bytes
from surveykit.read import read_survey
from surveykit.survey import Survey
from surveykit.text.normalise import normalise
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


def new_study(folder: str | Path, export: str | Path, *, codes: str | Path | None = None, language: str = "zh",
              by: Sequence[str] = (), platform: str | None = None, encoding: str | None = None,
              sheet: str | None = None, headings: int | str | None = None) -> NewStudy:
    """Make a study folder for an export, or add a newer export to it.

    Parameters
    ----------
    folder
        Where the study is to live. What is there already is never overwritten.
    export
        The file the platform gave; a copy goes into `data/raw`, with its checksum.
    codes
        As in `draft_codebook`.
    language
        `zh`, `en` or `both`: the languages of the notebook's prose and of the reports.
    by
        Items whose answers divide all others into groups (cross-tables).
    platform, encoding, sheet, headings
        As in `read_survey`.

    Returns
    -------
    NewStudy
        `written`, `kept`, `added` (items), and `draft` with its doubts.

    Raises
    ------
    ReadError
        The export cannot be read, another file of its name is in the study, or an item of `by` is unknown.

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
    folder, languages = Path(folder), ("zh", "en") if language == "both" else (check_language(language),)
    place, data = f"{RAW}/{Path(export).name}", read_bytes(export)
    if (folder / place).is_file() and read_bytes(folder / place) != data:
        raise ReadError("Another export of this name is in the study already.", where="{folder}",
                        fix="rename the new one, for instance with its date, and call new_study again",
                        folder=folder / place)
    draft = draft_codebook(export, codes=codes, platform=platform, encoding=encoding, sheet=sheet,
                           headings=headings)
    state = _State.read(folder)
    book = state.grow_codebook(draft.codebook)
    for name in by:
        if name not in book:
            raise ReadError("There is no item {name!r} to divide the others by.", where="{export}",
                            fix=did_you_mean(name, [item.name for item in book]), name=name, export=export)
    choices = {"platform": platform, "encoding": encoding, "sheet": sheet,
               "headings": None if headings is None else str(headings)}
    added = tuple(item.name for item in book if item.name not in state.offered)
    files = {place: data, **_codebook_file(state, book, draft, place), "README.md": _readme(place, languages),
             ".gitignore": GITIGNORE.encode()}
    files |= _settings_file(state, place, files, languages, choices)
    survey = read_survey(export, codebook=book, platform=platform, encoding=encoding, sheet=sheet,
                         headings=headings)
    files |= _notebook_file(folder, survey, added, languages, by)
    files[RECORD] = _record(state, survey, {Path(export).name: sha256(data)})
    return _write_changed(folder, files, added, draft)


@dataclass(frozen=True, slots=True)
class _State:
    """What the study holds before the call: the codebook in use, and the items that the notebook was once given."""

    codebook: Codebook | None = None
    path: str = ""
    settings: str = ""
    offered: frozenset[str] = frozenset()
    exports: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> _State:
        """The state of a folder; an empty one where there is no study yet."""
        if not (folder / SETTINGS).is_file():
            return cls()
        path = read_settings(folder).codebook
        record = json.loads(read_bytes(folder / RECORD)) if (folder / RECORD).is_file() else {}
        return cls(read_codebook(folder / path), path, read_bytes(folder / SETTINGS).decode("utf-8-sig"),
                   frozenset(record.get("items", ())), record.get("exports", {}))

    def grow_codebook(self, drafted: Codebook) -> Codebook:
        """The codebook in use with the items that only the new export has, each behind the one it follows there."""
        if self.codebook is None:
            return drafted
        book, behind = self.codebook, None
        known = {_wording(item): item.name for item in book}
        for item in drafted:
            name = known.get(_wording(item))
            if name is None:
                name = _free_name(item.name, book)
                book = book.with_item(replace(item, name=name, column=item.column or item.name), after=behind)
            behind = name
        return book


def _wording(item: Item) -> str:
    """The words people were asked: what makes a question the same question in two exports."""
    return " | ".join(sorted(map(normalise, set(item.label.values()) or {item.name})))


def _free_name(name: str, book: Codebook) -> str:
    """The name, or with a number where another question has it."""
    return next(one for one in chain([name], (f"{name}_{n}" for n in count(2))) if one not in book)


def _codebook_file(state: _State, book: Codebook, draft: Draft, place: str) -> dict[str, bytes]:
    """The codebook's file; none where the one in use already holds every item."""
    if state.codebook is not None and book is state.codebook:
        return {}
    fresh = {item: text for item, text in draft.todo.items()
             if (item in book and item not in state.offered) or (not item and state.codebook is None)}
    todo = {**book.settings.get("todo", {}), **fresh}
    return {str(PurePosixPath(place).with_suffix(".codebook.xlsx")): codebook_bytes(book, todo, helped=True)}


def _settings_file(state: _State, place: str, files: Mapping[str, bytes], languages: Sequence[str],
                   choices: Mapping[str, str | None]) -> dict[str, bytes]:
    """`study.yaml`: made once; later only the lines that name the two files change."""
    codebook = next((name for name in files if name.endswith(".codebook.xlsx")), state.path)
    if state.settings:
        text = _line_set(_line_set(state.settings, "export", place), "codebook", codebook)
        return {SETTINGS: text.encode()}
    lines = [f"# {phrase('new.settings')[one]}" for one in languages]
    lines += [f"languages: [{', '.join(languages)}]", f"export: {_quote_text(place)}",
              f"codebook: {_quote_text(codebook)}"]
    lines += [f"{key}: {_quote_text(value)}" for key, value in choices.items() if value is not None]
    return {SETTINGS: ("\n".join(lines) + "\n").encode()}


def _line_set(text: str, key: str, value: str) -> str:
    """YAML text in which one top-level name has another value; every other line stays."""
    return re.sub(rf"(?m)^{key}:.*$", lambda _: f"{key}: {_quote_text(value)}", text)


def _quote_text(text: str) -> str:
    """A text as YAML writes one that needs quotes (JSON's are YAML's)."""
    return json.dumps(text, ensure_ascii=False)


def _notebook_file(folder: Path, survey: Survey, added: Sequence[str], languages: Sequence[str],
                   by: Sequence[str]) -> dict[str, bytes]:
    """The notebook: built once; later it gains the cells of new items, and nothing else changes."""
    path = folder / NOTEBOOK
    if not path.is_file():
        return {NOTEBOOK: notebook_bytes(build_notebook(survey, languages, by))}
    if not added:
        return {}
    return {NOTEBOOK: notebook_bytes(extend_notebook(json.loads(read_bytes(path)), survey, added, languages))}


def _record(state: _State, survey: Survey, export: Mapping[str, str]) -> bytes:
    """What the study was given: the items its notebook has been offered, and the exports with their checksums."""
    items = [*state.offered, *(item.name for item in survey.codebook if item.name not in state.offered)]
    return (json.dumps({"items": sorted(items), "exports": {**state.exports, **export}}, indent=1, sort_keys=True,
                       ensure_ascii=False) + "\n").encode()


def _readme(place: str, languages: Sequence[str]) -> bytes:
    """What to do next, for somebody who opens the folder."""
    codebook = str(PurePosixPath(place).with_suffix(".codebook.xlsx"))
    values = {"export": place, "codebook": codebook, "notebook": NOTEBOOK}
    parts = [[phrase(f"new.readme_{part}", **values)[one] for part in README] for one in languages]
    return ("\n\n".join(text for part in parts for text in part) + "\n").encode()


def _write_changed(folder: Path, files: Mapping[str, bytes], added: Sequence[str], draft: Draft) -> NewStudy:
    """Everything written that is new or grown; what was there and would only be made again stays as it is."""
    grows = {SETTINGS, NOTEBOOK, RECORD}
    fresh = {name: data for name, data in files.items() if name in grows or not (folder / name).exists()}
    changed = {name: data for name, data in fresh.items() if not (folder / name).is_file()
               or read_bytes(folder / name) != data}
    for name, data in changed.items():
        write_atomic(folder / name, data, raw_copy=name.startswith(f"{RAW}/"))
    return NewStudy(folder, tuple(changed), tuple(name for name in files if name not in changed), tuple(added), draft)
