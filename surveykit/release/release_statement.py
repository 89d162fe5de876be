"""What stands beside a file that is passed on: what it holds, what was left out by which rule, who may be known."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from surveykit._stats.class_sizes import class_sizes
from surveykit.files.disk import sha256
from surveykit.release.disclosure import DisclosureRisk
from surveykit.release.quasi_identifiers import code_quasi, guess_quasi_identifiers
from surveykit.release.release_plan import RULES, ReleasePlan
from surveykit.result.format import decimal_text
from surveykit.survey import Survey
from surveykit.words.phrases import LANGUAGES, Text, in_language, phrase, same_text
from surveykit.write.outgoing_survey import OutgoingSurvey

CELLS = {"blank_response", "change_response"}


class ReleaseFacts(NamedTuple):
    """What a release was made of, and what was measured."""

    survey: Survey
    plan: ReleasePlan
    risk: DisclosureRisk
    k: int
    lowest: Mapping[str, tuple[int, float]]
    diversity: int
    respondents: str

    @property
    def smallest(self) -> int:
        """How many people are in the smallest class."""
        return int(self.risk.sizes.min())

    def count_suppressed(self) -> Counter[str]:
        """How many cells were blanked by decisions, by column, as the log says."""
        leaving = {column for item in self.plan.items for column in item.columns}
        return Counter(line.item for step in self.survey.log if step.verb in {"suppress", "set_missing", "redact"}
                       for line in step.changes if line.kind in CELLS and line.item in leaving)

    def uncounted_items(self) -> list[str]:
        """Items that leave and ask who somebody is, and were not named as quasi-identifiers."""
        named = {item.name for item in self.plan.quasi}
        return [item.name for item in guess_quasi_identifiers(self.survey)
                if item.name in self.plan.names and item.name not in named]

    def count_lone_answers(self) -> dict[str, int]:
        """Of numbers and dates that are no quasi-identifiers: how many people gave an answer that nobody else gave."""
        named = {item.name for item in self.plan.quasi}
        alone = {item.name: int((class_sizes(code_quasi(self.survey, item)) == 1).sum()) for item in self.plan.items
                 if item.kind in {"number", "date", "text"} and item.name not in named}
        return {name: n for name, n in alone.items() if n}


def statement_bytes(facts: ReleaseFacts, out: OutgoingSurvey, files: Sequence[str]) -> bytes:
    """The statement in both languages, one after the other, as Markdown."""
    parts = [[in_language(line, language) for line in _list_lines(facts, out, files)] for language in LANGUAGES]
    return ("\n\n".join("\n".join(lines) for lines in parts) + "\n").encode()


def _list_lines(facts: ReleaseFacts, out: OutgoingSurvey, files: Sequence[str]) -> Iterator[Text]:
    """The lines of the statement."""
    survey, plan = facts.survey, facts.plan
    yield phrase("release.readme_title", title=survey.codebook.title or out.name)
    yield same_text("")
    yield phrase("release.readme_holds", rows=survey.rows, items=len(plan.items), files=", ".join(files))
    if survey.source.synthetic:
        yield phrase("release.readme_synthetic")
    yield same_text("")
    yield phrase(f"release.readme_{facts.respondents}")
    yield same_text("")
    yield phrase("release.readme_left_out")
    yield same_text("")
    for rule in RULES:
        items = [item.name for item, why in plan.left_out if why == rule]
        if items:
            yield phrase("release.readme_rule", rule=phrase(f"release.rule_{rule}"), items=_names(items))
    if out.clipped_columns:
        yield phrase("release.readme_days", items=_names(out.clipped_columns))
    for column, n in facts.count_suppressed().items():
        yield phrase("release.readme_suppressed", item=column, n=n)
    yield same_text("")
    yield phrase("release.readme_classes")
    yield same_text("")
    yield from _list_classes(facts)
    yield same_text("")
    yield phrase("release.readme_end")


def _list_classes(facts: ReleaseFacts) -> Iterator[Text]:
    """What was measured about recognising people."""
    plan, sizes = facts.plan, facts.risk.sizes
    yield phrase("release.readme_quasi_guessed" if plan.guessed else "release.readme_quasi_named",
                 items=_names([item.name for item in plan.quasi]))
    yield phrase("release.readme_k" if facts.k > 1 else "release.readme_no_k", k=facts.k, least=facts.smallest,
                 classes=int(facts.risk.classes.max()) + 1, alone=int((sizes == 1).sum()))
    for name, (distinct, entropy) in facts.lowest.items():
        yield phrase("release.readme_l", item=name, distinct=distinct, entropy=decimal_text(entropy, 2))
    if facts.uncounted_items():
        yield phrase("release.readme_suggested", items=_names(facts.uncounted_items()))
    for name, n in facts.count_lone_answers().items():
        yield phrase("release.readme_alone", item=name, n=n)


def _names(names: Sequence[str]) -> str:
    """Names of items in a row."""
    return ", ".join(f"`{name}`" for name in names)


def record_bytes(facts: ReleaseFacts, out: OutgoingSurvey, files: Mapping[str, bytes]) -> bytes:
    """The same facts for programs, as JSON with sorted keys."""
    plan, classes = facts.plan, np.unique(facts.risk.classes)
    record = {
        "rows": facts.survey.rows, "synthetic": facts.survey.source.synthetic, "respondents": facts.respondents,
        "raw": facts.survey.source.sha256, "files": {name: sha256(data) for name, data in files.items()},
        "left_out": {item.name: rule for item, rule in plan.left_out}, "days_only": list(out.clipped_columns),
        "suppressed": dict(facts.count_suppressed()), "quasi_identifiers": [item.name for item in plan.quasi],
        "guessed": plan.guessed, "k": facts.k, "smallest_class": facts.smallest, "classes": len(classes),
        "sensitive": {name: {"distinct_l": one, "entropy_l": round(two, 6)}
                      for name, (one, two) in facts.lowest.items()},
        "diversity": facts.diversity}
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
