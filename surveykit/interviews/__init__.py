"""Interviews: transcripts cleaned with a log, turns, codings, participants."""

from surveykit.interviews.interviews_value import Attribute, Code, Interviews
from surveykit.interviews.read_interviews import read_interviews
from surveykit.text.text_edits import Edit, move_position, replay_edits

__all__ = ["Attribute", "Code", "Edit", "Interviews", "move_position", "read_interviews", "replay_edits"]
