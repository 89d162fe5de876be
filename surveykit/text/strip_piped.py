"""Wordings without what platforms fill in while people answer, and without their own additions."""

import re

from surveykit.text.normalise import collapse_blanks

PIPED = re.compile(r"\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{[A-Z]+:[A-Z0-9_]+\}|"
                   r"\{[A-Za-z]\w*\.(?:shown|NAOK|value|code|question)[^{}]*\}|"
                   r"\[(?:pipe|question|contact|url)\b[^\[\]]*\]", re.IGNORECASE)
ADDED = re.compile(r"\s*[-–—]+\s*(?:Selected Choice|Response|Open-Ended Response)\s*$", re.IGNORECASE)
LEADING = re.compile(r"^(?:…\s*[-–—:：,，]+\s*)+")
GAP = "…"


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
