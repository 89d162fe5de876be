"""Surveys that tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

import surveykit as sk

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
VOLUNTEERS = RAW / "volunteers/volunteers_synthetic.xlsx"
VOLUNTEERS_BOOK = RAW / "volunteers/volunteers.codebook.xlsx"


@pytest.fixture(scope="session")
def volunteers() -> sk.Survey:
    """The synthetic cohort as exported: 49 rows with dirt."""
    return sk.read_survey(VOLUNTEERS, VOLUNTEERS_BOOK)


@pytest.fixture(scope="session")
def cleaned(volunteers: sk.Survey) -> sk.Survey:
    """The 46 valid forms, as notebook 02 cleans them."""
    kept = sk.exclude(sk.screen(volunteers), rules=["duplicate", "speed", "incomplete"], reason="rules")
    kept = sk.recode_other(kept, "plan_after_service", {"回老家找工作": "home"}, reason="same")
    return sk.recode_other(kept, "difficulties", {"专业用不上": "field_mismatch"}, reason="same")


@pytest.fixture(scope="session")
def anes() -> sk.Survey:
    """944 respondents of the American National Election Study 1996."""
    return sk.read_survey(RAW / "anes96/anes96.csv", RAW / "anes96/anes96.codebook.xlsx")


@pytest.fixture
def example() -> sk.Survey:
    """Forty respondents made in code."""
    return sk.example_survey()
