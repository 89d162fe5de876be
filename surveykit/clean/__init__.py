"""Cleaning: rules flag, verbs change, and every change has a line in the log."""

from surveykit.clean.cleaning_log import cleaning_log
from surveykit.clean.coding.code_answers import code_answers
from surveykit.clean.coding.coding_sheet import write_coding_sheet
from surveykit.clean.coding.read_codings import read_codings
from surveykit.clean.coding.recode_other import recode_other
from surveykit.clean.derive import derive
from surveykit.clean.diff_surveys import diff
from surveykit.clean.exclude import exclude
from surveykit.clean.flag_table import flag_table
from surveykit.clean.joining.append_surveys import append
from surveykit.clean.joining.join_surveys import join
from surveykit.clean.merge_options import merge_options
from surveykit.clean.normalise_text import normalise_text
from surveykit.clean.personal.accept_personal import accept_personal
from surveykit.clean.personal.find_personal import find_personal
from surveykit.clean.personal.pseudonymise import pseudonymise
from surveykit.clean.personal.redact import redact
from surveykit.clean.recode import recode
from surveykit.clean.recoding_table import recoding_table
from surveykit.clean.replay import replay
from surveykit.clean.reverse import reverse
from surveykit.clean.screen import screen
from surveykit.clean.sensitivity import sensitivity, with_and_without
from surveykit.clean.set_missing import set_missing
from surveykit.clean.text_repairs import find_repairs, repair_text
from surveykit.clean.worklist import write_worklist
from surveykit.clean.write_processed import write_processed

__all__ = ["RULES", "accept_personal", "append", "cleaning_log", "code_answers", "derive", "diff", "exclude",
           "find_personal", "find_repairs", "flag_table", "join", "merge_options", "normalise_text", "pseudonymise",
           "read_codings", "recode", "recode_other", "recoding_table", "redact", "repair_text", "replay", "reverse",
           "screen", "sensitivity", "set_missing", "with_and_without", "write_coding_sheet", "write_processed",
           "write_worklist"]
