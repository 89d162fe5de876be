"""What interviews say: codes by person, excerpts, agreement, beside the questionnaire (floor 4)."""

from surveykit.coding.agree import Coefficient, agreement, coefficient
from surveykit.coding.counts import code_counts, code_matrix, participants
from surveykit.coding.joint import joint_display
from surveykit.coding.quotes import disagreements, excerpts

__all__ = ["Coefficient", "agreement", "code_counts", "code_matrix", "coefficient",
           "disagreements", "excerpts", "joint_display", "participants"]
