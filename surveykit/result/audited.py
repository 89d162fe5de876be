"""Columns of what the figure audit shows."""

from __future__ import annotations

from surveykit.result import format as fmt
from surveykit.result.columns import COUNT, PERCENT, Cell, Column, Row, View, as_printed, item, number, whole, words
from surveykit.words.marks import joined, marked

LINE = 60  # signs of a quote in a table


def _nearest(row: Row, view: View) -> str:
    """Attainable values around a figure, each a share on its base."""
    texts = str(row.get("nearest") or "").split(", ")
    known = texts != [""] and not fmt.missing(row["base"])
    return joined(*(marked(text, f"on {int(row['base'])}") if known else text for text in texts), by=", ")


def _known(row: Row, view: View) -> str:
    """`46/50`, with a dash for what was not printed."""
    parts = fmt.count(row["n"]), fmt.count(row["base"])
    return fmt.DASH if set(parts) == {fmt.DASH} else "/".join(parts)


def _counts_read(row: Row, view: View) -> str:
    """`20 (half up)`: counts that fit, and under which reading."""
    if not row["reading"]:
        return str(row["counts"])
    return view.say("audit.counts_read", counts=row["counts"], reading=view.say(f"reading.{row['reading']}"))


def _searched(row: Row, view: View) -> str:
    """`46`, or `≥ 237: 500` where a base was sought and found."""
    if not row["found"]:
        return str(row["searched"])
    return view.say("audit.searched_found", searched=row["searched"], found=row["found"])


def _accident(row: Row, view: View) -> str:
    """Values a base can print out of all, in percent."""
    if fmt.missing(row["reachable"]):
        return ""
    text = fmt.fixed(row["reachable"] / row["printable"], 1, times=100)
    return marked(text, fmt.ratio(row["reachable"], row["printable"]))


def _hits(name: str) -> Cell:
    """`7/14`: figures that fit a base."""
    return lambda row, view: fmt.count(row[name], row["figures"])


def _of_searched(row: Row, view: View) -> str:
    """`13/229`: bases that fit of those searched."""
    return fmt.count(row["observed"], row["searched"])


def _rough(row: Row, view: View) -> str:
    """`10000/150000`, known only roughly; nothing where neither is known."""
    parts = fmt.count(row["n"]), fmt.count(row["base"])
    return "" if set(parts) == {fmt.DASH} else "/".join(parts)


def _whole_entries(name: str) -> Cell:
    """`39: 14 + 11; 78: 28 + 22`, broken over lines between the entries only."""
    def cell(row: Row, view: View) -> str:
        return "; ".join(entry.replace(" ", "\u00a0") for entry in str(row[name]).split("; "))
    return cell


def _stands(row: Row, view: View) -> str:
    """Whether figures can stand together, and by which reading."""
    return view.say(f"audit.stands_{row['reading']}" if row["fits"] else "audit.stands_not")


def _around(row: Row, view: View) -> str:
    """A quote around its figure, cut to a line."""
    quote, at = " ".join(str(row["quote"]).split()), str(row["quote"]).find(str(row["printed"]).rstrip("%‰"))
    start = max(0, at - LINE // 2) if len(quote) > LINE else 0
    shown = quote[start:start + LINE]
    return "…" * (start > 0) + shown + "…" * (start + LINE < len(quote))


AUDITED: dict[str, tuple[Column, ...]] = {
    "figures": (item("head.question"), words("option", "head.option", "option"),
                as_printed("head.printed"), Column("head.count", _known),
                Column("head.counts_read", _counts_read, "l"), Column("head.nearest", _nearest, "l"),
                Column("head.searched", _searched, "l"), Column("head.accident", _accident),
                words("verdict", "head.verdict", "verdict")),
    "report_figures": (item("head.figure"), as_printed("head.printed"), Column("head.count", _known),
                       words("verdict", "head.verdict", "verdict"), words("why", "head.why", "why"),
                       words("place", "head.place", "place"), Column("head.quote", _around, "l")),
    "bases": (item("head.question"), as_printed("head.printed"),
              words("rounding", "head.bases_rounding"), words("truncation", "head.bases_truncation"),
              words("mixed", "head.bases_mixed")),
    "tick_bases": (item("head.question"), as_printed("head.printed"),
                   Column("head.ticks_allowed", _whole_entries("allowed"), "l"),
                   words("forbidden", "head.ticks_forbidden")),
    "repairs": (item("head.question"), as_printed("head.printed"), whole("base", "head.base"),
                words("changed", "head.changed"), words("counts", "head.counts"), words("rest", "head.rest")),
    "accidents": (item("head.question"), as_printed("head.printed"), Column("head.bases_fit", _of_searched),
                  number("expected", "head.expected_bases", 1)),
    "scoreboard": (whole("base", "head.base"), Column("head.hits_rounding", _hits("rounding")),
                   number("expected", "head.expected_hits", 1), Column("head.hits_truncation", _hits("truncation")),
                   Column("head.hits_mixed", _hits("mixed"))),
    "by_chance": (whole("hits", "head.best_hits"), Column("head.draws", COUNT.cell), PERCENT),
    "untestable": (words("why", "head.why_untestable", "why"), item("head.figure"), as_printed("head.printed"),
                   Column("head.count_rough", _rough)),
    "checks": (item("head.check"), as_printed("head.printed"), words("allowed", "head.allowed"),
               Column("head.verdict", _stands, "l")),
}
