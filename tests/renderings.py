"""What every kind of result says, shows and draws, and what is read and written, as text: `tests/golden/renderings`.

`PYTHONPATH=.:tests python tests/renderings.py [words|figures|exports|files|reports|steps|told ...]` writes the files
anew; look at what `git diff` shows before committing it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest import mock

import test_designs
import test_no_mutation
import test_plot_cases
import test_ranking
import test_result
from condition_renderings import MEANT
from export_renderings import ENDINGS, FILES, MADE, read_export, written
from layout_renderings import LAYOUTS
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from report_renderings import REPORTS
from room_renderings import ROOMS
from step_renderings import STEPS, TOLD

import surveykit as sk
from surveykit.errors import AnalysisError, ReportError
from surveykit.figures import text_metrics
from surveykit.figures.figure import _settings
from surveykit.figures.figure_shapes import SHAPES
from surveykit.figures.style import NARROW, WIDTH
from surveykit.result import Result
from surveykit.result.result_fields import field_names, field_text
from surveykit.result.value_grid import ValueGrid, long_values, shown_values
from surveykit.result.view import View
from surveykit.words.marks import marks_of
from surveykit.words.phrases import LANGUAGES

GROUPS = ("survey_results", "published_results", "interview_results")
DESIGN = sk.set_design(test_designs.SURVEY, weight="w", strata="stratum", psu="school")
RANKS = test_ranking.survey_of("a b c", "b a", "a", None, "c a b", "c b", g=["x", "y", "y", "y", "x", "z"])
DESIGNED = [name for name in test_designs.VERBS if name not in {
    "stuart_maxwell", "cochran_q", "transition", "duration", "reliability", "item_analysis"}]  # these refuse a design
FALLING = tuple(replace(item, options=item.options[::-1]) if item.name in {"r1", "r2"} else item
                for item in test_designs.SURVEY.codebook)
SILENT = test_designs.make_survey(r1=[None if group == "b" else 3.0 for group in test_designs.SURVEY.responses["g"]])
GAPS = test_designs.make_survey(r1=[None, None, *test_designs.SURVEY.responses["r1"][2:]])
SAME = test_designs.make_survey(r1=3.0, r2=3.0)
POINT = sk.Survey.from_frame(test_designs.SURVEY.responses.assign(r1=1.0), sk.Codebook(
    test_designs.SURVEY.codebook.items, (sk.Scale("s", {"en": "One point"}, 1, 1),)))
SCREENED = sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))
PLANS = sk.crosstab(SCREENED, "plan", by="gender")
THREE = sk.Survey.from_frame(test_designs.SURVEY.responses.assign(r1=2.0, r2=[1.0, 3.0, 3.0] * 20), sk.Codebook(tuple(
    replace(item, options=item.options[:3], scale=None) if item.kind == "rating" else item
    for item in test_designs.SURVEY.codebook)))
ALIKE = sk.Survey.from_frame(sk.example_survey().responses.head(19).assign(
    cp_1=3.0, cp_2=3.0, cp_3=3.0, plan=["home"] * 10 + ["stay"] * 9), sk.example_survey().codebook)
WORDY = sk.Survey.from_frame(test_designs.SURVEY.responses, sk.Codebook(tuple(
    replace(item, label={"en": f"{item.label['en']} in words that take several lines " * 4, "zh": "很长的题目" * 16})
    for item in test_designs.SURVEY.codebook), test_designs.SURVEY.codebook.scales))
MORE = {
    "stages": lambda: sk.case_stages(SCREENED, analysed=sk.means(SCREENED, "months")),
    "flags": lambda: sk.flag_table(SCREENED), "sample of a difference": lambda: sk.sample_size(difference=0.1),
    "adjusted": lambda: sk.adjust([sk.association(SCREENED, item, by="gender") for item in ("plan", "cp_1", "cp_2")]),
    "classes": lambda: sk.disclosure(SCREENED, ["gender", "plan"], sensitive="cp_1", k=2, diversity=1),
    "one item": lambda: sk.disclosure(SCREENED, "gender", k=20),
    "people alone": lambda: sk.disclosure(SCREENED, ["gender", "plan"], respondents=True),
    "small cells": lambda: sk.small_cells([PLANS, sk.means(SCREENED, "months"), PLANS], least=2),
    "recoding": lambda: sk.recoding_table(SCREENED, sk.recode(SCREENED, "plan", {"renew": "stay"}, reason="x"), "plan"),
    "sample of a margin": lambda: sk.sample_size(margin=[0.05, 0.1], population=500, response_rate=0.4),
    "what n tell": lambda: sk.sample_size(n=[30, 385]),
    "evidence": lambda: sk.evidence("data/raw/published/claims.csv"),
    "targets": lambda: sk.targets("data/raw/published/targets.csv"),
    "two gaps": lambda: sk.crosstab(GAPS, "r1", "g"), "two gaps by": lambda: sk.frequencies(GAPS, "r1", by="g"),
    "profile": lambda: sk.profile(test_designs.SURVEY, ["q", "x"]),
    "three points": lambda: sk.likert(THREE, ["r1", "r2"]),
    "calibrated": lambda: sk.weight_report(sk.calibrate(
        test_designs.SURVEY, {"g": {"a": 0.5, "b": 0.5}}, means={"x": 10.1234})),
    "ten alike": lambda: sk.reliability(ALIKE, "planning", by="plan"),
    "answered by all": lambda: sk.overview(test_designs.SURVEY),
    "all but a text": lambda: sk.overview(sk.Survey.from_frame(
        test_designs.SURVEY.responses.assign(t=["y", None] * 30),
        sk.Codebook((*test_designs.SURVEY.codebook, sk.Item("t", "text", {"en": "Text"}))))),
    "long flow": lambda: sk.transition(WORDY, "q", "g", same={"a": "a"}),
    "long likert": lambda: sk.likert(WORDY, ["r1", "r2"]), "long means": lambda: sk.means(WORDY, ["x", "r1"], by="g"),
    "long crosstab": lambda: sk.crosstab(WORDY, "q", by="g"),
    "silent likert": lambda: sk.likert(SILENT, ["r1", "r2"], by="g"),
    "silent means": lambda: sk.means(SILENT, ["r1", "x"], by="g"),
    "silent profile": lambda: sk.profile(SILENT, ["q", "r1"], by="g"), "one point": lambda: sk.means(POINT, "r1"),
    "silent crosstab": lambda: sk.crosstab(SILENT, "r1", "g"), "same": lambda: sk.item_analysis(SAME, "s"),
    "ranking": lambda: sk.ranking(RANKS, "use"), "ranking by": lambda: sk.ranking(RANKS, "use", by="g"),
    "nets": lambda: sk.multiple_response(sk.example_survey(), "hardship", nets={"trouble": ["pay", "far"]}),
    "likert by": lambda: sk.likert(test_designs.SURVEY, ["r1", "r2"], by="g", top=2),
    "likert design": lambda: sk.likert(DESIGN, ["r1", "r2"], by="g", top=2),
    "likert nets": lambda: sk.likert(test_designs.SURVEY, ["r1", "r2"], nets={"high": ["p4", "p5"]}),
    "real": lambda: test_plot_cases.CASES["likert"]._with_parts(source={}),
    "real by": lambda: test_plot_cases.CASES["crosstab"]._with_parts(source={}),
    "likert falling": lambda: sk.likert(sk.Survey.from_frame(test_designs.SURVEY.responses, sk.Codebook(
        FALLING, test_designs.SURVEY.codebook.scales)), ["r1", "r2"]),
}
FOLDER = Path(__file__).parent / "golden/renderings"
LONG, MARKS = 12, 150  # lines of a table and marks of a figure that are kept


@cache
def group(name: str) -> dict[str, Result]:
    """The results of one function of `test_result`, of the survey it is about."""
    study = sk.example_survey() if name == "survey_results" else sk.read_survey(
        "data/processed/volunteers/volunteers_synthetic.csv",
        "data/processed/volunteers/volunteers_synthetic.codebook.xlsx")
    found: dict[str, Result] = getattr(test_result, name)(study)
    return found


@cache
def called(name: str) -> list[Result]:
    """The results of a call of `test_no_mutation`."""
    survey = sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))
    with tempfile.TemporaryDirectory() as folder:
        made = test_no_mutation.CALLS[name](survey, Path(folder) / "files")
    return [one for one in (made if isinstance(made, list) else [made]) if isinstance(one, Result)]


@cache
def result_of(name: str) -> Result:
    """A result by its name; no other is made than it needs."""
    kind, _, rest = name.partition(" ")
    if kind == "more":
        return MORE[rest]()
    if kind == "design":
        return test_designs.VERBS[rest](DESIGN)
    if kind == "case":
        return test_plot_cases.CASES[rest]
    if kind == "call":
        return called(rest.rstrip(" 0123456789"))[int(rest.partition(" ")[2] or 0)]
    return next(group(one)[name] for one in GROUPS if name in group(one))


def names() -> list[str]:
    """A result of every kind, of every branch that is shown in its own way, and of every verb under a design."""
    found = [name for one in GROUPS for name in group(one)]
    known = {result_of(name).kind for name in found}
    for call in test_no_mutation.CALLS:
        found += [f"call {call} {k}" if k else f"call {call}" for k, one in enumerate(called(call))
                  if one.kind not in known]
        known |= {one.kind for one in called(call)}
    return [*found, *(f"more {name}" for name in MORE), *(f"design {name}" for name in DESIGNED),
            *(f"case {name}" for name in test_plot_cases.CASES)]


def said(text: str) -> str:
    """A text with what its numbers are."""
    return " | ".join([str(text), *(str(mark) for mark in marks_of(text))])


def cells(grid: ValueGrid) -> Iterator[str]:
    """A grid of values, a line each."""
    for heads in grid.head:
        yield " | ".join(f"{head.text} ({head.across})" for head in heads)
    for row in grid.rows[:LONG // 2]:
        yield " | ".join(f"{cell.value:.6g}" if isinstance(cell.value, float) else str(cell.value) for cell in row)
    yield " | ".join(dict.fromkeys(cell.style for row in grid.rows for cell in row))


def words(result: Result) -> Iterator[str]:
    """The table of a result as shown, as values and as fields, and its sentences."""
    for language in LANGUAGES:
        shown = result.in_language(language)
        grid = shown.grid()
        lines = grid.to_text().splitlines()
        yield from lines[:LONG]
        yield from lines[LONG:][-len(grid.notes):] if grid.notes else ()
        for style in ("short", "full"):
            yield said(sk.interpret(result, style=style).text[language])
    yield f"{grid.align} {grid.to_html()[:400]}"
    yield from (said(f"{name}: {field(result.in_language('en'), name)}") for name in field_names(result))
    split = result.grid("en", columns="n and %")
    yield from split.to_text().splitlines()[:6] if split != result.grid("en") else ()
    yield from cells(long_values(View(result, "en")))
    yield from cells(shown_values(View(result, "zh")))
    yield said(sk.summary([result]).findings[0].text["en"])


def field(result: Result, name: str) -> str:
    """What a field says of a result, else of its rows with the highest estimate, else what refuses it."""
    told = ""
    for keys in ([], [("rank", "1")]):
        try:
            return field_text(result, keys, name, "en")
        except AnalysisError as error:
            told = told or error.what
    return told


def drawing(result: Result) -> Iterator[str]:
    """The marks of a figure in their order, in hundredths of an inch, in the font that matplotlib brings along."""
    with (mock.patch.object(text_metrics, "font_file", side_effect=ReportError("none")), _settings(),
          mock.patch.dict(os.environ), mock.patch.object(text_metrics.Letters, "absent", lambda *_: set())):
        os.environ.pop("SURVEYKIT_FONT", None)
        figure = sk.plot(result, language="en")
        for wide in (WIDTH, NARROW):
            sheet = figure._sheet(wide)
            drawn = sheet.finish("here")
            yield f"{drawn.get_figwidth():.2f} x {drawn.get_figheight():.2f}"
            yield from map(artist, drawn.axes[0]._children[:MARKS])
    yield from (figure.in_language(language).alt for language in LANGUAGES)
    yield from (said(line) for line in sheet.said if marks_of(line))


def artist(one: object) -> str:
    """A mark of a figure in one line."""
    if isinstance(one, Text):
        letters = f"{one.get_ha()} {one.get_va()} {one.get_fontsize():g} {one.get_rotation():g} {one.get_color()}"
        return f"text {hundredths(one.get_position())} {letters} {one.get_text()}"
    if isinstance(one, Line2D):
        places = " ".join(map(hundredths, zip(one.get_xdata(), one.get_ydata(), strict=True)))
        if one.get_marker() != "None":
            marker = f"{one.get_marker()} {one.get_markersize():g} {one.get_markeredgewidth():g}"
            return f"mark {places} {marker} {one.get_markerfacecolor()} {one.get_markeredgecolor()} {one.zorder:g}"
        dashes = f" {one._dash_pattern[1]}" if one.is_dashed() else ""
        return f"line {places} {one.get_color()} {one.get_linewidth():g}{dashes} {one.zorder:g}"
    colours = f"{to_hex(one.get_facecolor(), True)} {to_hex(one.get_edgecolor(), True)} {one.zorder:g}"
    if isinstance(one, Rectangle):
        return f"box {hundredths(one.get_xy())} {hundredths((one.get_width(), one.get_height()))} {colours}"
    return f"shape {' '.join(map(hundredths, one.get_xy()))} {colours}"


def hundredths(pair: tuple[float, float]) -> str:
    """A pair of lengths, `-0` being 0."""
    return ",".join(f"{round(100 * float(length)) + 0}" for length in pair)


KINDS: dict[str, Callable[[str], Iterator[str]]] = {
    "words": lambda name: words(result_of(name)), "figures": lambda name: drawing(result_of(name)),
    "exports": read_export, "files": written, "reports": lambda name: REPORTS[name](),
    "steps": lambda name: STEPS[name](), "told": lambda name: (TOLD | MEANT | ROOMS | LAYOUTS)[name]()}


def render(kind: str, name: str) -> str:
    """One rendering, as its file holds it."""
    return "\n".join(line.rstrip() for line in KINDS[kind](name)) + "\n"


def every() -> list[tuple[str, str]]:
    """The kinds of renderings with their names."""
    found = {name: result_of(name).layout for name in names()}
    return [*(("words", name) for name, layout in found.items() if layout.columns),
            *(("figures", name) for name, layout in found.items() if layout.figure in SHAPES and name[:6] != "design"),
            *(("exports", name) for name in (*MADE, *FILES)), *(("files", ending) for ending in ENDINGS),
            *(("reports", name) for name in REPORTS), *(("steps", name) for name, make in STEPS.items() if any(make())),
            *(("told", name) for name in (TOLD | MEANT | ROOMS | LAYOUTS))]


def main(kinds: list[str]) -> None:
    """Write the files of some kinds anew, or all."""
    os.chdir(test_result.ROOT)
    for kind in kinds or KINDS:
        shutil.rmtree(FOLDER / kind, ignore_errors=True)
    for kind, name in every():
        if kinds and kind not in kinds:
            continue
        path = FOLDER / kind / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(kind, name), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
