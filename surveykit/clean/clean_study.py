"""A study cleaned again from its raw data, by the log of its decisions."""

from pathlib import Path

from surveykit.clean.replay import replay
from surveykit.clean.write_processed import write_processed
from surveykit.errors import CleaningError
from surveykit.files.study_settings import read_settings, require_export
from surveykit.read import read_survey
from surveykit.survey import Survey

LOGS = ("cleaning_log.csv", "cleaning_log.xlsx")
PROCESSED, RAW = "data/processed", "data/raw"
EXPORTS = {".csv", ".xlsx", ".xls", ".sav", ".dta", ".parquet"}


def clean_study(folder: str | Path, *, log: str | Path | None = None, to: str | Path | None = None
                ) -> tuple[Survey, Path]:
    """The cleaned survey of a study, and where its data were written."""
    cleaned = read_cleaned_study(folder, log=log)
    return cleaned, write_processed(cleaned, Path(folder) / PROCESSED if to is None else to)


def read_cleaned_study(folder: str | Path, *, log: str | Path | None = None, needs_log: bool = True) -> Survey:
    """The survey of a study after the decisions of its log; as it was read where it needs no log and has none."""
    folder = Path(folder)
    settings = read_settings(folder)
    require_export(settings, folder)
    export = folder / settings.export
    raw = read_survey(export, codebook=folder / settings.codebook, platform=settings.platform,
                      encoding=settings.encoding, sheet=settings.sheet, headings=settings.headings)
    stem = Path(raw.source.name).stem
    places = [*(folder / name for name in LOGS), *(folder / PROCESSED / f"{name}.log.csv"
                                                   for name in (stem, f"{stem}_synthetic"))]
    found = Path(log) if log is not None else next((place for place in places if place.is_file()), None)
    if found is None and needs_log:
        raise CleaningError("The study has no cleaning log.", where="{folder}", folder=folder,
                            fix="write your decisions into {log} (columns uuid, question, old_value, new_value, "
                            "change_type, reason), or call write_processed at the end of your notebook", log=LOGS[0])
    if found is None:
        return raw
    return replay(raw, found, others=sorted(
        path for path in (folder / RAW).rglob("*") if path.suffix.casefold() in EXPORTS
        and not path.name.endswith(".codebook.xlsx") and path.resolve() != export.resolve()))
