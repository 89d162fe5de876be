"""The text that people see of a piece of HTML, and a wording without piped text."""

import html
import re

from surveykit.text.normalise import collapse_blanks, drop_invisible

MARK = re.compile(r"<!--|-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
HIDDEN = {"script", "style"}
INLINE = {"a", "b", "em", "font", "i", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
PIPED = re.compile(r"\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{[A-Z]+:[A-Z0-9_]+\}|"
                   r"\{[A-Za-z]\w*\.(?:shown|NAOK|value|code|question)[^{}]*\}|"
                   r"\[(?:pipe|question|contact|url)\b[^\[\]]*\]", re.IGNORECASE)
ADDED = re.compile(r"\s*[-–—]+\s*(?:Selected Choice|Response|Open-Ended Response)\s*$", re.IGNORECASE)
LEADING = re.compile(r"^(?:…\s*[-–—:：,，]+\s*)+")
GAP = "…"


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


def strip_piped(text: str) -> str:
    """The wording with an ellipsis for each text that was piped into it; other people's answers never show.
    >>> strip_piped("You said ${q://QID1/ChoiceGroup/SelectedChoices}. Why? - Selected Choice")
    'You said …. Why?'
    >>> strip_piped("${lm://Field/1} - How often?"), strip_piped("Your unit – Response")
    ('How often?', 'Your unit')
    """
    if not PIPED.search(text) and not ADDED.search(text):
        return text
    bare = ADDED.sub("", PIPED.sub(GAP, text))
    return LEADING.sub("", collapse_blanks(bare)).strip() or text
