"""The sheet in which people code answers: one row for each, a column for each coder, the codes to choose from."""

from collections.abc import Sequence
from pathlib import Path

from surveykit.clean.coding.read_codings import Codes, answers_of, coded_item, list_codes
from surveykit.clean.work_sheet import WorkColumn, write_work_sheet
from surveykit.errors import CleaningError
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import in_language, phrase, same_text

LAYOUTS = ("cell", "columns")


def write_coding_sheet(survey: Survey, item: str, path: str | Path, *, codes: Codes, coders: Sequence[str],
                       layout: str = "cell") -> Path:
    """Write a workbook in which people code the answers to a text question, or the words behind "other".

    Parameters
    ----------
    item
        A text item, or a single or multiple item with the option `other` and its fill-in.
    path
        The workbook (.xlsx). A file that is there already is refused: it may be half filled in.
    codes
        The codes: names, or names with labels; of an item with options also these.
    coders
        Who codes. Give each their own copy where they must not see each other's codes.
    layout
        `cell`: one column for each coder, with a list to choose from; several codes are parted by `;`. `columns`: a
        column for each code of each coder, 1 for yes.

    Returns
    -------
    pathlib.Path
        The workbook, which `read_codings` and `code_answers` take.

    Raises
    ------
    CleaningError
        No answers, no coders, personal data, or a file that is there.

    Missing values
    --------------
    Only respondents who wrote something have a row.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> path = f"{tempfile.mkdtemp()}/coding.xlsx"
    >>> sk.write_coding_sheet(sk.example_survey(), "plan", path, codes=["family"], coders=["Ann", "Ben"]).name
    'coding.xlsx'
    """
    survey = require_survey(survey, "write_coding_sheet")
    asked, text = coded_item(survey, item)
    answers = answers_of(survey, asked, text)
    names = [in_language(code.name, survey.codebook.language) for code in list_codes(asked, codes)]
    people = [coders] if isinstance(coders, str) else list(coders)
    if not answers or not names or not people or layout not in LAYOUTS:
        raise CleaningError("A coding sheet needs answers, codes, coders and a layout (cell or columns).",
                            where="{file}, item {item}", file=survey.source.name, item=asked.name,
                            fix="write_coding_sheet(survey, item, path, codes=[...], coders=['A', 'B'])")
    blank = (WorkColumn(f"{who}: {code}", same_text(f"{who}: {code}"), ("1", "0"), asked=True, closed=True, width=12)
             for who in people for code in names)
    cells = (WorkColumn(who, same_text(who), tuple(names), asked=True, width=30) for who in people)
    columns = (WorkColumn("respondent", phrase("head.respondent"), width=12),
               WorkColumn("answer", phrase("worklist.written"), width=60), *(cells if layout == "cell" else blank))
    rows = [{"respondent": who, "answer": words} for who, words in answers.items()]
    return write_work_sheet(path, columns, rows, note=phrase(f"worklist.coding_{layout}"),
                            checksum=survey.source.sha256)
