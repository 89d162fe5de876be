"""`read_study`: the survey that a study's settings name."""

from pathlib import Path

from surveykit.files.study_settings import read_settings, require_export
from surveykit.read import read_survey
from surveykit.survey import Survey


def read_study(folder: str | Path) -> Survey:
    """The survey of a study: the export and the codebook that its `study.yaml` names.

    Parameters
    ----------
    folder
        The study's folder; `".."` in its notebooks. For another cohort change the two file names in
        `study.yaml`: no notebook needs an edit.

    Returns
    -------
    Survey
        As `read_survey` gives it.

    Raises
    ------
    ReadError
        There is no `study.yaml`, or it names no export; or the export cannot be read.

    Missing values
    --------------
    As in `read_survey`.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> folder = tempfile.mkdtemp() + "/volunteers"
    >>> _ = sk.new_study(folder, "data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> len(sk.read_study(folder).responses)
    49
    """
    settings = read_settings(folder)
    require_export(settings, folder)
    return read_survey(Path(folder) / settings.export, codebook=Path(folder) / settings.codebook,
                       platform=settings.platform, encoding=settings.encoding, sheet=settings.sheet,
                       headings=settings.headings)
