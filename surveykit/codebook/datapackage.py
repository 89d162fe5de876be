"""A Frictionless Data Package: what travels beside a cleaned CSV file.

It describes the columns as `write_processed` writes them: one row per respondent, one 0/1 column
per option of a response set, kinds of missing as `(not_asked)`, `(refused)`, `(dont_know)`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from surveykit.codebook.items import Codebook, Item
from surveykit.errors import CodebookError
from surveykit.words.phrases import check_language, in_language, phrase

TICKS = (("ticked", 1), ("unticked", 0))
PROFILE = "https://datapackage.org/profiles/2.0/"
MISSING = {"": "blank", "(not_asked)": "not_asked", "(refused)": "refused", "(dont_know)": "dont_know"}
BOUND = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?[0-9]+(?:\.[0-9]+)?)")
BOUNDS = {">=": "minimum", "<=": "maximum", ">": "exclusiveMinimum", "<": "exclusiveMaximum"}


def datapackage_bytes(codebook: Codebook, *, data_name: str, language: str | None = None,
                      facts: Mapping[str, object] | None = None) -> bytes:
    """A Frictionless Data Package (v2) descriptor, `datapackage.json`, for cleaned data.
    Reference: Data Package standard, version 2.0 (2024), https://datapackage.org/standard/
    >>> import json, surveykit as sk
    >>> package = json.loads(datapackage_bytes(sk.example_survey().codebook, data_name="example.csv"))
    >>> package["resources"][0]["schema"]["fields"][1]["categories"][0]
    {'value': 'female', 'label': 'Women'}
    """
    language, path = check_language(language or codebook.language), PurePosixPath(data_name)
    if path.name != data_name or re.search(r"[\\:\x00-\x1f]", data_name) or data_name in {"", ".", ".."}:
        raise CodebookError("data_name must be a file's name, without its folder.", where="{data_name}",
                            fix="datapackage_bytes(codebook, data_name='survey.csv')", data_name=repr(data_name))
    facts, slug = dict(facts or {}), re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "data"
    known = {"bytes": facts["bytes"]} if "bytes" in facts else {}
    known |= {"hash": f"sha256:{facts['sha256']}"} if "sha256" in facts else {}
    resource = {"name": slug, "path": data_name, "type": "table", "format": "csv", "encoding": "utf-8",
                **known, "schema": _schema(codebook, language)}
    notice = {"description": in_language(phrase("codebook.synthetic"), language)} if codebook.synthetic else {}
    title = {"title": in_language(codebook.title, language)} if in_language(codebook.title, language) else {}
    package = {"$schema": f"{PROFILE}datapackage.json", "name": slug, **title, **notice, "resources": [resource]}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _schema(codebook: Codebook, language: str) -> dict[str, object]:
    """Key, fields, kinds of missing."""
    key = {"name": "respondent", "type": "string", "title": in_language(phrase("codebook.respondent"), language),
           "constraints": {"required": True, "unique": True}}
    missing = [{"value": value, "label": in_language(phrase(f"codebook.{kind}"), language)}
               for value, kind in MISSING.items()]
    fields = [f for item in codebook if not item.personal for f in _fields(item, language)]
    return {"$schema": f"{PROFILE}tableschema.json", "fields": [key, *fields], "missingValues": missing,
            "primaryKey": ["respondent"]}


def _fields(item: Item, language: str) -> list[dict[str, object]]:
    """The fields of an item: one, or one per option of a response set."""
    # not the constraint `required`: kinds of missing are nulls there, and a required item may be refused
    said = {"surveykit:asked_if": item.asked_if, "surveykit:required": item.required}
    asked = {"surveykit:kind": item.kind, **{key: text for key, text in said.items() if text}}
    if item.kind != "multiple":
        return [{"name": item.name, "title": in_language(item.words, language),
                 "description": in_language(item.label, language), **_values(item, language), **asked}]
    ticks = _categories((n, in_language(phrase(f"codebook.{word}"), language)) for word, n in TICKS)
    return [{"name": column, "title": in_language(option.label, language),
             "description": in_language(item.label, language),
             "type": "integer", "categories": ticks, "surveykit:set": item.name, **asked}
            for column, option in zip(item.columns, item.answers, strict=True)]


def _values(item: Item, language: str) -> dict[str, object]:
    """Type, categories and constraints of a field."""
    points = sorted((int(o.score), in_language(o.label, language) or o.value) for o in item.answers
                    if o.score is not None and float(o.score).is_integer())
    if item.kind == "rating" and len(points) == len(item.answers):
        return {"type": "integer", "categories": _categories(points), "categoriesOrdered": True}
    if item.kind == "single":
        words = [(o.value, in_language(o.label, language) or o.value) for o in item.answers]
        return {"type": "string", "categories": _categories(words)}
    bounds = _bounds(item.constraint or "") if item.kind == "number" else {}
    kind = "number" if item.kind in {"number", "rating"} else "string"
    return {"type": kind, **({"constraints": bounds} if bounds else {})}


def _categories(pairs: Iterable[tuple[object, str]]) -> list[dict[str, object]]:
    """Values with their labels."""
    return [{"value": value, "label": label} for value, label in pairs]


def _bounds(constraint: str) -> dict[str, float]:
    """The limits in `. >= 0 and . <= 7`; none if it says anything else."""
    parts = constraint.split(" and ")
    found = [match for part in parts if (match := BOUND.fullmatch(part.strip()))]
    if len(found) < len(parts):
        return {}
    return {BOUNDS[match[1]]: int(match[2]) if match[2].lstrip("-").isdecimal() else float(match[2]) for match in found}
