"""What interviews say: codes by person, excerpts, agreement, beside the questionnaire."""

from surveykit.interviews.coding.answer_codings import AnswerCodings
from surveykit.interviews.coding.code_counts import code_counts, code_matrix, participants
from surveykit.interviews.coding.coder_agreement import Coefficient, agreement, coefficient
from surveykit.interviews.coding.excerpts import disagreements, excerpts
from surveykit.interviews.coding.joint_display import joint_display

__all__ = ["AnswerCodings", "Coefficient", "agreement", "code_counts", "code_matrix", "coefficient",
           "disagreements", "excerpts", "joint_display", "participants"]
