"""CPU seconds to audit a synthetic report of 200 pages with 5,000 figures, as .docx, .html, .pdf and .txt.

Everything in the report is made up by this program. Usage: python benchmarks/audit_report.py
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import docx

import surveykit as sk

PAGES, LINES, ROWS = 200, 10, 15  # per page: figures in sentences, and rows of a table
LIMIT = 10.0  # CPU seconds
WORDS = ("return home", "renew the contract", "go on to study", "sit an exam", "stay where they served")


def page(number: int, chance: random.Random) -> tuple[list[str], list[list[str]]]:
    """Sentences with ten figures and a table with fifteen, all true."""
    sentences = []
    for line in range(LINES):
        base = chance.randint(30, 900)
        count = chance.randint(1, base)
        share = f"{100 * count / base:.1f}%"
        sentences.append(f"Of {base} respondents, {count} ({share}) chose to {WORDS[line % len(WORDS)]}." if line % 2
                         else f"{base}份有效问卷中，{count}份选择返乡，占{share}。")
    counts = [chance.randint(1, 400) for _ in range(ROWS - 1)]
    whole = sum(counts)
    rows = [["Plan", "n", "%"], *([f"plan {number}.{i}", str(k), f"{100 * k / whole:.1f}"]
                                  for i, k in enumerate(counts)), ["Total", str(whole), "100.0"]]
    return sentences, rows


def written(folder: Path) -> list[Path]:
    """The report in its four forms."""
    chance = random.Random(1)
    pages = [page(number, chance) for number in range(1, PAGES + 1)]
    paths = [folder / f"report.{ending}" for ending in ("docx", "html", "pdf", "txt")]
    _docx(pages, paths[0])
    blocks = [f"<p>{s}</p>" for sentences, _ in pages for s in sentences]
    for _, rows in pages:
        cells = ["".join(f"<td>{c}</td>" for c in row) for row in rows]
        blocks.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    paths[1].write_text(f"<!DOCTYPE html><html><body>{''.join(blocks)}</body></html>", encoding="utf-8")
    _pdf(pages, paths[2])
    paths[3].write_text("\n\n".join("\n".join(sentences) + "\n\n" + "\n".join("\t".join(row) for row in rows)
                                    for sentences, rows in pages), encoding="utf-8")
    return paths


def _docx(pages: list, path: Path) -> None:
    """Word, by python-docx."""
    document = docx.Document()
    for sentences, rows in pages:
        for sentence in sentences:
            document.add_paragraph(sentence)
        table = document.add_table(len(rows), 3)
        for cell, text in zip(table._cells, (c for row in rows for c in row), strict=True):
            cell.text = text
        document.add_page_break()
    document.save(path)


def _pdf(pages: list, path: Path) -> None:
    """PDF, by typst."""
    import typst  # the extra [report]

    parts = []
    for sentences, rows in pages:
        cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
        parts.append("\n\n".join(sentences) + f"\n\n#table(columns: 3, stroke: none, {cells})\n#pagebreak()")
    path.write_bytes(typst.compile(("#set page(paper: \"a4\")\n#set text(size: 9pt)\n" + "\n".join(parts)).encode()))


def cpu() -> float:
    """CPU seconds of this process and its finished children."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def main() -> int:
    """Audit each form once; exit status 1 if one takes too long or a true figure is called impossible."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for path in written(Path(folder)):
            started, wall = cpu(), time.perf_counter()
            table = sk.audit_report(path).table
            spent, wall = cpu() - started, time.perf_counter() - wall
            words = table["verdict"].value_counts().to_dict()
            true = words.get("rounding", 0) + words.get("exact", 0)
            good = spent < LIMIT and "impossible" not in words and true >= 5_000
            failed |= not good
            print(f"{path.suffix[1:]:<5}{len(table):>6} figures {spent:6.2f} s CPU {wall:6.2f} s wall "
                  f"{path.stat().st_size // 1024:>6} KiB  {words}  {'ok' if good else 'NOT MET'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
