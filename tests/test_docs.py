"""The pages lead to each other, and to nothing that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_index_leads_to_every_page():
    index = ROOT / "docs/index.md"
    reached = {(index.parent / target).resolve() for target in LINK.findall(index.read_text(encoding="utf-8"))}
    assert set(PAGES) - {index} - reached == set()


def table_rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the page on architecture, its head left out."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    lines = [line for line in page.split(f"## {heading}\n")[1].split("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_architecture_names_files_and_classes_and_ten_tasks_of_at_most_four_files():
    named = re.findall(r"`([\w./]+/[\w./]*)`", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    assert [name for name in named if not ((ROOT / name).exists() or (ROOT / "surveykit" / name).exists())] == []
    for words, _, where in table_rows("Glossary of the code"):
        files = [ROOT / "surveykit" / name for name in re.findall(r"`(.*?)`", where)]
        source = "".join(file.read_text(encoding="utf-8") for file in files)
        for word in [word for word in words.split(", ") if word[0].isupper()]:
            assert re.search(rf"^(class )?{word}\b", source, re.MULTILINE), word
    tasks = table_rows("Where to change what")
    assert len(tasks) == 10
    assert [task for task, files in tasks if files.count(", ") > 3] == []
