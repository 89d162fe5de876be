"""What expressions and conditions are read as, mean and say, as text."""

from collections.abc import Iterator

import test_condition
import test_expression
import test_expression_errors
from builders import cases

import surveykit as sk
from surveykit.expression import parse
from surveykit.survey.condition import Condition
from surveykit.survey.condition_words import condition_words
from surveykit.survey.vain_parts import remark_vain
from surveykit.words.phrases import LANGUAGES


def expressions() -> Iterator[str]:
    """What conditions and patterns are read as and come to, or what refuses them, just within limits too."""
    patterns = [f'regex(., "{pattern}")' for pattern, *_ in cases("patterns")[1]]
    nested = [f"regex(., '{'(' * deep}a{')' * deep}')" for deep in (20, 21)]
    edges = [f"1{' ' * 32766}", f"1{' ' * 32767}", *("x" * size + "?" * size for size in (40, 41)),
             *(f"regex(., 'a{{{times}}}')" for times in (1000, 1001)), *nested, "coalesce('', '', 'c')",
             "mean.2('', 1, 2)", "sum.1('a', 2)", "max.2('', 2)", "$", "${a]", "1 是 2",
             "1 大于等于3", "非(1)", "isna(1)", "round", "true"]
    rows = (*cases("expressions")[1], *test_expression_errors.FAULTS)
    for text in [*(row[0] for row in rows), *patterns, *edges]:
        try:
            found = parse(text, "row 3")
            values = [found.evaluate(test_expression.ANSWERS.__getitem__, here=here, today="2026-08-14")
                      for here in ("42", "aba", "")]
            yield f"{text[:60]} | {found.tree} | {found.names} {found.uses_here} {found.uses_today} | {values}"
        except sk.CodebookError as error:
            yield from (error.message(language) for language in LANGUAGES)


def conditions() -> Iterator[str]:
    """Whom conditions hold for, how they are said, what nobody fulfils in them, or what refuses them."""
    people = test_condition.survey_of([
        {"g": "m", "h": frozenset(), "r": 1, "n": 2, "t": "x", "d": "2026-01-31"},
        {"g": "f", "h": frozenset({"pay", "far"}), "r": 2, "n": 2.5, "t": "2", "d": "2026-02-01"},
        {"g": None, "h": frozenset({"pay"}), "r": 5, "n": 9, "t": "m", "d": "2026-02-28"}, dict.fromkeys("ghrntd")])
    sides = ("1", "2.5", "9", "''", "'x'", "'pay'", "'女'", "'m'", "'no'", "'p2'", "'2026-02-01'", "men", *"ghrntd")
    crossed = [f"{one} {sign} {other}" for one in "ghrntd" for sign in ("=", "!=", "<", ">=") for other in sides]
    joined = [f"{one} {link} {other}" for one in ("n > 2", "not(r > 5)", "n") for link in ("and", "or", "+", "=")
              for other in ("selected(h, 'pay')", "missing(n)", "answered(t)", "2", "(r = 1 or n < 0)")]
    vain, wrong = ([row[0] for row in cases(name)[1]] for name in ("unfulfilled_parts", "condition_mistakes"))
    for asked, texts in ((people, (*test_condition.ATOMS, *crossed, *joined)), (
            test_condition.BANDS, wrong), (sk.example_survey(), vain)):
        for text in texts:
            try:
                read = Condition.read(text, asked.codebook)
                found = zip(*(part.tolist() for part in read.truth(asked)), strict=True)
                told = "".join("?" if not known else str(int(holds)) for holds, known in found)
                nobody = [change.note["en"] for change in remark_vain(read, asked, alone=True)]
                yield f"{text} | {read.tree} | {told} | {condition_words(read, asked.codebook)} | {nobody}"
            except sk.SurveyError as error:
                yield " | ".join(error.message(language).replace("\n", " / ") for language in LANGUAGES)


MEANT = {"expressions": expressions, "conditions": conditions}
