"""Read a raw transcript into its canonical text, by the rules of data/raw/interviews/README.md.

Written apart from the package's own reader on purpose, so that each can be held against the other.
"""

import re
import unicodedata
from pathlib import Path

from docx import Document

CJK = "\u3400-\u9fff"
NARROW = {code: code - 0xFEE0 for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A),
          (0xFF41, 0xFF5A)) for code in range(first, last + 1)}  # fmt: skip
DROPPED = re.compile("[\u200b-\u200f\ufeff\u00ad\u2060]")
PAGE_MARK = re.compile(r"[—–-]\s*\d+\s*[—–-]|第\s*\d+\s*页.*")
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
PINYIN = re.compile(f"(?<=[{CJK}])[(（](?=[^)）]*[{TONED}])[a-zü{TONED}]+[)）]")
ENDS = tuple("。！？…”：:）")


def read_turns(path: Path, speakers: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return (role, words) of a raw transcript; this is the canonical text of a document."""
    if path.suffix == ".docx":
        raw = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    else:
        raw = path.read_bytes().decode("utf-8-sig")
    roles = {label: role for role, labels in speakers.items() for label in labels}
    start = re.compile(rf"({'|'.join(roles)})(?:\s*[：:]\s*|\s+\d+:\d\d(?::\d\d)?$)(.*)")
    turns: list[tuple[str, str]] = []
    for line in cleaned(raw, start):
        found = start.match(line)
        if found:
            turns.append((roles[found[1]], found[2]))
        elif turns:  # what stands before the first label is the header
            turns[-1] = (turns[-1][0], turns[-1][1] + line)
    return turns


def cleaned(raw: str, start: re.Pattern[str]) -> list[str]:
    """Return the clean lines; `start` recognises a line that begins a turn."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = DROPPED.sub("", text).translate({0x3000: " ", 0xA0: " "} | NARROW)
    lines = [re.sub(" +", " ", line).strip() for line in text.split("\n")]
    lines = joined_wraps(joined_pages(lines, start), start)
    return [line for line in (PINYIN.sub("", line).strip() for line in lines) if line]


def joined_pages(lines: list[str], start: re.Pattern[str]) -> list[str]:
    """Drop page marks; join the lines around one that cuts a sentence."""
    kept: list[str] = []
    cut = False
    for line in lines:
        if PAGE_MARK.fullmatch(line):
            cut = bool(kept) and re.search(f"[{CJK}，、]$", kept[-1]) is not None
        elif cut and re.match(f"[{CJK}]", line) and not start.match(line):
            kept[-1], cut = kept[-1] + line, False
        else:
            kept, cut = [*kept, line], False
    return kept


def joined_wraps(lines: list[str], start: re.Pattern[str]) -> list[str]:
    """Join a line to the one before, unless that ends a sentence, is blank or only a label."""
    kept: list[str] = []
    for line in lines:
        before = kept[-1] if kept else ""
        label_only = (found := start.match(before)) is not None and not found[2]
        ended = not before or before.endswith(ENDS) or label_only
        if ended or not line or start.match(line):
            kept.append(line)
        else:
            kept[-1] = before + line
    return kept
