"""Sentences and tables written by hand as adversaries of the audit: right ones raise no alarm, wrong ones do.

`tests/cases/audit`: one sentence a line; tables with `# caption` above, blank lines between.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

from surveykit import audit_report

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from article_sentences import SENTENCES
from article_shapes import make_texts, plant_error
from article_tables import TABLES

CASES = Path(__file__).parent / "cases" / "audit"
WRONG = {"impossible", "other_base"}


def sentences(name: str) -> list[str]:
    return (CASES / f"{name}_sentences.txt").read_text("utf-8").splitlines()


def tables(name: str) -> list[str]:
    """Each block as Markdown: its rule below the headings, its caption as a paragraph."""
    made = []
    for block in (CASES / f"{name}_tables.txt").read_text("utf-8").strip().split("\n\n"):
        captions = [line[1:].strip() for line in block.split("\n") if line.startswith("#")]
        head, *body = (line for line in block.split("\n") if not line.startswith("#"))
        made.append("\n".join([*captions, "", head, "|" + "---|" * (head.count("|") - 1), *body]) + "\n")
    return made


@pytest.fixture(scope="module")
def alarms(tmp_path_factory):
    """The figures of a text that the audit calls wrong, and the totals."""
    path = tmp_path_factory.mktemp("texts") / "a.md"
    def find(text: str) -> list:
        path.write_text(text, encoding="utf-8")
        found = audit_report(path)
        wrong = found.table[found.table["verdict"].isin(WRONG)]
        return [*wrong[["printed", "n", "base", "why"]].itertuples(index=False), *[()] * found.settings["sums"]]
    return find


@pytest.mark.parametrize("text", [*sentences("right"), *tables("right")])
def test_what_is_right_raises_no_alarm(text, alarms):
    assert alarms(text) == []


@pytest.mark.parametrize("text", [*sentences("wrong"), *tables("wrong")])
def test_what_is_wrong_raises_one(text, alarms):
    assert len(alarms(text)) == 1


@pytest.mark.parametrize("name", [*SENTENCES, *TABLES])
def test_drawn_texts_raise_no_alarm_and_their_planted_errors_do(name, alarms):
    rng = np.random.Generator(np.random.PCG64(11))
    made = make_texts(12, seed=3, makers={name: (SENTENCES | TABLES)[name]})
    assert [text for _, text, _ in made if alarms(text)] == []
    planted = [wrong for _, text, figures in made if (wrong := plant_error(text, figures, rng))]
    assert len(planted) > 5 or name == "scores"
    assert sum(bool(alarms(wrong)) for wrong in planted) >= 0.95 * len(planted)


class TestAPairOfTheSentence:
    def judged(self, text, tmp_path):
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        return audit_report(tmp_path / "a.md").table[["printed", "n", "base", "verdict"]].values.tolist()

    def test_a_pair_that_gives_the_figure_is_told_from_one_that_does_not(self, tmp_path):
        assert self.judged("46名同学中,20/24愿意留下,占83.3%。", tmp_path) == [["83.3%", 20, 24, "rounding"]]
        assert self.judged("46名同学中,20/25愿意留下,占83.3%。", tmp_path) == [["83.3%", 20, 25, "other_base"]]

    def test_a_base_in_the_bracket_is_judged(self, tmp_path):
        assert self.judged("43.5% (N = 46) planned to go home.", tmp_path)[0][2:] == [46, "rounding"]
        assert self.judged("43.5% (n = 46) planned to go home.", tmp_path)[0][2:] == [46, "rounding"]
        assert self.judged("20.0% (n = 46) planned to go home.", tmp_path)[0][3] != "impossible"
        assert self.judged("Of 230 asked, 20.0% (N = 46) planned it.", tmp_path) == [["20.0%", 46, 230, "exact"]]
