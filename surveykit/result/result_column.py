"""A column of a shown table as data: its heading, the form of its cells and what they are made of."""

from dataclasses import dataclass, fields

from surveykit.result.cell_forms import FORMS
from surveykit.result.format import DASH
from surveykit.result.view import Row, View


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column of a shown table.
    head: Phrase key of the heading; '' for none.
    form: How a cell is written: a name in `cell_forms.FORMS`.
    names: Columns of the long table the cell is made of.
    align: `l` or `r`.
    kind: Whose words the codes take (`item`, `option`, `verdict` ...); '' for text as it stands.
    decimals: Decimals of a number; None where the base decides.
    blank: What stands where nothing is known.
    """

    head: str
    form: str
    names: tuple[str, ...]
    align: str = "r"
    kind: str = ""
    decimals: int | None = None
    blank: str = DASH

    def heading(self, view: View) -> str:
        """The heading's words."""
        return view.phrase(self.head, level=view.level, base=view.result.base) if self.head else ""

    def cell(self, row: Row, view: View) -> str:
        """The words of one cell."""
        return FORMS[self.form](self, row, view)

    def to_json(self) -> dict[str, object]:
        """What differs from a plain column."""
        parts = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "names"}
        usual = {field.name: field.default for field in fields(self)}
        return {name: value for name, value in parts.items() if value != usual[name]} | {"names": list(self.names)}


def show_words(name: str, head: str, kind: str = "", *before: str) -> ResultColumn:
    """A text as it is, or a code in words; with `before`, codes that decide together (`item=option`)."""
    return ResultColumn(head, "words", (*before, name), "l", kind)


def show_item(head: str = "head.item") -> ResultColumn:
    """The item's words."""
    return show_words("item", head, "item")


def show_option(head: str = "head.option") -> ResultColumn:
    """The option's words."""
    return show_words("option", head, "option", "item")


def show_group(head: str = "head.group") -> ResultColumn:
    """The group's words."""
    return show_words("group", head, "group")


def show_measured(head: str, kind: str) -> ResultColumn:
    """What was measured with its printed share and base."""
    return ResultColumn(head, "measured", ("item", "measure", "printed", "n", "base"), "l", kind)


def show_printed(head: str = "head.printed") -> ResultColumn:
    """A figure as its source printed it."""
    return ResultColumn(head, "printed", ("printed",), "l")


def show_count(head: str, *names: str, blank: str = DASH) -> ResultColumn:
    """A count, or a count and its base: `21/46`."""
    return ResultColumn(head, "count", names, blank=blank)


def show_count_and_base(head: str = "head.count", blank: str = DASH) -> ResultColumn:
    """A printed count and its base, of which one may be unknown."""
    return ResultColumn(head, "pair", ("n", "base"), blank=blank)


def show_share(head: str, estimate: str = "estimate", n: str = "n", base: str = "base", *,
          decimals: int | None = None, blank: str = DASH) -> ResultColumn:
    """A share in percent: the estimate; its count is known by `n` where it is one."""
    return ResultColumn(head, "share", (estimate, n, base), decimals=decimals, blank=blank)


def show_share_interval(head: str = "head.interval_percent", n: str = "n", base: str = "base") -> ResultColumn:
    """The interval of a share, in percent."""
    return ResultColumn(head, "interval", ("low", "high", n, base))


def show_number(name: str, head: str, decimals: int = 2) -> ResultColumn:
    """A number with fixed decimals."""
    return ResultColumn(head, "number", (name,), decimals=decimals)


def show_points(name: str, head: str) -> ResultColumn:
    """A difference in percentage points, which knows what it is."""
    return ResultColumn(head, "number", (name,), kind="points", decimals=1)


def show_number_span(head: str, *names: str, decimals: int = 2) -> ResultColumn:
    """A number with its interval in brackets."""
    return ResultColumn(head, "number_span", names, decimals=decimals)


def show_span(head: str = "head.interval", decimals: int = 2) -> ResultColumn:
    """The interval of a number."""
    return ResultColumn(head, "span", ("low", "high"), decimals=decimals)


def show_p_value(head: str = "head.p", *names: str) -> ResultColumn:
    """A p value, or a range of them."""
    return ResultColumn(head, "p_value", names or ("p_value",))


def show_range(head: str, low: str = "low", high: str = "high") -> ResultColumn:
    """Two whole numbers as a range."""
    return ResultColumn(head, "range", (low, high))


COUNT = show_count("head.count", "n", "base")
BASE = show_count("head.base", "base")
PERCENT = show_share("head.percent")
INTERVAL = show_share_interval()
