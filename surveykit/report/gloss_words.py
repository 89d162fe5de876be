"""Words of the data in the other language than the report's: glossed where the codebook knows them, else said.

Chinese in an English table is told by its characters; of Latin words, which are common in Chinese, nothing is said.
"""

import re
from dataclasses import replace

from surveykit.result import Grid, Result
from surveykit.words.marks import join_marked
from surveykit.words.phrases import LANGUAGES, in_language, phrase

_CHINESE = re.compile("[\u3400-\u9fff]")


def gloss_words(grid: Grid, result: Result, language: str) -> Grid:
    """The table, each cell that is a label in the other language glossed in this one; a note on what has no gloss."""
    known = _known_words(result, language)
    rows = tuple(_gloss(row, known, language) if isinstance(row, str) else
                 tuple(_gloss(cell, known, language) for cell in row) for row in grid.rows)
    explained = {*_unworded_labels(result, language), *known}
    cells = [cell for row in rows for cell in ([row] if isinstance(row, str) else row)]
    left = language == "en" and any(_CHINESE.search(cell) and not any(words in cell for words in explained)
                                    for cell in cells)
    notes = (*grid.notes, in_language(phrase("report.original_words"), language)) if left else grid.notes
    return replace(grid, rows=rows, notes=notes)


def _known_words(result: Result, language: str) -> dict[str, str]:
    """Labels that have both languages: from the other one to this one, where they differ."""
    [other] = set(LANGUAGES) - {language}
    pairs = {text[other]: text[language] for labels in result.labels.values() for text in labels.values()
             if text.get(other) and text.get(language)}
    return {words: gloss for words, gloss in pairs.items() if words != gloss and words not in pairs.values()}


def _unworded_labels(result: Result, language: str) -> set[str]:
    """Labels without words in this language: the report says on its first page how many there are."""
    return {in_language(text, language) for labels in result.labels.values() for text in labels.values()
            if any(text.values()) and not text.get(language)}


def _gloss(cell: str, known: dict[str, str], language: str) -> str:
    """A cell and, if it is a label in the other language, that label in this one."""
    gloss = known.get(str.__str__(cell))
    return join_marked(cell, in_language(phrase("report.gloss", words=gloss), language)) if gloss else cell
