"""The weighted topline that an open survey published, from its respondents (skipped without the file)."""

import csv
import gzip
import math
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk
from surveykit._stats.calibration import weight_effect

REAL = Path(__file__).parents[2] / "shared/data/real"
HEADS = {"age3": ("18 - 34", "35 - 64", "65 and up"), "race2": ("White", "Non-white"),
         "kids": ("Has children", "No children"), "orientation": ("Straight", "Gay/Bisexual")}
SINGLE = ["q0001", "q0002", "q0005", *(f"q0007_{k:04}" for k in range(1, 12)), "q0009"]
SETS = {"q0004": 6, "q0008": 12}
ORDER = ["q0001", "q0002", "q0004", "q0005", *SINGLE[3:-1], "q0008", "q0009"]

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the shared open survey is not here")


@pytest.fixture(scope="module")
def adults() -> sk.Survey:
    """Single questions by their texts, sets as ticks, `NA` as no answer; the weights the file brings."""
    raw = pd.read_csv(REAL / "masculinity2018_raw.csv.gz", encoding="latin-1")
    data = {name: raw[name] for name in [*SINGLE, *HEADS]} | {"weight": raw["weight"]}
    items = [single(name, raw[name]) for name in [*SINGLE, *HEADS]] + [sk.Item("weight", "number", {"en": "weight"})]
    for name, n in SETS.items():
        columns = [f"{name}_{k:04}" for k in range(1, n + 1)]
        labels = [raw.loc[raw[column] != "Not selected", column].iloc[0] for column in columns]
        options = tuple(sk.Option(f"o{k}", {"en": label}) for k, label in enumerate(labels))
        items.append(sk.Item(name, "multiple", {"en": name}, options))
        data |= {f"{name}__o{k}": (raw[column] != "Not selected").astype(int) for k, column in enumerate(columns)}
    survey = sk.Survey.from_frame(pd.DataFrame(data), sk.Codebook(tuple(items)))
    return sk.set_design(survey, weight="weight", probability=False)


def single(name: str, column: pd.Series) -> sk.Item:
    return sk.Item(name, "single", {"en": name}, tuple(sk.Option(v, {"en": v}) for v in column.dropna().unique()))


def published() -> dict[str, list[list[str]]]:
    """The printed rows of each question, in the order of the questions."""
    with gzip.open(REAL / "masculinity2018_published.csv.gz", "rt", encoding="latin-1") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file)][2:]
    blocks: list[list[list[str]]] = []
    for row in rows:
        if row[0]:
            blocks.append([])
        else:
            blocks[-1].append(row[1:])
    return dict(zip(ORDER, blocks, strict=False))


def shares(survey: sk.Survey, name: str, head: str | None) -> dict[tuple[str, str], float]:
    """Weighted shares by group and label."""
    verb = sk.multiple_response if name in SETS else sk.frequencies
    result = verb(survey, name, by=head) if head and name in SETS else (
        sk.crosstab(survey, name, by=head) if head else verb(survey, name))
    words = {option.value: option.label["en"] for option in survey.codebook[name].options}
    return {(row.group, words[row.option]): row.estimate for row in result.table.itertuples() if row.option in words}


def test_every_printed_cell_follows_from_the_respondents_and_their_weights(adults):
    checked = 0
    for name, rows in published().items():
        columns = [shares(adults, name, None), *(shares(adults, name, head) for head in HEADS)]
        for label, *printed in rows:
            ours = [columns[0].get(("", label), 0.0)] + [
                table.get((group, label), 0.0) for table, groups in zip(columns[1:], HEADS.values(), strict=True)
                for group in groups]
            for cell, share in zip(printed, ours, strict=True):
                if cell:
                    assert int(cell.rstrip("%")) == math.floor(share * 100 + 0.5), (name, label, cell, share)
                    checked += 1
    assert checked == 1040


def test_without_the_weights_figures_differ_and_the_report_on_weights_tells_the_source(adults):
    plain = sk.frequencies(sk.set_design(adults), "q0001").table
    assert plain["estimate"].max() < 1 and f"{612 / 1615:.3f}" == "0.379"
    assert round(plain.set_index("option").loc["Very masculine", "estimate"] * 100) == 38
    weights = adults.responses["weight"].to_numpy(float)
    assert weights.size / weight_effect(weights) == pytest.approx(526.2, abs=0.05)
    assert "effective n about 526.2" in sk.weight_report(adults, "race2").notes[0]["en"]
