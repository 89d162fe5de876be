"""A page of findings: a few sentences from results, each with its table, and what the data cannot say."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from surveykit.errors import AnalysisError
from surveykit.result import CROSSED, Result
from surveykit.result import format as fmt
from surveykit.result.result import result_key
from surveykit.result.title_words import is_plain_caption, is_question, quote_caption, quote_question, words_inside
from surveykit.result.view import View
from surveykit.sentences.full_paragraph import compare_groups
from surveykit.sentences.interpret import speak_of
from surveykit.sentences.sentence_words import MOST_NAMED, SMALL_BASE, join_sentences, known_rows, percent_of, rows_of
from surveykit.sentences.share_sentences import leads, say_next
from surveykit.words.marks import join_marked, mark_wording, marks_of
from surveykit.words.phrases import LANGUAGES, Text, check_language, in_language, phrase

SUMMARY_MIME = "application/vnd.surveykit.summary+json"
MOST_FINDINGS = 7
SENTENCES_OF_ONE = 2


class Picture(Protocol):
    """What a page of findings needs of a figure."""

    @property
    def alt(self) -> str:
        """What stands for it where it cannot be seen."""

    def svg(self) -> bytes:
        """The figure as SVG."""

    def _repr_mimebundle_(self) -> dict[str, Any]:
        """What a notebook stores of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The caption of a table and what it says, in both languages, and the key of its result."""

    text: Text
    key: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Findings, what the data cannot say, and one figure; shows itself in one language, carries both."""

    findings: tuple[Finding, ...]
    limits: Text
    figure: Picture | None = None
    language: str = "en"
    rule: Text | None = None  # how they were chosen, where nobody chose them

    def __str__(self) -> str:
        lines = [f"* {in_language(finding.text, self.language)}" for finding in self.findings]
        return "\n".join([*lines, *(in_language(text, self.language) for text in self._paragraphs)])

    @property
    def _paragraphs(self) -> tuple[Text, ...]:
        """What stands below the findings."""
        return (self.limits, self.rule) if self.rule else (self.limits,)

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """Text and HTML to look at; for the report both languages, what the numbers are, and the keys of the tables."""
        kept = [_with_marks(finding.text) | {"result": finding.key} for finding in self.findings]
        figure = {"figure": self.figure._repr_mimebundle_()} if self.figure else {}
        figure = {"figure": {kind: data for kind, data in figure["figure"].items() if kind.endswith("+json")}} \
            if figure else {}
        return {"text/plain": str(self), "text/html": self._html(),
                SUMMARY_MIME: {"findings": kept, "limits": _with_marks(self.limits), **figure,
                               **({"rule": _with_marks(self.rule)} if self.rule else {})}}

    def _html(self) -> str:
        """A list of the findings, the figure, and the limits."""
        items = "".join(f"<li>{escape(in_language(finding.text, self.language))}</li>" for finding in self.findings)
        picture = f'<img alt="{escape(self.figure.alt)}" src="data:image/svg+xml;base64,' \
                  f'{base64.b64encode(self.figure.svg()).decode()}">' if self.figure else ""
        below = "".join(f"<p>{escape(in_language(text, self.language))}</p>" for text in self._paragraphs)
        return f"<ul>{items}</ul>{picture}{below}"


def summary(results: Sequence[Result], *, figure: Picture | None = None, language: str | None = None) -> Summary:
    """Say the key findings of a study: one entry for each result, and what the data cannot say.

    Parameters
    ----------
    results
        One to seven results, the answer to the research question first.
    figure
        One figure to stand on the page, `plot(result)`.
    language
        `zh` or `en`; that of the first result by default. A report takes its own.

    Returns
    -------
    Summary
        Shows itself in a notebook; in a report (`write_report([summary, ...])`, or the cell's output) every entry
        ends with a link to its table, wherever that stands.

    Raises
    ------
    AnalysisError
        No result, or more than seven.

    Missing values
    --------------
    The base of each result; small ones are named among the limits.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> print(sk.summary([sk.frequencies(survey, "plan")]).findings[0].text["en"])
    Plan after service: 18 of 40 respondents (45%; 95% CI 31–60%) chose “Return home”. Next comes “Stay” (8, 20%); which
    of the two leads is not settled.
    """
    results = [results] if isinstance(results, Result) else list(results)
    if not 1 <= len(results) <= MOST_FINDINGS:
        raise AnalysisError("A summary is made of one to {most} results, not {count}.",
                            fix="summary([plans, trust, test]): choose those that answer the question",
                            most=MOST_FINDINGS, count=len(results))
    return sum_up(results, figure, check_language(language or results[0].language))


def sum_up(results: Sequence[Result], figure: Picture | None, language: str, rule: Text | None = None) -> Summary:
    """The page of any number of results, none too."""
    return Summary(tuple(map(_finding, results)), _limits(results), figure, language, rule)


def _finding(result: Result) -> Finding:
    """What one result says of what, in both languages."""
    return Finding({language: _entry(result.in_language(language)) for language in LANGUAGES}, result_key(result))


def _entry(result: Result) -> str:
    """A finding in the language of its result: an answer with its question, else what it says below its caption."""
    view = View(result, result.language)
    answered = _answer(view) if result.kind in {"frequencies", "multiple_response"} else []
    if answered:
        return join_sentences(answered, result.language)
    caption, text = quote_caption(view), join_sentences(_headline(result), result.language)
    quoted = words_inside({view.language: str.__str__(caption)})[view.language]  # of several items: a stem may be asked
    caption = mark_wording(quoted) if quoted.startswith("“") and not is_question(view) else caption
    return view.phrase("summary.entry", caption=caption, text=text)


def _answer(view: View) -> list[Text]:
    """`Asked “Do you ...?”, 552 of 836 respondents answered “Yes” ...`, and the next; nothing where none leads."""
    rows = known_rows(rows_of(view.result))
    tied = len(rows) > 1 and rows[0]["estimate"] == rows[1]["estimate"]
    if not rows or not rows[0]["n"] or tied or not is_plain_caption(view):
        return []
    asked, said = "answered" if is_question(view) else "chosen", [row for row in rows if row["n"]]
    facts = {"question": quote_question(view), "label": quote_caption(view), "base": int(rows[0]["base"]),
             "n": int(rows[0]["n"]), "option": view.option(rows[0]), "percent": percent_of(rows[0]),
             "level": view.level, "interval": view.interval(rows[0])}
    if len(said) == 2 and view.result.kind == "frequencies":
        return [phrase(f"summary.{asked}_two", **facts, other=view.option(said[1]), others=int(said[1]["n"]),
                       rest=percent_of(said[1]))]
    return [phrase(f"summary.{asked}" if leads(rows) else f"summary.{asked}_open", **facts),
            *say_next(view.result, rows)]


def _headline(result: Result) -> list[Text]:
    """One or two sentences: where groups differ most for a cross-table, else what its sentences begin with."""
    if result.kind == "means" and 0 < len(result.table) <= MOST_NAMED and result.table["item"].nunique() == 1:
        return [_say_means(result)]
    compared = compare_groups(result) if result.layout.family == CROSSED.family and len(result.table) else []
    return (compared or speak_of(result))[:SENTENCES_OF_ONE]


def _say_means(result: Result) -> Text:
    """The means of one item, which the caption names, group by group."""
    view = View(result, result.language)
    said = []
    for row in rows_of(result):
        key = "summary.mean_bare" if fmt.missing(row["low"]) else "summary.mean"
        one = phrase(key, estimate=fmt.decimal_text(row["estimate"], 2), base=int(row["base"]), level=view.level,
                     interval=fmt.span(row["low"], row["high"], 2))
        named = phrase("interpret.in_group", group=view.label("group", row["group"]), said=one) if row["group"] else one
        said.append(in_language(named, result.language))
    return phrase("summary.means", means=join_marked(*said, by=view.phrase("list.semicolon")))


def _limits(results: Sequence[Result]) -> Text:
    """What the data cannot say: chance alone is in the intervals, who was sampled, small bases, synthetic data."""
    unlikely = phrase("note.not_probability")
    said = [phrase("summary.limits")]
    if any(dict(note) == dict(unlikely) for result in results for note in result.notes):
        said.append(unlikely)
    small = min((result.base for result in results if result.settings.get("base_unit", "respondents") == "respondents"),
                default=SMALL_BASE)
    if small < SMALL_BASE:
        said.append(phrase("interpret.small_base", base=small, few=SMALL_BASE))
    if any(result.synthetic for result in results):
        said.append(phrase("note.synthetic"))
    return {language: join_sentences(said, language) for language in LANGUAGES}


def _with_marks(text: Text) -> dict[str, Any]:
    """A text as notebooks store it, with what its numbers are."""
    marks = {language: list(map(str, marks_of(side))) for language, side in text.items()}
    return {**text, **({"marks": marks} if any(marks.values()) else {})}
