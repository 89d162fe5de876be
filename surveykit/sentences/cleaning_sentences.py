"""Sentences about people in files: how far they can be told apart, and which rules flagged them."""

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import percent_places
from surveykit.sentences.sentence_words import rows_of
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import Text, phrase


def disclosure(result: Result) -> list[Text]:
    """How many stand in small classes by all the items together; of a table of respondents only how many they are."""
    row = rows_of(result)[0]
    if "below" not in row:
        return [phrase("interpret.disclosure_people", people=len(result.table), limit=int(result.settings["k"]))]
    return [phrase("interpret.disclosure", items=mark_wording(result.label("items", row["items"])),
                   limit=int(result.settings["k"]), count=fmt.count(row["below"], row["base"]),
                   percent=fmt.share_of(row["share"], row["below"], row["base"], percent_places(row, "base")),
                   alone=int(row["unique"]), smallest=int(row["k"]))]


def participants(result: Result) -> list[Text]:
    """How many were interviewed, and how many turns they took."""
    rows = rows_of(result)
    return [phrase("interpret.participants", people=len(rows), turns=sum(int(row["turns"]) for row in rows))]


def flag_table(result: Result) -> list[Text]:
    """How many rules flagged somebody, and which flagged most people."""
    run = [row for row in rows_of(result) if not fmt.missing(row["n"])]
    hits = [row for row in run if row["n"] > 0]
    if not hits:
        return [phrase("interpret.flags_none", rules=len(run))]
    most = max(hits, key=lambda row: row["n"])
    return [phrase("interpret.flags", rules=len(run), hits=len(hits), count=fmt.count(most["n"], most["base"]),
                   rule=mark_wording(result.label("rule", most["rule"])))]
