"""Figures and their bases in text: every labelled sentence exactly, line by line."""

from __future__ import annotations

import pytest
from sentences import CHINESE, ENGLISH

from surveykit.audit.extract.sentences import figures_in, read
from surveykit.foreign.documents import Place


def found_in(text: str, base: int | None = None) -> list[tuple]:
    """Printed, count, base and status of each figure."""
    return [(c.figure.printed, c.figure.count, c.figure.base, c.status)
            for c in figures_in(read(text), Place(paragraph=1), base)]


@pytest.mark.parametrize(("text", "expected"), CHINESE + ENGLISH, ids=[text[:40] for text, _ in CHINESE + ENGLISH])
def test_every_labelled_sentence_gives_its_figures_and_no_other(text, expected):
    assert found_in(text) == expected
