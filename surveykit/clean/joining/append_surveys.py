"""Waves of one questionnaire, or two links to it, put together: what was not offered to somebody is `not_asked`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from surveykit.clean.apply_step import require_reason
from surveykit.codebook import Codebook, Item, Option
from surveykit.errors import CleaningError, faults_error, list_quoted
from surveykit.survey import MISSING_CODE, Change, Design, Source, Step, Survey
from surveykit.text.normalise import normalise
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase, same_text

DTYPES = {"number": "Float64", "rating": "Float64", "multiple": "Int8"}
NOT_ASKED = MISSING_CODE["not_asked"]


def append(surveys: Mapping[str, Survey] | Sequence[Survey], *, wave: str = "wave", reason: str | Text) -> Survey:
    """Put surveys of one questionnaire below each other: waves, classes, two links, a form changed midway.

    Parameters
    ----------
    surveys
        Each with its name, `{"2024": first, "2025": second}`; in a list they are called 1, 2, 3 ...
    wave
        Name of the new item that says which survey a respondent is from: `by="wave"`.
    reason
        Why; it stands in the log.

    Returns
    -------
    Survey
        The items of all, in the order of the first; options that only some offered stand behind the others. Keys that
        occur twice get the survey's name before them, in every survey. The log holds the steps of all, then one that
        names what only some had, and wordings that differ (those of the first are kept).

    Raises
    ------
    CleaningError
        Fewer than two surveys, no reason, a design, or items of one name that are not the same: another kind, scores
        or values. All of them are named.

    Missing values
    --------------
    An item that a survey did not have is `not_asked` for its respondents; so is a select-all question of which an
    option was not offered, in the column of that option. A single choice keeps its answers: the log says which options
    were not offered.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> both = sk.append({"May": survey, "June": survey}, reason="the link was sent twice")
    >>> both.rows, both.responses.index[0], both.responses["wave"].value_counts().to_dict()
    (80, 'May-1', {'May': 40, 'June': 40})
    """
    require_reason(reason, "append")
    parts = dict(surveys) if isinstance(surveys, Mapping) else {str(n): one for n, one in enumerate(surveys, start=1)}
    _refuse_parts(parts, wave)
    book = _merge_codebooks(parts, wave)
    keyed = _rename_keys(parts)
    index = pd.Index([key for one in keyed.values() for key in one._responses.index], name="respondent", dtype=object)
    frame = pd.concat([_widen(one, book, wave, name) for name, one in keyed.items()]).set_axis(index)
    # what a survey did not offer was not asked
    codes = pd.concat([one._missing.reindex(columns=list(book.columns), fill_value=NOT_ASKED).assign(**{wave: 0})
                       for one in keyed.values()]).astype("int8").set_axis(index)
    added = Change("", wave, "", "", "append", "add_column")
    changes = (added, *_note_unoffered(parts, book, wave), *_note_wordings(parts, book))
    renamed = any(keyed[name] is not one for name, one in parts.items())
    step = Step("append", reason, changes, {
        "surveys": list(parts), "wave": wave, "renamed": renamed, "steps": [len(one.log) for one in parts.values()],
        "sha256": [one.source.sha256 for one in parts.values()]})
    logs = tuple(step for one in keyed.values() for step in one.log)
    flags = tuple(flag for one in keyed.values() for flag in one.flags)
    screening = tuple({run.rule: run for one in parts.values() for run in one.screening}.values())
    return Survey(frame, codes, book, _join_sources(parts), flags=flags, screening=screening,
                  log=(*logs, step)).validate()


def _refuse_parts(parts: Mapping[str, Survey], wave: str) -> None:
    """Too few, no surveys, a design, or a name that is taken."""
    if len(parts) < 2 or not all(isinstance(one, Survey) for one in parts.values()):
        raise CleaningError("append must be given at least two surveys.", fix="append([first, second], reason='why')")
    designed = [name for name, one in parts.items() if one.design != Design()]
    if designed:
        raise CleaningError("Surveys with a design cannot be put together; {names} have one.",
                            fix="append first, then set_design", names=list_quoted(designed))
    if any(wave in one.codebook for one in parts.values()):
        raise CleaningError("There is an item {wave!r} already.", fix="append(..., wave='another_name')", wave=wave)


def _merge_codebooks(parts: Mapping[str, Survey], wave: str) -> Codebook:
    """The items of all surveys, the options of all; items that are not the same are one error."""
    faults: list[Message] = []
    merged: dict[str, Item] = {}
    for name, one in parts.items():
        for item in one.codebook:
            held = merged.get(item.name)
            if held is not None:
                first = next(part for part, survey in parts.items() if item.name in survey.codebook)
                faults += _find_conflicts(held, item, first, name)
            merged[item.name] = item if held is None else _merge_item(held, item)
    if faults:
        raise faults_error(CleaningError, "Surveys can be put together where items of one name are the same:", faults,
                           where=list_quoted(parts), fix="give different questions different names in the codebooks, "
                           "equal options equal values, and one question one kind (read all with one codebook)")
    settings = next(iter(parts.values())).codebook.settings
    scales = {scale.name: scale for one in reversed(list(parts.values())) for scale in one.codebook.scales}
    which = Item(wave, "single", phrase("append.wave"), tuple(Option(name, same_text(name)) for name in parts))
    return Codebook((*merged.values(), which), tuple(scales.values()), settings)


def _find_conflicts(held: Item, item: Item, first: str, name: str) -> list[Message]:
    """Why an item of a later survey is not the one of the same name."""
    if held.kind != item.kind:
        return [Message("item {item!r} is {one} in {first!r} and {other} in {name!r}", item=item.name, one=held.kind,
                        other=item.kind, first=first, name=name)]
    values = {normalise(label): option for option in held.options for label in option.label.values()}
    moved = [option for option in item.options for label in option.label.values()
             if (known := values.get(normalise(label))) is not None and (known.value, known.score, known.missing) != (
                 option.value, option.score, option.missing)]
    if {one.score for one in held.answers} != {one.score for one in item.answers}:  # no point of another scale
        moved += [option for option in item.answers if (known := _find_same(held, option)) is not None
                  and known.value != option.value]
    return [Message("item {item!r} has other values or scores for {options} in {name!r}", item=item.name, name=name,
                    options=list_quoted(dict.fromkeys(option.value for option in moved)))] if moved else []


def _find_same(item: Item, option: Option) -> Option | None:
    """The option of an item that another survey's is: of equal value, or the same point of a rating in other words."""
    return next((one for one in item.options if one.value == option.value or (
        item.kind == "rating" and not one.missing and not option.missing and one.score == option.score)), None)


def _merge_item(held: Item, item: Item) -> Item:
    """The item with the options that only the later survey offers behind its own; marks for missing stay last."""
    more = [option for option in item.options if _find_same(held, option) is None]
    gaps = [option for option in held.options if option.missing]
    return replace(held, options=(*held.answers, *(o for o in more if not o.missing), *gaps,
                                  *(o for o in more if o.missing)))


def _rename_keys(parts: Mapping[str, Survey]) -> dict[str, Survey]:
    """The surveys with keys that occur once; each key is told by its survey where one occurs twice."""
    keys = [key for one in parts.values() for key in one._responses.index]
    return dict(parts) if len(set(keys)) == len(keys) else {
        name: _rename_survey(one, f"{name}-") for name, one in parts.items()}


def _rename_survey(one: Survey, mark: str) -> Survey:
    """The survey with a mark before every key, in its log and flags too."""
    index = pd.Index([mark + key for key in one._responses.index], name="respondent", dtype=object)
    log = tuple(rename_step(step, mark) for step in one.log)
    flags = tuple(flag._replace(respondent=mark + flag.respondent) for flag in one.flags)
    return replace(one, _responses=one._responses.set_axis(index), _missing=one._missing.set_axis(index), log=log,
                   flags=flags)


def rename_step(step: Step, mark: str, *, back: bool = False) -> Step:
    """A step under the new keys, or `back` under the old ones."""
    def rename(key: str) -> str:
        return key.removeprefix(mark) if back else mark + key

    return replace(step, changes=tuple(
        change._replace(respondent=rename(change.respondent)) if change.respondent else change
        for change in step.changes))


def _widen(one: Survey, book: Codebook, wave: str, name: str) -> pd.DataFrame:
    """The answers with the columns of all surveys."""
    frame = one._responses.reindex(columns=list(book.columns))
    frame[wave] = name
    return frame.astype({column: DTYPES.get(item.kind, object) for item in book for column in item.columns})


def _note_unoffered(parts: Mapping[str, Survey], book: Codebook, wave: str) -> list[Change]:
    """A line for every item and option that a survey did not have."""
    lines = []
    for name, one in parts.items():
        for item in (item for item in book if item.name != wave):
            if item.name not in one.codebook:
                lines.append(Change("", item.name, "", name, "item_not_offered", "no_action",
                                    phrase("append.item_not_offered")))
                continue
            lines += [Change("", item.name, option.value, name, "option_not_offered", "no_action",
                             phrase("append.option_not_offered"))
                      for option in item.answers if _find_same(one.codebook[item.name], option) is None]
    return lines


def _note_wordings(parts: Mapping[str, Survey], book: Codebook) -> list[Change]:
    """A line for every wording of a later survey that is not the first one's."""
    lines = []
    for one in parts.values():
        for item in one.codebook:
            labels = [(book[item.name].label, item.label), *((known.label, option.label) for option in item.options
                                                             if (known := _find_same(book[item.name], option)))]
            lines += [(item.name, kept[language], side[language])
                      for kept, side in labels for language in kept.keys() & side.keys()
                      if normalise(kept[language]) != normalise(side[language])]
    return [Change("", *line, "other_wording", "no_action", phrase("append.other_wording"))
            for line in dict.fromkeys(lines)]


def _join_sources(parts: Mapping[str, Survey]) -> Source:
    """Where the responses came from: all files, and one checksum of theirs."""
    sources = [one.source for one in parts.values()]
    joined = hashlib.sha256("\n".join(source.sha256 for source in sources).encode()).hexdigest()
    platforms = list(dict.fromkeys(source.platform for source in sources))
    return Source(" + ".join(source.name for source in sources), joined if all(s.sha256 for s in sources) else "",
                  sum(source.rows for source in sources), ", ".join(platforms), "put together",
                  any(source.synthetic for source in sources), any(source.history for source in sources),
                  parts=tuple(file for source in sources for file in source.files))
