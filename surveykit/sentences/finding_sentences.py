"""Sentences for tests, one or many, and coefficients: what the data settle, and how strong it is."""

from surveykit.analysis.scale_answers import FEWEST_ITEMS, FEWEST_PEOPLE
from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View
from surveykit.sentences.sentence_words import (
    MOST_NAMED,
    item_words,
    level,
    list_words,
    of_group,
    option_words,
    rows_of,
)
from surveykit.words.marks import join_marked, mark_wording
from surveykit.words.phrases import Text, phrase


def is_settled(result: Result, row: Row) -> bool:
    """Whether p is under what the interval's level leaves, so that the two never disagree."""
    left = round(1 - float(result.settings.get("level", 0.95)), 12)  # 1 - 0.95 is not 0.05 in binary
    return bool(row["p_value"] < left)


def interpret_test(result: Result) -> list[Text]:
    """The effect with its interval, and whether the data settle it; in the words of the kind."""
    row = rows_of(result)[0]
    shown = fmt.p_value(row["p_value"])
    p = shown.replace("<", "< ") if shown.startswith("<") else f"= {shown}"
    facts: dict[str, object] = {
        "base": result.base, "item": item_words(result, row), "level": level(result), "p": p,
        "by": mark_wording(result.label("item", row["group"])),
        "group": mark_wording(result.label("group", row["group"])),
        "estimate": fmt.decimal_text(row.get("estimate"), 2), "interval": fmt.span(row["low"], row["high"], 2),
        "corrected": fmt.decimal_text(row.get("effect_corrected"), 2),
        "effect": fmt.with_span(row["effect"], row.get("effect_low"), row.get("effect_high"), 2)}
    if "test" in result.settings:
        facts["test"] = phrase(f"test.{result.settings['test']}")
    found = "untested" if fmt.missing(row["p_value"]) else "found" if is_settled(result, row) else "open"
    return [phrase(f"interpret.{result.kind}_{found}", **facts)]


def tests_together(result: Result) -> list[Text]:
    """How many tests of a family stay significant after the adjustment, and which."""
    view = View(result, result.language)
    rows = [row for row in rows_of(result) if not fmt.missing(row["p_adjusted"])]
    found = sorted((row for row in rows if is_settled(result, {"p_value": row["p_adjusted"]})),
                   key=lambda row: row["p_adjusted"])
    if not rows or not found:
        return [phrase("interpret.tests_none", tests=len(rows))]
    names = [view.phrase("interpret.test_of", item=item_words(result, row),
                         by=mark_wording(result.label("item", row["group"]))) if row["group"] else
             item_words(result, row) for row in found]
    return [phrase("interpret.tests_some", tests=len(rows), found=len(found), names=list_words(view, names))]


def reliability(result: Result) -> list[Text]:
    """Alpha with its interval, group by group; withheld for a scale of two items."""
    return [text for row in rows_of(result)
            for text in of_group(result, row["group"], [_reliability(result, row)], alone=not row["group"])]


def _reliability(result: Result, row: Row) -> Text:
    """One alpha with its interval."""
    facts = {"base": int(row["base"]), "items": int(row["items"])}
    if row["items"] < FEWEST_ITEMS:
        return phrase("interpret.reliability_few", **facts)
    if fmt.missing(row["estimate"]):
        return phrase("interpret.reliability_none" if row["base"] >= FEWEST_PEOPLE else "interpret.reliability_small",
                      **facts, people=FEWEST_PEOPLE)
    return phrase("interpret.reliability", **facts, level=level(result), estimate=fmt.decimal_text(row["estimate"], 2),
                  interval=fmt.span(row["low"], row["high"], 2))


def agreement(result: Result) -> list[Text]:
    """The pooled coefficient, and the weakest and strongest code."""
    pooled, *codes = rows_of(result)
    if fmt.missing(pooled["estimate"]):
        return [phrase("interpret.agreement_none", turns=int(pooled["base"]))]
    said = [phrase("interpret.agreement", turns=int(pooled["base"]), estimate=fmt.decimal_text(pooled["estimate"], 2),
                interval=fmt.span(pooled["low"], pooled["high"], 2), level=level(result))]
    known = [row for row in codes if not fmt.missing(row["estimate"])]
    if len(known) < 2:
        return said
    worst, best = (choose(known, key=lambda row: row["estimate"]) for choose in (min, max))
    return [*said, phrase("interpret.agreement_codes", worst=item_words(result, worst),
                       worst_alpha=fmt.decimal_text(worst["estimate"], 2), best=item_words(result, best),
                       best_alpha=fmt.decimal_text(best["estimate"], 2))]


def banner(result: Result) -> list[Text]:
    """The cells with letters; or that no columns were found to differ."""
    view, rows = View(result, result.language), rows_of(result)
    found, fewest = [row for row in rows if row["letters"]], result.settings["fewest"]
    if sum(bool(row["option"] == "base" and row["letter"] and row["n"] >= fewest) for row in rows) < 2:
        return [phrase("interpret.banner_small", k=fewest)]
    adjusted = "plain" if result.settings["method"] == "none" else "adjusted"
    if not found:
        return [phrase(f"interpret.banner_open_{adjusted}", base=result.base)]
    named = join_marked(*(_above(view, row) for row in found[:MOST_NAMED]), by=view.phrase("list.semicolon"))
    more = [phrase("interpret.banner_more", k=len(found) - MOST_NAMED)] if len(found) > MOST_NAMED else []
    return [phrase(f"interpret.banner_found_{adjusted}", cells=named), *more]


def _above(view: View, row: Row) -> str:
    """`Stay (Plan): Women (A) above B`."""
    item, option = item_words(view.result, row), option_words(view.result, row)
    return view.phrase("interpret.banner_cell", item=item, option=option,
                       group=mark_wording(view.result.label("group", row["group"])), letters=row["letters"])


def profile(result: Result) -> list[Text]:
    """Which items differ between groups after the adjustment; without tests how many items there are."""
    rows = rows_of(result)
    items = list(dict.fromkeys(row["item"] for row in rows if row["item"] != "all()"))
    tested = {row["item"]: row for row in rows if not fmt.missing(row.get("p_adjusted"))}
    if not tested:
        return [phrase("interpret.profile", items=len(items))]
    found = [row for row in tested.values() if is_settled(result, {"p_value": row["p_adjusted"]})]
    if not found:
        return [phrase("interpret.tests_none", tests=len(tested))]
    names = list_words(View(result, result.language), [item_words(result, row) for row in found])
    return [phrase("interpret.tests_some", tests=len(tested), found=len(found), names=names)]


def response_sets(result: Result) -> list[Text]:
    """The test of all options, and which options differ by themselves."""
    view, single = View(result, result.language), rows_of(result)[1:]
    apart = [view.option(row) for row in single if is_settled(result, row)]
    each = [phrase("interpret.set_options", options=list_words(view, list(dict.fromkeys(apart))))] if apart else [
        phrase("interpret.set_no_option", k=len(single))]
    return [*interpret_test(result), *each]
