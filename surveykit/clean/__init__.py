"""Cleaning: rules flag, verbs change, and every change has a line in the log."""

from surveykit.clean.log import cleaning_log, replay
from surveykit.clean.processed import write_processed
from surveykit.clean.recode_other import recode_other
from surveykit.clean.screen import RULES, screen
from surveykit.clean.verbs import exclude, recode, reverse

__all__ = ["RULES", "cleaning_log", "exclude", "recode", "recode_other", "replay", "reverse",
           "screen", "write_processed"]
