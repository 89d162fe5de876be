"""Write another cohort of the synthetic volunteers: the same questionnaire, other people, other numbers.

Who runs last year's notebook on this year's export must get prose that fits; tests do so with this cohort. Answers are
drawn anew from those of `make_volunteers.py`, question by question (the six statements together, and the questions on
where one is now), so that every count, every base and every percentage is another one.

    python scripts/make_second_cohort.py FOLDER [SENT]
"""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

from canonical_xlsx import write_workbook
from make_register import write_register
from make_volunteers import META, PROPERTIES, export
from volunteers_codebook import sheets

SEED = "surveykit volunteers, second cohort 1"  # both fill-ins that notebook 02 sorts occur again
SENT, UNRETURNED = 73, 4
TOGETHER = {"—": 6, "您现在在哪里": 10}  # the statements of the scale; where one is now, with what follows from it


def drawn_export(returned: int) -> list[list[str | int]]:
    """The sheet of another cohort: a header row, then one row per form, none of them twice."""
    head, *rows = export()
    blocks = _blocks(head)
    draw = random.Random(SEED)
    made = []
    for number in range(1, returned + 1):
        sources = [rows[int(draw.random() * len(rows))] for _ in blocks]
        answers = [source[place] for source, block in zip(sources, blocks, strict=True) for place in block]
        moment = datetime(2027, 9, 1, 9) + timedelta(minutes=37 * number)
        written = f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}"
        seconds = f"{150 + int(300 * draw.random())}秒"
        made.append([number, written, seconds, "微信", "合成数据", f"192.0.2.{number}(重庆-重庆)", *answers])
    return [head, *made]


def _blocks(head: list[str | int]) -> list[list[int]]:
    """Places of the answers drawn together: the statements, what one does now, each other answer alone."""
    firsts = [next(place for place, text in enumerate(head) if start in str(text)) for start in TOGETHER]
    runs = {first: list(range(first, first + size)) for first, size in zip(firsts, TOGETHER.values(), strict=True)}
    inside = {place for run in runs.values() for place in run[1:]}
    return [runs.get(place, [place]) for place in range(len(META), len(head)) if place not in inside]


def sheets_for(sent: int) -> dict[str, list[list[object]]]:
    """The codebook's sheets, with another number of questionnaires sent."""
    made = sheets()
    names, values = made["settings"][0], list(made["settings"][1])
    values[names.index("sk_sent")] = sent
    return made | {"settings": [names, values]}


def main(folder: str, sent: str | int = SENT) -> None:
    """Write export, codebook and register into a folder, under the names of the first cohort's."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    rows = drawn_export(int(sent) - UNRETURNED)
    write_workbook(place / "volunteers_synthetic.xlsx", {"Sheet1": rows}, PROPERTIES)
    write_workbook(place / "volunteers.codebook.xlsx", sheets_for(int(sent)), PROPERTIES, dressed=True)
    write_register(place, rows, UNRETURNED)


if __name__ == "__main__":
    main(*sys.argv[1:3])
