"""Which columns each kind of result shows, when it shows one line per row."""

from __future__ import annotations

from surveykit.phrases import pick
from surveykit.result import format as fmt
from surveykit.result.columns import (
    COUNT,
    INTERVAL,
    PERCENT,
    Column,
    Row,
    View,
    group,
    item,
    number,
    option,
    p_value,
    span,
    whole,
    words,
)

LINE = 60  # signs of a quote in a table


def _rate(row: Row, view: View) -> str:
    """A rate where there is one."""
    return "" if fmt.missing(row["base"]) else fmt.percent(row["n"], row["base"])


def _rated(row: Row, view: View) -> str:
    """`48/50` where there is a rate, else nothing."""
    return "" if fmt.missing(row["base"]) else fmt.count(row["n"], row["base"])


def points(row: Row) -> tuple[str, str]:
    """A difference of shares with its sign, and its interval: points, decimals by the smaller base."""
    decimals = fmt.places(min(row["base"], row["base_other"]))
    text = fmt.fixed(row["estimate"], decimals, times=100)
    signed = f"+{text}" if row["estimate"] > 0 and text.strip("0.") else text
    return signed, fmt.span(row["low"], row["high"], decimals, times=100)


def _known(row: Row, view: View) -> str:
    """`46/50`, with a dash for what was not printed."""
    parts = fmt.count(row["n"]), fmt.count(row["base"])
    return fmt.DASH if set(parts) == {fmt.DASH} else "/".join(parts)


def _effect(row: Row, view: View) -> str:
    """An effect size with the interval of its own."""
    return fmt.with_span(row["effect"], row.get("effect_low"), row.get("effect_high"), 2)


def _range(low: str, high: str, head: str) -> Column:
    """Two whole numbers as a range, or one when they agree."""
    def cell(row: Row, view: View) -> str:
        if fmt.missing(row[low]):
            return fmt.DASH
        a, b = int(row[low]), int(row[high])
        return str(a) if a == b else f"{a}{fmt.DASH}{b}"
    return Column(head, cell)


def _quoted(name: str, head: str) -> Column:
    """A value in words, else as it stands; quoted when blanks at its ends would not be seen."""
    def cell(row: Row, view: View) -> str:
        text = str(row[name])
        known = view.result.labels.get("value", {}).get(f"{row['item']}={text}")
        if known:
            return pick(known, view.language)
        return text if text == text.strip() else view.say("quoted", text=text)
    return Column(head, cell, "l")


def _around(row: Row, view: View) -> str:
    """A quote around its figure, cut to a line."""
    quote, at = " ".join(str(row["quote"]).split()), str(row["quote"]).find(str(row["printed"]).rstrip("%‰"))
    start = max(0, at - LINE // 2) if len(quote) > LINE else 0
    shown = quote[start:start + LINE]
    return "…" * (start > 0) + shown + "…" * (start + LINE < len(quote))


COLUMNS: dict[str, tuple[Column, ...]] = {
    "frequencies": (option(), COUNT, PERCENT, INTERVAL),
    "multiple_response": (option(), COUNT, Column("head.percent_cases", PERCENT.cell), INTERVAL,
                          Column("head.percent_responses",
                                 lambda row, view: fmt.percent(row["n"], row["responses"]))),
    "means": (item(), group(), whole("base", "head.base"), number("estimate", "head.mean"),
              number("sd", "head.sd"), span()),
    "case_flow": (option("head.stage"), whole("n", "head.forms"), Column("head.count", _rated),
                  Column("head.rate", _rate), words("reason", "head.reason", "reason")),
    "association": (item("head.row_item"), words("group", "head.by_item", "item"),
                    number("statistic", "head.statistic"), whole("df", "head.df"), p_value(),
                    words("effect_name", "head.effect_name", "effect"),
                    number("effect", "head.effect"), span()),
    "difference": (item("head.contrast"), group("head.groups"), number("estimate", "head.difference"),
                   span(), number("statistic", "head.statistic"), number("df", "head.df", 1),
                   p_value(), words("effect_name", "head.effect_name", "effect"),
                   Column("head.effect_interval", _effect)),
    "reliability": (item("head.scale"), whole("items", "head.items"), whole("base", "head.base"),
                    number("estimate", "head.alpha"), span()),
    "item_analysis": (item(), number("mean", "head.mean"), number("sd", "head.sd"),
                      number("item_rest", "head.item_rest"),
                      number("alpha_without", "head.alpha_without")),
    "proportions": (item("head.figure"), words("printed", "head.printed"), COUNT, PERCENT, INTERVAL),
    "contrasts": (item("head.contrast"), COUNT, Column("head.percent", PERCENT.cell),
                  Column("head.count_other", lambda row, view: fmt.count(row["n_other"], row["base_other"])),
                  Column("head.percent_other",
                         lambda row, view: fmt.percent(row["n_other"], row["base_other"])),
                  Column("head.points", lambda row, view: points(row)[0]),
                  Column("head.points_interval", lambda row, view: points(row)[1])),
    "missing_base": (item("head.figure"), words("printed", "head.printed"), whole("n", "head.known_count"),
                     _range("base_low", "base_high", "head.base_range"),
                     Column("head.percent_range",
                            lambda row, view: fmt.interval(row["estimate_low"], row["estimate_high"],
                                                     row["base_low"])),
                     Column("head.interval_any_base",
                            lambda row, view: fmt.interval(row["low"], row["high"], row["base_low"]))),
    "figures": (item("head.question"), words("option", "head.option", "option"),
                words("printed", "head.printed"), Column("head.count", _known),
                words("rounding", "head.by_rounding"), words("truncation", "head.by_truncation"),
                words("nearest", "head.nearest"), words("verdict", "head.verdict", "verdict")),
    "report_figures": (item("head.figure"), words("printed", "head.printed"), Column("head.count", _known),
                       words("verdict", "head.verdict", "verdict"), words("why", "head.why", "why"),
                       words("place", "head.place", "place"), Column("head.quote", _around, "l")),
    "beside": (item("head.question"), option(), words("printed", "head.published"),
               whole("base", "head.published_base"),
               Column("head.at_hand", lambda row, view: fmt.count(row["n_survey"], row["base_survey"])),
               Column("head.percent", lambda row, view: fmt.percent(row["n_survey"], row["base_survey"])),
               Column("head.interval_percent",
                      lambda row, view: fmt.interval(row["low"], row["high"], row["base_survey"]))),
    "bases": (item("head.question"), words("printed", "head.printed"),
              words("rounding", "head.bases_rounding"), words("truncation", "head.bases_truncation")),
    "participants": (words("participant", "head.participant"), words("gender", "head.gender", "gender"),
                     words("school", "head.school", "school"),
                     words("service_year", "head.year", "service_year"),
                     words("county", "head.county", "county"),
                     words("destination", "head.destination", "destination"),
                     whole("turns", "head.turns"), whole("characters", "head.characters")),
    "code_counts": (item("head.code"), COUNT, PERCENT, whole("codings", "head.codings"),
                    words("persons", "head.persons", "persons")),
    "agreement": (item("head.code"), whole("n", "head.coded_turns"), whole("base", "head.turns"),
                  Column("head.percent_agreement", lambda row, view: fmt.share(row["percent"], row["base"])),
                  number("kappa", "head.kappa"), number("estimate", "head.kalpha"), span(),
                  number("ac1", "head.ac1")),
    "disagreements": (words("document", "head.participant"), words("turn", "head.turn"),
                      words("coder_a", "head.coder_a", "codes"), words("coder_b", "head.coder_b", "codes"),
                      words("quote", "head.quote", "quote")),
    "excerpts": (item("head.code"), words("document", "head.participant"),
                 words("attributes", "head.attributes", "attributes"), words("quote", "head.quote", "quote")),
    "joint_display": (item("head.code"), Column("head.interviews", COUNT.cell),
                      words("option", "head.questionnaire_option", "option"),
                      Column("head.questionnaire",
                             lambda row, view: fmt.count(row["n_survey"], row["base_survey"])),
                      Column("head.percent",
                             lambda row, view: fmt.percent(row["n_survey"], row["base_survey"])),
                      Column("head.interval_percent",
                             lambda row, view: fmt.interval(row["low"], row["high"], row["base_survey"]))),
    "log": (words("step", "head.step"), words("verb", "head.verb", "verb"),
            words("item", "head.item", "item"), words("respondent", "head.respondent"),
            _quoted("old", "head.old"), _quoted("new", "head.new"), words("reason", "head.reason", "reason")),
}
