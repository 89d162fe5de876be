"""Sentences for a Result: base first, then the estimate with its interval, no advice.

Causal words and adjectives of size are not in the table of phrases, so they cannot be said. A
large p is "the data do not settle it". Every number goes through the formats tables use.
"""

from surveykit.sentences.interpret import TEXT_MIME, Sentences, interpret
from surveykit.sentences.key_findings import SUMMARY_MIME, Summary, summary

__all__ = ["SUMMARY_MIME", "TEXT_MIME", "Sentences", "Summary", "interpret", "summary"]
