"""What every verb finds and says of very few people, as text: ties, gaps, groups of one, nobody who differs.

`PYTHONPATH=.:tests python tests/few_people.py [call ...]` writes the files anew; look at what `git diff` shows.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from test_designs import OPTIONS, POINTS

import surveykit as sk

FOLDER = Path(__file__).parent / "golden/few_people"
SCALE = sk.Scale("s", {"en": "Scale"}, 1, 5)
ITEMS = (sk.Item("q", "single", {"en": "Plan"}, OPTIONS), sk.Item("g", "single", {"en": "Group"}, OPTIONS[:2]),
         sk.Item("x", "number", {"en": "Pay"}), sk.Item("r1", "rating", {"en": "One"}, POINTS, scale="s"),
         sk.Item("r2", "rating", {"en": "Two"}, POINTS, scale="s"),
         sk.Item("r3", "rating", {"en": "Three"}, POINTS, scale="s", reverse=True),
         sk.Item("k", "rank", {"en": "Rank"}, OPTIONS), sk.Item("m", "multiple", {"en": "Ticks"}, OPTIONS),
         sk.Item("w", "number", {"en": "w"}))


def people(q: str, g: str, x: str, r1: str, r2: str, r3: str, k: str, m: str) -> sk.Survey:
    """One letter or word per person; `-` is no answer. Of ranks and ticks the first letters are given."""
    def texts(row: str) -> list[str | None]:
        return [None if cell == "-" else cell for cell in row.split()]

    def numbers(row: str) -> list[float | None]:
        return [None if cell is None else float(cell) for cell in texts(row)]
    ticks = {f"m__{v}": [None if cell is None else float(v in cell) for cell in texts(m)] for v in "abc"}
    frame = pd.DataFrame({"q": texts(q), "g": texts(g), "x": numbers(x), "r1": numbers(r1), "r2": numbers(r2),
                          "r3": numbers(r3), "k": [cell and " ".join(cell) for cell in texts(k)], **ticks})
    frame["w"] = [1 + n % 3 / 2 for n in range(len(frame))]
    return sk.Survey.from_frame(frame, sk.Codebook(ITEMS, (SCALE,), {"language": "en", "sent": 16}))


PEOPLE = {
    "one": people("a", "a", "3", "2", "5", "1", "bac", "ab"),
    "three": people("a a b", "b b a", "2 2 2", "3 3 3", "1 3 5", "2 2 4", "abc acb bca", "abc ab 0"),
    "gaps": people("a - b c -", "a a b b -", "1.5 - 3 - 9", "- - 3 4 5", "2 - 3 4 4", "- - - - 1", "ab - b - a",
                   "- a bc - 0"),
    "alike": people("c c c c c c", "a a a b b b", "7 7 7 7 7 7", "4 4 4 4 4 4", "4 4 4 4 4 4", "2 2 2 2 2 2",
                    "cba cba cba cba cba cba", "0 0 0 0 0 0"),
    "apart": people("a a a a b b b b", "a a a a b b b b", "1 2 1 2 8 9 8 9", "1 1 2 2 5 5 4 4", "1 2 2 1 5 4 5 4",
                    "5 5 4 4 1 1 2 2", "abc abc abc acb cba cba cba bca", "a a a ab bc c bc c"),
    "twelve": people("a a a a a b b b b c c a", "a b a b a b a b a b a b", "4 8 15 16 23 42 4 8 15 16 23 4",
                     "1 2 3 4 5 1 2 3 4 5 3 3", "2 2 3 5 5 1 1 3 4 4 3 2", "4 5 3 1 1 5 5 3 - 2 2 4",
                     "abc acb bac bca cab cba abc ab b - abc bac", "ab a b - abc 0 c bc ab a a c"),
}


def weighted(call: Callable[[sk.Survey], sk.Result]) -> Callable[[sk.Survey], sk.Result]:
    """A call of a survey with weights."""
    return lambda survey: call(sk.set_design(survey, weight="w"))


CALLS: dict[str, Callable[[sk.Survey], sk.Result]] = {
    "frequencies": lambda s: sk.frequencies(s, "q"), "frequencies by": lambda s: sk.frequencies(s, "q", by="g"),
    "frequencies of points": lambda s: sk.frequencies(s, "r1"), "crosstab": lambda s: sk.crosstab(s, "q", "g"),
    "crosstab of groups": lambda s: sk.crosstab(s, "g", "q"), "ticks": lambda s: sk.multiple_response(s, "m"),
    "ticks by": lambda s: sk.multiple_response(s, "m", by="g"),
    "ticks with nets": lambda s: sk.multiple_response(s, "m", nets={"any": ["a", "b"]}),
    "likert": lambda s: sk.likert(s, ["r1", "r2"]), "likert by": lambda s: sk.likert(s, ["r1", "r2"], by="g", top=2),
    "ranking": lambda s: sk.ranking(s, "k"), "ranking by": lambda s: sk.ranking(s, "k", by="g"),
    "means": lambda s: sk.means(s, ["r1", "r2"]), "means by": lambda s: sk.means(s, ["x", "r1"], by="g"),
    "mean by": lambda s: sk.means(s, "x", by="g"), "quantiles": lambda s: sk.quantiles(s, "x"),
    "quantiles by": lambda s: sk.quantiles(s, "x", by="g", shares=[0.1, 0.5]),
    "ratio": lambda s: sk.ratio(s, "x", "r1"),
    "duration": lambda s: sk.duration(s, "x"), "duration by": lambda s: sk.duration(s, "x", by="g"),
    "association": lambda s: sk.association(s, "q", "g"), "set_association": lambda s: sk.association(s, "m", "g"),
    "welch": lambda s: sk.welch(s, "x", "g"), "mann_whitney": lambda s: sk.mann_whitney(s, "x", "g"),
    "equivalence": lambda s: sk.equivalence(s, "x", "g", 1), "anova": lambda s: sk.anova(s, "x", "q"),
    "kruskal_wallis": lambda s: sk.kruskal_wallis(s, "x", "q"), "trend": lambda s: sk.trend(s, "r1", "r2"),
    "wilcoxon": lambda s: sk.wilcoxon(s, "r1", "r2"), "mcnemar": lambda s: sk.mcnemar(s, "m__a", "m__b"),
    "stuart_maxwell": lambda s: sk.stuart_maxwell(s, "r1", "r2"), "cochran_q": lambda s: sk.cochran_q(s, "m"),
    "correlation": lambda s: sk.correlation(s, ["x", "r1", "r2"]),
    "profile": lambda s: sk.profile(s, ["q", "x", "r1", "m"], by="g"),
    "banner": lambda s: sk.banner(s, ["q", "x"], by=["g", "m"], fewest=1),
    "transition": lambda s: sk.transition(s, "q", "g", same={"a": "a", "b": "b"}),
    "reliability": lambda s: sk.reliability(s, "s", by="g"), "item_analysis": lambda s: sk.item_analysis(s, "s"),
    "overview": sk.overview, "case_flow": sk.case_flow, "case_stages": sk.case_stages, "rates": sk.rates,
    "missing items": sk.missing_answers, "missing people": lambda s: sk.missing_answers(s, by="respondent"),
    "missing patterns": lambda s: sk.missing_answers(s, by="pattern"),
    "weighted shares": weighted(lambda s: sk.crosstab(s, "q", "g")),
    "weighted means": weighted(lambda s: sk.means(s, ["x", "r1"], by="g")),
    "weighted association": weighted(lambda s: sk.association(s, "q", "g")),
    "weighted welch": weighted(lambda s: sk.welch(s, "x", "g")),
    "weighted quantiles": weighted(lambda s: sk.quantiles(s, "x")),
    "weighted ranks": weighted(lambda s: sk.mann_whitney(s, "x", "g")),
    "weighted ratings": weighted(lambda s: sk.likert(s, ["r1", "r2"], top=1)),
    "weighted correlation": weighted(lambda s: sk.correlation(s, ["x", "r1"])),
}


def few(call: str) -> Iterator[str]:
    """The long tables and what is said of them, or why the call is refused, of every few people."""
    for name, survey in PEOPLE.items():
        yield f"# {name}"
        try:
            result = CALLS[call](survey)
        except sk.SurveyError as error:
            yield error.message("en")
            continue
        yield from result.table.to_csv(sep="|", float_format="%.6g", index=False).splitlines()
        yield from (note["en"] for note in result.notes)
        yield sk.interpret(result, style="full").text["en"]
        yield sk.summary([result]).findings[0].text["en"]


def render(call: str) -> str:
    """One call, as its file holds it."""
    return "\n".join(line.rstrip() for line in few(call)) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:] or CALLS:
        (FOLDER / f"{name}.txt").write_text(render(name), encoding="utf-8")
