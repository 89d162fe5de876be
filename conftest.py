"""Doctests name files from the project's folder; tests may be started anywhere."""

from __future__ import annotations

import os
from pathlib import Path

os.chdir(Path(__file__).parent)
