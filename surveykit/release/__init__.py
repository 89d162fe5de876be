"""What leaves the house: how far people can be told apart, and files for passing on."""

from surveykit.release.disclosure import disclosure
from surveykit.release.suppress import suppress
from surveykit.release.write_release import write_release

__all__ = ["disclosure", "suppress", "write_release"]
