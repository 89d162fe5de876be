"""Codings of answers come back: a worklist, or the table of another program, beside the survey they are of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from surveykit.answers import open_export
from surveykit.clean.coding.coding_table import CodingTable, last_part, read_coding_table
from surveykit.clean.rename_items import free_name
from surveykit.clean.worklist import OTHER, said_beside_other
from surveykit.codebook import Item
from surveykit.errors import CleaningError, did_you_mean, list_quoted
from surveykit.interviews import Code
from surveykit.interviews.coding.answer_codings import AnswerCodings
from surveykit.survey import Survey, require_survey, value_text
from surveykit.text.normalise import normalise
from surveykit.text.option_value import option_value
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, same_text

Codes = Sequence[str] | Mapping[str, str | Text]
SHORT = 20


def read_codings(survey: Survey, item: str, table: str | Path | pd.DataFrame, *, codes: Codes | None = None,
                 key: str | None = None, sheet: str | None = None) -> AnswerCodings:
    """Read what people coded: who gave which code to which answer.

    Parameters
    ----------
    item
        A text item; or a single or multiple item with the option `other`, for the words filled in beside it.
    table
        The worklist of `write_coding_sheet`, or a table of another program (Excel, CSV, a DataFrame): one row per
        answer with a column for each coder (codes' names in the cell, `;` between) or for each code (1 or x; heading
        `Ann: pay` where several coded), or one row per coding (columns document, code, coder, as QualCoder and MAXQDA
        write them). A path such as `Hardship\\Pay` means its last part.
    codes
        The codes: names, or names with labels. By default those of the table; of an item with options also these.
    key
        Heading of the column that holds the survey's respondents; found by its heading.
    sheet
        Of a workbook with several.

    Returns
    -------
    AnswerCodings
        To look at (`agreement`, `disagreements`) and to give to `code_answers`.

    Raises
    ------
    CleaningError
        No column of respondents or of codes, a code that is not in `codes`, a row of nobody's answer, or words that
        are not the survey's any more. Rows are named, never words.

    Missing values
    --------------
    An empty cell is "not coded yet"; `-` or `none` is "no code fits". Respondents without an answer are no unit.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> table = pd.DataFrame({"respondent": ["1", "2"], "Ann": ["home", ""], "Ben": ["home", "-"]})
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"why": ["my mother", "no idea"]}, index=["1", "2"]),
    ...                               sk.Codebook((sk.Item("why", "text", {"en": "Why?"}),)))
    >>> sk.read_codings(survey, "why", table).coders
    ('Ann', 'Ben')
    """
    survey = require_survey(survey, "read_codings")
    asked, text = coded_item(survey, item)
    headings, rows, name = _open_table(table, sheet)
    wanted = list_codes(asked, codes)
    read = read_coding_table(rows, headings, [word for code in wanted for word in (code.code_id, *code.name.values())],
                             name=name, key=key, words=[text.name, asked.name, text.column or "", asked.column or "",
                                                        *text.label.values(), *asked.label.values()])
    answers = answers_of(survey, asked, text)
    _refuse_strangers(read, answers, name)
    known = _known_codes(read, wanted, closed=codes is not None, name=name)
    return AnswerCodings(asked.name, _each_once(known), read.coders, answers, _mark_codes(read, known, answers),
                         survey.facts() | {"codings": name}, survey.codebook.language)


def coded_item(survey: Survey, item: str) -> tuple[Item, Item]:
    """The item whose answers are coded, and the text item that holds the words."""
    asked = survey.codebook[item]
    if asked.kind == "text":
        text = asked
    elif asked.kind in {"single", "multiple"} and f"{asked.name}_other" in survey.codebook:
        asked.option(OTHER)
        text = survey.codebook[f"{asked.name}_other"]
    else:
        raise CleaningError("Only words can be coded: a text item, or a choice with the option 'other' and its "
                            "fill-in; {item!r} is {kind}.", where=survey, item=asked.name, kind=asked.kind,
                            fix="code_answers(survey, 'the text item', ...)")
    if text.personal:
        raise CleaningError("Personal data cannot be coded: {item!r} has the role {role!r}.", where=survey,
                            item=text.name, role=text.role, fix="write a text without names into an item of its own")
    return asked, text


def answers_of(survey: Survey, asked: Item, text: Item) -> dict[str, str]:
    """Who wrote something, and what; beside `other` alone where that is what is coded."""
    words = (survey._responses[text.name].dropna() if asked.kind == "text" else
             said_beside_other(survey, asked, text.name))
    return {str(respondent): str(answer) for respondent, answer in words.items()}


def _open_table(table: str | Path | pd.DataFrame, sheet: str | None) -> tuple[list[str], list[dict[str, str]], str]:
    """Headings and rows as texts."""
    if isinstance(table, pd.DataFrame):
        frame = table.reset_index() if table.index.name is not None else table
        headings = [str(name) for name in frame.columns]
        return headings, [dict(zip(headings, map(value_text, row), strict=True))
                          for row in frame.astype(object).itertuples(index=False)], "the table"
    raw = open_export(table, sheet=sheet)
    first = 1 if len(raw) > 1 and sum(bool(cell.strip()) for cell in raw.row(0)) == 1 else 0  # a title or a note
    headings = raw.row(first)
    rows = [dict(zip(headings, raw.row(place), strict=True)) for place in range(first + 1, len(raw))]
    return headings, rows, raw.name


def list_codes(asked: Item, codes: Codes | None) -> list[Code]:
    """The codes that are allowed: those given, and of an item with options these."""
    given = codes if isinstance(codes, Mapping) else {}
    named = [Code(name, same_text(label) if isinstance(label, str) else label) for name, label in given.items()]
    for word in () if isinstance(codes, Mapping) else codes or ():
        named.append(_make_code(word, {code.code_id for code in named}))
    own = [Code(option.value, option.label) for option in asked.answers] if asked.kind != "text" else []
    known = {code.code_id for code in named}
    return [*named, *(code for code in own if code.code_id not in known)]


def _make_code(word: str, taken: set[str]) -> Code:
    """A code by its words, under a value that a codebook can hold."""
    return Code(free_name(option_value(word, len(taken) + 1), taken), same_text(word))


def _known_codes(read: CodingTable, wanted: Sequence[Code], *, closed: bool, name: str) -> dict[str, Code]:
    """Every code as the table writes it, with what it means; unknown ones are refused where a list was given."""
    by_word = {normalise(word).casefold(): code for code in wanted for word in (*code.name.values(), code.code_id)}
    known: dict[str, Code] = {word: code for code in wanted for word in (code.code_id,)}
    unknown: dict[str, int] = {}
    for cell in read.cells:
        for word in cell.codes:
            code = by_word.get(normalise(word).casefold()) or by_word.get(normalise(last_part(word)).casefold())
            if code is None and closed:
                unknown.setdefault(word, cell.line)
            known[word] = code or _make_code(last_part(word), {one.code_id for one in known.values()})
            by_word.setdefault(normalise(last_part(word)).casefold(), known[word])
    if unknown:
        first = next(iter(unknown))
        short = [word for word in unknown if len(word) <= SHORT]  # what is longer may be somebody's words
        raise CleaningError(Message("The table holds codes that are not in the list: {unknown}.",
                                    unknown=list_quoted(short)) if short else
                            Message("The table holds codes that are not in the list."), where="{file}, row {row}",
                            fix=did_you_mean(short[0] if short else "", [code.code_id for code in wanted]), file=name,
                            row=unknown[first])
    return known


def _each_once(known: Mapping[str, Code]) -> tuple[Code, ...]:
    """The codes, each once, those of the list first."""
    return tuple({code.code_id: code for code in known.values()}.values())


def _refuse_strangers(read: CodingTable, answers: Mapping[str, str], name: str) -> None:
    """Refuse rows of nobody's answer, twice-coded rows, and words that are not the survey's."""
    if not read.cells:
        raise CleaningError("Nothing is coded in the table yet.", where="{file}", file=name,
                            fix="fill in codes; - where none fits")
    strange = dict.fromkeys(cell.key for cell in read.cells if cell.key not in answers)
    if strange:
        raise CleaningError("The table codes answers that the survey does not have.", file=name,
                            where="{file}, respondents {who}", who=list_quoted(strange),
                            fix="its first column must hold the survey's keys: survey.responses.index")
    seen = Counter((cell.key, cell.coder) for cell in read.cells)
    twice = dict.fromkeys(key for (key, _), n in seen.items() if n > 1)
    if twice:
        raise CleaningError("One coder coded an answer in two rows.", where="{file}, respondents {who}",
                            fix="keep one of them", file=name, who=list_quoted(twice))
    moved = [key for key, words in read.texts.items()
             if key in answers and normalise(words) not in normalise(answers[key])]
    if moved:
        raise CleaningError("The words of the table are not those of the survey any more.",
                            where="{file}, respondents {who}", file=name, who=list_quoted(moved),
                            fix="write the coding sheet anew; codes can be copied by respondent")


def _mark_codes(read: CodingTable, known: Mapping[str, Code], answers: Mapping[str, str]) -> np.ndarray:
    """Coders x codes x answers."""
    codes = {code.code_id: place for place, code in enumerate(_each_once(known))}
    rows, coders = ({name: place for place, name in enumerate(names)} for names in (answers, read.coders))
    given = np.full((len(coders), len(codes), len(rows)), np.nan)
    for cell in read.cells:
        given[coders[cell.coder], :, rows[cell.key]] = 0
        for word in cell.codes:
            given[coders[cell.coder], codes[known[word].code_id], rows[cell.key]] = 1
    return given
