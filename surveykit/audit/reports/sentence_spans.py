"""Where the sentences of a paragraph begin and end."""

import re
from collections.abc import Iterator
from itertools import pairwise

from surveykit.audit.reports.bracket_ties import OPENED
from surveykit.audit.reports.shared_base import FULL_STOP

END = re.compile(rf"[；;]|{FULL_STOP.pattern}")
LONGEST, LONGEST_BRACKET = 2000, 120  # signs of a sentence, and on each side of a semicolon in brackets
CLOSED = re.compile(r"[^()（）\[\]。！？!?]*[)）\]]")
PAUSE = re.compile(r"[，,、\s]")


def find_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    ends = [match.end() for match in END.finditer(text) if not _is_bracketed(text, match)]
    edges = [0, *ends, len(text)]
    return [part for low, high in pairwise(edges) if low < high for part in _parts(text, low, high)]


def _is_bracketed(text: str, mark: re.Match[str]) -> bool:
    """Whether a semicolon stands in brackets: (54.2%; 124/229) is no end of a sentence."""
    near = text[max(0, mark.start() - LONGEST_BRACKET):mark.start()]
    return (mark[0] in ";；" and OPENED.search(near) is not None
            and CLOSED.match(text, mark.end(), mark.end() + LONGEST_BRACKET) is not None)


def _parts(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A sentence; one longer than anybody writes (a list, a damaged file) in parts that end at a pause."""
    while high - low > LONGEST:
        pause = PAUSE.search(text, low + LONGEST - 200, low + LONGEST)
        end = pause.end() if pause else low + LONGEST
        yield low, end
        low = end
    yield low, high
