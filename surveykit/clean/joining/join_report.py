"""What a join found, to read: how many matched, and who has no partner."""

from __future__ import annotations

from surveykit.errors import SHOWN_LINES
from surveykit.survey import Change, Survey
from surveykit.words.phrases import in_language, phrase


def join_lines(joined: Survey, language: str) -> list[str]:
    """The last join as lines: counts first, then every kind of remark with its first rows."""
    step = next(step for step in reversed(joined.log) if step.verb == "join")
    lines = [in_language(phrase("join.counts", **{name: step.arguments[name] for name in (
        "matched", "unmatched_first", "unmatched_second", "other")}), language)]
    groups: dict[str, list[Change]] = {}
    for change in (change for change in step.changes if change.note):
        groups.setdefault(in_language(change.note or {}, language), []).append(change)
    for note, found in groups.items():
        shown = [" ".join(dict.fromkeys(filter(None, (one.item, one.old, one.new)))) for one in found[:SHOWN_LINES]]
        rest = len(found) - SHOWN_LINES
        more = in_language(phrase("join.more", n=rest), language) if rest > 0 else ""
        lines.append(f"  ! {note} ({len(found)}): {', '.join(shown)}{more}")
    return lines
