"""What surveykit says of the example data of R's package survey, beside what R says.

    Rscript tests/golden/r/example_data.R FOLDER && python scripts/compare_with_r.py FOLDER

The data belong to the package and are not kept here. Prints every number that differs by more than 1e-7, and how many
were compared.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from scipy.special import stdtrit

import surveykit as sk

WORDS = ("cds", "stype", "dnum", "snum", "cnum", "sch.wide", "comp.imp", "awards", "County", "won", "sex", "chol",
         "race", "age", "g", "half", "ESA", "ambulance", "SDMVPSU", "SDMVSTRA", "stratid", "psuid", "id1", "id2",
         "cluster", "stratum", "hospno", "oblevel")
API = {"strata": "stype", "weight": "pw"}
TWO = {"psu": ["dnum", "snum"], "population": ["fpc1", "fpc2"]}
PAIRS = {"psu": "ambulance", "strata": "ESA", "weight": "w"}
DESIGNS = {
    "apisrs": {"weight": "pw", "population": "fpc"}, "apisrs_weights": {"weight": "pw"},
    "apisrs_plain": {"population": "fpc"}, "apistrat": {**API, "population": "fpc"},
    "apistrat_rate": {"strata": "stype", "population": "rate"}, "apistrat_whole": API,
    "apiclus1": {"psu": "dnum", "weight": "pw", "population": "fpc"},
    "apiclus1_zero": {"psu": "dnum", "weight": "zero"}, "apiclus2": TWO, "apiclus2_weights": {**TWO, "weight": "pw"},
    "apiclus2_replaced": {"psu": TWO["psu"], "weight": "pw"},
    "apiclus2_first": {"psu": "dnum", "weight": "pw", "population": "fpc1"},
    "nhanes": {"psu": "SDMVPSU", "strata": "SDMVSTRA", "weight": "WTMEC2YR"}, "scd_taylor": PAIRS,
    "scd_given": {"weight": "w", "replicates": ["r1", "r2", "r3", "r4"], "replication": "brr"},
    "scd_brr": {**PAIRS, "replicates": "brr"}, "election": {"weight": "wt"},
    "fpc": {"psu": "psuid", "strata": "stratid", "weight": "weight", "population": "Nh"},
    "fpc_follows": {"psu": "psuid", "strata": "stratid", "population": "Nh"},
    "mu284": {"psu": ["id1", "id2"], "population": ["n1", "n2"]},
    "crowd": {"psu": "cluster", "strata": "stratum", "weight": "weight"},
    "hospital": {"psu": "hospno", "strata": "oblevel", "weight": "weighta", "population": "tothosp"},
    "hospital_weights": {"strata": "oblevel", "weight": "weightats"}}
TESTS = {"F": "rao_scott", "Chisq": "rao_scott_first", "Wald": "wald_unadjusted", "adjWald": "wald"}
INTERVALS = {"frequencies": "t", "beta": "exact", "xlogit": "logit"}


def read_survey(folder: Path, name: str) -> sk.Survey:
    """A data set, its columns as numbers or as answers."""
    frame = pd.read_csv(folder / f"data_{name}.csv", dtype=str, keep_default_na=False, na_values=[""])
    items, columns = [], {}
    for column in frame.columns:
        called = column.replace(".", "_")
        if column in WORDS:
            options = tuple(sk.Option(value, {"en": value}) for value in sorted(frame[column].dropna().unique()))
            items.append(sk.Item(called, "single", {"en": called}, options))
            columns[called] = frame[column]
        else:
            items.append(sk.Item(called, "number", {"en": called}))
            columns[called] = pd.to_numeric(frame[column])
    return sk.Survey.from_frame(pd.DataFrame(columns), sk.Codebook(tuple(items), (), {"language": "en"}))


def ask(survey: sk.Survey, verb: str, item: str, by: str, where: str | None, rows: pd.DataFrame) -> Iterator[tuple]:
    """What is compared: the name of a number, ours, and R's."""
    row = rows.iloc[0]
    if verb in ("means", "deff", "sd"):
        found = sk.means(survey, item, where=where).table.iloc[0]
        ours = {"deff": "design_effect", "sd": "sd"}
        names = [ours[verb]] if verb in ours else ["estimate", "se", "high", "df"]  # no mean of counts below 0
        yield from ((name, found[name], row["estimate" if verb in ours else name]) for name in names)
    elif verb in ("totals", "quantiles", *INTERVALS):
        if verb == "quantiles":
            table = sk.quantiles(survey, item, where=where, shares=[0.1, 0.25, 0.5, 0.75, 0.9]).table
        elif verb == "totals":
            table = sk.totals(survey, item, where=where).table
        else:
            table = sk.frequencies(survey, item, where=where, interval=INTERVALS[verb]).table
        if verb != "quantiles" and row["option"]:
            table = table.set_index("option").loc[list(rows["option"])]
        for (_, ours), theirs in zip(table.iterrows(), rows.to_dict("records"), strict=True):
            for name in ("estimate", "se", "low", "high", "df"):
                if not math.isnan(theirs[name]):
                    share = verb == "frequencies" and name in ("low", "high")
                    value = min(max(theirs[name], 0), 1) if share else theirs[name]
                    yield f"{theirs['option']} {name}", ours[name], value
    elif verb in (*TESTS, "anova", "kruskal_wallis"):
        found = (sk.association(survey, item, by, method=TESTS[verb]) if verb in TESTS else
                 getattr(sk, verb)(survey, item, by)).table.iloc[0]
        yield from (("statistic", found["statistic"], row["estimate"]), ("df", found["df"], row["df"]),
                    ("df_second", found["df_second"], row["se"]), ("p_value", found["p_value"], row["p"]))
    elif verb in ("welch", "mann_whitney"):
        found = getattr(sk, verb)(survey, item, by).table.iloc[0]
        yield from (("statistic", -found["statistic"], row["se"]), ("df", found["df"], row["df"]),
                    ("p_value", found["p_value"], row["p"]))
    elif verb == "ratio":
        found = sk.ratio(survey, item, by).table.iloc[0]
        yield from ((name, found[name], row[name]) for name in ("estimate", "se"))
    else:
        found = sk.correlation(survey, [item, by]).table.iloc[0]
        half = (math.atanh(found["high"]) - math.atanh(found["low"])) / 2
        yield from (("estimate", found["estimate"], row["estimate"]), ("df", found["df"], row["df"]),
                    ("se", half / stdtrit(found["df"], 0.975), row["se"]))


def main() -> None:
    """Compare, line by line."""
    folder, compared, differing = Path(sys.argv[1]), Counter(), 0
    values = pd.read_csv(folder / "values.csv", dtype={"option": str, "where": str})
    values = values.fillna({"option": "", "where": "", "by": ""})
    for name, design in DESIGNS.items():
        survey = sk.set_design(read_survey(folder, name.partition("_")[0]), **design)
        part = values[values["design"] == name]
        for (verb, item, by, where), rows in part.groupby(["verb", "item", "by", "where"], sort=False):
            domain = "{} == '{}'".format(*where.split("=")) if where else None
            called = [word.replace(".", "_") for word in (item, by)]
            for number, ours, theirs in ask(survey, verb, *called, domain, rows):
                compared[verb] += 1
                both_missing = math.isnan(ours) and math.isnan(theirs)
                if not both_missing and not abs(ours - theirs) <= 1e-7 * abs(theirs) + 1e-12:
                    differing += 1
                    print(f"{name} {verb} {item} {by} {where} {number}: {ours:.10g}, R {theirs:.10g}")
    print(f"{differing} of {compared.total():,} differ", dict(compared))


if __name__ == "__main__":
    main()
