"""What interviews say: codes by person, excerpts, agreement, beside the questionnaire."""

from surveykit.interviews.coding.agree import Coefficient, agreement, coefficient
from surveykit.interviews.coding.counts import code_counts, code_matrix, participants
from surveykit.interviews.coding.joint import joint_display
from surveykit.interviews.coding.quotes import disagreements, excerpts

__all__ = ["Coefficient", "agreement", "code_counts", "code_matrix", "coefficient",
           "disagreements", "excerpts", "joint_display", "participants"]
