"""Interviews: transcripts cleaned with a log, turns, codings, participants."""

from surveykit.interviews.text_edits import Edit, moved, replay_edits
from surveykit.interviews.read_interviews import read_interviews
from surveykit.interviews.interviews_value import Attribute, Code, Interviews

__all__ = ["Attribute", "Code", "Edit", "Interviews", "moved", "read_interviews", "replay_edits"]
