"""Which columns each kind of result shows, when it shows one line per row."""

from __future__ import annotations

from surveykit.result import format as fmt
from surveykit.result.audited import AUDITED
from surveykit.result.columns import (
    COUNT,
    INTERVAL,
    PERCENT,
    Column,
    Row,
    View,
    as_printed,
    group,
    item,
    number,
    option,
    p_value,
    span,
    whole,
    words,
)
from surveykit.words.marks import worded
from surveykit.words.phrases import pick


def _rate(row: Row, view: View) -> str:
    """A rate where there is one."""
    return "" if fmt.missing(row["base"]) else fmt.percent(row["n"], row["base"])


def _rated(row: Row, view: View) -> str:
    """`48/50` where there is a rate, else nothing."""
    return "" if fmt.missing(row["base"]) else fmt.count(row["n"], row["base"])


def points(row: Row, view: View, decimals: int | None = None) -> tuple[str, str]:
    """A difference of shares with its sign, and its interval: points, decimals by the smaller base."""
    decimals = fmt.places(min(row["base"], row["base_other"])) if decimals is None else decimals
    pair = f"{fmt.ratio(row['n'], row['base'])} {fmt.ratio(row['n_other'], row['base_other'])}"
    return fmt.points(row["estimate"], (row["low"], row["high"]), decimals, pair, view.confidence)


def possible(row: Row, base: object = None) -> str:
    """The share a count is of its largest and of its smallest possible base, decimals by one: `35.6–39.5`."""
    return fmt.interval(row["estimate_low"], row["estimate_high"], base or row["base_low"], f"range {_over(row)}")


def _joint(row: Row, view: View) -> str:
    """The intervals on all possible bases, joined."""
    return fmt.interval(row["low"], row["high"], row["base_low"], f"union {_over(row)} {view.confidence:g}")


def _over(row: Row) -> str:
    """`356/999 356/901`."""
    return f"{fmt.ratio(row['n'], row['base_high'])} {fmt.ratio(row['n'], row['base_low'])}"


def _agreement(row: Row, view: View) -> str:
    """The share of turns on which coders agree; all codes pooled, the mean over codes is no count of turns."""
    agreed = row["percent"] * row["base"]
    whole = not fmt.missing(agreed) and abs(agreed - round(agreed)) < 1e-6
    return fmt.percent(round(agreed), row["base"]) if whole else fmt.share(row["percent"], row["base"])


def _effect(row: Row, view: View) -> str:
    """An effect size with the interval of its own."""
    return fmt.with_span(row["effect"], row.get("effect_low"), row.get("effect_high"), 2)


def _p_range(row: Row, view: View) -> str:
    """Lowest and highest p, one number where they look the same."""
    ends = dict.fromkeys((fmt.p_value(row["low"]), fmt.p_value(row["high"])))
    return fmt.DASH.join(ends)


def _p_verdict(row: Row, view: View) -> str:
    """The verdict on a printed p, with the remark that a one-sided test would fit."""
    said = view.label("verdict", row["verdict"])
    return view.say("verdict.p.one_sided", verdict=said) if row["one_sided"] else said


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
        return worded(text if text == text.strip() else view.say("quoted", text=text))
    return Column(head, cell, "l")



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
    "proportions": (item("head.figure"), as_printed("head.printed"), COUNT, PERCENT, INTERVAL),
    "contrasts": (item("head.contrast"), COUNT, Column("head.percent", PERCENT.cell),
                  Column("head.count_other", lambda row, view: fmt.count(row["n_other"], row["base_other"])),
                  Column("head.percent_other",
                         lambda row, view: fmt.percent(row["n_other"], row["base_other"])),
                  Column("head.points", lambda row, view: points(row, view)[0]),
                  Column("head.points_interval", lambda row, view: points(row, view)[1])),
    "missing_base": (item("head.figure"), as_printed("head.printed"), whole("n", "head.known_count"),
                     _range("base_low", "base_high", "head.base_range"),
                     Column("head.percent_range", lambda row, view: possible(row)),
                     Column("head.interval_any_base", _joint)),
    "beside": (item("head.question"), option(), as_printed("head.published"),
               whole("base", "head.published_base"),
               Column("head.at_hand", lambda row, view: fmt.count(row["n_survey"], row["base_survey"])),
               Column("head.percent", lambda row, view: fmt.percent(row["n_survey"], row["base_survey"])),
               Column("head.interval_percent", lambda row, view: view.interval(row, "n_survey", "base_survey"))),
    "mean_figures": (item("head.figure"), words("mean", "head.mean"), words("sd", "head.sd"),
                     whole("base", "head.n_people"), whole("items", "head.items"),
                     words("scale", "head.scale_ends"), words("nearest_mean", "head.nearest_mean"),
                     words("nearest_sd", "head.nearest_sd"),
                     Column("head.pass_chance", lambda row, view: fmt.estimate(row["chance"], 0)),
                     words("verdict", "head.verdict", "verdict")),
    "statistics": (words("quote", "head.quote_test"), words("p_printed", "head.p_printed"), p_value("head.p_again"),
                   Column("head.p_range", _p_range), Column("head.verdict", _p_verdict, "l")),
    "reconstruction": (item("head.question_or_row"), words("option", "head.option_or_column", "option"),
                       words("printed", "head.printed"), _range("low", "high", "head.possible_count")),
    "participants": (words("participant", "head.participant"), words("gender", "head.gender", "gender"),
                     words("school", "head.school", "school"),
                     words("service_year", "head.year", "service_year"),
                     words("county", "head.county", "county"),
                     words("destination", "head.destination", "destination"),
                     whole("turns", "head.turns"), whole("characters", "head.characters")),
    "code_counts": (item("head.code"), COUNT, PERCENT, whole("codings", "head.codings"),
                    words("persons", "head.persons", "persons")),
    "agreement": (item("head.code"), whole("n", "head.coded_turns"), whole("base", "head.turns"),
                  Column("head.percent_agreement", _agreement),
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
                             lambda row, view: view.interval(row, "n_survey", "base_survey"))),
    "log": (words("step", "head.step"), words("verb", "head.verb", "verb"),
            words("item", "head.item", "item"), words("respondent", "head.respondent"),
            _quoted("old", "head.old"), _quoted("new", "head.new"), words("reason", "head.reason", "reason")),
    **AUDITED,
}
