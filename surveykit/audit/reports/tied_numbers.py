"""The whole numbers that a figure is tied to, and what the patterns that find them share."""

import re
from dataclasses import dataclass

from surveykit.audit.reports.number_tokens import WholeNumber

K, N = r"(?P<k>\d(?:[\d,]*\d)?)", r"(?P<n>\d(?:[\d,]*\d)?)"
SOME = r"[份人名位家户个例件所项条]"
WORD = r"(?:\s+[A-Za-z'-]+)"
# of those who were sent a form; valid, usable or effective ones are of what came back, or of what was sent
RETURN_RATE = (r"(?<!valid )(?<!usable )(?<!effective )\b(?:response|return|completion|participation|recovery)\s+rate")
WINDOW = 90
FLAGS = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class TiedNumbers:
    """The count and base that stand beside a figure; `either` is an n= that may be one or the other.
    `sure` is false for numbers that are rounded, or were paired by their places in two lists; `bound` is true of a
    quotient in one bracket with the figure: (23/47, 48.9%).
    """

    count: WholeNumber | None = None
    base: WholeNumber | None = None
    either: WholeNumber | None = None
    sure: bool = True
    bound: bool = False
