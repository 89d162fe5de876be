"""Why cells of two versions of a data file differ, where a cleaning log lies beside one of them."""

from collections.abc import Mapping
from pathlib import Path

from surveykit.clean.cleaning_log import label_verb
from surveykit.read.own_exports import read_log
from surveykit.words.phrases import in_language, phrase

LOGS = ("{stem}.log.csv", "cleaning_log.csv", "cleaning_log.xlsx")


def find_log_reasons(old: str | Path, new: str | Path, language: str) -> Mapping[tuple[str, str], str]:
    """Reasons by respondent and column ('' for a whole form) from the log beside the newer file, else the older one.
    Of several decisions about a cell the last one is said, with its verb. {} where there is no log.
    """
    path = next((place for file in (Path(new), Path(old)) for name in LOGS
                 if (place := file.with_name(name.format(stem=file.stem))).is_file()), None)
    if path is None:
        return {}
    return {(line.respondent, line.item): in_language(phrase("log.because", verb=label_verb(step.verb),
                                                             reason=step.reason), language)
            for step in read_log(path) for line in step.changes if line.kind != "no_action"}
