"""What functions of each room give at the edges of what they are for is as it was looked at (`renderings.py told`)."""

from pathlib import Path

import pytest
from renderings import FOLDER, render

ROOMS = sorted(path.stem for path in (Path(__file__).parent / "data/calls").iterdir())


@pytest.mark.parametrize("room", ROOMS)
def test_calls_give_what_was_looked_at(room):
    assert render("told", f"calls {room}") == (FOLDER / f"told/calls {room}.txt").read_text(encoding="utf-8")
