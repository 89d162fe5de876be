"""The text that people see of a piece of HTML."""

import html
import re

from surveykit.text.normalise import drop_invisible

MARK = re.compile(r"<!--|-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
HIDDEN = {"script", "style"}
INLINE = {"a", "b", "em", "font", "i", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}


def strip_html(text: str) -> str:
    """The text without tags and what they hide, entities read, blanks one.
    >>> strip_html("<b>Are</b> you&nbsp;happy?<br>Age &lt; 30, if a < b <style>p {}</style>")
    'Are you happy? Age < 30, if a < b'
    """
    kept, place, hidden = [], 0, ""
    for mark in MARK.finditer(text):
        if not hidden:
            kept += [text[place:mark.start()], "" if (mark[2] or "").lower() in INLINE else " "]
        place, hidden = mark.end(), _find_end(mark, hidden)
    seen = html.unescape("".join([*kept, "" if hidden else text[place:]]))
    return " ".join(drop_invisible(seen).split())


def _find_end(mark: re.Match[str], hidden: str) -> str:
    """What ends the hidden stretch that follows this mark: a comment, a script; '' if none."""
    name = "-->" if mark[0] == "-->" else (mark[2] or "").lower()
    if hidden:
        return "" if name == hidden and (mark[1] or name == "-->") else hidden
    if mark[0] == "<!--":
        return "-->"
    return name if name in HIDDEN and not mark[1] else ""
