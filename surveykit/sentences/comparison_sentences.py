"""Sentences for tables of many comparisons: which columns of a banner differ, which options of a select-all item."""

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View
from surveykit.sentences.finding_sentences import interpret_test, is_settled
from surveykit.sentences.row_words import MOST_NAMED, list_words
from surveykit.sentences.sentence_words import item_words, option_words, rows_of
from surveykit.words.marks import join_marked, mark_wording
from surveykit.words.phrases import Text, phrase


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
