"""What leaves the house: how far people can be told apart, and files for passing on."""

from surveykit.release.disclosure import disclosure
from surveykit.release.small_cells import small_cells
from surveykit.release.suppress import suppress
from surveykit.release.write_release import write_release

__all__ = ["disclosure", "small_cells", "suppress", "write_release"]
