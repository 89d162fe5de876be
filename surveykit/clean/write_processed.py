"""`data/processed`: the cleaned responses, the codebook that reads them, and the log."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from surveykit.clean.cleaning_log import log_frame
from surveykit.files.disk import may_write, sha256, write_all
from surveykit.files.leftovers import lock_folder
from surveykit.privacy.personal_gate import refuse_personal
from surveykit.survey import Survey, require_survey
from surveykit.write.csv_files import csv_files, table_csv_bytes
from surveykit.write.outgoing_survey import clip_time, prepare_outgoing
from surveykit.write.write_survey import make_codebook_bytes


def write_processed(survey: Survey, folder: str | Path) -> Path:
    """Write the cleaned data, their codebook and the log; all files or none.

    Parameters
    ----------
    folder
        Usually `data/processed/<study>`. Files are named after the raw file: `<name>.csv` (UTF-8 with BOM, so that
        Excel shows Chinese), `<name>.codebook.xlsx`, `<name>.log.csv`, `<name>.json` (checksums and counts). Synthetic
        data carry `synthetic` in every name.

    Returns
    -------
    pathlib.Path
        The CSV file; `read_survey` reads it with the codebook beside it.

    Raises
    ------
    CleaningError
        Personal data stand in it that nobody has decided about (`find_personal` says where, `redact` takes them out,
        `accept_personal` lets them stand); the folder is under `data/raw`, which is never written; or an item or option
        has a name that a codebook cannot hold.
    ReportError
        The disk is full, or a file is open elsewhere; the old files stay as they were.

    Missing values
    --------------
    Blank cells are empty; `(not_asked)`, `(refused)` and `(dont_know)` are written as such.

    Notes
    -----
    Personal data (items whose role begins with `pii`) are left out, and hidden in the log. A text
    that a spreadsheet would take for a formula, or that reads like a kind of missing, is written
    with `'` in front, which `read_survey` takes away again. Of time stamps the days are written: the codebook
    says of which items (`sk_note`), and the JSON file too (`days_only`).

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> folder = tempfile.mkdtemp()
    >>> path = sk.write_processed(sk.example_survey(), folder)
    >>> sk.read_survey(path, path.with_suffix(".codebook.xlsx")).rows
    40
    """
    survey = require_survey(survey, "write_processed")
    folder = Path(folder)
    stem = processed_stem(survey)
    refuse_personal(survey)
    out = prepare_outgoing(survey, f"{stem}.csv")
    files = {f"{stem}.csv": csv_files(out)[".csv"],
             f"{stem}.codebook.xlsx": make_codebook_bytes(out.book, f"{stem}.csv"),
             f"{stem}.log.csv": table_csv_bytes(_log_rows(survey))}
    files[f"{stem}.json"] = _facts(survey, files, out.clipped_columns)
    for name in files:
        may_write(folder / name, checksum=survey.source.sha256)
    with lock_folder(folder):
        write_all(folder, files, checksum=survey.source.sha256)
    return folder / f"{stem}.csv"


def _log_rows(survey: Survey) -> Iterator[Sequence[object]]:
    """The log with its headings; of time stamps the days."""
    frame = log_frame(survey)
    yield list(frame.columns)
    for row in frame.itertuples(index=False):
        yield [clip_time(cell) if isinstance(cell, str) else cell for cell in row]


def processed_stem(survey: Survey) -> str:
    """The raw file's name without its ending (each of several), `synthetic` in it where that is what it is."""
    stem = "+".join(dict.fromkeys(Path(name).stem for name in survey.source.name.split(" + ")))
    return f"{stem}_synthetic" if survey.source.synthetic and "synthetic" not in stem else stem


def _facts(survey: Survey, files: dict[str, bytes], clipped: Sequence[str]) -> bytes:
    """What these files are, as JSON with sorted keys."""
    removed = Counter(c.rule for step in survey.log for c in step.changes if c.kind == "remove_survey")
    facts = {
        "raw": {"file": survey.source.name, "sha256": survey.source.sha256, "rows": survey.source.rows},
        "rows": survey.rows, "steps": len(survey.log),
        "changes": sum(change.kind != "no_action" for step in survey.log for change in step.changes),
        "synthetic": survey.source.synthetic, "sent": survey.codebook.settings.get("sent"),
        "files": {name: sha256(data) for name, data in files.items()},
        "removed": dict(removed), **({"days_only": list(clipped)} if clipped else {})}
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
