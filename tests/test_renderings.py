"""What every kind of result says, shows and draws is as it was looked at (`renderings.py` writes the files anew)."""

import pytest
from renderings import FOLDER, every, render

KEPT = sorted((path.parent.name, path.stem) for path in FOLDER.glob("*/*.txt"))


@pytest.mark.parametrize(("kind", "name"), [one for one in KEPT if one[1][:6] != "calls "])  # those: `test_calls.py`
def test_it_is_rendered_as_it_was_looked_at(kind, name):
    assert render(kind, name) == (FOLDER / kind / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kind_of_result_is_kept_and_no_other():
    assert sorted(every()) == KEPT
