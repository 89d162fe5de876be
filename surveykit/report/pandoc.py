"""Calls of the pandoc program: Markdown to its syntax tree, the tree to a format.

pandoc is run as a separate program, without access to files other than those named here.
"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from surveykit.errors import ReportError
from surveykit.report.report_blocks import PandocNode

EPOCH = 315_532_800  # 1980-01-01, the first date a zip file can hold
# Without example lists, in which "@tbl-x." would open a list.
_READER = "markdown-raw_tex-raw_attribute-implicit_figures-example_lists+east_asian_line_breaks"
READERS = {"zh": f"{_READER}-smart", "en": f"{_READER}+smart"}


@cache
def program() -> str:
    """The pandoc that came with its wheel; never one that happens to be on the path."""
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    raise ReportError("pandoc must be installed to write reports.", fix="pip install pypandoc_binary")


@cache
def version() -> str:
    """pandoc's own version, such as `3.9`."""
    return run("--version").decode().partition("\n")[0].split()[-1]


def run(*arguments: str, given: bytes = b"") -> bytes:
    """What pandoc prints; its dates fixed, its words independent of the locale."""
    fixed = {"SOURCE_DATE_EPOCH": str(EPOCH), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run([program(), *arguments], input=given, capture_output=True, check=False,
                          env={**os.environ, **fixed})
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReportError("pandoc cannot convert the report: {reason}.", where="pandoc {arguments}",
                          fix="look for unusual Markdown in the prose", reason=lines[0] if lines else "?",
                          arguments=' '.join(arguments[-4:]))
    return done.stdout


def parse(texts: Sequence[tuple[str, str]]) -> list[list[PandocNode]]:
    """The block nodes of each `(language, Markdown)`."""
    if not texts:
        return []
    jobs = json.dumps([[READERS[language], text] for language, text in texts])
    script = str(files("surveykit.report").joinpath("parse.lua"))
    return [document["blocks"] for document in json.loads(run("lua", script, given=jobs.encode()))]


@cache
def api_version() -> list[int]:
    """The version of the syntax tree this pandoc speaks."""
    return list(json.loads(run("-f", "markdown", "-t", "json"))["pandoc-api-version"])


def write(blocks: list[PandocNode], to: str, *arguments: str, meta: Mapping[str, object] | None = None) -> bytes:
    """The blocks in another format."""
    tree = {"pandoc-api-version": api_version(), "meta": meta or {}, "blocks": blocks}
    return run("--sandbox", "-f", "json", "-t", to, *arguments, "-o", "-", given=json.dumps(tree).encode())
