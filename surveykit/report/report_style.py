"""How a report looks: three presets, and what a study's settings change in them."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """Cover, contents and numbering, and the size of running text in points."""

    name: str = "plain"
    cover: bool = False  # title, authors and abstract on pages of their own
    contents: bool = False  # contents, with lists of tables and figures, in Word and PDF; HTML has them at its side
    numbered: bool = False  # headings 1, 1.1, 1.1.1
    chapters: bool = False  # each chapter on a new page; captions counted in it: Table 3-1
    double: bool = False  # captions in the other language below
    size: float = 10.5
    line: float = 0.0  # lines as in Word; 0: 1.5 for Chinese, 1.25 for English


PLAIN = ReportStyle()
STYLES = {
    "plain": PLAIN,
    # 小四, one and a half lines, as Chinese universities ask for
    "thesis": ReportStyle("thesis", cover=True, contents=True, numbered=True, chapters=True, double=True, size=12.0,
                          line=1.5),
    "annual-report": ReportStyle("annual-report", cover=True, contents=True, numbered=True, size=11.0),
}


def choose_style(name: str | None, *, contents: bool | None = None, numbered: bool | None = None) -> ReportStyle:
    """The preset of a name, with contents and numbers of headings as asked for."""
    style = STYLES[name or PLAIN.name]
    return replace(style, contents=style.contents if contents is None else contents,
                   numbered=style.numbered if numbered is None else numbered)
