"""The map of the founding study: each place is there, each verdict the one that the claims get, nothing left out."""

import json
import re
from pathlib import Path

import pytest

import surveykit as sk

ROOT = Path(__file__).parents[1]

@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """Part, what, notebook, label, claim, verdict of every line."""
    text = (ROOT / "docs/study-map.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()
             if line.startswith("| ")]
    return [[part, what, *place.split("#"), claim, verdict] for part, what, place, claim, verdict in lines[1:]]


def test_every_place_is_in_its_notebook(rows):
    labels = {}
    for _, _, name, label, _, _ in rows:
        if name not in labels:
            cells = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
            labels[name] = set(re.findall(r"#\| label: (\S+)", "\n".join("".join(cell["source"]) for cell in cells)))
        assert label in labels[name], (name, label)


def test_every_verdict_is_the_one_the_claims_get(rows):
    themes = sk.code_counts(sk.read_interviews(ROOT / "data/raw/interviews"))
    table = sk.evidence(ROOT / "data/raw/published/claims.csv", results={"themes": themes}).table
    given = dict(zip(table["item"], table["verdict"], strict=True))
    assert {claim: verdict for *_, claim, verdict in rows if claim} == {
        claim: verdict for claim, verdict in given.items() if not claim.startswith("T")}


def test_six_questions_five_problems_and_five_recommendations_are_mapped_once_each(rows):
    parts = [part for part, *_ in rows]
    assert {f"question {k}" for k in range(1, 7)} <= set(parts)
    for kind in ("problem", "recommendation"):
        assert [part for part in parts if part.startswith(kind)] == [f"{kind} {k}" for k in range(1, 6)]
    assert parts.count("interview finding") == 5
