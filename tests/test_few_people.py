"""What every verb finds and says of very few people is as it was looked at (`few_people.py` writes the files anew)."""

import pytest
from few_people import CALLS, FOLDER, render


@pytest.mark.parametrize("call", CALLS)
def test_it_is_said_as_it_was_looked_at(call):
    assert render(call) == (FOLDER / f"{call}.txt").read_text(encoding="utf-8")


def test_no_other_call_is_kept():
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(CALLS)
